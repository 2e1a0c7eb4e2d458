//! An open dialog: its head, its messages, its client.

use beseda_protocol::ask::dialogs::{History, OlderMessages, OpenDialog, OpenedDialog};
use beseda_protocol::dialog::ClientCard;
use beseda_protocol::team::Right;

use crate::storage::dialogs::Dialog;
use crate::storage::fault::Fault;
use crate::storage::messages::NEWEST;
use crate::storage::{marks, profiles};
use crate::turn::current::Turn;
use crate::turn::pages;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// The client's other dialogs on his card.
const OTHER_DIALOGS_MAX: u64 = 20;

/// A dialog with its newest page.
pub(crate) fn open(
    turn: &mut Turn<'_>,
    who: &Operator,
    OpenDialog { dialog: id }: OpenDialog,
) -> Result<OpenedDialog, Stop> {
    let dialog = rights::readable(turn, &who.me, id)?;
    let shown = pages::of_dialog(turn, id, NEWEST)?;
    Ok(OpenedDialog {
        dialog: turn.summary(id)?,
        messages: shown.messages,
        more: shown.more,
        tags: marks::of_dialog(turn.storage, id)?,
        card: card(turn, who, &dialog)?,
    })
}

/// Older messages.
pub(crate) fn history(
    turn: &mut Turn<'_>,
    who: &Operator,
    History { dialog, before }: History,
) -> Result<OlderMessages, Stop> {
    rights::readable(turn, &who.me, dialog)?;
    let shown = pages::of_dialog(turn, dialog, before)?;
    Ok(OlderMessages {
        messages: shown.messages,
        more: shown.more,
    })
}

fn card(turn: &mut Turn<'_>, who: &Operator, dialog: &Dialog) -> Result<ClientCard, Fault> {
    let identity = turn.sure_identity(&dialog.identity)?.clone();
    let client = turn.sure_client(identity.client)?.clone();
    let online = turn.lines.is_identity_online(&identity.id);
    let mut others = turn.dialogs_of(client.id, dialog.id, OTHER_DIALOGS_MAX)?;
    others.retain(|other| rights::of(&who.me, other) >= Right::Readable);
    let others = others.into_iter().map(|other| turn.summary(other.id));
    Ok(ClientCard {
        dialogs: others.collect::<Result<_, _>>()?,
        client: client.brief(),
        profile: profiles::load(turn.storage, client.id, client.comment.clone())?,
        created_at: client.created_at,
        locale: identity.locale,
        page: identity.page,
        online,
        seen_at: if online { turn.now } else { identity.seen_at },
    })
}

//! An open dialog: its head, its messages, its client.

use beseda_protocol::ask::dialogs::{History, OlderMessages, OpenDialog, OpenedDialog};
use beseda_protocol::dialog::ClientCard;

use super::{Operator, find};
use crate::dialogs::Dialog;
use crate::fault::Fault;
use crate::stop::Stop;
use crate::work::Work;
use crate::{list, messages};

/// The client's other dialogs on his card.
const OTHER_DIALOGS_MAX: u64 = 20;

/// A dialog with its newest page.
pub(super) fn open(
    work: &mut Work<'_>,
    _: &Operator,
    OpenDialog { dialog: id }: OpenDialog,
) -> Result<OpenedDialog, Stop> {
    let dialog = find(work, id)?;
    let shown = messages::page(work.sql, work.known, id, messages::NEWEST)?;
    Ok(OpenedDialog {
        dialog: work.summary(id)?,
        messages: shown.messages,
        more: shown.more,
        card: card(work, &dialog)?,
    })
}

/// Older messages.
pub(super) fn history(
    work: &mut Work<'_>,
    _: &Operator,
    History { dialog, before }: History,
) -> Result<OlderMessages, Stop> {
    let shown = messages::page(work.sql, work.known, dialog, before)?;
    Ok(OlderMessages {
        messages: shown.messages,
        more: shown.more,
    })
}

fn card(work: &mut Work<'_>, dialog: &Dialog) -> Result<ClientCard, Fault> {
    let client = work.sure_client(&dialog.client)?.clone();
    let online = work.lines.is_client_online(&client.id);
    let others = list::of_client(work.sql, &client.id, dialog.id, OTHER_DIALOGS_MAX)?;
    Ok(ClientCard {
        client: client.brief(),
        created_at: client.created_at,
        locale: client.locale.clone(),
        page: client.page.clone(),
        online,
        seen_at: if online { work.now } else { client.seen_at },
        dialogs: others
            .iter()
            .map(|other| other.summary(&client, work.known))
            .collect(),
    })
}

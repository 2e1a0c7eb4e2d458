//! An open dialog: its head, its messages, its client.

use beseda_protocol::dialog::ClientCard;
use beseda_protocol::ids::{Ask, DialogId, MessageId};
use beseda_protocol::operator::ToOperator;

use super::{Operator, find};
use crate::dialogs::Dialog;
use crate::fault::Fault;
use crate::stop::Stop;
use crate::work::Work;
use crate::{list, messages};

/// The client's other dialogs on his card.
const OTHER_DIALOGS_MAX: u64 = 20;

/// A dialog with its newest page.
pub(super) fn take(
    work: &mut Work<'_>,
    who: &Operator,
    ask: Ask,
    id: DialogId,
) -> Result<(), Stop> {
    let dialog = find(work, id)?;
    let shown = messages::page(work.sql, work.known, id, messages::NEWEST)?;
    let answer = ToOperator::Dialog {
        ask,
        dialog: work.summary(id)?,
        messages: shown.messages,
        more: shown.more,
        card: card(work, &dialog)?,
    };
    work.tell_operator(who.line, &answer);
    Ok(())
}

/// Older messages.
pub(super) fn history(
    work: &mut Work<'_>,
    who: &Operator,
    ask: Ask,
    id: DialogId,
    before: MessageId,
) -> Result<(), Stop> {
    find(work, id)?;
    let shown = messages::page(work.sql, work.known, id, before)?;
    let answer = ToOperator::History {
        ask,
        messages: shown.messages,
        more: shown.more,
    };
    work.tell_operator(who.line, &answer);
    Ok(())
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

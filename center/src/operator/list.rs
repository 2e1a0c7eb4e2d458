//! A page of the list.

use beseda_protocol::ask::list::{ListDialogs, ListedDialogs};
use beseda_protocol::limits::DIALOGS_PAGE;

use super::Operator;
use crate::list;
use crate::stop::Stop;
use crate::work::Work;

pub(super) fn page(
    work: &mut Work<'_>,
    who: &Operator,
    ListDialogs { filter, behind }: ListDialogs,
) -> Result<ListedDialogs, Stop> {
    let limit = DIALOGS_PAGE as u64 + 1;
    let cards = list::page(work.sql, work.known, who.me.id, filter, behind, limit)?;
    Ok(ListedDialogs {
        more: cards.len() > DIALOGS_PAGE,
        dialogs: cards
            .iter()
            .take(DIALOGS_PAGE)
            .map(|(dialog, client)| dialog.summary(client, work.known))
            .collect(),
    })
}

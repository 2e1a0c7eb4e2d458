//! A page of the list.

use beseda_protocol::dialog::{Filter, ListPlace};
use beseda_protocol::ids::Ask;
use beseda_protocol::limits::DIALOGS_PAGE;
use beseda_protocol::operator::ToOperator;

use super::Operator;
use crate::list;
use crate::stop::Stop;
use crate::work::Work;

pub(super) fn take(
    work: &mut Work<'_>,
    who: &Operator,
    ask: Ask,
    filter: Filter,
    behind: Option<ListPlace>,
) -> Result<(), Stop> {
    let limit = DIALOGS_PAGE as u64 + 1;
    let cards = list::page(work.sql, work.known, who.me.id, filter, behind, limit)?;
    let answer = ToOperator::List {
        ask,
        more: cards.len() > DIALOGS_PAGE,
        dialogs: cards
            .iter()
            .take(DIALOGS_PAGE)
            .map(|(dialog, client)| dialog.summary(client, work.known))
            .collect(),
    };
    work.tell_operator(who.line, &answer);
    Ok(())
}

//! A page of the list.

use beseda_protocol::ask::list::{ListDialogs, ListedDialogs};
use beseda_protocol::limits::DIALOGS_PAGE;

use super::pages;
use crate::storage::dialogs::Card;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn page(
    turn: &mut Turn<'_>,
    who: &Operator,
    ListDialogs { filter, behind }: ListDialogs,
) -> Result<ListedDialogs, Stop> {
    let limit = DIALOGS_PAGE as u64 + 1;
    let cards = pages::page(
        turn.storage,
        &turn.cache.employees,
        &who.me,
        filter,
        behind,
        limit,
    )?;
    Ok(ListedDialogs {
        more: cards.len() > DIALOGS_PAGE,
        dialogs: cards.iter().take(DIALOGS_PAGE).map(Card::summary).collect(),
    })
}

//! The cards of dialogs that were found.

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::DialogId;

use crate::storage::dialogs::{self, Card};
use crate::storage::fault::Fault;
use crate::turn::current::Turn;

/// The cards of these dialogs, in this order.
pub(super) fn cards(turn: &Turn<'_>, ids: &[DialogId]) -> Result<Vec<Summary>, Fault> {
    let cards = dialogs::cards_by_ids(turn.storage, ids)?;
    let place = |card: &Card| ids.iter().position(|id| *id == card.dialog.id);
    let mut cards: Vec<_> = cards
        .iter()
        .map(|card| (place(card), card.summary()))
        .collect();
    cards.sort_by_key(|(place, _)| *place);
    Ok(cards.into_iter().map(|(_, summary)| summary).collect())
}

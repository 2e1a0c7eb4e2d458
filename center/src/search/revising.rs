//! A message that its author has changed or withdrawn: its first text is found no more.

use beseda_protocol::ids::MessageId;

use super::sought;
use crate::storage::search;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// Takes what a message said out of the table that has it, and puts in what it says now. One
/// that is in no table yet is read as it is. The letters of the first text stay in the table's
/// pages until it is merged, since the text itself is kept, too; so a withdrawn message stays
/// in the table with no letters, and whoever deletes it for good has the table merged.
pub(crate) fn revise(turn: &mut Turn<'_>, message: MessageId, text: &str) -> Result<(), Stop> {
    let mut tables = turn.cache.search.tables.iter();
    let Some(table) = tables.find(|table| message <= table.upto) else {
        return Ok(());
    };
    let number = table.number;
    search::remove(turn.buffer()?, number, &[message])?;
    let folded = sought::folded(text);
    Ok(search::fill(turn.buffer()?, number, &[(message, folded)])?)
}

//! Takes messages out of the search index that are deleted for good. From then on nothing
//! finds them; their letters are still in its pages, until the tables that had them are
//! merged anew.

use beseda_protocol::ids::MessageId;

use super::upkeep;
use crate::storage::search::{self, SearchTable};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// Takes out what was deleted. Whoever deletes clears by [`upkeep::clear`] until there is nothing
/// to clear.
pub(crate) fn remove(turn: &mut Turn<'_>, messages: &[MessageId]) -> Result<(), Stop> {
    let mut after = MessageId(0);
    for table in turn.cache.search.tables.clone() {
        let upto = table.upto;
        let is_in = |id: &&MessageId| after < **id && **id <= upto;
        let held: Vec<MessageId> = messages.iter().filter(is_in).copied().collect();
        if !held.is_empty() && search::remove(turn.buffer()?, table.number, &held)? {
            let is_merging = true;
            upkeep::put(
                turn,
                SearchTable {
                    is_merging,
                    ..table
                },
            )?;
        }
        after = upto;
    }
    upkeep::count_unfilled(turn)
}

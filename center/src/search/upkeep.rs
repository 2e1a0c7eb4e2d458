//! Keeps the search index: puts in what was said, merges tables that are full, or that
//! something was deleted from, drops those whose texts were folded in another way. Each
//! time a slice, which comes in turn with those of jobs.
//!
//! While a table is merged nothing is put in: what was merged so far would be merged
//! again. It takes some hundred slices.

use beseda_protocol::fold;
use beseda_protocol::ids::MessageId;

use super::sought;
use crate::storage::search::{self, BATCH, SearchTable};
use crate::turn::current::Turn;
use crate::turn::job_list;
use crate::turn::refusals::Stop;

/// Letters that are put in at once, some 0.6 us each; a message that is longer goes by
/// itself.
const LETTERS: usize = 2_000;

/// Texts in one table, and some of a batch: what is sought in it is found in 1 to 3 ms.
const TABLE_TEXTS: u64 = 25_000;

/// Does a slice of it.
pub(crate) fn slice(turn: &mut Turn<'_>) -> Result<(), Stop> {
    match clear(turn)? {
        true => Ok(()),
        false => fill(turn),
    }
}

/// Clears a table of what is not to be in it any more: merges some of one that waits for
/// it, or drops one. Says whether there was any.
pub(crate) fn clear(turn: &mut Turn<'_>) -> Result<bool, Stop> {
    if let Some(stale) = turn.cache.search.stale.last().cloned() {
        search::drop(turn.buffer()?, stale.number)?;
        turn.cache.search.stale.pop();
        return Ok(true);
    }
    let tables = &turn.cache.search.tables;
    let Some(mut table) = tables.iter().find(|table| table.is_merging).cloned() else {
        return Ok(false);
    };
    table.is_merging = search::merge(turn.buffer()?, table.number)?;
    put(turn, table)?;
    Ok(true)
}

/// Puts the oldest messages in that are not there yet.
fn fill(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let storage = turn.buffer()?;
    let filled = turn.cache.search.filled();
    let (texts, upto) = batch(search::unfilled(storage, filled, BATCH)?);
    let Some(upto) = upto else {
        return count_unfilled(turn);
    };
    let mut table = open_table(turn)?;
    if !texts.is_empty() {
        search::fill(turn.buffer()?, table.number, &texts)?;
    }
    table.upto = upto;
    table.n += texts.len() as u64;
    put(turn, table)?;
    count_unfilled(turn)
}

/// Counts what is left to be put in.
pub(super) fn count_unfilled(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let index = &mut turn.cache.search;
    index.n_unfilled = search::n_behind(turn.storage, index.filled(), BATCH)?;
    Ok(())
}

/// Folded texts of as many messages as a slice takes, and the last of these.
fn batch(unfilled: Vec<search::Unfilled>) -> (Vec<(MessageId, String)>, Option<MessageId>) {
    let (mut texts, mut upto, mut letters) = (Vec::new(), None, 0);
    for (id, text) in unfilled {
        let folded = text.map(|text| sought::folded(&text)).unwrap_or_default();
        letters += folded.chars().count();
        if letters > LETTERS && upto.is_some() {
            break;
        }
        upto = Some(id);
        if !folded.is_empty() {
            texts.push((id, folded));
        }
    }
    (texts, upto)
}

/// The table that takes more: the newest, or a new one behind it.
fn open_table(turn: &mut Turn<'_>) -> Result<SearchTable, Stop> {
    let newest = turn.cache.search.tables.last().cloned();
    let (number, upto) = match newest {
        Some(table) if table.n < TABLE_TEXTS => return Ok(table),
        Some(full) => {
            let (number, upto) = (full.number + 1, full.upto);
            let is_merging = true;
            put(turn, SearchTable { is_merging, ..full })?;
            (number, upto)
        }
        None => (1, MessageId(0)),
    };
    search::make(turn.buffer()?, number)?;
    Ok(SearchTable {
        number,
        fold: fold::VERSION,
        upto,
        n: 0,
        is_merging: false,
        slice_no: 0,
    })
}

/// Keeps a table as it is now.
pub(super) fn put(turn: &mut Turn<'_>, mut table: SearchTable) -> Result<(), Stop> {
    table.slice_no = job_list::last_slice(turn) + 1;
    turn.put(&SearchTable::UPSERT, table.clone())?;
    let tables = &mut turn.cache.search.tables;
    match tables.iter_mut().find(|known| known.number == table.number) {
        Some(known) => *known = table,
        None => tables.push(table),
    }
    Ok(())
}

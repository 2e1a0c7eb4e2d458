//! Imports and their taking back, some rows at a time. What a row says is in `imports`.

use beseda_protocol::ask::Need;
use beseda_protocol::ids::ImportId;
use beseda_protocol::job::SkipReason;

use super::bulk::speaker;
use super::deletion;
use crate::imports::carrying_out;
use crate::imports::taking_back::{self, Back};
use crate::storage::imports::{self, ImportRecord, RowRecord};
use crate::storage::jobs::JobRow;
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::job_list::Step;
use crate::turn::refusals::Stop;

/// Rows of one slice: a client, his contact, identity and dialog, and what is searched of
/// them, some 80 us each.
const ROWS: u64 = 12;

/// Rows that are looked through to be taken back.
const LOOKED_AT: u64 = 50;

/// Clients who are deleted in one slice, as of a bulk act.
const DELETED: usize = 5;

pub(super) fn slice(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    import: &ImportId,
) -> Result<Step, Stop> {
    let Some(mut record) = imports::load(turn.storage, import)? else {
        return Ok(Step::Last);
    };
    if speaker(turn, job, Need::Administer)?.is_none() {
        return Ok(forbidden(job));
    }
    let rows = imports::rows_left(turn.storage, import, job.place, ROWS)?;
    let n = rows.len() as u64;
    if let Some(last) = rows.last() {
        job.place = last.number;
        let n_wrong = carrying_out::some(turn, &mut record, rows)?;
        job.skip(SkipReason::Wrong, n_wrong);
        job.done += n - n_wrong;
    }
    Ok(match n < ROWS {
        true => Step::Last,
        false => Step::More,
    })
}

/// From the last row to the first, so that what two rows have changed is put back in order;
/// then what is left of clients who were deleted goes.
pub(super) fn undo_slice(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    import: &ImportId,
) -> Result<Step, Stop> {
    let record = imports::load(turn.storage, import)?;
    let Some(mut record) = record.filter(|record| !record.is_undone) else {
        return Ok(deletion::erase(turn, job)?.1);
    };
    let may = speaker(turn, job, Need::Administer)?.is_some();
    if !may {
        forbidden(job);
    }
    let rows = match may {
        true => imports::rows_before(turn.storage, import, job.place, LOOKED_AT)?,
        false => Vec::new(),
    };
    let mut is_last = (rows.len() as u64) < LOOKED_AT;
    let mut n_deleted = 0;
    for row in rows {
        if n_deleted == DELETED {
            is_last = false;
            break;
        }
        job.place = row.number;
        n_deleted += usize::from(undo(turn, job, &mut record, row)?);
    }
    if is_last {
        record.is_undone = true;
        job.place = 0;
    }
    turn.put(&ImportRecord::UPSERT, record)?;
    Ok(Step::More)
}

/// Takes a row back; says whether a client was deleted.
fn undo(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    record: &mut ImportRecord,
    row: RowRecord,
) -> Result<bool, Stop> {
    let Json(counts) = &mut record.counts;
    match taking_back::take_back(turn, row)? {
        None => Ok(false),
        Some(Back::Delete(client)) => {
            counts.undone += 1;
            job.done += 1;
            deletion::hide(turn, client, &job.id)?;
            Ok(true)
        }
        Some(Back::Done(row)) => {
            counts.undone += 1;
            job.done += 1;
            imports::put_row(turn.buffer()?, row);
            Ok(false)
        }
        Some(Back::Kept(row)) => {
            counts.kept += 1;
            job.skip(SkipReason::Changed, 1);
            imports::put_row(turn.buffer()?, row);
            Ok(false)
        }
    }
}

/// Whoever has begun it may not any more: the rest stays as it is.
fn forbidden(job: &mut JobRow) -> Step {
    let rest = job.total.saturating_sub(job.n_passed());
    job.skip(SkipReason::Forbidden, rest);
    Step::Last
}

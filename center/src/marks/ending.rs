//! Deletes marks, or merges them into others: at once for everybody who looks; the rows
//! that say what had them go in later turns.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::marks::{DeleteMark, MergeMark};
use beseda_protocol::ids::MarkId;
use beseda_protocol::refusal::Code;

use super::{making, tables};
use crate::storage::cells::Cells;
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::log;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

/// Rows that one turn takes a mark out of, so that none takes long.
const ROWS_PER_TURN: u64 = 2_000;

pub(crate) fn delete(turn: &mut Turn<'_>, _: &Operator, asked: DeleteMark) -> Result<Done, Stop> {
    let mark = making::find(turn, asked.mark)?.id;
    // Those that are still being merged into it end with it.
    turn.write(
        "DELETE FROM marks WHERE id = ?1 OR merged_into = ?1",
        &[mark.0.into()],
    )?;
    end(turn, mark)
}

pub(crate) fn merge(turn: &mut Turn<'_>, _: &Operator, asked: MergeMark) -> Result<Done, Stop> {
    let (mark, into) = (
        making::find(turn, asked.mark)?,
        making::find(turn, asked.into)?,
    );
    if mark.id == into.id || mark.kind != into.kind {
        return Err(refuse(Code::Invalid).into());
    }
    turn.write(
        "UPDATE marks SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1",
        &[mark.id.0.into(), into.id.0.into()],
    )?;
    end(turn, mark.id)
}

fn end(turn: &mut Turn<'_>, mark: MarkId) -> Result<Done, Stop> {
    turn.cache.marks.remove(&mark);
    log::happen(turn, What::Mark(mark), None)?;
    due::schedule(turn, Due::Mark, &mark.to_string(), turn.now)?;
    Ok(Done {})
}

/// Takes a mark that has ended out of some more rows.
pub(crate) fn clear(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let mark: u64 = key.parse().map_err(|_| Fault::Corrupt("due"))?;
    let rows = turn
        .storage
        .query("SELECT merged_into FROM marks WHERE id = ?", &[mark.into()])?;
    let into = Cells::maybe(rows, "marks")
        .map(|mut cells| cells.int())
        .transpose()?;
    for table in tables::ALL {
        if let Some(into) = into {
            turn.write(
                table.hand_on,
                &[mark.into(), into.into(), ROWS_PER_TURN.into()],
            )?;
        }
        turn.write(table.take_off, &[mark.into(), ROWS_PER_TURN.into()])?;
        if !turn.storage.query(table.rest, &[mark.into()])?.is_empty() {
            return due::schedule(turn, Due::Mark, key, turn.now);
        }
    }
    turn.write(
        "DELETE FROM marks WHERE id = ? AND merged_into IS NOT NULL",
        &[mark.into()],
    )?;
    // Told once more: what is counted has come to its end.
    log::happen(turn, What::Mark(MarkId(mark)), None)?;
    Ok(())
}

//! Deletes marks, or merges them into others: at once for everybody who looks; the rows
//! that say what had them go by a job (`jobs::ending_mark`).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::marks::{DeleteMark, MergeMark};
use beseda_protocol::ids::MarkId;
use beseda_protocol::job::Work;
use beseda_protocol::mark::Mark;
use beseda_protocol::refusal::Code;

use super::{making, tables};
use crate::storage::cells::Cells;
use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{job_list, log};

pub(crate) fn delete(turn: &mut Turn<'_>, who: &Operator, asked: DeleteMark) -> Result<Done, Stop> {
    let mark = making::find(turn, asked.mark)?;
    let n = turn.count(N, &[mark.id.0.into()])?;
    // Those that are still being merged into it end with it.
    turn.write(
        "DELETE FROM marks WHERE id = ?1 OR merged_into = ?1",
        &[mark.id.0.into()],
    )?;
    end(turn, who, mark, n)
}

pub(crate) fn merge(turn: &mut Turn<'_>, who: &Operator, asked: MergeMark) -> Result<Done, Stop> {
    let (mark, into) = (
        making::find(turn, asked.mark)?,
        making::find(turn, asked.into)?,
    );
    let n = turn.count(N, &[mark.id.0.into()])?;
    if mark.id == into.id || mark.kind != into.kind {
        return Err(refuse(Code::Invalid).into());
    }
    turn.write(
        "UPDATE marks SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1",
        &[mark.id.0.into(), into.id.0.into()],
    )?;
    end(turn, who, mark, n)
}

fn end(turn: &mut Turn<'_>, who: &Operator, mark: Mark, n: u64) -> Result<Done, Stop> {
    let Mark { id: mark, name, .. } = mark;
    turn.cache.marks.remove(&mark);
    log::happen(turn, What::Mark(mark), None)?;
    job_list::begin(turn, Work::EndMark { mark, name }, who.me.id, n)?;
    Ok(Done {})
}

/// Into which one a mark that has ended was merged, if it was.
pub(crate) fn merged_into(turn: &Turn<'_>, mark: MarkId) -> Result<Option<MarkId>, Stop> {
    let merged_into = "SELECT merged_into FROM marks WHERE id = ?";
    let into = turn.storage.query(merged_into, &[mark.0.into()])?;
    let into = Cells::maybe(into, "marks").map(|mut cells| cells.int());
    Ok(into.transpose()?.map(MarkId))
}

/// Takes a mark that has ended out of some more rows; says whether there are others.
pub(crate) fn clear(turn: &mut Turn<'_>, mark: MarkId, rows: u64) -> Result<bool, Stop> {
    let into = merged_into(turn, mark)?;
    for table in tables::ALL {
        if let Some(into) = into {
            turn.write(table.hand_on, &[mark.0.into(), into.0.into(), rows.into()])?;
        }
        turn.write(table.take_off, &[mark.0.into(), rows.into()])?;
        if !turn.storage.query(table.rest, &[mark.0.into()])?.is_empty() {
            return Ok(true);
        }
    }
    let merged = "DELETE FROM marks WHERE id = ? AND merged_into IS NOT NULL";
    turn.write(merged, &[mark.0.into()])?;
    // Told once more: what is counted has come to its end.
    log::happen(turn, What::Mark(mark), None)?;
    Ok(false)
}

/// How much has it.
const N: &str = "SELECT n FROM marks WHERE id = ?";

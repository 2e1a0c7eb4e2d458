//! How many clients or dialogs have each mark: counted by the tables themselves.

use beseda_protocol::ask::marks::{CountMarks, MarkCount, MarkCounts};
use beseda_protocol::ids::MarkId;

use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn count(turn: &mut Turn<'_>, _: &Operator, _: CountMarks) -> Result<MarkCounts, Stop> {
    let rows = turn.storage.query(COUNTS, &[])?;
    let counts = rows.into_iter().map(|row| {
        let mut cells = Cells::new(row, "marks");
        Ok(MarkCount {
            mark: MarkId(cells.int()?),
            n: cells.int()?,
        })
    });
    let counts = counts.collect::<Result<_, Fault>>()?;
    Ok(MarkCounts { counts })
}

const COUNTS: &str = "SELECT id, n FROM marks WHERE merged_into IS NULL ORDER BY id";

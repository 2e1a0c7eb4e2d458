//! Takes a mark that was deleted off all that has it; one that was merged into another
//! hands it on. Whoever reads meanwhile sees what will be: see `marks::tables`.

use beseda_protocol::ids::MarkId;

use crate::list::saved;
use crate::marks::ending;
use crate::storage::jobs::JobRow;
use crate::turn::current::Turn;
use crate::turn::job_list::Step;
use crate::turn::refusals::Stop;

/// Rows of one slice, changed in one statement: some 2 us each, with their index and the
/// count.
const SLICE: u64 = 500;

pub(super) fn slice(turn: &mut Turn<'_>, job: &mut JobRow, mark: MarkId) -> Result<Step, Stop> {
    if let Some(into) = ending::merged_into(turn, mark)? {
        saved::follow_mark(turn, mark, into)?;
    }
    let is_rest = ending::clear(turn, mark, SLICE)?;
    job.done = job.total.min(job.done + SLICE);
    Ok(match is_rest {
        true => Step::More,
        false => Step::Last,
    })
}

//! Jobs: long work in slices, each about a millisecond in a turn of its own, so that
//! people talk between two of them and a center that dies goes on with the slice that it
//! was at. `turn::job_list` has the jobs; here is which file carries out what.
//!
//! To add one:
//!
//! 1. name its work in `protocol/src/job.rs`, and say there whether it may be cancelled;
//! 2. carry a slice of it out in a file of this folder, see [`slice`];
//! 3. begin it where it is asked for, by `job_list::begin`.

pub(crate) mod bulk;
pub(crate) mod deletion;
mod ending_mark;
pub(crate) mod export;
mod freeing;
mod importing;
mod moving;
pub(crate) mod silence;
pub(crate) mod stop;
pub(crate) mod undoing;

use beseda_protocol::job::Work;

use crate::search::upkeep;
use crate::turn::current::Turn;
use crate::turn::job_list::{self, Step};
use crate::turn::refusals::Stop;

/// Carries out the next slice of the job that has waited longest for one; the search index
/// has its slices in turn with them.
///
/// The file of a kind does at most about a millisecond's work, counts it in `done` and in
/// what is skipped, leaves in `place` where the next slice begins, and says whether there
/// is one. Rows that turns keep at hand (dialogs, identities, clients) it changes through
/// the turn, as any input does; what it loads is not kept. Rows of other tables it changes
/// many to a statement. It finds what there is *now*: between two slices anything may have
/// happened.
pub(crate) fn slice(turn: &mut Turn<'_>) -> Result<(), Stop> {
    if !turn.has_room() {
        // It was on its way when the storage became full.
        return Ok(());
    }
    let index = turn.cache.search.slice_no();
    let next = job_list::next(turn);
    if turn.cache.search.is_due() && next.as_ref().is_none_or(|job| index < job.slice_no) {
        return upkeep::slice(turn);
    }
    let Some(mut job) = next else {
        return Ok(());
    };
    turn.cache.slice_of = Some(job.id.clone());
    turn.cache.talk.begin_slice();
    let before = turn.cache.seq;
    let step = match job.work.clone() {
        Work::FreeDialogs { employee } => freeing::slice(turn, &mut job, employee)?,
        Work::MoveDialogs { site, from } => moving::slice(turn, &mut job, &site, from)?,
        Work::CloseSilent {} => silence::slice(turn, &mut job)?,
        Work::DeleteClient { .. } => deletion::slice(turn, &mut job)?,
        Work::EndMark { mark, .. } => ending_mark::slice(turn, &mut job, mark)?,
        Work::Bulk { act } => bulk::slice(turn, &mut job, &act)?,
        Work::Undo { job: of, .. } => undoing::slice(turn, &mut job, &of)?,
        Work::Export { what } => export::slice(turn, &mut job, &what)?,
        Work::Import { import } => importing::slice(turn, &mut job, &import)?,
        Work::UndoImport { import } => importing::undo_slice(turn, &mut job, &import)?,
        // Of newer code, before a rollback: it waits for that to come back.
        Work::Unknown => Step::More,
    };
    turn.summed = (before, turn.cache.seq);
    job_list::go_on(turn, job, step)
}

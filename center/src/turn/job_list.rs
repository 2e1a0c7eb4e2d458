//! The jobs that run, and the reports of those that have ended: begun, gone on with,
//! ended, and told to who may see them. What a job does is in `jobs`.

use beseda_protocol::ids::{JobId, OperatorId};
use beseda_protocol::job::{Job, JobState, Work};
use beseda_protocol::limits::{EXPORT_KEPT_MS, UNDO_KEPT_MS};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Employee;

use super::current::Turn;
use super::due::{self, Due};
use super::output::{Output, To};
use super::refusals::{Stop, refuse};
use super::speaker::Operator;
use crate::storage::jobs::JobRow;

/// How soon a dead object is woken for a job, in ms. A living one needs no waking.
const WAKE_MS: u64 = 30 * 1000;

/// How often a slice is tried whose turn ends by a fault: once more, since what has failed
/// may have passed.
const TRIES_MAX: u64 = 2;

/// How long a report waits to be dismissed, in ms: a week.
const REPORT_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// Whether a job has anything left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Another slice follows.
    More,
    /// This was the last.
    Last,
}

/// Begins a job, whose first slice follows in a turn of its own. `total` is how much there
/// is to do now, as far as is known. One that does the same already goes on instead: it
/// finds what there is.
pub(crate) fn begin(
    turn: &mut Turn<'_>,
    work: Work,
    by: OperatorId,
    total: u64,
) -> Result<JobId, Stop> {
    let mut running = turn.cache.jobs.values().filter(|job| is_running(job));
    if let Some(mut job) = running.find(|job| job.work == work).cloned() {
        job.total = job.done + total;
        let id = job.id.clone();
        put(turn, job)?;
        return Ok(id);
    }
    begin_with(turn, work, by, |job| job.total = total)
}

/// Begins a job that has more to know, whatever others do.
pub(crate) fn begin_with(
    turn: &mut Turn<'_>,
    work: Work,
    by: OperatorId,
    fill: impl FnOnce(&mut JobRow),
) -> Result<JobId, Stop> {
    let id = JobId(turn.fresh_id());
    let mut job = JobRow::new(id.clone(), work, by, turn.now);
    fill(&mut job);
    wake_later(turn, &id)?;
    put(turn, job)?;
    Ok(id)
}

/// The job whose slice is next: every job has as many as any other.
pub(crate) fn next(turn: &Turn<'_>) -> Option<JobRow> {
    let running = turn.cache.jobs.values().filter(|job| is_running(job));
    running.min_by_key(|job| job.slice_no).cloned()
}

/// The number of the last slice.
pub(crate) fn last_slice(turn: &Turn<'_>) -> u64 {
    let jobs = turn.cache.jobs.values().map(|job| job.slice_no).max();
    turn.cache.search.slice_no().max(jobs.unwrap_or(0))
}

/// A slice was carried out.
pub(crate) fn go_on(turn: &mut Turn<'_>, mut job: JobRow, step: Step) -> Result<(), Stop> {
    job.slice_no = last_slice(turn) + 1;
    job.n_faults = 0;
    match step {
        Step::More => put(turn, job),
        Step::Last if job.skipped.is_empty() && job.n_undoable == 0 && !job.is_ready() => {
            forget(turn, &job)
        }
        Step::Last => end(turn, job, JobState::Done),
    }
}

/// The turn of a job's slice has ended by a fault, and the object with it: the slice is
/// tried once more, and then the job is stopped. It would end the object again and again,
/// and with it the lines of everybody who talks.
pub(crate) fn failed(turn: &mut Turn<'_>, id: &JobId) -> Result<(), Stop> {
    let job = turn.cache.jobs.get(id).filter(|job| is_running(job));
    let Some(mut job) = job.cloned() else {
        return Ok(());
    };
    job.n_faults += 1;
    match job.n_faults < TRIES_MAX {
        true => put(turn, job),
        false => end(turn, job, JobState::Failed),
    }
}

/// What was done stays done, and the rest as it is.
pub(crate) fn cancel(turn: &mut Turn<'_>, job: JobRow) -> Result<(), Stop> {
    end(turn, job, JobState::Cancelled)
}

fn end(turn: &mut Turn<'_>, mut job: JobRow, state: JobState) -> Result<(), Stop> {
    job.state = state;
    if let Work::Undo { .. } = job.work {
        drop_undo(turn, &job)?;
    }
    let kept = match job.n_undoable {
        0 if job.is_ready() => EXPORT_KEPT_MS,
        0 => REPORT_MS,
        _ => UNDO_KEPT_MS,
    };
    if !job.is_ready() {
        drop_file(turn, &job)?;
    }
    due::schedule(turn, Due::Job, job.id.as_str(), turn.now.plus_ms(kept))?;
    put(turn, job)
}

/// What a job has kept to be undone by, or was to undo, nobody needs any more.
fn drop_undo(turn: &mut Turn<'_>, job: &JobRow) -> Result<(), Stop> {
    match &job.work {
        Work::Undo { job: of, .. } => due::schedule(turn, Due::Undo, of.as_str(), turn.now),
        _ if job.n_undoable > 0 => due::schedule(turn, Due::Undo, job.id.as_str(), turn.now),
        _ => Ok(()),
    }
}

/// Nobody can fetch any more what a job has made, wholly or in part.
fn drop_file(turn: &mut Turn<'_>, job: &JobRow) -> Result<(), Stop> {
    match job.export {
        Some(_) => due::schedule(turn, Due::Export, job.id.as_str(), turn.now),
        None => Ok(()),
    }
}

/// A job has ended, and can't be undone any more; what is left of it is its report, if it
/// has any. The rows by which it could have been are the caller's.
pub(crate) fn forget_undo(turn: &mut Turn<'_>, mut job: JobRow) -> Result<(), Stop> {
    job.n_undoable = 0;
    match job.state {
        JobState::Done if job.skipped.is_empty() => forget(turn, &job),
        state => end(turn, job, state),
    }
}

/// A job goes on otherwise than it has begun.
pub(crate) fn change(turn: &mut Turn<'_>, job: JobRow) -> Result<(), Stop> {
    put(turn, job)
}

/// Nothing is left to do, and nothing to report.
pub(crate) fn forget(turn: &mut Turn<'_>, job: &JobRow) -> Result<(), Stop> {
    turn.write("DELETE FROM jobs WHERE id = ?", &[(&job.id).into()])?;
    due::cancel(turn, Due::Job, job.id.as_str())?;
    drop_undo(turn, job)?;
    drop_file(turn, job)?;
    turn.cache.jobs.remove(&job.id);
    tell(turn, job.by);
    Ok(())
}

/// A job by its id.
pub(crate) fn find(turn: &Turn<'_>, id: &JobId) -> Result<JobRow, Refusal> {
    let job = turn.cache.jobs.get(id).cloned();
    job.ok_or_else(|| refuse(Code::NotFound))
}

/// Time has passed: the object is awake, which is all that a running job needs.
pub(crate) fn ring(turn: &mut Turn<'_>, id: &str) -> Result<(), Stop> {
    match turn.cache.jobs.get(&id.into()).cloned() {
        Some(job) if job.state == JobState::Running => wake_later(turn, &job.id),
        Some(job) if job.n_undoable > 0 => {
            due::schedule(turn, Due::Undo, id, turn.now)?;
            forget_undo(turn, job)
        }
        Some(job) => forget(turn, &job),
        None => Ok(()),
    }
}

/// The end of a turn: whatever runs wants to go on, and the search index to be kept.
pub(crate) fn ask_for_slice(turn: &mut Turn<'_>) {
    let is_work = turn.cache.search.is_due() || turn.cache.jobs.values().any(is_running);
    if turn.has_room() && is_work || !turn.cache.running.is_empty() {
        turn.out.push(Output::Slice);
    }
}

/// Whether somebody may see a job, and end it: whoever has begun it, and administrators.
pub(crate) fn sees(viewer: &Employee, job: &JobRow) -> bool {
    viewer.role.administers() || job.by == viewer.id
}

/// The jobs that somebody may see, in the order of their beginning.
pub(crate) fn seen_by(turn: &Turn<'_>, viewer: &Employee) -> Vec<Job> {
    let jobs = turn.cache.jobs.values();
    let mut seen: Vec<Job> = jobs
        .filter(|job| sees(viewer, job))
        .map(JobRow::shown)
        .collect();
    seen.sort_by(|one, other| (one.begun_at, &one.id).cmp(&(other.begun_at, &other.id)));
    seen
}

fn is_running(job: &JobRow) -> bool {
    job.state == JobState::Running && job.work != Work::Unknown
}

fn wake_later(turn: &mut Turn<'_>, id: &JobId) -> Result<(), Stop> {
    let at = turn.now.plus_ms(WAKE_MS);
    due::schedule(turn, Due::Job, id.as_str(), at)
}

/// Keeps a job as it is now, and tells how far it is.
fn put(turn: &mut Turn<'_>, job: JobRow) -> Result<(), Stop> {
    turn.put(&JobRow::UPSERT, job.clone())?;
    let by = job.by;
    let shown = shown(&job);
    let before = turn.cache.jobs.insert(job.id.clone(), job);
    if before.as_ref().map(self::shown) != Some(shown) {
        tell(turn, by);
    }
    Ok(())
}

/// What is seen of a job: less than a hundredth of it is not, and needs no frame.
fn shown(job: &JobRow) -> (JobState, u64, bool) {
    let percent = (job.n_passed() * 100).checked_div(job.total).unwrap_or(100);
    (job.state, percent, job.n_undoable > 0)
}

/// Something has changed of a job that he has begun.
fn tell(turn: &mut Turn<'_>, by: OperatorId) {
    let online = turn.lines.operators_online();
    let viewers = online
        .iter()
        .filter_map(|id| turn.cache.employees.0.get(id));
    let (administrators, others): (Vec<Employee>, Vec<Employee>) = viewers
        .filter(|viewer| viewer.role.administers() || viewer.id == by)
        .cloned()
        .partition(|viewer| viewer.role.administers());
    for alike in [administrators, others] {
        if let Some(viewer) = alike.first() {
            let jobs = seen_by(turn, viewer);
            let people = alike.iter().map(|viewer| viewer.id).collect();
            turn.send(To::People(people), &ToOperator::Jobs { jobs });
        }
    }
}

/// A console has said hello: what runs, if anything.
pub(crate) fn greet(turn: &mut Turn<'_>, who: &Operator) {
    let jobs = seen_by(turn, &who.me);
    if !jobs.is_empty() {
        turn.tell_operator(who.line, &ToOperator::Jobs { jobs });
    }
}

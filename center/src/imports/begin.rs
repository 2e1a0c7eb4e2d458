//! Begins imports, takes their rows, and starts what carries them out.

use beseda_protocol::ask::imports::{
    AddImportRows, BeginImport, BegunImport, CheckedRows, StartImport,
};
use beseda_protocol::ask::jobs::BegunJob;
use beseda_protocol::ids::{ImportId, JobId};
use beseda_protocol::import::{ImportCounts, ImportOptions, RowState};
use beseda_protocol::job::{JobState, Work};
use beseda_protocol::limits::{
    IMPORT_KEPT_MS, IMPORT_ROWS_ADDED_MAX, IMPORT_ROWS_MAX, MARK_CHARS_MAX, MARKS_ON_ONE_MAX,
};
use beseda_protocol::refusal::Code;

use super::check;
use super::known::Known;
use super::phone;
use crate::storage::imports::{self, ImportRecord, RowRecord};
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::job_list;
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::speaker::Operator;

/// Rows that are forgotten in one turn: some 1 ms.
const FORGOTTEN: u64 = 500;

pub(crate) fn begin(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: BeginImport,
) -> Result<BegunImport, Stop> {
    let BeginImport { options } = asked;
    check_options(turn, &options)?;
    let id = ImportId(turn.fresh_id());
    let record = ImportRecord {
        id: id.clone(),
        by: who.me.id,
        begun_at: turn.now,
        options: Json(options),
        counts: Json(ImportCounts::NONE),
        job: None,
        worked_at: None,
        is_undone: false,
    };
    turn.put(&ImportRecord::INSERT, record)?;
    keep(turn, &id)?;
    Ok(BegunImport { import: id })
}

fn check_options(turn: &Turn<'_>, options: &ImportOptions) -> Result<(), Stop> {
    if turn.cache.site(&options.transport).is_none() {
        return Err(refuse(Code::NotFound).into());
    }
    if turn.cache.channel(&options.transport) != options.channel {
        return Err(invalid("The transport is of another channel.").into());
    }
    if !phone::is_country(&options.country) {
        return Err(invalid("Give the country by two letters, as LV.").into());
    }
    check_limit(options.labels.len() as u64, MARKS_ON_ONE_MAX + 1)?;
    let is_long = |name: &String| name.chars().count() > MARK_CHARS_MAX;
    match options.labels.iter().any(is_long) {
        true => Err(invalid("No label has so long a name.").into()),
        false => Ok(()),
    }
}

pub(crate) fn add(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: AddImportRows,
) -> Result<CheckedRows, Stop> {
    let AddImportRows {
        import,
        first,
        rows,
    } = asked;
    let mut record = find(turn, &import)?;
    check_limit(rows.len() as u64, IMPORT_ROWS_ADDED_MAX + 1)?;
    let mut counts = record.counts.0.clone();
    let n = rows.len() as u64;
    let upto = first.saturating_add(n).saturating_sub(1);
    if upto > IMPORT_ROWS_MAX {
        return Err(refuse(Code::LimitReached).into());
    }
    // Asked again, since the answer was lost: they are there.
    let is_repeated = first > 0 && upto <= counts.rows && n > 0;
    let is_next = first == counts.rows + 1;
    let is_running = running(turn, &record).is_some();
    if record.is_undone || !is_repeated && (is_running || !is_next) {
        return Err(refuse(Code::Stale).into());
    }
    let Json(options) = &record.options;
    let checked: Vec<_> = (rows.iter())
        .map(|row| check::check(turn, options, row))
        .collect();
    let known = Known::look_up(turn, checked.iter().flatten())?;
    let states = checked.into_iter().map(|checked| {
        let found = checked.and_then(|row| known.find(&row));
        match found {
            Ok(found) => RowState::Ready {
                known: found.map(|found| found.client),
            },
            Err(problem) => RowState::Wrong { problem },
        }
    });
    let states: Vec<RowState> = states.collect();
    if !is_repeated {
        for ((number, given), state) in (first..).zip(rows).zip(&states) {
            counts.wrong += u64::from(matches!(state, RowState::Wrong { .. }));
            let row = RowRecord {
                import: import.clone(),
                number,
                given: Json(given),
                state: Json(state.clone()),
                is_done: false,
                client: None,
                made: None,
            };
            turn.buffer()?.add(&RowRecord::INSERT, row);
        }
        counts.rows += n;
        record.counts = Json(counts);
        turn.put(&ImportRecord::UPSERT, record)?;
    }
    Ok(CheckedRows { first, states })
}

pub(crate) fn start(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: StartImport,
) -> Result<BegunJob, Stop> {
    let StartImport { import } = asked;
    let record = find(turn, &import)?;
    if record.is_undone {
        return Err(refuse(Code::Stale).into());
    }
    if let Some(job) = running(turn, &record) {
        let work = turn.cache.jobs.get(&job).map(|job| job.work.clone());
        return match work {
            Some(Work::Import { .. }) => Ok(BegunJob { job }),
            _ => Err(refuse(Code::Stale).into()),
        };
    }
    let Json(counts) = &record.counts;
    if counts.rows == 0 {
        return Err(invalid("There are no rows yet.").into());
    }
    let left = counts
        .rows
        .saturating_sub(counts.done() + counts.undone + counts.kept);
    let work = Work::Import {
        import: import.clone(),
    };
    begin_job(turn, who, record, work, |job| job.total = left)
}

/// Begins what carries an import out, or takes it back; the report of what did so before
/// says nothing any more.
pub(super) fn begin_job(
    turn: &mut Turn<'_>,
    who: &Operator,
    mut record: ImportRecord,
    work: Work,
    fill: impl FnOnce(&mut crate::storage::jobs::JobRow),
) -> Result<BegunJob, Stop> {
    let before = record.job.as_ref();
    if let Some(before) = before.and_then(|job| turn.cache.jobs.get(job)).cloned() {
        job_list::forget(turn, &before)?;
    }
    let job = job_list::begin_with(turn, work, who.me.id, fill)?;
    record.job = Some(job.clone());
    let import = record.id.clone();
    turn.put(&ImportRecord::UPSERT, record)?;
    keep(turn, &import)?;
    Ok(BegunJob { job })
}

/// An import by its id.
pub(super) fn find(turn: &Turn<'_>, id: &ImportId) -> Result<ImportRecord, Stop> {
    let record = imports::load(turn.storage, id)?;
    Ok(record.ok_or_else(|| refuse(Code::NotFound))?)
}

/// The job of an import, if it runs.
pub(super) fn running(turn: &Turn<'_>, record: &ImportRecord) -> Option<JobId> {
    let job = record.job.as_ref()?;
    let job = turn.cache.jobs.get(job)?;
    (job.state == JobState::Running).then(|| job.id.clone())
}

/// It is kept for so long from now.
fn keep(turn: &mut Turn<'_>, id: &ImportId) -> Result<(), Stop> {
    let at = turn.now.plus_ms(IMPORT_KEPT_MS);
    due::schedule(turn, Due::Import, id.as_str(), at)
}

/// Its time is over: some rows go now, the rest in turns to come.
pub(crate) fn forget(turn: &mut Turn<'_>, id: &str) -> Result<(), Stop> {
    let id = ImportId(id.to_owned());
    let Some(record) = imports::load(turn.storage, &id)? else {
        return Ok(());
    };
    if running(turn, &record).is_some() {
        return keep(turn, &id);
    }
    match imports::forget_some(turn.buffer()?, &id, FORGOTTEN)? {
        true => due::schedule(turn, Due::Import, id.as_str(), turn.now),
        false => turn.write("DELETE FROM imports WHERE id = ?", &[(&id).into()]),
    }
}

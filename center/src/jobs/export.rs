//! Makes a file of what there is: rows of a table, or a document. Each slice writes its
//! pieces, so a center that dies goes on behind the last of them; they are put together by
//! whoever fetches the file ([`fetching`]). A table is written from its beginning; a document
//! from its end, as a dialog is read.
//!
//! | module | owns |
//! |---|---|
//! | [`beginning`] | what can't be made is refused at once |
//! | [`clients`], [`dialogs`] | the rows of both tables |
//! | [`cell`], [`csv`], [`xlsx`] | how a table is written |
//! | [`document`] | one dialog, to be read or printed |
//! | [`dossier`] | everything of one client |
//! | [`pieces`] | how both get to the storage |
//! | [`fetching`] | who may have a file, and its bytes |
//! | [`words`] | what the headings say |

mod beginning;
mod cell;
mod clients;
mod csv;
mod dialogs;
mod document;
mod dossier;
pub(crate) mod fetching;
mod pieces;
mod words;
mod xlsx;

use beseda_protocol::ask::Need;
use beseda_protocol::export::{Export, TableFormat};
use beseda_protocol::ids::{JobId, OperatorId};
use beseda_protocol::job::SkipReason;
use beseda_protocol::limits::EXPORT_KEPT_MS;

pub(crate) use self::beginning::begin;
use self::cell::Cell;
use self::words::Words;
use super::bulk;
use crate::storage::exports::{self, Exporting};
use crate::storage::jobs::JobRow;
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::dates::{self, Zone};
use crate::turn::due::{self, Due};
use crate::turn::job_list::Step;
use crate::turn::refusals::Stop;

/// Rows that one slice writes, some 15 us each with their compression.
const SLICE: usize = 50;

/// Pieces that are forgotten at once: 2 MB at most.
const FORGOTTEN: u64 = 32;

/// What the slices of one table have in common.
struct Table {
    job: JobId,
    format: TableFormat,
    zone: Zone,
    words: &'static Words,
}

/// How far a slice has come.
enum Made {
    /// There is more.
    Partly,
    /// That was all.
    Wholly,
    /// What it is about is not there any more.
    Gone,
}

pub(super) fn slice(turn: &mut Turn<'_>, job: &mut JobRow, what: &Export) -> Result<Step, Stop> {
    let Some(Json(mut file)) = job.export.take() else {
        return Ok(Step::Last);
    };
    let Some(by) = bulk::speaker(turn, job, Need::to_export(what))? else {
        job.skip(SkipReason::Forbidden, 1);
        job.export = Some(Json(file));
        return Ok(Step::Last);
    };
    let made = match what {
        Export::Clients { all_of, format } => {
            let table = Table::of(turn, job, &file, *format);
            let variables = exports::variables(turn.storage, &job.id)?;
            let heading = clients::heading(&table, &variables);
            let found = clients::rows(turn, &by, job, &table, all_of, &variables)?;
            write(turn, job, &mut file, &table, heading, found)?
        }
        Export::Dialogs { filter, format } => {
            let table = Table::of(turn, job, &file, *format);
            let heading = dialogs::heading(&table);
            let found = dialogs::rows(turn, &by, job, &table, filter)?;
            write(turn, job, &mut file, &table, heading, found)?
        }
        Export::Dialog { format, .. } => document::slice(turn, job, &mut file, *format)?,
        Export::Client { .. } => dossier::slice(turn, job, &mut file)?,
        Export::Unknown => Made::Gone,
    };
    match made {
        Made::Partly => {}
        Made::Wholly => {
            job.done = job.total;
            file.ready_until = Some(turn.now.plus_ms(EXPORT_KEPT_MS));
        }
        Made::Gone => job.skip(SkipReason::Gone, 1),
    }
    job.export = Some(Json(file));
    Ok(match made {
        Made::Partly => Step::More,
        Made::Wholly | Made::Gone => Step::Last,
    })
}

impl Table {
    fn of(turn: &Turn<'_>, job: &JobRow, file: &Exporting, format: TableFormat) -> Self {
        Self {
            job: job.id.clone(),
            format,
            zone: dates::zone(&turn.cache.center.general.value.time_zone),
            words: words::known(&file.locale),
        }
    }
}

/// The rows of a slice, and below which number the rest is.
struct Rows {
    rows: Vec<Vec<Cell>>,
    rest: Option<u64>,
}

/// Writes some rows of a table, and its heading before the first ones.
fn write(
    turn: &Turn<'_>,
    job: &mut JobRow,
    file: &mut Exporting,
    table: &Table,
    heading: Vec<Cell>,
    found: Rows,
) -> Result<Made, Stop> {
    let Rows { rows, rest } = found;
    let (is_first, is_last) = (file.n_pieces == 0, rest.is_none());
    let n_rows = rows.len() as u64;
    let all = is_first.then_some(heading).into_iter().chain(rows);
    match table.format {
        TableFormat::Csv => {
            let mut text = String::new();
            if is_first {
                text.push_str(csv::MARK);
            }
            all.for_each(|row| csv::line(&mut text, &row));
            pieces::add(turn, &table.job, file, text.as_bytes())?;
        }
        TableFormat::Xlsx => {
            let mut xml = String::new();
            if is_first {
                // The beginning of the file names sizes, and comes last.
                file.n_pieces = 1;
                xml.push_str(xlsx::SHEET_BEGINS);
            }
            // Of the first row of the slice: the heading is 1.
            let number = file.rows + if is_first { 1 } else { 2 };
            for (number, row) in (number..).zip(all) {
                xlsx::row(&mut xml, number, &row);
            }
            if is_last {
                xml.push_str(xlsx::SHEET_ENDS);
            }
            if !xml.is_empty() {
                let packed = xlsx::pack(&mut file.sheet, &xml, is_last);
                pieces::add(turn, &table.job, file, &packed)?;
            }
            if is_last {
                let (head, directory) = xlsx::frame(&file.sheet);
                pieces::add(turn, &table.job, file, &directory)?;
                pieces::put_first(turn, &table.job, file, head)?;
            }
        }
    }
    file.rows += n_rows;
    let begun = job.place;
    job.place = rest.unwrap_or_default();
    job.done = (job.done + begun.saturating_sub(job.place)).min(job.total);
    Ok(match is_last {
        true => Made::Wholly,
        false => Made::Partly,
    })
}

/// Forgets some of a file that nobody can fetch any more, and the rest soon.
pub(crate) fn forget(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let job = JobId::from(key);
    let goes_on = turn.cache.jobs.get(&job).is_some_and(JobRow::needs_pieces);
    if !goes_on && exports::forget_some(turn.buffer()?, &job, FORGOTTEN)? {
        due::schedule(turn, Due::Export, key, turn.now)?;
    }
    Ok(())
}

/// An employee's name; empty: nobody's.
fn name_of(turn: &Turn<'_>, id: OperatorId) -> String {
    turn.cache.employees.person(id).name
}

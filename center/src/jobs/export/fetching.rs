//! Who may have a file, and its bytes: asked anew for every few pieces, so that a right which
//! is taken ends a download that has begun.

use beseda_protocol::ask::Need;
use beseda_protocol::ask::jobs::BeginExport;
use beseda_protocol::export::{DialogFormat, Export, TableFormat};
use beseda_protocol::ids::JobId;
use beseda_protocol::job::{JobState, Work};
use beseda_protocol::refusal::Code;
use beseda_protocol::token::Scope;

use super::words;
use crate::storage::exports;
use crate::storage::jobs::JobRow;
use crate::team::sessions;
use crate::turn::SessionId;
use crate::turn::command::{Asker, ExportFile, Reply};
use crate::turn::current::Turn;
use crate::turn::dates;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{asker, job_list, requests, rights};

/// Begins one, as a console would.
pub(crate) fn begin(
    turn: &mut Turn<'_>,
    session: &SessionId,
    what: Export,
    locale: String,
) -> Result<Reply, Stop> {
    let me = sessions::check(turn, session)?;
    rights::check(turn, &me, Need::to_export(&what))?;
    let asked = BeginExport { what, locale };
    let begun = super::begin(turn, &Operator::absent(me), asked)?;
    Ok(Reply::Begun(begun.job))
}

/// It was fetched, and need not wait.
pub(crate) fn end(turn: &mut Turn<'_>, asker: &Asker, job: &JobId) -> Result<Reply, Stop> {
    let (job, _) = allowed(turn, asker, job)?;
    job_list::forget(turn, &job)?;
    Ok(Reply::Done)
}

/// What a file is, once it is whole.
pub(crate) fn find(turn: &mut Turn<'_>, asker: &Asker, job: &JobId) -> Result<Reply, Stop> {
    if let Asker::Token(hash) = asker {
        let (token, _) = asker::program(turn, hash)?;
        requests::count(turn, token)?;
    }
    let (job, what) = allowed(turn, asker, job)?;
    let export = job.export.as_ref().map(|export| &export.0);
    let download = export.and_then(|export| export.download());
    let Some(download) = download else {
        return match job.state {
            JobState::Running => Ok(Reply::Done),
            JobState::Done | JobState::Cancelled | JobState::Failed => {
                Err(refuse(Code::NotFound).into())
            }
        };
    };
    let words = words::known(job.locale());
    let zone = dates::zone(&turn.cache.center.general.value.time_zone);
    let day = dates::written(job.begun_at, &zone);
    let day = day.split(' ').next().unwrap_or_default();
    let (stem, ending, mime) = match &what {
        Export::Clients { format, .. } => {
            let (ending, mime) = of_table(*format);
            (format!("{} {day}", words.file_of_clients), ending, mime)
        }
        Export::Dialogs { format, .. } => {
            let (ending, mime) = of_table(*format);
            (format!("{} {day}", words.file_of_dialogs), ending, mime)
        }
        Export::Dialog { dialog, format } => {
            let (ending, mime) = match format {
                DialogFormat::Text => ("txt", "text/plain; charset=utf-8"),
                DialogFormat::Html => ("html", "text/html; charset=utf-8"),
            };
            (format!("{} {dialog}", words.file_of_dialog), ending, mime)
        }
        Export::Client { client } => {
            let stem = format!("{} {client}", words.file_of_client);
            (stem, "json", "application/json")
        }
        Export::Unknown => return Err(refuse(Code::NotFound).into()),
    };
    Ok(Reply::Export(ExportFile {
        name: format!("{stem}.{ending}"),
        mime: mime.to_owned(),
        size: download.bytes,
    }))
}

/// Its bytes behind a piece, and the last piece of them; none: that was all.
pub(crate) fn bytes(
    turn: &mut Turn<'_>,
    asker: &Asker,
    job: &JobId,
    behind: Option<u64>,
) -> Result<Reply, Stop> {
    let (job, what) = allowed(turn, asker, job)?;
    if !job.is_ready() {
        return Err(refuse(Code::NotFound).into());
    }
    let is_backward = matches!(what, Export::Dialog { .. } | Export::Client { .. });
    let pieces = exports::pieces(turn.storage, &job.id, behind, is_backward)?;
    let last = pieces.last().map(|(n, _)| *n);
    let bytes = pieces.into_iter().flat_map(|(_, bytes)| bytes).collect();
    Ok(Reply::ExportBytes { bytes, last })
}

/// A file, whole or not, for whoever may make such a one, and has, or administers.
fn allowed(turn: &mut Turn<'_>, asker: &Asker, job: &JobId) -> Result<(JobRow, Export), Stop> {
    let me = match asker {
        Asker::Operator(session) => sessions::check(turn, session)?,
        Asker::Token(hash) => {
            let (token, me) = asker::program(turn, hash)?;
            // As whatever is asked of jobs.
            asker::check_scope(&turn.cache.tokens[&token], Scope::Manage)?;
            asker::check_scope(&turn.cache.tokens[&token], Scope::Read)?;
            me
        }
        Asker::Visitor(_) => return Err(refuse(Code::NotFound).into()),
    };
    rights::check(turn, &me, Need::Job(job.clone()))?;
    let job = job_list::find(turn, job)?;
    let Work::Export { what } = job.work.clone() else {
        return Err(refuse(Code::NotFound).into());
    };
    rights::check(turn, &me, Need::to_export(&what))?;
    Ok((job, what))
}

const fn of_table(format: TableFormat) -> (&'static str, &'static str) {
    match format {
        TableFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        TableFormat::Xlsx => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    }
}

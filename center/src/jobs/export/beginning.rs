//! Begins a file: what can't be made is refused at once.

use beseda_protocol::ask::jobs::{BeginExport, BegunJob};
use beseda_protocol::export::{Export, TableFormat};
use beseda_protocol::ids::DialogId;
use beseda_protocol::job::Work;
use beseda_protocol::limits::EXPORTS_MAX;
use beseda_protocol::refusal::Code;
use beseda_protocol::selection::Selection;

use super::{words, xlsx};
use crate::clients::card;
use crate::list::selected;
use crate::storage::exports::{At, ExportRow, Exporting};
use crate::storage::jobs::JobRow;
use crate::storage::messages::NEWEST;
use crate::storage::profiles;
use crate::storage::row::Json;
use crate::turn::current::Turn;
use crate::turn::job_list;
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::speaker::Operator;

/// Columns of a sheet, but for the 11 first.
const VARIABLES_MAX: u64 = 16_384 - 11;

pub(crate) fn begin(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: BeginExport,
) -> Result<BegunJob, Stop> {
    let BeginExport { what, locale } = asked;
    if words::of(&locale).is_none() {
        return Err(invalid("Headings are written in `en` or `ru`.").into());
    }
    let jobs = turn.cache.jobs.values();
    let n_exports = jobs.filter(|job| job.export.is_some()).count();
    check_limit(n_exports as u64, EXPORTS_MAX)?;
    let (what, at, place) = check(turn, who, what)?;
    let total = match &what {
        Export::Dialog { dialog, .. } => turn.sure_dialog(*dialog)?.chain.n_messages,
        Export::Client { client } => turn.count(N_MESSAGES, &[(*client).into()])?,
        Export::Clients { .. } | Export::Dialogs { .. } | Export::Unknown => place,
    };
    let variables = match &what {
        Export::Clients {
            format: TableFormat::Csv,
            ..
        } => profiles::variable_names(turn.storage, VARIABLES_MAX)?,
        _ => Vec::new(),
    };
    let export = Exporting {
        locale,
        at,
        ..Exporting::default()
    };
    let job = job_list::begin_with(
        turn,
        Work::Export { what },
        who.me.id,
        |job: &mut JobRow| {
            job.export = Some(Json(export));
            job.place = place;
            job.total = total;
        },
    )?;
    let variables = Json(variables);
    let row = ExportRow {
        job: job.clone(),
        variables,
    };
    turn.put(&ExportRow::INSERT, row)?;
    Ok(BegunJob { job })
}

/// What is made, where a document begins, and below which number a table does.
fn check(
    turn: &mut Turn<'_>,
    who: &Operator,
    what: Export,
) -> Result<(Export, Option<At>, u64), Stop> {
    let newest = |dialog| At {
        dialog,
        before: NEWEST,
        is_begun: false,
    };
    Ok(match what {
        Export::Clients { all_of, format } => {
            let n = turn.cache.n_clients;
            check_rows(format, n)?;
            let on = Selection::FoundClients {
                all_of: all_of.clone(),
            };
            selected::check(turn, &who.me, &on)?;
            (Export::Clients { all_of, format }, None, n + 1)
        }
        Export::Dialogs { filter, format } => {
            let n = turn.cache.n_dialogs;
            check_rows(format, n)?;
            let on = Selection::FoundDialogs {
                filter: filter.clone(),
            };
            selected::check(turn, &who.me, &on)?;
            (Export::Dialogs { filter, format }, None, n + 1)
        }
        Export::Dialog { dialog, format } => {
            let dialog = turn.dialog_now(dialog)?;
            let at = Some(newest(dialog));
            (Export::Dialog { dialog, format }, at, 0)
        }
        Export::Client { client } => {
            let client = turn.who_is(client)?;
            card::find(turn, client)?;
            let last = turn.dialogs_of(client, DialogId(0), 1)?;
            let at = last.first().map(|dialog| newest(dialog.id));
            (Export::Client { client }, at, client.0)
        }
        Export::Unknown => return Err(refuse(Code::Unsupported).into()),
    })
}

fn check_rows(format: TableFormat, n: u64) -> Result<(), Stop> {
    match format {
        TableFormat::Xlsx if n >= xlsx::ROWS_MAX => {
            Err(invalid("There may be more than a sheet has rows (1,048,576). Choose CSV.").into())
        }
        TableFormat::Xlsx | TableFormat::Csv => Ok(()),
    }
}

const N_MESSAGES: &str = "SELECT ifnull(sum(d.n_messages), 0)
    FROM identities i CROSS JOIN dialogs d ON d.identity = i.id WHERE i.client = ?";

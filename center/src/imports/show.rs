//! What there is of imports.

use beseda_protocol::ask::imports::{ListImportRows, ListImports, ListedImports, ListedRows};
use beseda_protocol::import::{Import, ListedRow, RowState};
use beseda_protocol::limits::{
    IMPORT_ROWS_PAGE, IMPORT_UNDO_MS, IMPORTS_LISTED_MAX, PAGE_BYTES_MAX,
};

use super::begin::{find, running};
use crate::storage::imports::{self, ImportRecord, RowRecord};
use crate::storage::row::Json;
use crate::turn::current::{Turn, json};
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

/// Rows that are looked through for a page.
const READ: u64 = 1_000;

pub(crate) fn list(
    turn: &mut Turn<'_>,
    _: &Operator,
    _: ListImports,
) -> Result<ListedImports, Stop> {
    let records = imports::newest(turn.storage, IMPORTS_LISTED_MAX as u64)?;
    let imports = records.into_iter().map(|record| shown(turn, record));
    Ok(ListedImports {
        imports: imports.collect(),
    })
}

pub(crate) fn rows(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: ListImportRows,
) -> Result<ListedRows, Stop> {
    let record = find(turn, &asked.import)?;
    let limit = match asked.only_wrong {
        true => READ,
        false => IMPORT_ROWS_PAGE as u64,
    };
    let read = imports::rows(turn.storage, &asked.import, asked.behind, limit)?;
    let mut is_last = (read.len() as u64) < limit;
    let (mut rows, mut bytes, mut rest) = (Vec::new(), 0, asked.behind);
    for row in read {
        let RowRecord {
            number,
            given: Json(given),
            state: Json(state),
            ..
        } = row;
        let is_wrong = matches!(state, RowState::Wrong { .. } | RowState::Kept { .. });
        if is_wrong || !asked.only_wrong {
            let row = ListedRow {
                number,
                given,
                state,
            };
            bytes += json(&row).len();
            if rows.len() == IMPORT_ROWS_PAGE || bytes > PAGE_BYTES_MAX / 2 {
                is_last = false;
                break;
            }
            rows.push(row);
        }
        rest = number;
    }
    Ok(ListedRows {
        import: shown(turn, record),
        rows,
        rest: (!is_last).then_some(rest),
    })
}

fn shown(turn: &Turn<'_>, record: ImportRecord) -> Import {
    let job = running(turn, &record);
    let ImportRecord {
        id,
        by,
        begun_at,
        options: Json(options),
        counts: Json(counts),
        job: _,
        worked_at,
        is_undone,
    } = record;
    let until = worked_at.map(|at| at.plus_ms(IMPORT_UNDO_MS));
    let is_any = counts.made + counts.changed > 0;
    Import {
        id,
        by,
        begun_at,
        options,
        counts,
        job,
        undo_until: until.filter(|until| *until > turn.now && !is_undone && is_any),
        is_undone,
    }
}

//! Tables of clients that are imported, and their rows.

use beseda_protocol::ids::{ClientId, DialogId, ImportId, JobId, MarkId, OperatorId, Timestamp};
use beseda_protocol::import::{ImportCounts, ImportOptions, ImportRow, RowState};
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, Key, row};
use super::sql::{Row, Value};
use super::write_buffer::{Storage, Written};

row! {
    /// An import.
    ImportRecord in "imports" as "i", named by columns {
        id: ImportId,
        by: OperatorId = begun_by,
        begun_at: Timestamp = begun_at,
        options: Json<ImportOptions> = options,
    }
    changing {
        counts: Json<ImportCounts> = counts,
        /// What carried it out last, or took it back.
        job: Option<JobId> = job,
        /// When that went on last.
        worked_at: Option<Timestamp> = worked_at,
        is_undone: bool = is_undone,
    }
}

row! {
    /// A row of one.
    RowRecord in "import_rows" as "r", named by row_columns {
        import: ImportId,
        /// Its place in the table, from 1 on.
        number: u64 = number,
        given: Json<ImportRow> = given,
    }
    keyed by (import, number)
    changing {
        state: Json<RowState> = state,
        /// Whether nothing is left to do with it.
        is_done: bool = is_done,
        /// Whose card it is about.
        client: Option<ClientId> = client,
        /// What it is taken back by.
        made: Option<Json<Made>> = made,
    }
}

/// What a row has made. As long as that is so, nobody has touched it since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Made {
    /// A client, of whom there is nothing but this.
    Client { dialog: DialogId, is: Said },
    /// The card of a client says something else.
    Filled {
        was: Said,
        is: Said,
        /// The contact that it has got, in the form in which it is compared.
        contact: Option<String>,
    },
}

/// What a row says on a card.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub(crate) name: Option<String>,
    pub(crate) comment: String,
    /// Labels that it has put on.
    pub(crate) marks: Vec<MarkId>,
}

/// An import by its id.
pub(crate) fn load(storage: &Storage<'_>, id: &ImportId) -> Result<Option<ImportRecord>, Fault> {
    let rows = storage.query(LOAD, &[id.into()])?;
    Cells::maybe(rows, "imports")
        .map(|mut cells| ImportRecord::read(&mut cells))
        .transpose()
}

/// The newest ones, so many at most.
pub(crate) fn newest(storage: &Storage<'_>, limit: u64) -> Result<Vec<ImportRecord>, Fault> {
    let rows = storage.query(NEWEST, &[limit.into()])?;
    let read = |row| ImportRecord::read(&mut Cells::new(row, "imports"));
    rows.into_iter().map(read).collect()
}

/// Rows behind a place, in their order.
pub(crate) fn rows(
    storage: &Storage<'_>,
    import: &ImportId,
    behind: u64,
    limit: u64,
) -> Result<Vec<RowRecord>, Fault> {
    records(storage.query(ROWS, &[import.into(), behind.into(), limit.into()])?)
}

/// The same of those with which something is left to do.
pub(crate) fn rows_left(
    storage: &Storage<'_>,
    import: &ImportId,
    behind: u64,
    limit: u64,
) -> Result<Vec<RowRecord>, Fault> {
    records(storage.query(ROWS_LEFT, &[import.into(), behind.into(), limit.into()])?)
}

/// Rows before a place, the last first.
pub(crate) fn rows_before(
    storage: &Storage<'_>,
    import: &ImportId,
    before: u64,
    limit: u64,
) -> Result<Vec<RowRecord>, Fault> {
    records(storage.query(ROWS_BEFORE, &[import.into(), before.into(), limit.into()])?)
}

/// Forgets some rows of an import; says whether there may be others.
pub(crate) fn forget_some(
    storage: &Storage<'_>,
    import: &ImportId,
    limit: u64,
) -> Result<bool, Fault> {
    storage.exec(FORGET_SOME, &[import.into(), limit.into()])?;
    Ok(!rows(storage, import, 0, 1)?.is_empty())
}

/// Buffers a row that has changed.
pub(crate) fn put_row(storage: &Storage<'_>, row: RowRecord) {
    let key = Key::Text(format!("{} {}", row.import, row.number));
    storage.keep(RowRecord::KEEPS, key, Written::of(false), row);
}

/// Who has which of these contacts, all of one kind, in the form in which they are compared.
pub(crate) fn owners(
    storage: &Storage<'_>,
    kind: &str,
    folded: &[String],
) -> Result<Vec<(String, ClientId)>, Fault> {
    named(storage, OWNERS, &[Value::list(folded), kind.into()])
}

/// Whose these identities are, as far as there are any.
pub(crate) fn identities(
    storage: &Storage<'_>,
    ids: &[String],
) -> Result<Vec<(String, ClientId)>, Fault> {
    named(storage, IDENTITIES, &[Value::list(ids)])
}

fn named(
    storage: &Storage<'_>,
    statement: &str,
    values: &[Value],
) -> Result<Vec<(String, ClientId)>, Fault> {
    let read = |row| {
        let mut cells = Cells::new(row, "client_contacts");
        Ok((cells.text()?, ClientId(cells.int()?)))
    };
    let rows = storage.query(statement, values)?;
    rows.into_iter().map(read).collect()
}

fn records(rows: Vec<Row>) -> Result<Vec<RowRecord>, Fault> {
    let read = |row| RowRecord::read(&mut Cells::new(row, "import_rows"));
    rows.into_iter().map(read).collect()
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM imports i WHERE i.id = ?");

const NEWEST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM imports i ORDER BY i.begun_at DESC, i.id LIMIT ?"
);

const ROWS: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM import_rows r WHERE r.import = ? AND r.number > ? ORDER BY r.number LIMIT ?"
);

const ROWS_LEFT: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM import_rows r WHERE r.import = ? AND r.number > ? AND r.is_done = 0
      ORDER BY r.number LIMIT ?"
);

const ROWS_BEFORE: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM import_rows r WHERE r.import = ? AND r.number < ? ORDER BY r.number DESC LIMIT ?"
);

const FORGET_SOME: &str = "DELETE FROM import_rows WHERE import = ?1 AND number IN
    (SELECT number FROM import_rows WHERE import = ?1 ORDER BY number LIMIT ?2)";

const OWNERS: &str = "SELECT wanted.value, k.client FROM json_each(?1) wanted
    CROSS JOIN client_contacts k ON k.kind = ?2 AND k.folded = wanted.value";

const IDENTITIES: &str = "SELECT i.id, i.client FROM json_each(?) wanted
    CROSS JOIN identities i ON i.id = wanted.value";

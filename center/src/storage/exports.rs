//! Files that jobs make: their bytes lie in pieces, in the order of their writing.

use beseda_protocol::export::Download;
use beseda_protocol::ids::{DialogId, JobId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::sql::Value;
use super::write_buffer::Storage;

/// How far a file is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Exporting {
    /// The language of its headings.
    pub(crate) locale: String,
    pub(crate) n_pieces: u64,
    /// Rows below the heading, or messages.
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    pub(crate) sheet: Sheet,
    /// Where a document goes on: it is written from its end.
    pub(crate) at: Option<At>,
    /// It is whole, and waits until then.
    pub(crate) ready_until: Option<Timestamp>,
}

/// What of a workbook's sheet has been written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    /// Of its XML.
    pub(crate) crc: u32,
    /// Bytes of its XML.
    pub(crate) n_bytes: u64,
    /// The same, compressed.
    pub(crate) n_packed: u64,
}

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct At {
    pub(crate) dialog: DialogId,
    /// Messages before this one are still to be written.
    pub(crate) before: MessageId,
    /// Whether some of the dialog stand behind them.
    pub(crate) is_begun: bool,
}

row! {
    /// What is decided once for a whole file.
    ExportRow in "exports" as "x", named by columns {
        job: JobId,
        /// A column each, behind the others.
        variables: Json<Vec<String>> = variables,
    }
}

impl Exporting {
    /// As it is told, once it is whole.
    pub(crate) fn download(&self) -> Option<Download> {
        self.ready_until.map(|until| Download {
            bytes: self.bytes,
            rows: self.rows,
            until,
        })
    }
}

/// The variables that have columns in a file.
pub(crate) fn variables(storage: &Storage<'_>, job: &JobId) -> Result<Vec<String>, Fault> {
    let rows = storage.query(LOAD, &[job.into()])?;
    let row = Cells::maybe(rows, "exports").map(|mut cells| ExportRow::read(&mut cells));
    Ok(row
        .transpose()?
        .map_or_else(Vec::new, |row| row.variables.0))
}

/// A piece of a file, and its number.
pub(crate) type Piece = (u64, Vec<u8>);

/// The next pieces of a file behind one, or (of one that was written from its end) before it.
pub(crate) fn pieces(
    storage: &Storage<'_>,
    job: &JobId,
    behind: Option<u64>,
    is_backward: bool,
) -> Result<Vec<Piece>, Fault> {
    // What is stored lies below 2^53.
    let (statement, first) = match is_backward {
        true => (BACKWARD, behind.unwrap_or(1 << 52)),
        false => (FORWARD, behind.map_or(0, |n| n + 1)),
    };
    let rows = storage.query(statement, &[job.into(), first.into(), AT_ONCE.into()])?;
    let read = |row| {
        let mut cells = Cells::new(row, "export_pieces");
        Ok((cells.int()?, cells.bytes()?))
    };
    rows.into_iter().map(read).collect()
}

/// Forgets some pieces of a file; says whether there may be more.
pub(crate) fn forget_some(storage: &Storage<'_>, job: &JobId, n: u64) -> Result<bool, Fault> {
    storage.exec(FORGET_SOME, &[job.into(), job.into(), n.into()])?;
    let left = storage.query(IS_LEFT, &[job.into()])?;
    if left.is_empty() {
        storage.exec("DELETE FROM exports WHERE job = ?", &[job.into()])?;
    }
    Ok(!left.is_empty())
}

/// Pieces that are read at once: 2 MB at most.
const AT_ONCE: u64 = 32;

/// Writes one: of which job, its number, its bytes.
pub(crate) const ADD_PIECE: &str = "INSERT INTO export_pieces (job, n, bytes) VALUES (?, ?, ?)";

const LOAD: &str = concat!("SELECT ", columns!(), " FROM exports x WHERE x.job = ?");

const FORWARD: &str =
    "SELECT n, bytes FROM export_pieces WHERE job = ? AND n >= ? ORDER BY n LIMIT ?";

const BACKWARD: &str =
    "SELECT n, bytes FROM export_pieces WHERE job = ? AND n < ? ORDER BY n DESC LIMIT ?";

const FORGET_SOME: &str = "DELETE FROM export_pieces WHERE job = ? AND n IN
    (SELECT n FROM export_pieces WHERE job = ? ORDER BY n LIMIT ?)";

const IS_LEFT: &str = "SELECT n FROM export_pieces WHERE job = ? LIMIT 1";

/// As bytes are bound.
pub(crate) fn bound(bytes: Vec<u8>) -> Value {
    Value::Blob(bytes)
}

//! What has moved in from another service, by the ids that it had there.

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

/// What moves in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moved {
    Client,
    Dialog,
    Message,
}

impl Moved {
    const fn letter(self) -> char {
        match self {
            Self::Client => 'c',
            Self::Dialog => 'd',
            Self::Message => 'm',
        }
    }
}

row! {
    /// One of them.
    MovedRow in "moved" as "m", named by columns {
        /// The letter of its kind, and its id there.
        source: String,
        /// Its number here; of a message without a text 0.
        id: u64 = id,
    }
}

/// The number that it has here, if it has moved in. It may have been deleted since.
pub(crate) fn find(storage: &Storage<'_>, kind: Moved, source: &str) -> Result<Option<u64>, Fault> {
    let rows = storage.query(FIND, &[key(kind, source).into()])?;
    let read = |mut cells: Cells| Ok(MovedRow::read(&mut cells)?.id);
    Cells::maybe(rows, "moved").map(read).transpose()
}

/// Keeps under which number it is.
pub(crate) fn keep(storage: &Storage<'_>, kind: Moved, source: &str, id: u64) {
    let source = key(kind, source);
    storage.add(&MovedRow::INSERT, MovedRow { source, id });
}

fn key(kind: Moved, source: &str) -> String {
    format!("{}{source}", kind.letter())
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM moved m WHERE m.source = ?");

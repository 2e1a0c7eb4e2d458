//! What is to happen at a time, by its kind and key.

use beseda_protocol::ids::Timestamp;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

/// The kind of the one row that says when nobody who waits may wait any longer: the cache
/// remembers its time.
pub(crate) const WAIT_LIMIT: &str = "wait_limit";

/// The kind of what wakes whoever carries out webhooks.
pub(crate) const WEBHOOKS: &str = "webhooks";

row! {
    /// Something that is to happen; its kind is a word of `turn::due::Due`, or of newer
    /// code, before a rollback.
    DueRow in "due" as "d", named by columns {
        kind: String,
        key: String = key,
    }
    keyed by (kind, key)
    changing {
        at: Timestamp = at,
    }
}

/// What is due by now, the oldest first, so many at most.
pub(crate) fn by(storage: &Storage<'_>, now: Timestamp, limit: u64) -> Result<Vec<DueRow>, Fault> {
    let rows = storage.query(BY, &[now.into(), limit.into()])?;
    let read = |row| DueRow::read(&mut Cells::new(row, "due"));
    rows.into_iter().map(read).collect()
}

/// When something of a kind is due that there is one of at most.
pub(crate) fn of_kind(storage: &Storage<'_>, kind: &str) -> Result<Option<Timestamp>, Fault> {
    let rows = storage.query("SELECT at FROM due WHERE kind = ?", &[kind.into()])?;
    let at = |mut cells: Cells| cells.int().map(Timestamp);
    Cells::maybe(rows, "due").map(at).transpose()
}

/// When the first of them is due.
pub(crate) fn first(storage: &Storage<'_>) -> Result<Option<Timestamp>, Fault> {
    let rows = storage.query("SELECT min(at) FROM due", &[])?;
    Ok(Cells::first(rows, "due")?.maybe_int()?.map(Timestamp))
}

const BY: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM due d WHERE d.at <= ? ORDER BY d.at LIMIT ?"
);

//! Saved filters: a row each, whose query is JSON. One that was taken away keeps its row
//! for as long as it can be put back.

use beseda_protocol::filter::Query;
use beseda_protocol::ids::{OperatorId, SavedFilterId, Timestamp};
use beseda_protocol::saved_filter::SavedFilter;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::sql::Value;
use super::write_buffer::Storage;

row! {
    /// A saved filter's row.
    SavedFilterRow in "saved_filters" as "f", named by columns {
        id: SavedFilterId,
        owner: OperatorId = owner,
    }
    changing {
        name: String = name,
        query: Json<Query> = query,
        is_shared: bool = is_shared,
        version: u32 = version,
        /// Absent: it is there.
        removed_at: Option<Timestamp> = removed_at,
    }
}

impl SavedFilterRow {
    /// Of a saved filter that is there.
    pub(crate) fn of(filter: SavedFilter) -> Self {
        let SavedFilter {
            id,
            owner,
            name,
            query,
            is_shared,
            version,
        } = filter;
        Self {
            id,
            owner,
            name,
            query: Json(query),
            is_shared,
            version,
            removed_at: None,
        }
    }

    /// As it is told.
    pub(crate) fn shown(self) -> SavedFilter {
        let Self {
            id,
            owner,
            name,
            query: Json(query),
            is_shared,
            version,
            removed_at: _,
        } = self;
        SavedFilter {
            id,
            owner,
            name,
            query,
            is_shared,
            version,
        }
    }
}

/// One by its id, taken away or not.
pub(crate) fn load(
    storage: &Storage<'_>,
    id: &SavedFilterId,
) -> Result<Option<SavedFilterRow>, Fault> {
    let rows = storage.query(LOAD, &[id.into()])?;
    Cells::maybe(rows, "saved_filters")
        .map(|mut cells| SavedFilterRow::read(&mut cells))
        .transpose()
}

/// All that somebody has saved.
pub(crate) fn of(storage: &Storage<'_>, owner: OperatorId) -> Result<Vec<SavedFilter>, Fault> {
    shown(storage, OF, &[owner.into()])
}

/// All that somebody may choose: his own, and those that are shared.
pub(crate) fn seen_by(
    storage: &Storage<'_>,
    employee: OperatorId,
) -> Result<Vec<SavedFilter>, Fault> {
    shown(storage, SEEN_BY, &[employee.into()])
}

/// Those that ask for marks, taken away or not.
pub(crate) fn with_marks(storage: &Storage<'_>) -> Result<Vec<SavedFilterRow>, Fault> {
    let rows = storage.query(WITH_MARKS, &[])?.into_iter();
    let rows = rows.map(|row| SavedFilterRow::read(&mut Cells::new(row, "saved_filters")));
    rows.collect()
}

fn shown(
    storage: &Storage<'_>,
    statement: &str,
    values: &[Value],
) -> Result<Vec<SavedFilter>, Fault> {
    let rows = storage.query(statement, values)?;
    let filters = rows.into_iter().map(|row| {
        let row = SavedFilterRow::read(&mut Cells::new(row, "saved_filters"))?;
        Ok(row.shown())
    });
    filters.collect()
}

const LOAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM saved_filters f WHERE f.id = ?"
);

const OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM saved_filters f WHERE f.owner = ? AND f.removed_at IS NULL ORDER BY f.id"
);

const SEEN_BY: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM saved_filters f
      WHERE (f.owner = ? OR f.is_shared = 1) AND f.removed_at IS NULL ORDER BY f.id"
);

const WITH_MARKS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM saved_filters f WHERE instr(f.query, 'marked\"')"
);

/// How many are shared.
pub(crate) const N_SHARED: &str =
    "SELECT count(*) FROM saved_filters WHERE is_shared = 1 AND removed_at IS NULL";

/// Forgets one that was taken away.
pub(crate) const FORGET: &str = "DELETE FROM saved_filters WHERE id = ? AND removed_at IS NOT NULL";

//! Saved replies: a row each. One that was taken away keeps its row for as long as it can
//! be put back.

use beseda_protocol::fold::fold;
use beseda_protocol::ids::{OperatorId, SavedReplyId, Timestamp};
use beseda_protocol::message::File;
use beseda_protocol::saved_reply::{ReplyScope, SavedReply};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::sql::Value;
use super::write_buffer::Storage;

row! {
    /// A saved reply's row.
    SavedReplyRow in "saved_replies" as "r", named by columns {
        id: SavedReplyId,
        owner: OperatorId = owner,
    }
    changing {
        name: String = name,
        shortcut: Option<String> = shortcut,
        /// As it is compared.
        shortcut_folded: Option<String> = shortcut_folded,
        folder: String = folder,
        text: String = text,
        files: Json<Vec<File>> = files,
        scope: Json<ReplyScope> = scope,
        /// What the scope says, for an index.
        is_private: bool = is_private,
        n_used: u64 = n_used,
        version: u32 = version,
        /// Absent: it is there.
        removed_at: Option<Timestamp> = removed_at,
    }
}

impl SavedReplyRow {
    /// Of a saved reply that is there.
    pub(crate) fn of(reply: SavedReply) -> Self {
        let SavedReply {
            id,
            owner,
            name,
            shortcut,
            folder,
            text,
            files,
            scope,
            n_used,
            version,
        } = reply;
        Self {
            id,
            owner,
            name,
            shortcut_folded: shortcut.as_deref().map(fold),
            shortcut,
            folder,
            text,
            files: Json(files),
            is_private: scope.is_private(),
            scope: Json(scope),
            n_used,
            version,
            removed_at: None,
        }
    }

    /// As it is told.
    pub(crate) fn shown(self) -> SavedReply {
        let Self {
            id,
            owner,
            name,
            shortcut,
            shortcut_folded: _,
            folder,
            text,
            files: Json(files),
            scope: Json(scope),
            is_private: _,
            n_used,
            version,
            removed_at: _,
        } = self;
        SavedReply {
            id,
            owner,
            name,
            shortcut,
            folder,
            text,
            files,
            scope,
            n_used,
            version,
        }
    }
}

/// One by its id, taken away or not.
pub(crate) fn load(
    storage: &Storage<'_>,
    id: &SavedReplyId,
) -> Result<Option<SavedReplyRow>, Fault> {
    let rows = storage.query(LOAD, &[id.into()])?;
    Cells::maybe(rows, "saved_replies")
        .map(|mut cells| SavedReplyRow::read(&mut cells))
        .transpose()
}

/// Those that somebody has saved, and those of others that are not private, in the order of
/// their ids: some behind one.
pub(crate) fn page(
    storage: &Storage<'_>,
    employee: OperatorId,
    behind: &str,
    n: usize,
) -> Result<Vec<SavedReply>, Fault> {
    let behind = || Value::from(behind);
    let values = [employee.into(), behind(), behind(), (n as u64).into()];
    shown(storage, PAGE, &values)
}

/// All that have a shortcut, whatever its case.
pub(crate) fn with_shortcut(
    storage: &Storage<'_>,
    shortcut: &str,
) -> Result<Vec<SavedReply>, Fault> {
    shown(storage, WITH_SHORTCUT, &[fold(shortcut).as_str().into()])
}

fn shown(
    storage: &Storage<'_>,
    statement: &str,
    values: &[Value],
) -> Result<Vec<SavedReply>, Fault> {
    let rows = storage.query(statement, values)?;
    let replies = rows.into_iter().map(|row| {
        let row = SavedReplyRow::read(&mut Cells::new(row, "saved_replies"))?;
        Ok(row.shown())
    });
    replies.collect()
}

const LOAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM saved_replies r WHERE r.id = ?"
);

// Each half by an index that has the ids in order.
const PAGE: &str = concat!(
    "SELECT * FROM (
        SELECT ",
    columns!(),
    " FROM saved_replies r
        WHERE r.owner = ? AND r.is_private = 1 AND r.removed_at IS NULL AND r.id > ?
        UNION ALL
        SELECT ",
    columns!(),
    " FROM saved_replies r
        WHERE r.is_private = 0 AND r.removed_at IS NULL AND r.id > ?
     ) ORDER BY id LIMIT ?"
);

const WITH_SHORTCUT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM saved_replies r WHERE r.shortcut_folded = ? AND r.removed_at IS NULL"
);

/// How many somebody has saved.
pub(crate) const N_OF: &str =
    "SELECT count(*) FROM saved_replies WHERE owner = ? AND removed_at IS NULL";

/// How many are not private.
pub(crate) const N_SHARED: &str =
    "SELECT count(*) FROM saved_replies WHERE is_private = 0 AND removed_at IS NULL";

/// Counts that one was used.
pub(crate) const COUNT_USE: &str = "UPDATE saved_replies SET n_used = n_used + 1 WHERE id = ?";

/// Forgets one that was taken away.
pub(crate) const FORGET: &str = "DELETE FROM saved_replies WHERE id = ? AND removed_at IS NOT NULL";

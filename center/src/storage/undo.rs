//! What bulk acts have changed, as it was before: of each dialog or client a row, in the order
//! of their numbers.

use beseda_protocol::ids::{JobId, MarkId, OperatorId, Timestamp};
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::dialogs::Opening;
use super::fault::Fault;
use super::row::{Columns, Json, Writes, row};
use super::write_buffer::Storage;

row! {
    /// A dialog or a client, as the act of a job defines it, and what it was.
    UndoRow in "undo" as "u", named by columns {
        job: JobId,
        id: u64 = id,
        was: Json<Was> = was,
    }
}

/// What a dialog or a client was, and what the act has made of it: as long as that is so,
/// nobody has changed it since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Was {
    /// How far a dialog was opened.
    Opened { was: Opening, is: Opening },
    /// Who was responsible for it.
    Responsible {
        was: Option<OperatorId>,
        is: Option<OperatorId>,
    },
    /// It was open, and maybe marked unread, until it was closed.
    Open {
        marked_unread_at: Option<Timestamp>,
        closed_at: Timestamp,
    },
    /// Tags were put on it, or taken off.
    DialogMarks {
        put: Vec<MarkId>,
        taken: Vec<MarkId>,
    },
    /// The same of a client's labels and lists.
    ClientMarks {
        put: Vec<MarkId>,
        taken: Vec<MarkId>,
    },
    /// A client was blocked then.
    Unblocked { blocked_at: Timestamp },
    /// He was blocked, for this reason.
    Blocked { reason: String },
}

/// Keeps a row; what a client was is known from the first of his dialogs.
pub(crate) const KEEP: Writes = Writes {
    after: "ON CONFLICT DO NOTHING",
    ..UndoRow::INSERT
};

/// The first rows of a job behind a number, at most so many.
pub(crate) fn some(
    storage: &Storage<'_>,
    job: &JobId,
    behind: u64,
    limit: u64,
) -> Result<Vec<UndoRow>, Fault> {
    let rows = storage.query(SOME, &[job.into(), behind.into(), limit.into()])?;
    let read = |row| UndoRow::read(&mut Cells::new(row, "undo"));
    rows.into_iter().map(read).collect()
}

/// Forgets some rows of a job; says whether there may be others.
pub(crate) fn forget_some(storage: &Storage<'_>, job: &JobId, limit: u64) -> Result<bool, Fault> {
    storage.exec(FORGET_SOME, &[job.into(), limit.into()])?;
    Ok(!some(storage, job, 0, 1)?.is_empty())
}

const SOME: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM undo u WHERE u.job = ? AND u.id > ? ORDER BY u.id LIMIT ?"
);

const FORGET_SOME: &str = "DELETE FROM undo WHERE job = ?1 AND id IN
    (SELECT id FROM undo WHERE job = ?1 ORDER BY id LIMIT ?2)";

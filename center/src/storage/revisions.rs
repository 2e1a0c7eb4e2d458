//! Messages that their authors have changed or withdrawn. The row of a message has what it
//! says now, so that whoever reads it reads that; what it said at first lies apart.

use beseda_protocol::ids::{FileId, MessageId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Writes, row};
use super::write_buffer::Storage;

row! {
    /// What a message said at first.
    FirstRow in "first_texts" as "t", named by columns {
        message: MessageId,
        /// The text, or the name of the file.
        text: String = text,
        /// The file it was, if it was one.
        file: Option<FileId> = file,
    }
}

/// Keeps it, if it is not kept already: what was changed twice was the first thing before.
pub(crate) const KEEP: Writes = Writes {
    after: "ON CONFLICT DO NOTHING",
    ..FirstRow::INSERT
};

/// What a message says from now on; nothing, if it is withdrawn.
pub(crate) fn revise(
    storage: &Storage<'_>,
    message: MessageId,
    text: &str,
    at: Timestamp,
) -> Result<(), Fault> {
    storage.exec(REVISE, &[text.into(), at.into(), message.into()])
}

/// What a message said at first, if that is not what it says now.
pub(crate) fn first(storage: &Storage<'_>, message: MessageId) -> Result<Option<FirstRow>, Fault> {
    let rows = storage.query(FIRST, &[message.into()])?;
    let found = Cells::maybe(rows, "first_texts");
    found
        .map(|mut cells| FirstRow::read(&mut cells))
        .transpose()
}

const REVISE: &str = "UPDATE messages SET text = ?, file = NULL, revised_at = ? WHERE id = ?";

const FIRST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM first_texts t WHERE t.message = ?"
);

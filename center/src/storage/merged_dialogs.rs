//! Dialogs that were merged into others: the number that has gone leads to the one that
//! stays. And how messages of two chains become one.

use beseda_protocol::ids::{DialogId, MessageId};

use super::cells::Cells;
use super::fault::Fault;
use super::message_chain::walk;
use super::row::{Columns, row};
use super::sql::Value;
use super::write_buffer::Storage;

row! {
    /// A number that has gone.
    MergedDialog in "merged_dialogs" as "g", named by columns {
        id: DialogId,
    }
    changing {
        into: DialogId = into_id,
    }
}

/// Where a number leads that has gone.
pub(crate) fn target(storage: &Storage<'_>, id: DialogId) -> Result<Option<DialogId>, Fault> {
    let rows = storage.query(TARGET, &[id.into()])?;
    let read = |mut cells: Cells| Ok(MergedDialog::read(&mut cells)?.into);
    Cells::maybe(rows, "merged_dialogs").map(read).transpose()
}

/// All messages of a dialog, newest first, so many at most.
pub(crate) fn chain(
    storage: &Storage<'_>,
    dialog: DialogId,
    limit: u64,
) -> Result<Vec<MessageId>, Fault> {
    ids(storage, CHAIN, &[dialog.into(), limit.into()])
}

/// A dialog's messages behind one, newest first, so many at most; and the one before them
/// all, if there is any.
pub(crate) fn chain_behind(
    storage: &Storage<'_>,
    dialog: DialogId,
    behind: MessageId,
    limit: u64,
) -> Result<Vec<MessageId>, Fault> {
    let values = [dialog.into(), behind.into(), limit.into()];
    ids(storage, CHAIN_BEHIND, &values)
}

/// Messages are of this dialog now, each behind another one, or the first.
pub(crate) fn relink(
    storage: &Storage<'_>,
    dialog: DialogId,
    links: &[(MessageId, Option<MessageId>)],
) -> Result<(), Fault> {
    storage.exec(RELINK, &[dialog.into(), Value::list(links)])
}

/// What is of a dialog that goes is of the one that stays; its number leads there, and so do
/// those that led to it.
pub(crate) fn hand_over(
    storage: &Storage<'_>,
    gone: DialogId,
    into: DialogId,
) -> Result<(), Fault> {
    for statement in MOVES {
        storage.exec(statement, &[gone.into(), into.into()])?;
    }
    for statement in RESTS {
        storage.exec(statement, &[gone.into()])?;
    }
    storage.put(&MergedDialog::UPSERT, MergedDialog { id: gone, into })
}

fn ids(storage: &Storage<'_>, statement: &str, values: &[Value]) -> Result<Vec<MessageId>, Fault> {
    let rows = storage.query(statement, values)?;
    let id = |row| Ok(MessageId(Cells::new(row, "messages").int()?));
    rows.into_iter().map(id).collect()
}

const TARGET: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM merged_dialogs g WHERE g.id = ?"
);

const CHAIN: &str = concat!(
    walk!("id = ?1", "1"),
    " SELECT id FROM walk WHERE id IS NOT NULL LIMIT ?2"
);

const CHAIN_BEHIND: &str = concat!(
    walk!("id = ?1", "m.id > ?2"),
    " SELECT id FROM walk WHERE id IS NOT NULL LIMIT ?3"
);

const RELINK: &str = "UPDATE messages SET dialog = ?1, before_id = wanted.value ->> 1
    FROM json_each(?2) wanted WHERE messages.id = wanted.value ->> 0";

const MOVES: [&str; 8] = [
    "UPDATE OR IGNORE dialog_marks SET dialog = ?2 WHERE dialog = ?1",
    // What the center has answered by itself in either, it has in both.
    "INSERT INTO automatic_replies (dialog, rule, at)
     SELECT ?2, rule, at FROM automatic_replies WHERE dialog = ?1
     ON CONFLICT (dialog, rule) DO UPDATE SET at = max(at, excluded.at)",
    "UPDATE OR IGNORE closings SET dialog = ?2 WHERE dialog = ?1",
    "UPDATE OR IGNORE mentioned SET dialog = ?2 WHERE dialog = ?1",
    "UPDATE OR IGNORE pins SET dialog = ?2 WHERE dialog = ?1",
    "UPDATE deliveries SET dialog = ?2 WHERE dialog = ?1",
    "UPDATE files SET dialog = ?2 WHERE dialog = ?1
         AND identity = (SELECT identity FROM dialogs WHERE id = ?1)",
    "UPDATE merged_dialogs SET into_id = ?2 WHERE into_id = ?1",
];

/// What was not moved: what both had.
const RESTS: [&str; 7] = [
    "DELETE FROM dialog_marks WHERE dialog = ?",
    "DELETE FROM automatic_replies WHERE dialog = ?",
    "DELETE FROM closings WHERE dialog = ?",
    "DELETE FROM mentioned WHERE dialog = ?",
    "DELETE FROM pins WHERE dialog = ?",
    "DELETE FROM drafts WHERE dialog = ?",
    "DELETE FROM dialogs WHERE id = ?",
];

//! When the center has answered by itself: a row for each dialog and rule, which only such an
//! answer writes.

use beseda_protocol::automatic::AutomaticRule;
use beseda_protocol::ids::{DialogId, Timestamp};

use super::cells::Cells;
use super::fault::Fault;
use super::write_buffer::Storage;

/// When it has, by this rule, in this dialog.
pub(crate) fn last(
    storage: &Storage<'_>,
    dialog: DialogId,
    rule: AutomaticRule,
) -> Result<Option<Timestamp>, Fault> {
    let rows = storage.query(LAST, &[dialog.into(), rule.word().into()])?;
    let at = Cells::maybe(rows, "automatic_replies").map(|mut cells| cells.int());
    Ok(at.transpose()?.map(Timestamp))
}

/// It has, now.
pub(crate) const WRITE: &str = "INSERT INTO automatic_replies (dialog, rule, at) VALUES (?, ?, ?)
    ON CONFLICT (dialog, rule) DO UPDATE SET at = excluded.at";

const LAST: &str = "SELECT at FROM automatic_replies WHERE dialog = ? AND rule = ?";

//! What employees have pinned: a row for each dialog of each.

use beseda_protocol::ids::{DialogId, OperatorId};

use super::cells::Cells;
use super::fault::Fault;
use super::write_buffer::Storage;

/// What somebody has pinned, whether or not he may see it now.
pub(crate) fn of(storage: &Storage<'_>, employee: OperatorId) -> Result<Vec<DialogId>, Fault> {
    let statement = "SELECT dialog FROM pins WHERE employee = ? ORDER BY dialog";
    let rows = storage.query(statement, &[employee.into()])?;
    let id = |row| Cells::new(row, "pins").int().map(DialogId);
    rows.into_iter().map(id).collect()
}

/// Who has pinned a dialog.
pub(crate) fn employees_of(
    storage: &Storage<'_>,
    dialog: DialogId,
) -> Result<Vec<OperatorId>, Fault> {
    let statement = "SELECT employee FROM pins WHERE dialog = ? ORDER BY employee";
    let rows = storage.query(statement, &[dialog.into()])?;
    let id = |row| Cells::new(row, "pins").int().map(OperatorId);
    rows.into_iter().map(id).collect()
}

/// Pins a dialog that is not.
pub(crate) const ADD: &str = "INSERT INTO pins (employee, dialog) VALUES (?, ?)";

/// Unpins one.
pub(crate) const REMOVE: &str = "DELETE FROM pins WHERE employee = ? AND dialog = ?";

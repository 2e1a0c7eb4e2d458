//! Labels: marks on clients (X7). They are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::client::Label;
use beseda_protocol::ids::LabelId;

use super::cells::Cells;
use super::fault::Fault;
use super::write_buffer::Storage;

/// All of them, in the order of their making.
pub(crate) fn load(storage: &Storage<'_>) -> Result<BTreeMap<LabelId, Label>, Fault> {
    let rows = storage.query("SELECT id, name FROM labels", &[])?;
    let labels = rows.into_iter().map(|row| {
        let mut cells = Cells::new(row, "labels");
        let label = Label {
            id: LabelId(cells.int()?),
            name: cells.text()?,
        };
        Ok((label.id, label))
    });
    labels.collect()
}

//! What employees have typed and not sent: a row for each dialog of each.

use beseda_protocol::draft::{Composed, KeptDraft};
use beseda_protocol::ids::{DialogId, MessageId, OperatorId};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// A draft's row.
    DraftRow in "drafts" as "t", named by columns {
        employee: OperatorId,
        dialog: DialogId = dialog,
    }
    keyed by (employee, dialog)
    changing {
        version: u64 = version,
        is_note: bool = is_note,
        text: String = text,
        quote: Option<MessageId> = quote,
    }
}

impl DraftRow {
    /// Of what somebody has composed.
    pub(crate) fn of(
        employee: OperatorId,
        dialog: DialogId,
        version: u64,
        composed: Composed,
    ) -> Self {
        let Composed {
            is_note,
            text,
            quote,
        } = composed;
        Self {
            employee,
            dialog,
            version,
            is_note,
            text,
            quote,
        }
    }

    /// What it says.
    pub(crate) fn composed(self) -> Composed {
        let Self {
            is_note,
            text,
            quote,
            ..
        } = self;
        Composed {
            is_note,
            text,
            quote,
        }
    }
}

/// Somebody's draft in a dialog.
pub(crate) fn load(
    storage: &Storage<'_>,
    employee: OperatorId,
    dialog: DialogId,
) -> Result<Option<DraftRow>, Fault> {
    let rows = storage.query(LOAD, &[employee.into(), dialog.into()])?;
    Cells::maybe(rows, "drafts")
        .map(|mut cells| DraftRow::read(&mut cells))
        .transpose()
}

/// All of somebody's, whether or not he may see their dialogs now.
pub(crate) fn of(storage: &Storage<'_>, employee: OperatorId) -> Result<Vec<KeptDraft>, Fault> {
    let rows = storage.query(OF, &[employee.into()])?.into_iter();
    let drafts = rows.map(|row| {
        let row = DraftRow::read(&mut Cells::new(row, "drafts"))?;
        Ok(KeptDraft {
            dialog: row.dialog,
            version: row.version,
            composed: Some(row.composed()),
        })
    });
    drafts.collect()
}

/// Everybody's in a dialog.
pub(crate) fn of_dialog(storage: &Storage<'_>, dialog: DialogId) -> Result<Vec<DraftRow>, Fault> {
    let rows = storage.query(OF_DIALOG, &[dialog.into()])?;
    let read = |row| DraftRow::read(&mut Cells::new(row, "drafts"));
    rows.into_iter().map(read).collect()
}

const OF_DIALOG: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM drafts t WHERE t.dialog = ? ORDER BY t.employee"
);

const LOAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM drafts t WHERE t.employee = ? AND t.dialog = ?"
);

const OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM drafts t WHERE t.employee = ? ORDER BY t.dialog"
);

/// How many somebody has.
pub(crate) const N_OF: &str = "SELECT count(*) FROM drafts WHERE employee = ?";

/// Takes one away.
pub(crate) const REMOVE: &str = "DELETE FROM drafts WHERE employee = ? AND dialog = ?";

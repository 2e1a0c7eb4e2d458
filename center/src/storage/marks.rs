//! Marks: tags of dialogs, labels and lists of clients (X7). They are few, and all of
//! them are kept at hand; not so what has them.

use std::collections::BTreeMap;

use beseda_protocol::ids::{ChannelId, ClientId, DialogId, MarkId};
use beseda_protocol::mark::{Mark, MarkKind};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::sql::{Row, Value};
use super::write_buffer::Storage;

row! {
    /// A mark's row.
    MarkRow in "marks" as "m", named by columns {
        id: MarkId,
        kind: MarkKind = kind,
        name: String = name,
        /// How many clients or dialogs have it.
        n: u64 = n,
        /// What has it is shown as having this one, and will have.
        merged_into: Option<MarkId> = merged_into,
        /// Where a dialog goes that is given it.
        channel: Option<ChannelId> = channel,
    }
}

impl MarkRow {
    /// Of a mark that nothing has yet.
    pub(crate) fn of(mark: &Mark) -> Self {
        Self {
            id: mark.id,
            kind: mark.kind,
            name: mark.name.clone(),
            n: 0,
            merged_into: None,
            channel: mark.channel,
        }
    }

    fn mark(self) -> Mark {
        let Self {
            id,
            kind,
            name,
            channel,
            ..
        } = self;
        Mark {
            id,
            kind,
            name,
            channel,
        }
    }
}

/// All of them, in the order of their making.
pub(crate) fn load(storage: &Storage<'_>) -> Result<BTreeMap<MarkId, Mark>, Fault> {
    let rows = storage.query(ALL, &[])?;
    let marks = rows.into_iter().map(|row| {
        let row = MarkRow::read(&mut Cells::new(row, "marks"))?;
        Ok((row.id, row.mark()))
    });
    marks.collect()
}

/// Those on a client, in the order of their making.
pub(crate) fn of_client(storage: &Storage<'_>, id: ClientId) -> Result<Vec<MarkId>, Fault> {
    ids(storage, OF_CLIENT, id.into())
}

/// Those on some clients, of each in the order of their making.
pub(crate) fn of_clients(
    storage: &Storage<'_>,
    clients: &[ClientId],
) -> Result<BTreeMap<ClientId, Vec<MarkId>>, Fault> {
    let mut marks: BTreeMap<ClientId, Vec<MarkId>> = BTreeMap::new();
    for row in storage.query(OF_CLIENTS, &[Value::list(clients)])? {
        let mut cells = Cells::new(row, "client_marks");
        let client = ClientId(cells.int()?);
        marks.entry(client).or_default().push(MarkId(cells.int()?));
    }
    Ok(marks)
}

/// Those on a dialog, in the order of their making.
pub(crate) fn of_dialog(storage: &Storage<'_>, id: DialogId) -> Result<Vec<MarkId>, Fault> {
    ids(storage, OF_DIALOG, id.into())
}

/// These, and those that are being merged into one of them: what has those is shown as
/// having these.
pub(crate) fn with_merged(storage: &Storage<'_>, marks: &[MarkId]) -> Result<Vec<MarkId>, Fault> {
    match marks.is_empty() {
        true => Ok(Vec::new()),
        false => ids(storage, WITH_MERGED, Value::list(marks)),
    }
}

fn ids(storage: &Storage<'_>, statement: &str, of: Value) -> Result<Vec<MarkId>, Fault> {
    let id = |row: Row| Cells::new(row, "marks").int().map(MarkId);
    storage
        .query(statement, &[of])?
        .into_iter()
        .map(id)
        .collect()
}

const ALL: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM marks m WHERE m.merged_into IS NULL"
);

// One that is being merged into another shows as that one.
const OF_CLIENT: &str = "SELECT DISTINCT coalesce(m.merged_into, m.id) AS mark
    FROM client_marks t JOIN marks m ON m.id = t.mark WHERE t.client = ? ORDER BY mark";

const OF_CLIENTS: &str = "SELECT DISTINCT t.client, coalesce(m.merged_into, m.id) AS mark
    FROM json_each(?) wanted CROSS JOIN client_marks t ON t.client = wanted.value
    CROSS JOIN marks m ON m.id = t.mark ORDER BY t.client, mark";

const WITH_MERGED: &str = "SELECT id FROM marks
    WHERE coalesce(merged_into, id) IN (SELECT value FROM json_each(?))";

const OF_DIALOG: &str = "SELECT DISTINCT coalesce(m.merged_into, m.id) AS mark
    FROM dialog_marks t JOIN marks m ON m.id = t.mark WHERE t.dialog = ? ORDER BY mark";

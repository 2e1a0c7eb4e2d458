//! What is carried outwards and has not arrived. A row goes when it has, so that this table
//! is as small as there is to do.

use beseda_protocol::delivery::{Delivery, DeliveryFailure, DeliveryState};
use beseda_protocol::ids::{DialogId, MessageId, SiteId, Timestamp};
use beseda_protocol::limits::DELIVERIES_TOLD_MAX;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::sql::Row;
use super::write_buffer::Storage;

row! {
    /// A message on its way to its client.
    DeliveryRow in "deliveries" as "v", named by columns {
        target: SiteId,
        subject: MessageId = subject,
        dialog: DialogId = dialog,
    }
    keyed by (target, subject)
    changing {
        /// How often it was handed out.
        attempt: u64 = attempt,
        /// When it is handed out next; absent: it has failed.
        at: Option<Timestamp> = at,
        failure: Option<Json<DeliveryFailure>> = failure,
    }
}

impl DeliveryRow {
    /// As operators are told of it.
    pub(crate) fn told(self) -> Delivery {
        let waiting = || DeliveryState::Waiting {};
        let failed = |Json(reason)| DeliveryState::Failed { reason };
        Delivery {
            message: self.subject,
            state: self.failure.map_or_else(waiting, failed),
        }
    }
}

/// One of them.
pub(crate) fn load(
    storage: &Storage<'_>,
    target: &SiteId,
    subject: MessageId,
) -> Result<Option<DeliveryRow>, Fault> {
    let rows = storage.query(LOAD, &[target.into(), subject.into()])?;
    let found = Cells::maybe(rows, "deliveries");
    found
        .map(|mut cells| DeliveryRow::read(&mut cells))
        .transpose()
}

/// What is due, the oldest first; of each dialog the first only, since order matters.
pub(crate) fn due(
    storage: &Storage<'_>,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<DeliveryRow>, Fault> {
    rows(storage.query(DUE, &[now.into(), limit.into()])?)
}

/// The newest of a dialog, in their order.
pub(crate) fn of_dialog(
    storage: &Storage<'_>,
    dialog: DialogId,
) -> Result<Vec<DeliveryRow>, Fault> {
    let values = [dialog.into(), DELIVERIES_TOLD_MAX.into()];
    let mut found = rows(storage.query(OF_DIALOG, &values)?)?;
    found.reverse();
    Ok(found)
}

/// It has arrived, or is wanted no more.
pub(crate) fn end(storage: &Storage<'_>, target: &SiteId, subject: MessageId) -> Result<(), Fault> {
    storage.exec(END, &[target.into(), subject.into()])
}

fn rows(rows: Vec<Row>) -> Result<Vec<DeliveryRow>, Fault> {
    let read = |row| DeliveryRow::read(&mut Cells::new(row, "deliveries"));
    rows.into_iter().map(read).collect()
}

const LOAD: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM deliveries v WHERE v.target = ? AND v.subject = ?"
);

const DUE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM deliveries v INDEXED BY deliveries_due
      WHERE v.at IS NOT NULL AND v.at <= ? AND NOT EXISTS (
          SELECT 1 FROM deliveries e INDEXED BY deliveries_dialog
          WHERE e.dialog = v.dialog AND e.subject < v.subject AND e.at IS NOT NULL)
      ORDER BY v.at, v.subject LIMIT ?"
);

const OF_DIALOG: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM deliveries v WHERE v.dialog = ? ORDER BY v.subject DESC LIMIT ?"
);

const END: &str = "DELETE FROM deliveries WHERE target = ? AND subject = ?";

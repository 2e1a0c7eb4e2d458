//! The center's own row: there is one.

use beseda_protocol::ids::{CenterId, Epoch, Seq};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// What the center is, and where its log and its views stand.
    CenterRow in "center" as "c", named by columns {
        /// 1: there is no other.
        one: u64,
        id: CenterId = id,
        /// The relay's origin, which the test site allows.
        origin: String = origin,
        /// The operators' view; the start of every visitor's.
        epoch: Epoch = epoch,
        /// The last event that any console of who sees everything has received.
        received_seq: Seq = received_seq,
        /// Events up to here, but for messages, are no longer in the log.
        pruned_seq: Seq = pruned_seq,
        /// The next dialog gets a number above it.
        dialogs_from: u64 = dialogs_from,
        /// So does the next client.
        clients_from: u64 = clients_from,
        /// How often the view of a visitor was made anew of whom there is no row.
        views_from: u64 = views_from,
    }
}

impl CenterRow {
    /// Of a center that is made.
    pub(crate) fn new(id: CenterId, origin: String, epoch: Epoch) -> Self {
        Self {
            one: 1,
            id,
            origin,
            epoch,
            received_seq: Seq(0),
            pruned_seq: Seq(0),
            dialogs_from: 0,
            clients_from: 0,
            views_from: 0,
        }
    }
}

/// The row.
pub(crate) fn load(storage: &Storage<'_>) -> Result<CenterRow, Fault> {
    let rows = storage.query(LOAD, &[])?;
    CenterRow::read(&mut Cells::first(rows, "center")?)
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM center c WHERE c.one = 1");

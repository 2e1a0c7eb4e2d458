//! Writes down what is to be carried to a client, in the turn that says it.

use beseda_protocol::ids::{DialogId, MessageId};

use crate::storage::deliveries::DeliveryRow;
use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;

/// A message to the client was stored: if it has to be carried, that is written down.
pub(super) fn begin(turn: &mut Turn<'_>, id: DialogId, message: MessageId) -> Result<(), Stop> {
    let site = &turn.sure_dialog(id)?.site;
    let site = site.clone();
    if !turn.cache.is_carried(&site) {
        return Ok(());
    }
    let row = DeliveryRow {
        target: site,
        subject: message,
        dialog: id,
        attempt: 0,
        at: Some(turn.now),
        failure: None,
    };
    put(turn, row)
}

/// Writes a delivery, and tells of it.
pub(super) fn put(turn: &mut Turn<'_>, row: DeliveryRow) -> Result<(), Stop> {
    let dialog = row.dialog;
    turn.put(&DeliveryRow::UPSERT, row)?;
    log::happen(turn, What::Deliveries(dialog), None)
}

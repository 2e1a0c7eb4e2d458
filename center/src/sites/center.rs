//! The center's settings.

use beseda_protocol::settings::{CenterGeneral, Versioned};

use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;

/// Remembers what was saved, and tells.
pub(crate) fn changed(turn: &mut Turn<'_>, general: Versioned<CenterGeneral>) -> Result<(), Stop> {
    turn.cache.center.general = general;
    log::happen(turn, What::Center, None)
}

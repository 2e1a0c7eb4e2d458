//! The center's settings.

use beseda_protocol::operator::CenterInfo;

use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;

/// Remembers what was saved, and tells.
pub(crate) fn changed(turn: &mut Turn<'_>, center: CenterInfo) -> Result<(), Stop> {
    turn.cache.center = center;
    log::happen(turn, What::Center, None)
}

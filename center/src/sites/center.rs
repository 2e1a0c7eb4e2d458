//! The center's settings.

use beseda_protocol::operator::CenterInfo;

use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;

/// Changes the settings, and tells.
pub(crate) fn save(turn: &mut Turn<'_>, info: CenterInfo) -> Result<(), Stop> {
    turn.write(
        "UPDATE center SET name = ?, locale = ?, time_zone = ? WHERE one = 1",
        &[
            info.name.as_str().into(),
            info.locale.as_str().into(),
            info.time_zone.as_str().into(),
        ],
    )?;
    turn.cache.center = info;
    log::happen(turn, What::Center, None)
}

//! The end of a turn: what has begun to wait is given to somebody, or seen to later.

use std::mem;

use super::{distribution, wait_limit};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// Looks after what the turn has changed: see `distribution` and `wait_limit`.
pub(crate) fn settle(turn: &mut Turn<'_>) -> Result<(), Stop> {
    if !turn.has_room() {
        return Ok(());
    }
    if mem::take(&mut turn.may_distribute) {
        distribution::run(turn)?;
    }
    if mem::take(&mut turn.waits_otherwise) {
        wait_limit::look_ahead(turn)?;
    }
    Ok(())
}

//! Visits: kept until the first message, for a day at most.

use beseda_protocol::ids::IdentityId;

use crate::storage::visits::Visit;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::Stop;

/// How long it waits for the message, in ms: a day.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;

/// Keeps it.
pub(crate) fn keep(turn: &mut Turn<'_>, visit: Visit) -> Result<(), Stop> {
    let identity = visit.identity.clone();
    turn.put(&Visit::UPSERT, visit)?;
    let at = turn.now.plus_ms(KEPT_MS);
    due::schedule(turn, Due::Visit, identity.as_str(), at)
}

/// He is a client now, and his row has it.
pub(crate) fn end(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<(), Stop> {
    forget(turn, identity.as_str())?;
    due::cancel(turn, Due::Visit, identity.as_str())
}

/// He never wrote.
pub(crate) fn forget(turn: &mut Turn<'_>, identity: &str) -> Result<(), Stop> {
    turn.write("DELETE FROM visits WHERE identity = ?", &[identity.into()])
}

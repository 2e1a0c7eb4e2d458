//! How fast one visitor may write: a burst, then one message at a time (S9).
//!
//! The whole state is one moment, kept on the dialog's row, which a message writes
//! anyway: the limit survives hibernation and costs no row.

use beseda_protocol::ids::Timestamp;
use beseda_protocol::limits::{VISITOR_BURST, VISITOR_REFILL_MS};

/// Spends one message now. `burst_at` is the moment at which the burst will be whole
/// again; it comes back as it is after the message.
///
/// # Errors
/// The ms until one is allowed.
pub(super) fn spend(burst_at: Timestamp, now: Timestamp) -> Result<Timestamp, u64> {
    const WHOLE_MS: u64 = VISITOR_BURST as u64 * VISITOR_REFILL_MS;
    let mut debt_ms = burst_at.ms_since(now);
    if debt_ms > WHOLE_MS {
        // More than could ever be owed: the clock stepped back (C11).
        debt_ms = 0;
    }
    match (debt_ms + VISITOR_REFILL_MS).checked_sub(WHOLE_MS) {
        None | Some(0) => Ok(now.plus_ms(debt_ms + VISITOR_REFILL_MS)),
        Some(early_ms) => Err(early_ms),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn after_burst() -> Timestamp {
        (0..VISITOR_BURST).fold(Timestamp(0), |burst_at, _| spend(burst_at, NOW).unwrap())
    }

    #[test]
    fn a_burst_passes_and_the_next_waits_for_one_refill() {
        assert_eq!(spend(after_burst(), NOW), Err(VISITOR_REFILL_MS));
        assert_eq!(spend(after_burst(), NOW.plus_ms(499)), Err(1));
        assert!(spend(after_burst(), NOW.plus_ms(500)).is_ok());
    }

    #[test]
    fn a_clock_that_steps_back_locks_nobody_out() {
        let year_ms = 365 * 24 * 3600 * 1000;
        assert!(spend(NOW.plus_ms(year_ms), NOW).is_ok());
    }
}

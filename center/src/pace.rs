//! How fast one visitor may write: a burst, then one message at a time (S9).
//!
//! The whole state is one moment, kept on the dialog's row, which a message
//! writes anyway: the limit survives hibernation and costs no row.

use beseda_protocol::ids::Timestamp;
use beseda_protocol::limits::{VISITOR_BURST, VISITOR_REFILL_MS};

/// The moment at which the burst will be whole again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Pace(pub(crate) Timestamp);

impl Pace {
    /// The pace after one more message now, or the ms until one is allowed.
    pub(crate) fn spend(self, now: Timestamp) -> Result<Self, u64> {
        const WHOLE_MS: u64 = VISITOR_BURST as u64 * VISITOR_REFILL_MS;
        let mut debt_ms = self.0.ms_since(now);
        if debt_ms > WHOLE_MS {
            // More than could ever be owed: the clock stepped back (C11).
            debt_ms = 0;
        }
        match (debt_ms + VISITOR_REFILL_MS).checked_sub(WHOLE_MS) {
            None | Some(0) => Ok(Self(now.plus_ms(debt_ms + VISITOR_REFILL_MS))),
            Some(early_ms) => Err(early_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn after_burst() -> Pace {
        (0..VISITOR_BURST).fold(Pace::default(), |pace, _| pace.spend(NOW).unwrap())
    }

    #[test]
    fn a_burst_passes_and_the_next_waits_for_one_refill() {
        assert_eq!(after_burst().spend(NOW), Err(VISITOR_REFILL_MS));
        assert_eq!(after_burst().spend(NOW.plus_ms(499)), Err(1));
        assert!(after_burst().spend(NOW.plus_ms(500)).is_ok());
    }

    #[test]
    fn a_clock_that_steps_back_locks_nobody_out() {
        let year_ms = 365 * 24 * 3600 * 1000;
        let pace = Pace(NOW.plus_ms(year_ms));
        assert!(pace.spend(NOW).is_ok());
    }
}

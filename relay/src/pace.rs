//! How often one address may begin a conversation. Generous, because an office
//! sits behind one address; what one visitor says is limited by the center.

use std::collections::HashMap;

use beseda_protocol::ids::Timestamp;

/// Beginnings at once from one address… (all visitors of a load test have the same)
const BURST: u32 = if cfg!(feature = "testing") {
    20_000
} else {
    120
};
/// …then one each this many ms: 60 a minute, an office that wakes up.
const REFILL_MS: u64 = 1_000;
/// Addresses remembered in one isolate; at 100 bytes each about 1 MB.
const ADDRESSES_MAX: usize = 10_000;

/// What each address has left.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    buckets: HashMap<String, Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: u32,
    at: Timestamp,
}

impl Pace {
    /// Takes one beginning, or says after how many ms there will be one.
    pub(crate) fn take(&mut self, address: &str, now: Timestamp) -> Result<(), u64> {
        if self.buckets.len() >= ADDRESSES_MAX && !self.buckets.contains_key(address) {
            self.forget(now);
        }
        let bucket = self.buckets.entry(address.to_owned()).or_insert(Bucket {
            left: BURST,
            at: now,
        });
        bucket.refill(now);
        if bucket.left == 0 {
            return Err(REFILL_MS - now.ms_since(bucket.at).min(REFILL_MS - 1));
        }
        bucket.left -= 1;
        Ok(())
    }

    /// Forgets who has nothing to be remembered for; if all have, everybody:
    /// memory has a bound, and the next flood is counted anew.
    fn forget(&mut self, now: Timestamp) {
        self.buckets.retain(|_, bucket| {
            bucket.refill(now);
            bucket.left < BURST
        });
        if self.buckets.len() >= ADDRESSES_MAX {
            self.buckets.clear();
        }
    }
}

impl Bucket {
    fn refill(&mut self, now: Timestamp) {
        let earned = now.ms_since(self.at) / REFILL_MS;
        if earned > 0 {
            self.left = u64::from(self.left)
                .saturating_add(earned)
                .min(BURST.into()) as u32;
            self.at = self.at.plus_ms(earned * REFILL_MS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_begin_in_a_burst_and_then_by_and_by() {
        let mut pace = Pace::default();
        for _ in 0..BURST {
            assert_eq!(pace.take("a", Timestamp(5_000)), Ok(()));
        }
        assert_eq!(pace.take("a", Timestamp(5_400)), Err(600));
        assert_eq!(pace.take("b", Timestamp(5_400)), Ok(()));
        assert_eq!(pace.take("a", Timestamp(6_000)), Ok(()));
        assert_eq!(pace.take("a", Timestamp(6_000)), Err(1_000));
    }

    #[test]
    fn a_clock_that_steps_back_gives_nothing_away() {
        let mut pace = Pace::default();
        for _ in 0..BURST {
            assert_eq!(pace.take("a", Timestamp(5_000)), Ok(()));
        }
        assert_eq!(pace.take("a", Timestamp(0)), Err(1_000));
    }

    #[test]
    fn memory_has_a_bound() {
        let mut pace = Pace::default();
        for n in 0..ADDRESSES_MAX * 2 {
            assert_eq!(pace.take(&n.to_string(), Timestamp(1)), Ok(()));
        }
        assert!(pace.buckets.len() <= ADDRESSES_MAX);
    }
}

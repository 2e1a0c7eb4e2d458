//! How often somebody may do what costs the relay something before any rule of the
//! center is asked. What a visitor says is limited by the center.

use std::collections::HashMap;

use beseda_protocol::ids::Timestamp;
use beseda_protocol::visitor::FromVisitor;

/// So often at once, and then by and by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    burst: u32,
    refill_ms: u64,
}

/// Conversations that begin at one address: 60 a minute, an office that wakes up;
/// an office sits behind one address. (So do all visitors of a load test.)
pub(crate) const STARTS: Limit = Limit {
    burst: if cfg!(feature = "testing") {
        20_000
    } else {
        120
    },
    refill_ms: 1_000,
};

/// Sockets that one visitor opens: all of his twenty tabs come back thrice at once,
/// and one each second. A socket costs as much as several messages, and who is
/// closed for what he says could come again at any rate (C9, S9).
pub(crate) const SOCKETS: Limit = Limit {
    burst: 60,
    refill_ms: 1_000,
};

/// What one visitor's widgets may say besides messages, in hundredths of a second of
/// the relay's attention (see [`weight`]): all of his twenty tabs come back thrice at
/// once, and then five frames of presence a second (S9). Messages have the center's
/// limit, which knows what was said before.
pub(crate) const FRAMES: Limit = Limit {
    burst: 1_200,
    refill_ms: 10,
};

/// What a program asks by one token: an import of a thousand rows begins at once, and then
/// twenty requests a second, each of which may be a slice of a millisecond (C2D-21). Talk goes
/// on beside it.
pub(crate) const REQUESTS: Limit = Limit {
    burst: 200,
    refill_ms: 50,
};

/// How much a frame weighs among a visitor's. A report of receipt comes with every
/// event; a page of history is up to 256 KiB; the rest is looked up or told to every
/// console.
pub(crate) fn weight(said: &FromVisitor) -> u32 {
    match said {
        FromVisitor::Say { .. } | FromVisitor::Open { .. } => 0,
        FromVisitor::Got { .. } | FromVisitor::Unknown => 1,
        FromVisitor::Read { .. } => 5,
        FromVisitor::Hello { .. }
        | FromVisitor::Page { .. }
        | FromVisitor::Came { .. }
        | FromVisitor::Typing { .. } => 20,
        FromVisitor::History { .. } => 50,
    }
}

/// Names remembered in one isolate; at 100 bytes each about 1 MB.
const NAMES_MAX: usize = 10_000;

/// What each name (an address, a visitor) has left.
#[derive(Debug)]
pub(crate) struct Pace {
    limit: Limit,
    buckets: HashMap<String, Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: u32,
    at: Timestamp,
}

impl Pace {
    /// Within this limit.
    pub(crate) fn within(limit: Limit) -> Self {
        let buckets = HashMap::new();
        Self { limit, buckets }
    }

    /// Takes one, or says after how many ms there will be one.
    pub(crate) fn take(&mut self, name: &str, now: Timestamp) -> Result<(), u64> {
        self.take_many(name, 1, now)
    }

    /// Takes some, or says after how many ms there may be so many.
    pub(crate) fn take_many(&mut self, name: &str, n: u32, now: Timestamp) -> Result<(), u64> {
        if self.buckets.len() >= NAMES_MAX && !self.buckets.contains_key(name) {
            self.forget(now);
        }
        let Limit { burst, refill_ms } = self.limit;
        let fresh = Bucket {
            left: burst,
            at: now,
        };
        let bucket = self.buckets.entry(name.to_owned()).or_insert(fresh);
        bucket.refill(self.limit, now);
        if bucket.left < n {
            let missing = u64::from(n - bucket.left);
            return Err(missing * refill_ms - now.ms_since(bucket.at).min(refill_ms - 1));
        }
        bucket.left -= n;
        Ok(())
    }

    /// Forgets who has nothing to be remembered for; if all have, everybody:
    /// memory has a bound, and the next flood is counted anew.
    fn forget(&mut self, now: Timestamp) {
        let limit = self.limit;
        self.buckets.retain(|_, bucket| {
            bucket.refill(limit, now);
            bucket.left < limit.burst
        });
        if self.buckets.len() >= NAMES_MAX {
            self.buckets.clear();
        }
    }
}

impl Bucket {
    fn refill(&mut self, limit: Limit, now: Timestamp) {
        // A clock that stepped back locks nobody out (C11).
        self.at = self.at.min(now);
        let earned = now.ms_since(self.at) / limit.refill_ms;
        if earned > 0 {
            self.left = u64::from(self.left)
                .saturating_add(earned)
                .min(limit.burst.into()) as u32;
            self.at = self.at.plus_ms(earned * limit.refill_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gets_a_burst_and_then_one_by_and_by() {
        let mut pace = Pace::within(SOCKETS);
        for _ in 0..SOCKETS.burst {
            assert_eq!(pace.take("a", Timestamp(5_000)), Ok(()));
        }
        assert_eq!(pace.take("a", Timestamp(5_400)), Err(600));
        assert_eq!(pace.take("b", Timestamp(5_400)), Ok(()));
        assert_eq!(pace.take("a", Timestamp(6_000)), Ok(()));
        assert_eq!(pace.take("a", Timestamp(6_000)), Err(1_000));
    }

    #[test]
    fn heavy_frames_take_more_than_light_ones() {
        let mut pace = Pace::within(FRAMES);
        let now = Timestamp(5_000);
        for _ in 0..FRAMES.burst / 50 {
            assert_eq!(pace.take_many("a", 50, now), Ok(()));
        }
        assert_eq!(pace.take_many("a", 1, now), Err(10));
        assert_eq!(pace.take_many("a", 50, now.plus_ms(100)), Err(400));
        assert_eq!(pace.take_many("a", 10, now.plus_ms(100)), Ok(()));
    }

    #[test]
    fn a_clock_that_steps_back_gives_nothing_away() {
        let mut pace = Pace::within(SOCKETS);
        for _ in 0..SOCKETS.burst {
            assert_eq!(pace.take("a", Timestamp(5_000)), Ok(()));
        }
        assert_eq!(pace.take("a", Timestamp(0)), Err(1_000));
    }

    #[test]
    fn memory_has_a_bound() {
        let mut pace = Pace::within(SOCKETS);
        for n in 0..NAMES_MAX * 2 {
            assert_eq!(pace.take(&n.to_string(), Timestamp(1)), Ok(()));
        }
        assert!(pace.buckets.len() <= NAMES_MAX);
    }
}

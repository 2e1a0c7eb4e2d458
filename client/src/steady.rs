//! A clock that never steps back, out of one that may (C11): a deadline set
//! before the step must not wait for the old time to come again.

/// What was read last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steady {
    raw_ms: u64,
    told_ms: u64,
}

impl Steady {
    /// Nothing was read yet.
    pub const NEW: Self = Self {
        raw_ms: 0,
        told_ms: 0,
    };

    /// The time to go by, when the clock shows this. It goes on with the clock,
    /// and stands still while the clock steps back. A step forward is believed:
    /// after a laptop's sleep it is the truth, and it costs one reconnect at most.
    pub fn read(&mut self, raw_ms: u64) -> u64 {
        self.told_ms = match self.told_ms {
            0 => raw_ms,
            told_ms => told_ms + raw_ms.saturating_sub(self.raw_ms),
        };
        self.raw_ms = raw_ms;
        self.told_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_from_where_it_was_when_the_clock_steps_back() {
        let mut steady = Steady::NEW;
        assert_eq!(steady.read(1_000_000), 1_000_000);
        assert_eq!(steady.read(1_000_500), 1_000_500);
        assert_eq!(steady.read(400_000), 1_000_500);
        assert_eq!(steady.read(400_250), 1_000_750);
    }

    #[test]
    fn a_step_forward_is_believed() {
        let mut steady = Steady::NEW;
        steady.read(1_000);
        assert_eq!(steady.read(3_601_000), 3_601_000);
    }
}

//! How pressing it is that a client waits.

use beseda_protocol::ids::Timestamp;

/// From here on a wait is long: most visitors leave a chat that is silent for longer. A
/// constant until channels have limits of their own.
pub const LONG_MS: u64 = 5 * 60 * 1000;

/// From here on it is too long: whoever still waits has been forgotten.
pub const TOO_LONG_MS: u64 = 30 * 60 * 1000;

/// How long somebody has waited, as a colour tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// As long as anybody has to.
    Short,
    /// Longer than is good.
    Long,
    /// Too long.
    TooLong,
}

impl Wait {
    /// Of who waits since then.
    pub fn since(since: Timestamp, now: Timestamp) -> Self {
        match now.ms_since(since) {
            ..LONG_MS => Self::Short,
            LONG_MS..TOO_LONG_MS => Self::Long,
            TOO_LONG_MS.. => Self::TooLong,
        }
    }

    /// The word of the class.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::TooLong => "too-long",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_becomes_long_and_then_too_long() {
        let since = Timestamp(1_000);
        let at = |ms| Wait::since(since, since.plus_ms(ms));
        assert_eq!((at(0), at(LONG_MS - 1)), (Wait::Short, Wait::Short));
        assert_eq!((at(LONG_MS), at(TOO_LONG_MS - 1)), (Wait::Long, Wait::Long));
        assert_eq!(at(TOO_LONG_MS), Wait::TooLong);
        // Another machine's clock may be ahead.
        assert_eq!(Wait::since(since, Timestamp(0)), Wait::Short);
    }
}

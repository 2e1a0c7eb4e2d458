//! How pressing it is that a client waits: what his channel says of it.

use beseda_protocol::channel::ReplyTimes;
use beseda_protocol::ids::Timestamp;

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
    pub fn since(since: Timestamp, now: Timestamp, times: &ReplyTimes) -> Self {
        let minutes = now.ms_since(since) / 60_000;
        if minutes >= u64::from(times.too_long_minutes) {
            Self::TooLong
        } else if minutes >= u64::from(times.long_minutes) {
            Self::Long
        } else {
            Self::Short
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
    fn a_wait_becomes_long_and_then_too_long_by_what_its_channel_says() {
        let since = Timestamp(1_000);
        let times = ReplyTimes {
            long_minutes: 2,
            too_long_minutes: 10,
        };
        let at = |seconds: u64| Wait::since(since, since.plus_ms(seconds * 1_000), &times);
        assert_eq!((at(0), at(119)), (Wait::Short, Wait::Short));
        assert_eq!((at(120), at(599)), (Wait::Long, Wait::Long));
        assert_eq!(at(600), Wait::TooLong);
        // Another machine's clock may be ahead.
        assert_eq!(Wait::since(since, Timestamp(0), &times), Wait::Short);
    }
}

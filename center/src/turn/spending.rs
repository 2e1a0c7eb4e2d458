//! What tokens have spent in a month, in memory.

use std::collections::{BTreeMap, BTreeSet};

use beseda_protocol::ids::{Timestamp, TokenId};
use jiff::civil;
use jiff::tz::TimeZone;

/// What was spent in the month of the last request.
#[derive(Debug, Default)]
pub(crate) struct Spending {
    pub(super) month: Option<Month>,
    pub(super) of: BTreeMap<TokenId, Spent>,
    /// What all have spent in the month before.
    pub(super) before: u64,
    pub(super) unwritten: BTreeSet<TokenId>,
}

/// What a token has spent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spent {
    /// In this month.
    pub(crate) requests: u64,
    /// The last time, in whatever month.
    pub(crate) used_at: Timestamp,
}

/// A month of a time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Month {
    /// As `2026-11`.
    pub(super) name: String,
    /// What the one before is called.
    pub(super) before: String,
    pub(super) begins_at: Timestamp,
    pub(super) ends_at: Timestamp,
}

/// The month of a moment in a time zone (an IANA name; one that is not known is UTC).
pub(super) fn month(at: Timestamp, time_zone: &str) -> Month {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let at = jiff::Timestamp::from_millisecond(at.0.try_into().unwrap_or(0)).unwrap_or_default();
    let first = at.to_zoned(zone.clone()).date().first_of_month();
    let next = first.last_of_month().tomorrow().unwrap_or(first);
    let start = |day: civil::Date| {
        let start = day.to_zoned(zone.clone()).map(|day| day.timestamp());
        let ms = start.unwrap_or_default().as_millisecond();
        Timestamp(ms.try_into().unwrap_or(0))
    };
    let name = |day: civil::Date| format!("{:04}-{:02}", day.year(), day.month());
    Month {
        name: name(first),
        before: name(first.yesterday().unwrap_or(first)),
        begins_at: start(first),
        ends_at: start(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_and_ends_where_its_time_zone_has_it() {
        let of = |text: &str, zone| {
            let at: jiff::Timestamp = text.parse().unwrap();
            month(Timestamp(at.as_millisecond().try_into().unwrap()), zone)
        };
        let moscow = of("2026-11-30T21:30:00Z", "Europe/Moscow");
        assert_eq!(
            (moscow.name.as_str(), moscow.before.as_str()),
            ("2026-12", "2026-11")
        );
        assert_eq!(of("2026-11-30T21:30:00Z", "UTC").name, "2026-11");
        assert_eq!(of("2026-12-31T12:00:00Z", "Nowhere").name, "2026-12");
        // Behind its end another begins.
        let after = of("2026-12-31T21:00:00Z", "Europe/Moscow");
        assert_eq!(
            (after.begins_at, after.name.as_str()),
            (moscow.ends_at, "2027-01")
        );
    }
}

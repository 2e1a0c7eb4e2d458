//! Days of the center's time zone.

use beseda_protocol::ids::{Date, Timestamp};
use beseda_protocol::refusal::Refusal;
use jiff::civil;
use jiff::tz::TimeZone;

use crate::turn::refusals::invalid;

/// The first moment of a day in a time zone (an IANA name; one that is not known is UTC).
pub(super) fn start(day: &Date, time_zone: &str) -> Result<Timestamp, Refusal> {
    let unread = || invalid("A date is written as 2023-05-20.");
    let day: civil::Date = day.as_str().parse().map_err(|_| unread())?;
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let start = day.to_zoned(zone).map_err(|_| unread())?.timestamp();
    Ok(Timestamp(start.as_millisecond().try_into().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_when_it_does_in_the_time_zone() {
        let at = |day, zone| start(&Date::from(day), zone).unwrap().0;
        assert_eq!(at("2023-05-20", "UTC"), 1_684_540_800_000);
        assert_eq!(at("2023-05-20", "Europe/Moscow"), 1_684_530_000_000);
        // Clocks were put forward at midnight: the day began at one.
        assert_eq!(at("2023-04-28", "Africa/Cairo"), 1_682_632_800_000);
        assert_eq!(at("2023-05-20", "Nowhere/At_All"), 1_684_540_800_000);
        assert_eq!(at("1960-01-01", "UTC"), 0);
        for unread in ["20.05.2023", "2023-02-30", "", "today"] {
            assert!(start(&Date::from(unread), "UTC").is_err(), "{unread}");
        }
    }
}

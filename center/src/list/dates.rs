//! Days of the center's time zone.

use beseda_protocol::hours::WallClock;
use beseda_protocol::ids::{Date, Timestamp};
use beseda_protocol::refusal::Refusal;
use jiff::civil::{self, Weekday};
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

/// An hour of a day to come in a time zone: of the next day, or of the next such weekday.
pub(crate) fn next(
    now: Timestamp,
    time_zone: &str,
    weekday: Option<Weekday>,
    hour: i8,
) -> Result<Timestamp, Refusal> {
    let beyond = || invalid("There is no such day.");
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let now = jiff::Timestamp::from_millisecond(now.0.try_into().unwrap_or(0));
    let today = now.map_err(|_| beyond())?.to_zoned(zone.clone()).date();
    let day = match weekday {
        Some(weekday) => today.nth_weekday(1, weekday),
        None => today.tomorrow(),
    };
    let at = day.map_err(|_| beyond())?.at(hour, 0, 0, 0);
    let at = at.to_zoned(zone).map_err(|_| beyond())?.timestamp();
    Ok(Timestamp(at.as_millisecond().try_into().unwrap_or(0)))
}

/// A time zone by its IANA name.
pub(crate) type Zone = TimeZone;

/// The one of a name; one that is not known is UTC.
pub(crate) fn zone(name: &str) -> Zone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// A moment as it is written in tables: `2023-05-20 18:30:05`.
pub(crate) fn written(at: Timestamp, zone: &Zone) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0.try_into().unwrap_or(0));
    let at = at.unwrap_or_default().to_zoned(zone.clone());
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A moment as the clocks of a time zone show it.
pub(crate) fn wall_clock(at: Timestamp, time_zone: &str) -> WallClock {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let at = jiff::Timestamp::from_millisecond(at.0.try_into().unwrap_or(0));
    let at = at.unwrap_or_default().to_zoned(zone);
    let (hour, minute) = (at.hour().unsigned_abs(), at.minute().unsigned_abs());
    WallClock {
        date: Date(at.date().to_string()),
        weekday: at.weekday().to_monday_zero_offset().unsigned_abs().into(),
        minute: u32::from(hour) * 60 + u32::from(minute),
    }
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

    #[test]
    fn a_moment_is_what_the_clocks_of_the_time_zone_show() {
        let shown = |zone| {
            let clock = wall_clock(Timestamp(1_700_000_000_000), zone);
            (clock.date.0, clock.weekday, clock.minute)
        };
        assert_eq!(shown("UTC"), ("2023-11-14".into(), 1, 22 * 60 + 13));
        assert_eq!(shown("Asia/Tokyo"), ("2023-11-15".into(), 2, 7 * 60 + 13));
    }

    #[test]
    fn a_day_to_come_is_the_next_one_of_the_time_zone() {
        let ms = |text: &str| {
            let at: jiff::Timestamp = text.parse().unwrap();
            Timestamp(at.as_millisecond().try_into().unwrap())
        };
        let monday = Some(Weekday::Monday);
        for (now, zone, weekday, at) in [
            ("2023-05-20T21:30:00Z", "UTC", None, "2023-05-21T09:00:00Z"),
            // It is the 21st there already.
            (
                "2023-05-20T21:30:00Z",
                "Europe/Moscow",
                None,
                "2023-05-22T06:00:00Z",
            ),
            (
                "2023-05-20T21:30:00Z",
                "UTC",
                monday,
                "2023-05-22T09:00:00Z",
            ),
            // On a Monday it is the one after.
            (
                "2023-05-22T07:00:00Z",
                "UTC",
                monday,
                "2023-05-29T09:00:00Z",
            ),
            // Clocks are put forward in between.
            (
                "2023-03-25T12:00:00Z",
                "Europe/Berlin",
                None,
                "2023-03-26T07:00:00Z",
            ),
        ] {
            assert_eq!(next(ms(now), zone, weekday, 9), Ok(ms(at)), "{now} {zone}");
        }
    }
}

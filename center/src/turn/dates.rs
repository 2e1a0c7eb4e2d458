//! Days of the center's time zone.

use beseda_protocol::hours::{self, Hours, WallClock};
use beseda_protocol::ids::{Date, Timestamp};
use beseda_protocol::refusal::Refusal;
use jiff::ToSpan;
use jiff::civil::{self, Weekday};
use jiff::tz::TimeZone;

use super::refusals::invalid;

/// The first moment of a day in a time zone (an IANA name; one that is not known is UTC).
pub(crate) fn start(day: &Date, time_zone: &str) -> Result<Timestamp, Refusal> {
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

/// Days to look ahead for the next opening: whoever is away for longer has said when it
/// ends in words of his own.
const AHEAD_DAYS: usize = 60;

/// When there is somebody again, if there is nobody at this moment by the hours.
pub(crate) fn opening(hours: &Hours, now: Timestamp, time_zone: &str) -> Option<Timestamp> {
    let clock = wall_clock(now, time_zone);
    if hours.is_open_at(&clock) {
        return None;
    }
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let today: civil::Date = clock.date.as_str().parse().ok()?;
    for (ahead, date) in today.series(1.day()).take(AHEAD_DAYS).enumerate() {
        if hours.holidays.contains(&Date(date.to_string())) {
            continue;
        }
        let day = hours.days.get((clock.weekday + ahead) % 7)?;
        for time in hours::times(day).unwrap_or_default() {
            let midnight = date.at(0, 0, 0, 0);
            let at = midnight.checked_add(i64::from(time.start).minutes()).ok()?;
            let at = at.to_zoned(zone.clone()).ok()?.timestamp();
            let at = Timestamp(at.as_millisecond().try_into().unwrap_or(0));
            if at > now {
                return Some(at);
            }
        }
    }
    None
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
    fn who_is_closed_opens_on_the_next_day_that_has_hours_and_is_no_holiday() {
        let days = ["9-13, 14-18"; 5].into_iter().chain(["", ""]);
        let hours = Hours {
            days: days.map(str::to_owned).collect(),
            holidays: vec!["2023-11-20".into()],
        };
        let ms = |text: &str| {
            let at: jiff::Timestamp = text.parse().unwrap();
            Timestamp(at.as_millisecond().try_into().unwrap())
        };
        for (now, at) in [
            // A Friday.
            ("2023-11-17T08:00:00Z", Some("2023-11-17T09:00:00Z")),
            ("2023-11-17T10:00:00Z", None),
            ("2023-11-17T13:30:00Z", Some("2023-11-17T14:00:00Z")),
            // Over the week's end, and over the Monday that is off.
            ("2023-11-17T18:00:00Z", Some("2023-11-21T09:00:00Z")),
        ] {
            assert_eq!(opening(&hours, ms(now), "UTC"), at.map(ms), "{now}");
        }
        let riga = opening(&hours, ms("2023-11-17T06:00:00Z"), "Europe/Riga");
        assert_eq!(riga, Some(ms("2023-11-17T07:00:00Z")));
        assert_eq!(
            opening(&Hours::UNSAID, ms("2023-11-18T00:00:00Z"), "UTC"),
            None
        );
        let never = Hours {
            days: vec![String::new(); 7],
            holidays: vec![],
        };
        assert_eq!(opening(&never, ms("2023-11-18T00:00:00Z"), "UTC"), None);
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

//! Business hours: when there is somebody to answer, as people write it down.

use std::ops::Range;

use crate::ids::Date;
use crate::wire;

/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;

wire! {
    /// When there is somebody to answer, in the center's time zone: of a channel, or of the
    /// center, which hold where a channel says nothing.
    pub struct Hours {
        /// Of each day of the week, from Monday on, its times, such as
        /// `09:00-13:00, 14:00-18:00`; an empty text: none. Seven of them; or none at all, which
        /// says nothing.
        pub days: Vec<String>,
        /// Days on which there is nobody, at most [`crate::limits::HOLIDAYS_MAX`].
        pub holidays: Vec<Date>,
    }
}

/// A moment, as a clock on the center's wall shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WallClock {
    /// The day.
    pub date: Date,
    /// Which day of the week it is, from 0, a Monday.
    pub weekday: usize,
    /// The minute of the day.
    pub minute: u32,
}

impl Hours {
    /// Nothing is said.
    pub const UNSAID: Self = Self {
        days: Vec::new(),
        holidays: Vec::new(),
    };

    /// Whether they say anything.
    pub fn is_said(&self) -> bool {
        !self.days.is_empty()
    }

    /// Those of a channel, or the center's where it says nothing.
    pub fn or<'h>(&'h self, center: &'h Self) -> &'h Self {
        if self.is_said() { self } else { center }
    }

    /// Whether there is somebody to answer at this moment. Where nothing is said, there is.
    pub fn is_open_at(&self, now: &WallClock) -> bool {
        let Some(day) = self.days.get(now.weekday) else {
            return true;
        };
        let times = times(day).unwrap_or_default();
        let is_time = times.iter().any(|time| time.contains(&now.minute));
        is_time && !self.holidays.contains(&now.date)
    }
}

impl Default for Hours {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self::UNSAID
    }
}

/// The times of a day, in minutes of it, as somebody writes them: `9-13, 14:00–18:00`. `None`
/// when that can't be read, or a time does not end behind its beginning or the one before it.
///
/// ```
/// use beseda_protocol::hours::{written, times};
/// let read = times("9-13, 14:00–18:30").unwrap();
/// assert_eq!(read, [540..780, 840..1110]);
/// assert_eq!(written(&read), "09:00-13:00, 14:00-18:30");
/// ```
pub fn times(day: &str) -> Option<Vec<Range<u32>>> {
    let mut read: Vec<Range<u32>> = Vec::new();
    let parts = day.split([',', ';']).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once(['-', '–', '—'])?;
        let time = minute(from)?..minute(to)?;
        let is_behind = read.last().is_none_or(|last| last.end < time.start);
        if time.is_empty() || !is_behind {
            return None;
        }
        read.push(time);
    }
    Some(read)
}

/// Times of a day in the form in which they are kept.
pub fn written(times: &[Range<u32>]) -> String {
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let times = times.iter();
    let times = times.map(|time| format!("{}-{}", clock(time.start), clock(time.end)));
    times.collect::<Vec<_>>().join(", ")
}

fn minute(clock: &str) -> Option<u32> {
    let (hour, minute) = match clock.trim().split_once([':', '.']) {
        Some((hour, minute)) => (hour, number(minute, 59)?),
        None => (clock.trim(), 0),
    };
    let minute = number(hour, 24)? * 60 + minute;
    Some(minute).filter(|minute| *minute <= DAY_MINUTES)
}

/// A date as somebody writes it, `2026-12-31` or `31.12.2026`, as far as no calendar is needed.
///
/// ```
/// use beseda_protocol::hours::date;
/// assert_eq!(date("31.12.2026"), date("2026-12-31"));
/// assert_eq!(date("31/12"), None);
/// ```
pub fn date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['-', '.']).collect();
    let [one, month, other] = parts[..] else {
        return None;
    };
    let is_year_first = text.contains('-');
    let (year, day) = match is_year_first {
        true => (one, other),
        false => (other, one),
    };
    let year = number(year, 9_999).filter(|year| *year >= 1_000)?;
    let (month, day) = (number(month, 12)?, number(day, 31)?);
    let is_some = month > 0 && day > 0;
    is_some.then(|| Date(format!("{year}-{month:02}-{day:02}")))
}

fn number(digits: &str, max: u32) -> Option<u32> {
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = digits.parse().ok().filter(|_| is_plain)?;
    Some(number).filter(|number| *number <= max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(weekday: usize, minute: u32) -> WallClock {
        WallClock {
            date: "2023-11-14".into(),
            weekday,
            minute,
        }
    }

    #[test]
    fn hours_hold_from_their_first_minute_to_before_their_last() {
        let mut hours = Hours {
            days: vec![String::new(); 7],
            holidays: vec![],
        };
        hours.days[1] = "09:00-13:00, 14:00-24:00".into();
        let minutes = [539, 540, 779, 780, 840, 1439];
        let open = minutes.map(|minute| hours.is_open_at(&at(1, minute)));
        assert_eq!(open, [false, true, true, false, true, true]);
        assert!(!hours.is_open_at(&at(0, 600)));
        hours.holidays.push("2023-11-14".into());
        assert!(!hours.is_open_at(&at(1, 600)));
    }

    #[test]
    fn where_a_channel_says_nothing_the_centers_hours_hold_and_else_it_is_round_the_clock() {
        let said = Hours {
            days: vec!["09:00-10:00".into(); 7],
            holidays: vec![],
        };
        assert!(Hours::UNSAID.is_open_at(&at(6, 0)));
        assert_eq!(Hours::UNSAID.or(&said), &said);
        assert_eq!(said.or(&Hours::UNSAID), &said);
    }

    #[test]
    fn what_is_no_time_of_a_day_is_not_read() {
        for wrong in [
            "9",
            "9-",
            "18-9",
            "9-25",
            "9:60-10",
            "9-13, 12-18",
            "nine-ten",
            "9-24:01",
        ] {
            assert_eq!(times(wrong), None, "{wrong}");
        }
        assert_eq!(times(" "), Some(vec![]));
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for wrong in [
            "",
            "31.12",
            "2026-13-01",
            "2026-00-10",
            "32.1.2026",
            "26-1-1",
            "a-b-c",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
        assert_eq!(date(" 1.2.2026 "), Some("2026-02-01".into()));
    }
}

//! Business hours as they are typed.

use beseda_protocol::hours::{Hours, date, times, written};
use beseda_protocol::ids::Date;
use beseda_protocol::limits::HOLIDAYS_MAX;

/// The fields of a form, as they are typed.
#[derive(Debug, Clone, PartialEq)]
pub struct HoursFields {
    /// Whether anything is said; else the days wait for that.
    pub is_said: bool,
    /// The times of each day, from Monday on.
    pub days: [String; 7],
    /// Days off.
    pub holidays: String,
}

/// What can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The times of this day, from 0, Monday.
    Day(usize),
    /// The days off.
    Holidays,
}

/// What most begin with; nobody has to keep it.
const SUGGESTED: &str = "09:00-18:00";

impl HoursFields {
    /// Hours as a form shows them.
    pub fn of(hours: &Hours) -> Self {
        let suggested = |day: usize| if day < 5 { SUGGESTED } else { "" };
        let shown = |day: usize| hours.days.get(day).map_or(suggested(day), String::as_str);
        let holidays = hours.holidays.iter().map(Date::as_str);
        Self {
            is_said: hours.is_said(),
            days: std::array::from_fn(|day| shown(day).to_owned()),
            holidays: holidays.collect::<Vec<_>>().join(", "),
        }
    }

    /// What is typed, in the form in which it is kept.
    ///
    /// # Errors
    /// All that can't be read.
    pub fn read(&self) -> Result<Hours, Vec<Wrong>> {
        if !self.is_said {
            return Ok(Hours::UNSAID);
        }
        let days = self.days.iter().map(|day| times(day));
        let days: Vec<_> = days
            .map(|times| times.map(|times| written(&times)))
            .collect();
        let unread = (days.iter().enumerate()).filter(|(_, day)| day.is_none());
        let mut wrong: Vec<Wrong> = unread.map(|(day, _)| Wrong::Day(day)).collect();
        let holidays = self.holidays.split([',', ';', ' ', '\n']);
        let holidays = holidays.filter(|part| !part.trim().is_empty()).map(date);
        let mut holidays: Vec<Option<Date>> = holidays.collect();
        holidays.sort();
        holidays.dedup();
        if holidays.len() > HOLIDAYS_MAX || holidays.contains(&None) {
            wrong.push(Wrong::Holidays);
        }
        match wrong.is_empty() {
            true => Ok(Hours {
                days: days.into_iter().flatten().collect(),
                holidays: holidays.into_iter().flatten().collect(),
            }),
            false => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let mut fields = HoursFields::of(&Hours::UNSAID);
        assert_eq!(fields.read(), Ok(Hours::UNSAID));
        fields.is_said = true;
        fields.days[5] = "10–14".into();
        fields.holidays = "31.12.2026 2026-12-31, 1.1.2027".into();
        let hours = fields.read().expect("hours");
        assert_eq!(hours.days[4..], ["09:00-18:00", "10:00-14:00", ""]);
        assert_eq!(hours.holidays, ["2026-12-31".into(), "2027-01-01".into()]);
        // As they are kept, they are shown and read again.
        assert_eq!(HoursFields::of(&hours).read(), Ok(hours));
    }

    #[test]
    fn all_that_can_not_be_read_is_told() {
        let mut fields = HoursFields::of(&Hours::UNSAID);
        fields.is_said = true;
        fields.days[0] = "from nine on".into();
        fields.days[6] = "18-9".into();
        fields.holidays = "Christmas".into();
        let wrong = vec![Wrong::Day(0), Wrong::Day(6), Wrong::Holidays];
        assert_eq!(fields.read(), Err(wrong));
        // Nobody is bothered with what he has switched off.
        fields.is_said = false;
        assert_eq!(fields.read(), Ok(Hours::UNSAID));
    }
}

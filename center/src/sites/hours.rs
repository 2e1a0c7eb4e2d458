//! Business hours as they are kept.

use beseda_protocol::hours::{self, Hours};
use beseda_protocol::ids::{ChannelId, Date};
use beseda_protocol::limits::{DAY_HOURS_CHARS_MAX, HOLIDAYS_MAX};
use beseda_protocol::refusal::Refusal;
use jiff::civil;

use crate::turn::current::Turn;
use crate::turn::refusals::invalid;

/// Those that hold in a channel.
pub(crate) fn of<'t>(turn: &'t Turn<'_>, channel: ChannelId) -> &'t Hours {
    let center = &turn.cache.center.hours.value;
    match turn.cache.channels.get(&channel) {
        Some(channel) => channel.hours.value.or(center),
        None => center,
    }
}

/// The hours in the form in which they are kept, if they can be read.
pub(super) fn checked(given: Hours) -> Result<Hours, Refusal> {
    let Hours { days, holidays } = given;
    if !matches!(days.len(), 0 | 7) {
        return Err(invalid(
            "Hours are given for each day of the week, or for none.",
        ));
    }
    let days = days.iter().map(|day| checked_day(day));
    let days = days.collect::<Result<Vec<_>, _>>()?;
    // Of hours that say nothing there are no days off.
    let mut holidays = if days.is_empty() {
        Vec::new()
    } else {
        holidays
    };
    holidays.sort();
    holidays.dedup();
    let is_day = |day: &Date| day.as_str().parse::<civil::Date>().is_ok();
    if holidays.len() > HOLIDAYS_MAX || !holidays.iter().all(is_day) {
        return Err(invalid(
            "A day off is written as 2026-12-31; there are at most 100.",
        ));
    }
    Ok(Hours { days, holidays })
}

fn checked_day(day: &str) -> Result<String, Refusal> {
    let fits = day.chars().count() <= DAY_HOURS_CHARS_MAX;
    let times = hours::times(day).filter(|_| fits);
    let times = times.ok_or_else(|| invalid("Hours are written as 9:00-13:00, 14:00-18:00."))?;
    Ok(hours::written(&times))
}

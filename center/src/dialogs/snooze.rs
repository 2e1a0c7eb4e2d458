//! Puts a dialog off until a time, or until its client writes, which brings it back in any
//! case (`Dialog::apply`). Meanwhile it is not unanswered.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{SnoozeDialog, SnoozeUntil, WakeDialog};
use beseda_protocol::ids::{DialogId, Timestamp};
use beseda_protocol::limits::SNOOZE_MS_MAX;
use beseda_protocol::message::Happened;
use beseda_protocol::refusal::Code;
use jiff::civil::Weekday;

use super::state;
use crate::storage::dialogs::{Dialog, State};
use crate::turn::current::Turn;
use crate::turn::dates;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// When a working day begins.
const MORNING: i8 = 9;

const HOUR_MS: u64 = 60 * 60 * 1000;

pub(crate) fn snooze(
    turn: &mut Turn<'_>,
    who: &Operator,
    SnoozeDialog { dialog, until }: SnoozeDialog,
) -> Result<Done, Stop> {
    let found = rights::answerable(turn, &who.me, dialog)?;
    if found.state != State::Open {
        return Err(refuse(Code::Stale).into());
    }
    let until = moment(turn, &until)?;
    if found.snooze.is_some_and(|snooze| snooze.0.until == until) {
        return Ok(Done {});
    }
    match until {
        Some(at) => due::schedule(turn, Due::Snooze, &dialog.to_string(), at)?,
        None => due::cancel(turn, Due::Snooze, &dialog.to_string())?,
    }
    let by = who.me.id;
    state::post(turn, dialog, Happened::Snoozed { by, until })
}

/// The moment, by the center's time zone.
fn moment(turn: &Turn<'_>, until: &SnoozeUntil) -> Result<Option<Timestamp>, Stop> {
    let (now, zone) = (turn.now, &turn.cache.center.general.value.time_zone);
    let at = match until {
        SnoozeUntil::Written {} => return Ok(None),
        SnoozeUntil::Hour {} => now.plus_ms(HOUR_MS),
        SnoozeUntil::Tomorrow {} => dates::next(now, zone, None, MORNING)?,
        SnoozeUntil::Monday {} => dates::next(now, zone, Some(Weekday::Monday), MORNING)?,
        SnoozeUntil::At { at } => *at,
        SnoozeUntil::Unknown => return Err(refuse(Code::Unsupported).into()),
    };
    match at > now && at.ms_since(now) <= SNOOZE_MS_MAX {
        true => Ok(Some(at)),
        false => Err(invalid("Choose a moment within the next year.").into()),
    }
}

pub(crate) fn wake(
    turn: &mut Turn<'_>,
    who: &Operator,
    WakeDialog { dialog }: WakeDialog,
) -> Result<Done, Stop> {
    let found = rights::answerable(turn, &who.me, dialog)?;
    if found.snooze.is_none() {
        return Ok(Done {});
    }
    due::cancel(turn, Due::Snooze, &dialog.to_string())?;
    let by = Some(who.me.id);
    state::post(turn, dialog, Happened::Woken { by })
}

/// A moment has come. The dialog may have come back before, be put off anew, or be gone.
pub(crate) fn ring(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let Ok(id) = key.parse().map(DialogId) else {
        return Ok(());
    };
    let now = turn.now;
    let is_due = |dialog: &Dialog| {
        let until = dialog.snooze.as_ref().and_then(|snooze| snooze.0.until);
        until.is_some_and(|until| until <= now)
    };
    match turn.dialog(id)?.is_some_and(is_due) {
        true => state::post(turn, id, Happened::Woken { by: None }).map(drop),
        false => Ok(()),
    }
}

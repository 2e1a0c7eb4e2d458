//! Whether employees are there: two facts. What somebody has chosen, and that he is idle, lies
//! in a row; whether a console of his is connected is what the runtime's sockets say. Of that a
//! row is written too, so that there is something to compare them with when the object wakes.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::{SetAvailability, SetIdle};
use beseda_protocol::ids::{OperatorId, Seq, Timestamp};
use beseda_protocol::limits::OFFLINE_MS;
use beseda_protocol::team::{Availability, Presence};

use crate::storage::events::What;
use crate::storage::presence::PresenceRow;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::log;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

/// He says whether he is to be counted on.
pub(crate) fn set_availability(
    turn: &mut Turn<'_>,
    who: &Operator,
    SetAvailability { availability }: SetAvailability,
) -> Result<Done, Stop> {
    let before = row(turn, who.me.id);
    if before.chosen != availability {
        let chosen_at = Some(turn.now);
        let chosen = availability;
        change(
            turn,
            PresenceRow {
                chosen,
                chosen_at,
                ..before
            },
        )?;
        log::happen(turn, What::Employee(who.me.id), None)?;
    }
    Ok(Done {})
}

/// His consoles say whether somebody touches them.
pub(crate) fn set_idle(
    turn: &mut Turn<'_>,
    who: &Operator,
    SetIdle { is_idle }: SetIdle,
) -> Result<Done, Stop> {
    let before = row(turn, who.me.id);
    if before.idle_since.is_some() != is_idle {
        let idle_since = is_idle.then_some(turn.now);
        change(
            turn,
            PresenceRow {
                idle_since,
                ..before
            },
        )?;
        log::happen(turn, What::Employee(who.me.id), None)?;
    }
    Ok(Done {})
}

/// He has done something: he is not idle, whatever another console of his has said.
pub(crate) fn acts(turn: &mut Turn<'_>, who: &Operator) -> Result<(), Stop> {
    let known = turn.cache.presence.get(&who.me.id);
    let is_idle = known.is_some_and(|row| row.idle_since.is_some());
    if is_idle && turn.has_room() {
        let is_idle = false;
        set_idle(turn, who, SetIdle { is_idle })?;
    }
    Ok(())
}

/// A console of his has said hello.
pub(crate) fn came(turn: &mut Turn<'_>, id: OperatorId) -> Result<(), Stop> {
    let before = row(turn, id);
    // Reading goes on without room for this.
    if before.connected_at.is_some() || !turn.has_room() {
        return Ok(());
    }
    let now = Some(turn.now);
    let (connected_at, seen_at) = (now, now);
    change(
        turn,
        PresenceRow {
            connected_at,
            seen_at,
            idle_since: None,
            ..before
        },
    )
}

/// A console of his has closed; when it was the last one, he has gone.
pub(crate) fn left(turn: &mut Turn<'_>, id: OperatorId) -> Result<(), Stop> {
    match turn.lines.operators_online().contains(&id) {
        true => Ok(()),
        false => gone(turn, id),
    }
}

/// The object has woken, it may be after the relay was down: who was there and has no
/// console now has gone.
pub(crate) fn wake(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let online = turn.lines.operators_online();
    let rows = turn.cache.presence.values();
    let missing = rows.filter(|row| row.connected_at.is_some() && !online.contains(&row.employee));
    let missing: Vec<OperatorId> = missing.map(|row| row.employee).collect();
    for id in missing {
        gone(turn, id)?;
    }
    Ok(())
}

/// His last console has closed a while ago.
pub(crate) fn ring(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    let id = key.parse().map(OperatorId);
    if let Ok(id) = id
        && turn.cache.employees.works(id)
        && of(turn, id) == Presence::Offline
    {
        turn.waits_otherwise = true;
        log::happen(turn, What::Employee(id), None)?;
    }
    Ok(())
}

/// Whether he is there.
pub(crate) fn of(turn: &Turn<'_>, id: OperatorId) -> Presence {
    let row = row(turn, id);
    let went = row.seen_at.filter(|_| row.connected_at.is_none());
    let is_here = match (row.connected_at, went) {
        (Some(_), _) => true,
        (None, Some(at)) => turn.now.ms_since(at) < OFFLINE_MS,
        (None, None) => false,
    };
    match (row.chosen, row.idle_since) {
        _ if !is_here || !turn.cache.employees.works(id) => Presence::Offline,
        (Availability::Online, None) => Presence::Online,
        (Availability::Online, Some(_)) | (Availability::Away, _) => Presence::Away,
    }
}

/// Whether he is to be counted on now.
pub(crate) fn is_available(turn: &Turn<'_>, id: OperatorId) -> bool {
    of(turn, id) == Presence::Online
}

/// Since when he is not to be counted on; absent: he is.
pub(crate) fn absent_since(turn: &Turn<'_>, id: OperatorId) -> Option<Timestamp> {
    if is_available(turn, id) {
        return None;
    }
    let row = row(turn, id);
    let since = [
        row.chosen_at.filter(|_| row.chosen != Availability::Online),
        row.idle_since,
        row.seen_at.filter(|_| row.connected_at.is_none()),
    ];
    Some(since.into_iter().flatten().min().unwrap_or_default())
}

/// What was written down of him.
pub(crate) fn row(turn: &Turn<'_>, id: OperatorId) -> PresenceRow {
    let known = turn.cache.presence.get(&id);
    known.cloned().unwrap_or_else(|| PresenceRow::new(id))
}

/// It was his turn, at this place in the log: now it is that of all others first.
pub(crate) fn give(turn: &mut Turn<'_>, id: OperatorId, given: Seq) -> Result<(), Stop> {
    let row = row(turn, id);
    write(turn, PresenceRow { given, ..row })
}

fn gone(turn: &mut Turn<'_>, id: OperatorId) -> Result<(), Stop> {
    let before = row(turn, id);
    if before.connected_at.is_none() || !turn.has_room() {
        return Ok(());
    }
    let (connected_at, seen_at) = (None, Some(turn.now));
    let offline_at = turn.now.plus_ms(OFFLINE_MS);
    due::schedule(turn, Due::Offline, &id.to_string(), offline_at)?;
    change(
        turn,
        PresenceRow {
            connected_at,
            seen_at,
            ..before
        },
    )
}

/// Somebody may wait in vain from now on, or no longer.
fn change(turn: &mut Turn<'_>, presence: PresenceRow) -> Result<(), Stop> {
    (turn.waits_otherwise, turn.may_distribute) = (true, true);
    write(turn, presence)
}

fn write(turn: &mut Turn<'_>, presence: PresenceRow) -> Result<(), Stop> {
    turn.put(&PresenceRow::UPSERT, presence.clone())?;
    turn.cache.presence.insert(presence.employee, presence);
    Ok(())
}

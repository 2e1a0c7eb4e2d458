//! Whether employees are there: two facts. What somebody has chosen lies in a row; whether
//! a console of his is connected is what the runtime's sockets say. Of that a row is
//! written too, so that there is something to compare them with when the object wakes.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::SetAvailability;
use beseda_protocol::ids::OperatorId;
use beseda_protocol::team::Availability;

use crate::storage::events::What;
use crate::storage::presence::Presence;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

/// He says whether he is to be counted on.
pub(crate) fn set_availability(
    turn: &mut Turn<'_>,
    who: &Operator,
    SetAvailability { availability }: SetAvailability,
) -> Result<Done, Stop> {
    let presence = of(turn, who.me.id);
    if presence.chosen != availability {
        let chosen_at = Some(turn.now);
        let chosen = availability;
        write(
            turn,
            Presence {
                chosen,
                chosen_at,
                ..presence
            },
        )?;
        log::happen(turn, What::Employee(who.me.id), None)?;
    }
    Ok(Done {})
}

/// A console of his has said hello.
pub(crate) fn came(turn: &mut Turn<'_>, id: OperatorId) -> Result<(), Stop> {
    let presence = of(turn, id);
    // Reading goes on without room for this.
    if presence.connected_at.is_some() || !turn.has_room() {
        return Ok(());
    }
    let now = Some(turn.now);
    let (connected_at, seen_at) = (now, now);
    write(
        turn,
        Presence {
            connected_at,
            seen_at,
            ..presence
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

/// Whether he is to be counted on: he has chosen so, and is there.
pub(crate) fn is_available(turn: &Turn<'_>, id: OperatorId) -> bool {
    turn.cache.employees.works(id)
        && of(turn, id).chosen == Availability::Online
        && turn.lines.operators_online().contains(&id)
}

/// What was written down of him.
pub(crate) fn of(turn: &Turn<'_>, id: OperatorId) -> Presence {
    let known = turn.cache.presence.get(&id);
    known.cloned().unwrap_or_else(|| Presence::new(id))
}

fn gone(turn: &mut Turn<'_>, id: OperatorId) -> Result<(), Stop> {
    let presence = of(turn, id);
    if presence.connected_at.is_none() || !turn.has_room() {
        return Ok(());
    }
    let (connected_at, seen_at) = (None, Some(turn.now));
    write(
        turn,
        Presence {
            connected_at,
            seen_at,
            ..presence
        },
    )
}

fn write(turn: &mut Turn<'_>, presence: Presence) -> Result<(), Stop> {
    turn.put(&Presence::UPSERT, presence.clone())?;
    turn.cache.presence.insert(presence.employee, presence);
    Ok(())
}

//! Nobody waits for somebody who is not there (X5): when a client has waited as long as the
//! channel's setting says, and his responsible was absent as long, the dialog is free again.
//!
//! No message writes anything for it. What is due is one entry for the whole center, at the
//! earliest moment that comes into question; it is looked for when somebody begins to wait for
//! who is absent, or is absent from now on. Of whoever is there nothing is asked.

use beseda_protocol::ids::{ChannelId, OperatorId, Timestamp};
use beseda_protocol::message::Happened;

use super::state;
use crate::storage::dialogs;
use crate::team::presence;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::Stop;

/// Dialogs that are freed in one turn; each is a message and a row, some 15 us.
const FREED_PER_TURN: u64 = 50;

const MINUTE_MS: u64 = 60 * 1000;

/// Somebody who is absent, and has unanswered dialogs in a channel with a limit.
struct Absent {
    id: OperatorId,
    channel: ChannelId,
    since: Timestamp,
    minutes: u32,
}

impl Absent {
    fn limit_ms(&self) -> u64 {
        u64::from(self.minutes) * MINUTE_MS
    }
}

/// When to look is put on the list of what is due, unless that is earlier already.
pub(super) fn look_ahead(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let mut next: Option<Timestamp> = None;
    for absent in absent(turn) {
        let longest = dialogs::longest_wait(turn.storage, absent.id, absent.channel)?;
        if let Some(since) = longest {
            let at = since.max(absent.since).plus_ms(absent.limit_ms());
            next = Some(next.map_or(at, |next| next.min(at)));
        }
    }
    let set = turn.cache.wait_limit_at;
    match next {
        Some(at) if set.is_none_or(|set| at < set) => {
            due::schedule(turn, Due::WaitLimit, "", at)?;
            turn.cache.wait_limit_at = Some(at);
            Ok(())
        }
        // What is due then finds nothing to do, and looks ahead.
        Some(_) | None => Ok(()),
    }
}

/// Somebody may have waited long enough.
pub(crate) fn ring(turn: &mut Turn<'_>) -> Result<(), Stop> {
    turn.cache.wait_limit_at = None;
    turn.waits_otherwise = true;
    let mut left = FREED_PER_TURN;
    for absent in absent(turn) {
        let waits_since = Timestamp(turn.now.0.saturating_sub(absent.limit_ms()));
        if absent.since > waits_since {
            continue;
        }
        let Absent {
            id,
            channel,
            minutes,
            ..
        } = absent;
        let waiting = dialogs::waiting_for(turn.storage, id, channel, waits_since, left)?;
        left -= waiting.len() as u64;
        turn.load_dialogs(&waiting.iter().copied().collect())?;
        for dialog in waiting {
            state::post(turn, dialog, Happened::Waited { from: id, minutes })?;
        }
        if left == 0 {
            // The rest has waited long enough, too: looking ahead finds it, and rings at once.
            break;
        }
    }
    Ok(())
}

fn absent(turn: &Turn<'_>) -> Vec<Absent> {
    let cells = turn.cache.cube.cells();
    let absent = cells.filter_map(|(cell, tally)| {
        let (id, channel) = (cell.responsible.0?, cell.channel);
        let assignment = &turn.cache.channels.get(&channel)?.assignment.value;
        let minutes = assignment.wait_minutes;
        let is_asked = minutes > 0 && tally.unanswered > 0;
        let since = is_asked.then(|| presence::absent_since(turn, id))??;
        Some(Absent {
            id,
            channel,
            since,
            minutes,
        })
    });
    absent.collect()
}

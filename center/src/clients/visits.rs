//! Visits: kept until the first message, for a day at most.

use beseda_protocol::ids::IdentityId;

use crate::storage::visits::Visit;
use crate::storage::whences::{self, WhenceRow};
use crate::turn::Whence;
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;

/// How long it waits for the message, in ms: a day.
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;

/// Of each thing that a connection tells, in characters: browsers' names for themselves have
/// some 120.
const WHENCE_CHARS_MAX: usize = 300;

/// Keeps it.
pub(crate) fn keep(turn: &mut Turn<'_>, visit: Visit) -> Result<(), Stop> {
    let identity = visit.identity.clone();
    turn.put(&Visit::UPSERT, visit)?;
    let at = turn.now.plus_ms(KEPT_MS);
    due::schedule(turn, Due::Visit, identity.as_str(), at)
}

/// Keeps what his connection tells, if that is another thing than before.
pub(crate) fn keep_whence(turn: &mut Turn<'_>, who: &Visitor) -> Result<(), Stop> {
    if who.whence == Whence::default() || !turn.has_room() {
        return Ok(());
    }
    let cut = |text: &str| text.chars().take(WHENCE_CHARS_MAX).collect::<String>();
    let Whence {
        agent,
        country,
        city,
        time_zone,
    } = &who.whence;
    let row = WhenceRow {
        identity: who.identity.clone(),
        agent: cut(agent),
        country: cut(country),
        city: cut(city),
        time_zone: cut(time_zone),
    };
    match whences::load(turn.storage, &who.identity)?.as_ref() == Some(&row) {
        true => Ok(()),
        false => turn.put(&WhenceRow::UPSERT, row),
    }
}

/// He is a client now, and his row has it.
pub(crate) fn end(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<(), Stop> {
    forget_visit(turn, identity.as_str())?;
    due::cancel(turn, Due::Visit, identity.as_str())
}

/// He never wrote.
pub(crate) fn forget(turn: &mut Turn<'_>, identity: &str) -> Result<(), Stop> {
    forget_visit(turn, identity)?;
    turn.write("DELETE FROM whences WHERE identity = ?", &[identity.into()])?;
    turn.write(
        "DELETE FROM page_views WHERE identity = ?",
        &[identity.into()],
    )?;
    turn.write(
        "DELETE FROM arrivals WHERE identity = ?",
        &[identity.into()],
    )
}

fn forget_visit(turn: &mut Turn<'_>, identity: &str) -> Result<(), Stop> {
    turn.write("DELETE FROM visits WHERE identity = ?", &[identity.into()])
}

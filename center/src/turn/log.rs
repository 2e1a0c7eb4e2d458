//! Lets things happen: puts events into the log and hands them on to be told.

use beseda_protocol::ids::{IdentityId, Seq};
use beseda_protocol::limits::EVENTS_KEPT;

use super::center_row;
use super::current::Turn;
use super::due::{self, Due};
use super::refusals::Stop;
use super::webhooks;
use crate::storage::events::{Event, EventRow, What};
use crate::storage::message_row::MessageRow;

/// Places pruned at once, so that no turn takes long.
const PRUNED_PER_TURN: u64 = 2_000;

/// How often the log's length is looked at, in events.
const PRUNE_EVERY: u64 = 1_000;

/// Puts an event into the log, and into the view of a client if he sees it.
pub(crate) fn happen(
    turn: &mut Turn<'_>,
    what: What,
    seen_by: Option<&IdentityId>,
) -> Result<(), Stop> {
    let seq = Seq(turn.cache.seq.0 + 1);
    let event = Event {
        seq,
        identity: seen_by.cloned(),
        what,
    };
    match (&event.what, EventRow::of(&event)) {
        (What::Message(message), _) => {
            let dialog = turn.sure_dialog(message.dialog)?;
            let (links, site) = (dialog.chain.links(), dialog.site.clone());
            let identity = dialog.identity.clone();
            let row = MessageRow::of(message, turn.cache.client_sender(&site, identity), links);
            turn.put_message(row, message)?;
        }
        (_, Some(row)) => turn.buffer()?.add(&EventRow::INSERT, row),
        (_, None) => {}
    }
    turn.cache.seq = seq;
    webhooks::note(turn, &event)?;
    turn.pending.push(event);
    if seq.0 > EVENTS_KEPT && seq.0.is_multiple_of(PRUNE_EVERY) {
        due::schedule(turn, Due::Prune, "", turn.now)?;
    }
    Ok(())
}

/// Forgets the oldest events beyond the kept ones, some at a time.
pub(crate) fn prune(turn: &mut Turn<'_>) -> Result<(), Stop> {
    let pruned = turn.cache.pruned;
    let keep_after = turn.cache.seq.0.saturating_sub(EVENTS_KEPT);
    let upto = Seq(keep_after.min(pruned.0 + PRUNED_PER_TURN));
    if upto <= pruned {
        return Ok(());
    }
    turn.write("DELETE FROM events WHERE seq <= ?", &[upto.into()])?;
    center_row::prune(turn, upto)?;
    if upto.0 < keep_after {
        due::schedule(turn, Due::Prune, "", turn.now)?;
    }
    Ok(())
}

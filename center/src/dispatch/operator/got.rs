//! A console has received events: visitors see that their messages got there.
//!
//! One mark for the whole center, because message ids are places in its log. It is
//! no event: who misses it gets it with his next hello.

use beseda_protocol::ids::{MessageId, Seq};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::visitor::ToVisitor;

use crate::storage::messages;
use crate::turn::To;
use crate::turn::center_row;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

pub(super) fn mark(turn: &mut Turn<'_>, seq: Seq) -> Result<(), Stop> {
    let before = turn.cache.received;
    let upto = seq.min(turn.cache.seq);
    if upto <= before || !turn.has_room() {
        return Ok(());
    }
    center_row::receive(turn, upto)?;
    // A console that comes in the morning has received the whole night: those who
    // still wait since then learn it with their next hello.
    let after = before
        .0
        .max(upto.0.saturating_sub(RESUME_EVENTS_MAX as u64));
    let (after, upto) = (MessageId(after), MessageId(upto.0));
    for identity in messages::writers(turn.storage, after, upto)? {
        turn.send(To::Identity(identity), &ToVisitor::Delivered { upto });
    }
    Ok(())
}

//! A console has received events: visitors see that their messages got there.
//!
//! One mark for the whole center, because message ids are places in its log. It is
//! no event: who misses it gets it with his next hello.

use beseda_protocol::ids::{MessageId, Seq};
use beseda_protocol::limits::RESUME_EVENTS_MAX;
use beseda_protocol::visitor::ToVisitor;

use crate::stop::Stop;
use crate::turn::To;
use crate::work::Work;
use crate::{center_row, messages};

pub(super) fn take(work: &mut Work<'_>, seq: Seq) -> Result<(), Stop> {
    let before = work.known.received;
    let upto = seq.min(work.known.seq);
    if upto <= before || !work.has_room() {
        return Ok(());
    }
    center_row::receive(work, upto)?;
    // A console that comes in the morning has received the whole night: those who
    // still wait since then learn it with their next hello.
    let after = before
        .0
        .max(upto.0.saturating_sub(RESUME_EVENTS_MAX as u64));
    let (after, upto) = (MessageId(after), MessageId(upto.0));
    for client in messages::writers(work.sql, after, upto)? {
        work.send(To::Client(client), &ToVisitor::Delivered { upto });
    }
    Ok(())
}

//! Closes dialogs and opens them again, and says that no reply is needed; asked
//! twice, nothing happens twice.

use beseda_protocol::ids::DialogId;
use beseda_protocol::message::Happened;

use super::{Operator, find};
use crate::change::{self, Change, Post};
use crate::dialogs::State;
use crate::stop::Stop;
use crate::work::Work;

/// KC-30, CQ-12.
pub(super) fn close(work: &mut Work<'_>, who: &Operator, id: DialogId) -> Result<(), Stop> {
    match find(work, id)?.state {
        State::Open => post(work, id, Happened::Closed { by: who.person() }),
        State::Closed { .. } => Ok(()),
    }
}

/// By hand.
pub(super) fn reopen(work: &mut Work<'_>, who: &Operator, id: DialogId) -> Result<(), Stop> {
    let by = Some(who.person());
    match find(work, id)?.state {
        State::Open => Ok(()),
        State::Closed { .. } => post(work, id, Happened::Reopened { by }),
    }
}

/// X1: nothing awaits a reply any more, and the dialog goes on.
pub(super) fn no_reply_needed(
    work: &mut Work<'_>,
    who: &Operator,
    id: DialogId,
) -> Result<(), Stop> {
    let by = who.person();
    match find(work, id)?.awaiting() {
        (0, _) => Ok(()),
        _ => post(work, id, Happened::NoReplyNeeded { by }),
    }
}

/// Lets the system tell what was done, which does it.
pub(super) fn post(work: &mut Work<'_>, id: DialogId, happened: Happened) -> Result<(), Stop> {
    let post = Change::Posted(id, Post::system(happened));
    change::apply(work, vec![post]).map(drop)
}

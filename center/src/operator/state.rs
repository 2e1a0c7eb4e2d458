//! Closes dialogs and opens them again, and says that no reply is needed; asked
//! twice, nothing happens twice.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{Close, NoReplyNeeded, Reopen};
use beseda_protocol::ids::DialogId;
use beseda_protocol::message::Happened;

use super::{Operator, find};
use crate::change::{self, Change, Post};
use crate::dialogs::State;
use crate::stop::Stop;
use crate::work::Work;

/// KC-30, CQ-12.
pub(super) fn close(work: &mut Work<'_>, who: &Operator, asked: Close) -> Result<Done, Stop> {
    let by = who.person();
    match find(work, asked.dialog)?.state {
        State::Open => post(work, asked.dialog, Happened::Closed { by }),
        State::Closed { .. } => Ok(Done {}),
    }
}

/// By hand.
pub(super) fn reopen(work: &mut Work<'_>, who: &Operator, asked: Reopen) -> Result<Done, Stop> {
    let by = Some(who.person());
    match find(work, asked.dialog)?.state {
        State::Open => Ok(Done {}),
        State::Closed { .. } => post(work, asked.dialog, Happened::Reopened { by }),
    }
}

/// X1: nothing awaits a reply any more, and the dialog goes on.
pub(super) fn no_reply_needed(
    work: &mut Work<'_>,
    who: &Operator,
    asked: NoReplyNeeded,
) -> Result<Done, Stop> {
    let by = who.person();
    match find(work, asked.dialog)?.awaiting() {
        (0, _) => Ok(Done {}),
        _ => post(work, asked.dialog, Happened::NoReplyNeeded { by }),
    }
}

/// Lets the system tell what was done, which does it.
pub(super) fn post(work: &mut Work<'_>, id: DialogId, happened: Happened) -> Result<Done, Stop> {
    let post = Change::Posted(id, Post::system(happened));
    change::apply(work, vec![post])?;
    Ok(Done {})
}

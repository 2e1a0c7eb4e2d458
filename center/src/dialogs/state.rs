//! Closes dialogs and opens them again, and says that no reply is needed; asked
//! twice, nothing happens twice.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{Close, NoReplyNeeded, Reopen};
use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::message::Happened;

use super::change::{self, Change, Post};
use super::free;
use super::standing;
use crate::storage::dialogs::{Dialog, Shelf, State};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// KC-30, CQ-12.
pub(crate) fn close(turn: &mut Turn<'_>, who: &Operator, asked: Close) -> Result<Done, Stop> {
    let by = who.me.id;
    let dialog = rights::answerable(turn, &who.me, asked.dialog)?;
    match dialog.state {
        State::Open => {
            post(turn, dialog.id, Happened::Closed { by })?;
            standing::changed(turn, &dialog)?;
            Ok(Done {})
        }
        State::Closed { .. } => Ok(Done {}),
    }
}

/// By hand.
pub(crate) fn reopen(turn: &mut Turn<'_>, who: &Operator, asked: Reopen) -> Result<Done, Stop> {
    let by = Some(who.me.id);
    let dialog = rights::answerable(turn, &who.me, asked.dialog)?;
    match dialog.state {
        State::Open => Ok(Done {}),
        State::Closed { .. } => reopened(turn, &dialog, by),
    }
}

/// Whoever was responsible and is disabled is that no longer.
pub(super) fn reopened(
    turn: &mut Turn<'_>,
    dialog: &Dialog,
    by: Option<OperatorId>,
) -> Result<Done, Stop> {
    let mut changes = Vec::with_capacity(2);
    if let Some(from) = free::is_left(turn, dialog) {
        let freed = Post::system(Happened::Freed { from });
        changes.push(Change::Posted(dialog.id, freed));
    }
    let reopened = Post::system(Happened::Reopened { by });
    changes.push(Change::Posted(dialog.id, reopened));
    change::apply(turn, changes)?;
    standing::changed(turn, dialog)?;
    Ok(Done {})
}

/// X1: nothing awaits a reply any more, and the dialog goes on.
pub(crate) fn no_reply_needed(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: NoReplyNeeded,
) -> Result<Done, Stop> {
    let by = who.me.id;
    let dialog = rights::answerable(turn, &who.me, asked.dialog)?;
    match dialog.listed.shelf {
        Shelf::Unread | Shelf::Quiet | Shelf::Closed => Ok(Done {}),
        // It would await one again when it comes back.
        Shelf::Snoozed if dialog.awaiting().0 == 0 => Ok(Done {}),
        Shelf::Unanswered | Shelf::Snoozed => {
            post(turn, asked.dialog, Happened::NoReplyNeeded { by })
        }
    }
}

/// Lets the system tell what was done, which does it.
pub(crate) fn post(turn: &mut Turn<'_>, id: DialogId, happened: Happened) -> Result<Done, Stop> {
    let post = Change::Posted(id, Post::system(happened));
    change::apply(turn, vec![post])?;
    Ok(Done {})
}

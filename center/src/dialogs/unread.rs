//! Marks a dialog unread by hand (X2), until somebody opens it.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::MarkUnread;
use beseda_protocol::message::Happened;

use super::state;
use crate::storage::dialogs::State;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// A closed one stays as it is: nothing in it is unanswered.
pub(crate) fn mark(turn: &mut Turn<'_>, who: &Operator, asked: MarkUnread) -> Result<Done, Stop> {
    let dialog = rights::readable(turn, &who.me, asked.dialog)?;
    match dialog.state == State::Open && dialog.marked_unread_at.is_none() {
        true => state::post(turn, asked.dialog, Happened::MarkedUnread { by: who.me.id }),
        false => Ok(Done {}),
    }
}

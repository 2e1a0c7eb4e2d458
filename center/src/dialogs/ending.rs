//! How a conversation ends for its client: he ends it himself, and rates one that is closed.

use beseda_protocol::ids::{DialogId, IdentityId};
use beseda_protocol::limits::RATING_COMMENT_CHARS_MAX;
use beseda_protocol::message::{Happened, Rating};
use beseda_protocol::refusal::{Code, Refusal};

use super::standing::{is_recent, tell};
use super::state;
use crate::clients::blocked;
use crate::storage::closings::{self, Closing};
use crate::storage::dialogs::State;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::text;

/// A client ends his conversation; where none is open, it has ended.
pub(crate) fn end(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<(), Stop> {
    blocked::check(turn, identity)?;
    let current = turn.current_dialog(identity)?.cloned();
    let Some(dialog) = current.filter(|dialog| dialog.state == State::Open) else {
        return Ok(());
    };
    state::post(turn, dialog.id, Happened::Ended {})?;
    let closing = Closing {
        is_by_client: true,
        ..Closing::new(dialog.id, turn.now)
    };
    turn.put(&Closing::UPSERT, closing)?;
    tell(turn, identity)
}

/// A client rates a conversation of his, or would rather not.
///
/// # Errors
/// `not_found` of a dialog that is not his; `not_closed` of one that is open; `too_late` when it
/// was closed long ago; `stale` when he has answered otherwise before.
pub(crate) fn rate(
    turn: &mut Turn<'_>,
    identity: &IdentityId,
    dialog: DialogId,
    rating: Option<Rating>,
    comment: &str,
) -> Result<(), Stop> {
    blocked::check(turn, identity)?;
    let comment = text::lines(comment, RATING_COMMENT_CHARS_MAX)?;
    let id = turn.dialog_now(dialog)?;
    let found = turn.dialog(id)?.cloned();
    let found = found.filter(|dialog| dialog.identity == *identity);
    let dialog = found.ok_or_else(|| refuse(Code::NotFound))?;
    let State::Closed { at, .. } = dialog.state else {
        return Err(refuse(Code::NotClosed).into());
    };
    let closing = closings::load(turn.storage, id, at)?;
    if closing.answered_at.is_some() {
        // Said once more, since the first answer was lost.
        return match (closing.rating, closing.comment) == (rating, comment) {
            true => Ok(()),
            false => Err(refuse(Code::Stale).into()),
        };
    }
    if !is_recent(turn, at) {
        let late = "A conversation can be rated for a week.";
        return Err(Refusal::new(Code::TooLate, late).into());
    }
    let answered_at = Some(turn.now);
    if let Some(rating) = rating {
        let comment = comment.clone();
        state::post(turn, id, Happened::Rated { rating, comment })?;
    }
    let closing = Closing {
        answered_at,
        rating,
        comment,
        ..closing
    };
    turn.put(&Closing::UPSERT, closing)?;
    tell(turn, identity)
}

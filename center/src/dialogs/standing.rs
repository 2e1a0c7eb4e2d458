//! How a closed conversation stands for its client: whether he has ended it, and what he is
//! asked. His widgets are told by a frame, which is no event: whoever comes later is told with
//! the answer to his hello.

use beseda_protocol::ids::{IdentityId, Timestamp};
use beseda_protocol::limits::RATED_WITHIN_MS;
use beseda_protocol::visitor::ToVisitor;

use crate::clients::blocked;
use crate::storage::closings;
use crate::storage::dialogs::{Dialog, State};
use crate::storage::fault::Fault;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::{To, fanout};

/// A dialog was closed, or opened again by hand, by an employee: its client's widgets are told
/// what there is to ask.
pub(super) fn changed(turn: &mut Turn<'_>, before: &Dialog) -> Result<(), Stop> {
    let (identity, id) = (before.identity.clone(), before.id);
    let asks = asks(turn, before);
    let is_opened = turn.sure_dialog(id)?.state == State::Open;
    // Who has ended it himself sees that it goes on.
    let was_ended = matches!(before.state, State::Closed { by: None, .. });
    match asks || is_opened && was_ended {
        true => tell(turn, &identity),
        false => Ok(()),
    }
}

/// How the conversation of an identity stands; `None`: there is nothing to say about it.
pub(crate) fn stands(
    turn: &mut Turn<'_>,
    identity: &IdentityId,
) -> Result<Option<ToVisitor>, Fault> {
    let Some(dialog) = turn.current_dialog(identity)?.cloned() else {
        return Ok(None);
    };
    let State::Closed { at, by } = dialog.state else {
        return Ok(None);
    };
    let asks = asks(turn, &dialog) && is_recent(turn, at);
    // An employee has closed it, and there is nothing to ask.
    if by.is_some() && !asks || blocked::is(turn, identity)? {
        return Ok(None);
    }
    let closing = closings::load(turn.storage, dialog.id, at)?;
    let by_you = closing.is_by_client;
    // What fell silent, nobody has ended.
    let is_asked = asks && (by.is_some() || by_you) && closing.answered_at.is_none();
    let rate = is_asked.then_some(dialog.id);
    Ok((by_you || is_asked).then_some(ToVisitor::Ended { by_you, rate }))
}

/// Tells all widgets of an identity.
pub(super) fn tell(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<(), Stop> {
    // A message ends what this says: those that were said before come before.
    fanout::flush(turn)?;
    let by_you = false;
    let goes_on = ToVisitor::Ended { by_you, rate: None };
    let stands = stands(turn, identity)?.unwrap_or(goes_on);
    turn.send(To::Identity(identity.clone()), &stands);
    Ok(())
}

fn asks(turn: &Turn<'_>, dialog: &Dialog) -> bool {
    let site = turn.cache.site(&dialog.site);
    site.is_some_and(|site| site.asking.value.rating)
}

/// Whether it was closed so lately that it is rated.
pub(super) fn is_recent(turn: &Turn<'_>, closed_at: Timestamp) -> bool {
    turn.now.ms_since(closed_at) <= RATED_WITHIN_MS
}

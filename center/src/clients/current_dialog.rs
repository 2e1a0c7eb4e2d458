//! Where a client's next message goes: to his current dialog, unless that has been
//! closed for too long (X6).

use beseda_protocol::ids::{DialogId, IdentityId, SiteId, Timestamp};

use crate::storage::dialogs::{Dialog, State};
use crate::storage::fault::Fault;
use crate::turn::current::Turn;

/// Whether a dialog takes its client's next message: open, closed so lately that it
/// is opened again, or one in which nobody has said anything yet.
pub(crate) fn takes_more(dialog: &Dialog, now: Timestamp, reopen_within_ms: u64) -> bool {
    match dialog.state {
        State::Open => true,
        State::Closed { at, .. } => dialog.is_empty() || now.ms_since(at) <= reopen_within_ms,
    }
}

/// The dialog that a visitor's message would go to now, if it would begin none.
pub(crate) fn next(
    turn: &mut Turn<'_>,
    identity: &IdentityId,
    site: &SiteId,
) -> Result<Option<DialogId>, Fault> {
    let reopen_within_ms = turn.cache.reopen_within_ms(site);
    let now = turn.now;
    let dialog = turn.current_dialog(identity)?;
    let dialog = dialog.filter(|dialog| takes_more(dialog, now, reopen_within_ms));
    Ok(dialog.map(|dialog| dialog.id))
}

//! A dialog was shown in a focused window (X1), or is taken for that.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::MarkRead;
use beseda_protocol::ids::{DialogId, MessageId};

use super::change::{self, Change};
use crate::storage::messages;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// By hand, without a look at it.
pub(crate) fn mark_read(
    turn: &mut Turn<'_>,
    who: &Operator,
    MarkRead { dialog }: MarkRead,
) -> Result<Done, Stop> {
    let last = rights::readable(turn, &who.me, dialog)?.last.id;
    mark(turn, who, dialog, last)?;
    Ok(Done {})
}

pub(crate) fn mark(
    turn: &mut Turn<'_>,
    who: &Operator,
    id: DialogId,
    upto: MessageId,
) -> Result<(), Stop> {
    let dialog = rights::readable(turn, &who.me, id)?;
    // Nothing behind the last message can have been shown.
    let upto = upto.min(dialog.last.id);
    let is_marked = dialog.marked().is_some();
    let upto = upto.max(dialog.opened_upto);
    // Of one that took in another, what is unread may lie further up.
    if upto == dialog.opened_upto && dialog.unread_count == 0 && !is_marked {
        return Ok(());
    }
    let unread_count = messages::unopened(turn.storage, id, upto)?;
    if unread_count == dialog.unread_count && !is_marked {
        // Only the operators' own messages are new.
        return Ok(());
    }
    let opened = Change::Opened {
        dialog: id,
        upto,
        unread_count,
    };
    change::apply(turn, vec![opened]).map(drop)
}

//! A dialog was shown in a focused window (X1).

use beseda_protocol::ids::{DialogId, MessageId};

use super::find;
use crate::change::{self, Change};
use crate::messages;
use crate::stop::Stop;
use crate::work::Work;

pub(super) fn take(work: &mut Work<'_>, id: DialogId, upto: MessageId) -> Result<(), Stop> {
    let dialog = find(work, id)?;
    // Nothing behind the last message can have been shown.
    let upto = upto.min(dialog.last.id);
    if upto <= dialog.opened_upto {
        return Ok(());
    }
    let unread_count = messages::unopened(work.sql, id, upto)?;
    if unread_count == dialog.unread_count {
        // Only the operators' own messages are new.
        return Ok(());
    }
    let opened = Change::Opened {
        dialog: id,
        upto,
        unread_count,
    };
    change::apply(work, vec![opened]).map(drop)
}

//! What the visitor has received and read.

use beseda_protocol::ids::{MessageId, Seq};

use super::Visitor;
use crate::change::{self, Change, Marked};
use crate::messages;
use crate::stop::Stop;
use crate::work::Work;

/// Everything up to a message was shown.
pub(super) fn read(work: &mut Work<'_>, who: &Visitor, upto: MessageId) -> Result<(), Stop> {
    let Some(client) = work.client(&who.client)? else {
        return Ok(());
    };
    let after = client.read_upto;
    let marked = mark(work, who, after, upto)?;
    settle(work, marked.map(Change::Read))
}

/// The widget has processed the events up to here.
pub(super) fn got(work: &mut Work<'_>, who: &Visitor, seq: Seq) -> Result<(), Stop> {
    // Most of what a widget reports are echoes of what its visitor said.
    if work.known.touched.is_served(&who.client) {
        return Ok(());
    }
    let Some(client) = work.client(&who.client)? else {
        return Ok(());
    };
    let (after, has_all) = (client.delivered_upto, seq >= client.seq);
    let upto = messages::at_place(work.sql, &who.client, seq, after)?;
    let marked = mark(work, who, after, upto)?;
    settle(work, marked.map(Change::Delivered))?;
    (work.known.touched).set_served(&who.client, has_all);
    Ok(())
}

/// The newest operators' message in `(after, upto]`; none: nothing to mark.
fn mark(
    work: &Work<'_>,
    who: &Visitor,
    after: MessageId,
    upto: MessageId,
) -> Result<Option<Marked>, Stop> {
    if upto <= after {
        return Ok(None);
    }
    let newest = messages::of_operators(work.sql, &who.client, after, upto)?;
    Ok(newest.iter().map(|(_, id)| *id).max().map(|upto| Marked {
        client: who.client.clone(),
        upto,
        dialogs: newest.into_iter().map(|(dialog, _)| dialog).collect(),
    }))
}

fn settle(work: &mut Work<'_>, change: Option<Change>) -> Result<(), Stop> {
    change::apply(work, change.into_iter().collect()).map(drop)
}

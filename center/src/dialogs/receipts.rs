//! What the visitor has received and read.

use beseda_protocol::ids::{DialogId, MessageId, Seq};

use super::change::{self, Change, Marked};
use crate::storage::messages::{self, NEWEST};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Visitor;

/// Everything up to a message was shown.
pub(crate) fn read(turn: &mut Turn<'_>, who: &Visitor, upto: MessageId) -> Result<(), Stop> {
    let Some(identity) = turn.identity(&who.identity)? else {
        return Ok(());
    };
    let after = identity.read_upto;
    let marked = mark(turn, who, after, upto)?;
    settle(turn, marked.map(Change::Read))
}

/// The widget has processed the events up to here.
pub(crate) fn got(turn: &mut Turn<'_>, who: &Visitor, seq: Seq) -> Result<(), Stop> {
    // Most of what a widget reports are echoes of what its visitor said.
    if turn.cache.talk.is_served(&who.identity) {
        return Ok(());
    }
    let Some(identity) = turn.identity(&who.identity)? else {
        return Ok(());
    };
    // A message's id is its place in the log.
    let (after, upto) = (identity.delivered_upto, MessageId(seq.0));
    let newest = messages::of_operators(turn.storage, &who.identity, after, NEWEST)?;
    let has_all = newest.iter().all(|(_, id)| *id <= upto);
    let marked = match has_all {
        true => marked(who, newest),
        false => mark(turn, who, after, upto)?,
    };
    settle(turn, marked.map(Change::Delivered))?;
    turn.cache.talk.set_served(&who.identity, has_all);
    Ok(())
}

/// The newest operators' message in `(after, upto]`; none: nothing to mark.
fn mark(
    turn: &Turn<'_>,
    who: &Visitor,
    after: MessageId,
    upto: MessageId,
) -> Result<Option<Marked>, Stop> {
    if upto <= after {
        return Ok(None);
    }
    let newest = messages::of_operators(turn.storage, &who.identity, after, upto)?;
    Ok(marked(who, newest))
}

fn marked(who: &Visitor, newest: Vec<(DialogId, MessageId)>) -> Option<Marked> {
    newest.iter().map(|(_, id)| *id).max().map(|upto| Marked {
        identity: who.identity.clone(),
        upto,
        dialogs: newest.into_iter().map(|(dialog, _)| dialog).collect(),
    })
}

fn settle(turn: &mut Turn<'_>, change: Option<Change>) -> Result<(), Stop> {
    change::apply(turn, change.into_iter().collect()).map(drop)
}

//! Puts tags on dialogs (X7), which tell of it.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{TagDialog, UntagDialog};
use beseda_protocol::ids::{DialogId, MarkId};
use beseda_protocol::message::Happened;

use super::{state, transfer};
use crate::marks::put::{self, On};
use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

/// By hand, one dialog at a time: the tag may lead it to another channel (C2D-18).
pub(crate) fn tag_and_route(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: TagDialog,
) -> Result<Done, Stop> {
    let TagDialog { dialog, tag } = asked;
    let is_new = put_on(turn, who, dialog, tag)?;
    let channel = turn.cache.marks.get(&tag).and_then(|mark| mark.channel);
    match channel.filter(|_| is_new) {
        Some(channel) => transfer::to_channel(turn, who.me.id, dialog, channel),
        None => Ok(Done {}),
    }
}

/// Where a bulk act puts it, or an undone one puts it back, the dialog stays: what those have
/// done can be undone.
pub(crate) fn tag(turn: &mut Turn<'_>, who: &Operator, asked: TagDialog) -> Result<Done, Stop> {
    let TagDialog { dialog, tag } = asked;
    put_on(turn, who, dialog, tag)?;
    Ok(Done {})
}

/// Says whether it was not on it before.
fn put_on(
    turn: &mut Turn<'_>,
    who: &Operator,
    dialog: DialogId,
    tag: MarkId,
) -> Result<bool, Stop> {
    let is_new = put::add(turn, On::Dialog(dialog), tag)?;
    if is_new {
        let (by, tag) = (who.me.id, name(turn, tag));
        changed(turn, dialog, Happened::Tagged { by, tag })?;
    }
    Ok(is_new)
}

pub(crate) fn untag(turn: &mut Turn<'_>, who: &Operator, asked: UntagDialog) -> Result<Done, Stop> {
    let UntagDialog { dialog, tag } = asked;
    match put::remove(turn, On::Dialog(dialog), tag)? {
        true => {
            let (by, tag) = (who.me.id, name(turn, tag));
            changed(turn, dialog, Happened::Untagged { by, tag })
        }
        false => Ok(Done {}),
    }
}

/// As it is called now: it may be renamed, or deleted, and what was done stays as it was.
fn name(turn: &Turn<'_>, tag: MarkId) -> String {
    let mark = turn.cache.marks.get(&tag);
    mark.map(|mark| mark.name.clone()).unwrap_or_default()
}

fn changed(turn: &mut Turn<'_>, dialog: DialogId, happened: Happened) -> Result<Done, Stop> {
    log::happen(turn, What::Tags(dialog), None)?;
    state::post(turn, dialog, happened)
}

//! Hands a dialog on, to somebody or to another channel, with a word to whoever goes on from
//! there (X26). The word is a note, written while whoever hands it on still sees the dialog.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::TransferDialog;
use beseda_protocol::channel::Channel;
use beseda_protocol::dialog::TransferTo;
use beseda_protocol::ids::{ChannelId, DialogId, OperatorId};
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::refusal::Code;

use super::change::{self, Change, Post};
use super::{assign, draft, mentioning};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::rights;
use crate::turn::speaker::Operator;

pub(crate) fn transfer(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: TransferDialog,
) -> Result<Done, Stop> {
    let TransferDialog {
        dialog: id,
        to,
        note,
    } = asked;
    let by = who.me.id;
    let dialog = rights::answerable(turn, &who.me, id)?;
    let mut changes = Vec::with_capacity(3);
    if !note.is_empty() {
        draft::check_text(&note)?;
        let text = note;
        let mentions = mentioning::called(turn, &dialog, &text, &[]);
        let content = Content::Note { by, text, mentions };
        let (cid, quote) = (None, None);
        let note = Post {
            cid,
            quote,
            content,
        };
        changes.push(Change::Posted(id, note));
    }
    let mut handed_to = None;
    match to {
        TransferTo::Person { to } => {
            assign::check(turn, to, dialog.channel)?;
            if dialog.responsible.0 != Some(to) {
                handed_to = Some(to);
                let to = handed_to;
                let assigned = Post::system(Happened::Assigned { by, to });
                changes.push(Change::Posted(id, assigned));
            }
        }
        TransferTo::Channel { channel } => {
            let known = turn.cache.channels.get(&channel);
            let known = known.ok_or_else(|| refuse(Code::NotFound))?;
            if dialog.channel != channel {
                changes.extend(moved(by, id, known));
            }
        }
        TransferTo::Unknown => return Err(refuse(Code::Unsupported).into()),
    }
    if let Some((message, _)) = change::apply(turn, changes)? {
        mentioning::handed(turn, by, handed_to, id, message)?;
    }
    Ok(Done {})
}

/// A tag hands it on for whoever gives it, to a channel that there is.
pub(super) fn to_channel(
    turn: &mut Turn<'_>,
    by: OperatorId,
    id: DialogId,
    channel: ChannelId,
) -> Result<Done, Stop> {
    let known = turn.cache.channels.get(&channel).cloned();
    if let Some(known) = known
        && turn.sure_dialog(id)?.channel != channel
    {
        change::apply(turn, moved(by, id, &known).to_vec())?;
    }
    Ok(Done {})
}

fn moved(by: OperatorId, id: DialogId, channel: &Channel) -> [Change; 2] {
    let to = channel.name.clone();
    let transferred = Post::system(Happened::Transferred { by, to });
    [
        Change::Posted(id, transferred),
        Change::Moved(id, channel.id),
    ]
}

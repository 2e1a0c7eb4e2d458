//! Puts tags on dialogs (X7), which tell of it.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{TagDialog, UntagDialog};
use beseda_protocol::ids::{DialogId, MarkId};
use beseda_protocol::message::Happened;

use super::state;
use crate::marks::put::{self, On};
use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn tag(turn: &mut Turn<'_>, who: &Operator, asked: TagDialog) -> Result<Done, Stop> {
    let TagDialog { dialog, tag } = asked;
    match put::add(turn, On::Dialog(dialog), tag)? {
        true => {
            let (by, tag) = (who.me.id, name(turn, tag));
            changed(turn, dialog, Happened::Tagged { by, tag })
        }
        false => Ok(Done {}),
    }
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

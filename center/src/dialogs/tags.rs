//! Puts tags on dialogs (X7).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{TagDialog, UntagDialog};
use beseda_protocol::ids::DialogId;

use crate::marks::put::{self, On};
use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn tag(turn: &mut Turn<'_>, _: &Operator, asked: TagDialog) -> Result<Done, Stop> {
    match put::add(turn, On::Dialog(asked.dialog), asked.tag)? {
        true => changed(turn, asked.dialog),
        false => Ok(Done {}),
    }
}

pub(crate) fn untag(turn: &mut Turn<'_>, _: &Operator, asked: UntagDialog) -> Result<Done, Stop> {
    match put::remove(turn, On::Dialog(asked.dialog), asked.tag)? {
        true => changed(turn, asked.dialog),
        false => Ok(Done {}),
    }
}

fn changed(turn: &mut Turn<'_>, dialog: DialogId) -> Result<Done, Stop> {
    log::happen(turn, What::Tags(dialog), None)?;
    Ok(Done {})
}

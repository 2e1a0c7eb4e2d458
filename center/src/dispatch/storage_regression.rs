//! A storage that lacks what it had confirmed: its log was deleted, or an older disk
//! was put under it by other means than `host restore` (C14). Nothing in it tells;
//! but clients come back who were told more than there is. The places in between
//! will be given again, so nobody may go on from one of before: he would miss what
//! takes them. (A console that comes back when as many new events have passed as were
//! lost looks like any other; a visitor's place is one of his own events, or is not.)
//!
//! A storage can't go back under a living object, so a claim is believed once in
//! its life: whoever repeats one is wrong, or lies.

use std::mem;

use beseda_protocol::ids::{IdentityId, Seq};

use crate::turn::Output;
use crate::turn::center_row;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// Clients whose claims are believed in one life of an object, each a row written.
const CLIENTS_MAX: usize = 1_000;

/// A console was told of a place: if that is beyond the last, every view gets another
/// name, as after a restore. What the relay does when the console has its new view.
pub(crate) fn console_was_told(turn: &mut Turn<'_>, told: Seq) -> Result<Option<Output>, Stop> {
    let last = turn.cache.seq;
    if told <= last || !turn.has_room() || mem::replace(&mut turn.cache.believed.operators, true) {
        return Ok(None);
    }
    center_row::renew(turn)?;
    let identity = None;
    Ok(Some(Output::WentBack {
        identity,
        told,
        last,
    }))
}

/// A widget was told of a place that is none of its client's: whether his view gets
/// another name. Only this one, since it is a stranger's word.
pub(crate) fn widget_was_told(turn: &mut Turn<'_>, identity: &IdentityId, told: Seq) -> bool {
    let last = turn.cache.seq;
    let has_room = turn.has_room();
    let believed = &mut turn.cache.believed.identities;
    if !has_room || believed.len() >= CLIENTS_MAX || !believed.insert(identity.clone()) {
        return false;
    }
    // The first says it for all: nobody fills the log.
    if believed.len() == 1 {
        let identity = Some(identity.clone());
        turn.out.push(Output::WentBack {
            identity,
            told,
            last,
        });
    }
    true
}

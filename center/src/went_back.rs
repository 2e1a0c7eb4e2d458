//! A storage that lacks what it had confirmed: its log was deleted, or an older disk
//! was put under it by other means than `host restore` (C14). Nothing in it tells;
//! but clients come back who were told more than there is. The places in between
//! will be given again, so nobody may go on from one of before: he would miss what
//! takes them. (Who comes back when as many new events have passed as were lost
//! looks like anybody else.)
//!
//! A storage can't go back under a living object, so a claim is believed once in
//! its life: whoever repeats one is wrong, or lies.

use std::collections::BTreeSet;
use std::mem;

use beseda_protocol::ids::{ClientId, Seq};

use crate::center_row;
use crate::stop::Stop;
use crate::turn::Output;
use crate::work::Work;

/// Clients whose claims are believed in one life of an object, each a row written.
const CLIENTS_MAX: usize = 1_000;

/// Whose views were made anew in this life of the object.
#[derive(Debug, Default)]
pub(crate) struct Believed {
    operators: bool,
    clients: BTreeSet<ClientId>,
}

/// A console was told of a place: if that is beyond the last, every view gets another
/// name, as after a restore. What the relay does when the console has its new view.
pub(crate) fn console_was_told(work: &mut Work<'_>, told: Seq) -> Result<Option<Output>, Stop> {
    let last = work.known.seq;
    if told <= last || !work.has_room() || mem::replace(&mut work.known.believed.operators, true) {
        return Ok(None);
    }
    center_row::renew(work)?;
    let client = None;
    Ok(Some(Output::WentBack { client, told, last }))
}

/// A widget was told of a place in its client's view, of which this is the last:
/// whether the view gets another name. Only this one, since it is a stranger's word.
pub(crate) fn widget_was_told(
    work: &mut Work<'_>,
    client: &ClientId,
    told: Seq,
    last: Seq,
) -> bool {
    let has_room = work.has_room();
    let believed = &mut work.known.believed.clients;
    if told <= last
        || !has_room
        || believed.len() >= CLIENTS_MAX
        || !believed.insert(client.clone())
    {
        return false;
    }
    // The first says it for all: nobody fills the log.
    if believed.len() == 1 {
        let client = Some(client.clone());
        work.out.push(Output::WentBack { client, told, last });
    }
    true
}

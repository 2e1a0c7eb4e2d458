//! Clients who turned out to be one (KC-32): their dialogs tell of it.

use beseda_protocol::ask::clients::{MergeClients, Merged};
use beseda_protocol::message::Happened;

use super::told;
use crate::clients::merging;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;

pub(crate) fn merge(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: MergeClients,
) -> Result<Merged, Stop> {
    let MergeClients { client, into } = asked;
    let merged = merging::merge(turn, client, into)?;
    let by = who.me.id;
    told::in_dialogs_of(turn, into, &Happened::Merged { by, client })?;
    Ok(merged)
}

//! What all changes of a client's card have in common.

use beseda_protocol::ask::Done;
use beseda_protocol::ids::ClientId;
use beseda_protocol::refusal::Code;

use crate::storage::clients::Client;
use crate::storage::events::What;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::{fanout, log};

/// The client whose card it is.
pub(super) fn find(turn: &mut Turn<'_>, id: ClientId) -> Result<Client, Stop> {
    let client = turn.client(id)?.cloned();
    Ok(client.ok_or_else(|| refuse(Code::NotFound))?)
}

/// His card has changed, and every console is told.
pub(super) fn changed(turn: &mut Turn<'_>, id: ClientId) -> Result<Done, Stop> {
    log::happen(turn, What::Client(id), None)?;
    Ok(Done {})
}

/// What the asker saw is no longer so. What is so now, he is told first.
pub(super) fn overtaken(turn: &mut Turn<'_>) -> Result<Done, Stop> {
    fanout::flush(turn)?;
    Err(refuse(Code::Stale).into())
}

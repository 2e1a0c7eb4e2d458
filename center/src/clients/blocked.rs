//! Who may not write (SB-58): what he says is refused, and his widgets know it.

use beseda_protocol::ids::{ClientId, IdentityId};
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::ToVisitor;

use crate::storage::fault::Fault;
use crate::storage::identities;
use crate::turn::To;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};

/// Whether the client behind an identity is blocked. Nobody has blocked who has not written
/// yet.
pub(crate) fn is(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<bool, Fault> {
    let client = turn.identity(identity)?.map(|identity| identity.client);
    client.map_or(Ok(false), |client| {
        Ok(turn.sure_client(client)?.block.is_some())
    })
}

/// Refuses what a blocked visitor wants to say.
pub(crate) fn check(turn: &mut Turn<'_>, identity: &IdentityId) -> Result<(), Stop> {
    match is(turn, identity)? {
        true => Err(refuse(Code::Unavailable).into()),
        false => Ok(()),
    }
}

/// Tells all widgets of a client how it is now.
pub(crate) fn tell(turn: &mut Turn<'_>, client: ClientId) -> Result<(), Fault> {
    let on = turn.sure_client(client)?.block.is_some();
    for identity in identities::of_client(turn.storage, client)? {
        turn.send(To::Identity(identity), &ToVisitor::Blocked { on });
    }
    Ok(())
}

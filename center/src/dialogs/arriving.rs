//! What a client writes on a transport that is not the site chat: told as what is said in a
//! widget, to the same list (CQ-01).

use beseda_protocol::ids::{IdentityId, MessageId, SiteId};
use beseda_protocol::limits::ADDRESS_BYTES_MAX;
use beseda_protocol::message::Draft;
use beseda_protocol::refusal::Code;

use super::say::{self, Named};
use crate::storage::addresses::AddressRow;
use crate::token;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Visitor;
use crate::turn::transport::Arrival;
use crate::turn::{LineId, Whence};

/// Hex digits of an identity's id, as in a visitor's token.
const ID_DIGITS: usize = 32;

/// Stores it. The same update again gets the same answer.
pub(crate) fn arrive(turn: &mut Turn<'_>, arrival: Arrival) -> Result<MessageId, Stop> {
    let Arrival {
        transport,
        update,
        address,
        name,
        text,
    } = arrival;
    if !turn.cache.is_carried(&transport) {
        return Err(refuse(Code::NotFound).into());
    }
    if address.is_empty() || address.len() > ADDRESS_BYTES_MAX {
        return Err(refuse(Code::Malformed).into());
    }
    let identity = identity_of(&transport, &address);
    let is_new = turn.identity(&identity)?.is_none();
    let who = Visitor {
        line: LineId::NOBODY,
        identity: identity.clone(),
        site: transport,
        whence: Whence::default(),
    };
    let body = Draft::Text { text };
    let named = Named {
        name,
        ..Named::plain(update)
    };
    let (id, _) = say::store(turn, &who, named, body, None)?;
    if is_new {
        turn.put(&AddressRow::INSERT, AddressRow { identity, address })?;
    }
    Ok(id)
}

/// One address on one transport is one identity: its id follows from both.
pub(crate) fn identity_of(transport: &SiteId, address: &str) -> IdentityId {
    let mut id = token::hash(&format!("{transport} {address}"));
    id.truncate(ID_DIGITS);
    IdentityId(id)
}

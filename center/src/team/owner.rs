//! The owner: invited when the relay starts, until there is one.

use beseda_protocol::team::Role;

use super::links::{self, Link};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// The relay starts: notes its origin, and keeps the owner's invitation unless
/// there is an owner. Whether the invitation is the one that counts.
pub(crate) fn open(turn: &mut Turn<'_>, origin: &str, invitation: &str) -> Result<bool, Stop> {
    if turn.cache.origin != origin {
        turn.write(
            "UPDATE center SET origin = ? WHERE one = 1",
            &[origin.into()],
        )?;
        turn.cache.origin = origin.to_owned();
    }
    if turn.cache.employees.owner().is_some() {
        return Ok(false);
    }
    let link = Link::Invitation { role: Role::Owner };
    links::replace(turn, link)?;
    links::keep(turn, invitation, link, None)?;
    Ok(true)
}

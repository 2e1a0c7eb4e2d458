//! Invitations: links by which colleagues sign up.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::{Invite, JoinLink, Revoke};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use super::employees;
use super::links::{self, Link};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;

/// A link by which a colleague signs up.
pub(crate) fn invite(
    turn: &mut Turn<'_>,
    who: &Operator,
    Invite { role }: Invite,
) -> Result<JoinLink, Stop> {
    if role == Role::Owner {
        return Err(invalid("A center has one owner. Choose another role.").into());
    }
    employees::check_manages(who, role)?;
    let path = links::make(turn, Link::Invitation { role }, who.me.id)?;
    Ok(JoinLink { path })
}

/// It works no longer.
pub(crate) fn revoke(
    turn: &mut Turn<'_>,
    who: &Operator,
    Revoke { invitation: id }: Revoke,
) -> Result<Done, Stop> {
    let invitations = links::invitations(turn)?;
    let invitation = invitations.into_iter().find(|known| known.id == id);
    let invitation = invitation.ok_or_else(|| refuse(Code::NotFound))?;
    employees::check_manages(who, invitation.role)?;
    links::revoke(turn, id)?;
    Ok(Done {})
}

//! The own name; links for colleagues: invitations and new passwords.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::{Invite, JoinLink, RenameMe, ResetLink};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use super::employees;
use super::links::{self, Link};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;

/// Another public name.
pub(crate) fn rename_me(
    turn: &mut Turn<'_>,
    who: &Operator,
    RenameMe { name }: RenameMe,
) -> Result<Done, Stop> {
    employees::rename(turn, who.me.id, &name)?;
    Ok(Done {})
}

/// A link by which a colleague signs up.
pub(crate) fn invite(
    turn: &mut Turn<'_>,
    _: &Operator,
    Invite { role }: Invite,
) -> Result<JoinLink, Stop> {
    if role == Role::Owner {
        return Err(invalid("A center has one owner. Choose another role.").into());
    }
    let path = links::make(turn, Link::Invitation { role })?;
    Ok(JoinLink { path })
}

/// A link by which a colleague sets a new password; it replaces earlier ones.
pub(crate) fn reset_link(
    turn: &mut Turn<'_>,
    who: &Operator,
    ResetLink { operator }: ResetLink,
) -> Result<JoinLink, Stop> {
    let employee = turn.cache.employees.0.get(&operator);
    let role = employee.ok_or_else(|| refuse(Code::NotFound))?.role;
    if role == Role::Owner && who.me.role != Role::Owner {
        return Err(refuse(Code::Forbidden).into());
    }
    let link = Link::Reset { operator, role };
    links::replace(turn, link)?;
    let path = links::make(turn, link)?;
    Ok(JoinLink { path })
}

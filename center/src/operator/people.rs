//! The own name; links for colleagues: invitations and new passwords.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::{Invite, JoinLink, RenameMe, ResetLink};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use super::Operator;
use crate::employees;
use crate::links::{self, Link};
use crate::stop::{Stop, invalid, refuse};
use crate::work::Work;

/// Another public name.
pub(super) fn rename_me(
    work: &mut Work<'_>,
    who: &Operator,
    RenameMe { name }: RenameMe,
) -> Result<Done, Stop> {
    employees::rename(work, who.me.id, &name)?;
    Ok(Done {})
}

/// A link by which a colleague signs up.
pub(super) fn invite(
    work: &mut Work<'_>,
    _: &Operator,
    Invite { role }: Invite,
) -> Result<JoinLink, Stop> {
    if role == Role::Owner {
        return Err(invalid("A center has one owner. Choose another role.").into());
    }
    let path = links::make(work, Link::Invitation { role })?;
    Ok(JoinLink { path })
}

/// A link by which a colleague sets a new password; it replaces earlier ones.
pub(super) fn reset_link(
    work: &mut Work<'_>,
    who: &Operator,
    ResetLink { operator }: ResetLink,
) -> Result<JoinLink, Stop> {
    let employee = work.known.employees.get(&operator);
    let role = employee.ok_or_else(|| refuse(Code::NotFound))?.role;
    if role == Role::Owner && who.me.role != Role::Owner {
        return Err(refuse(Code::Forbidden).into());
    }
    let link = Link::Reset { operator, role };
    links::replace(work, link)?;
    let path = links::make(work, link)?;
    Ok(JoinLink { path })
}

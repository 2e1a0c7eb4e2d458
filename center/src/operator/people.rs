//! Links for colleagues: invitations and new passwords.

use beseda_protocol::ids::OperatorId;
use beseda_protocol::operator::Role;
use beseda_protocol::refusal::Code;

use super::Operator;
use crate::links::{self, Link};
use crate::stop::{Stop, invalid, refuse};
use crate::work::Work;

/// A link by which a colleague signs up.
pub(super) fn invite(work: &mut Work<'_>, who: &Operator, role: Role) -> Result<String, Stop> {
    who.administers()?;
    if role == Role::Owner {
        return Err(invalid("A center has one owner. Choose another role.").into());
    }
    links::make(work, Link::Invitation { role })
}

/// A link by which a colleague sets a new password; it replaces earlier ones.
pub(super) fn reset_link(
    work: &mut Work<'_>,
    who: &Operator,
    operator: OperatorId,
) -> Result<String, Stop> {
    who.administers()?;
    let employee = work.known.employees.get(&operator);
    let role = employee.ok_or_else(|| refuse(Code::NotFound))?.role;
    if role == Role::Owner && who.me.role != Role::Owner {
        return Err(refuse(Code::Forbidden).into());
    }
    let link = Link::Reset { operator, role };
    links::replace(work, link)?;
    links::make(work, link)
}

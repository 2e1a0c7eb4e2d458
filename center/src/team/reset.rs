//! A link by which a colleague sets a new password; it replaces earlier ones.

use beseda_protocol::ask::team::{JoinLink, ResetLink};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use super::links::{self, Link};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Operator;

pub(crate) fn link(
    turn: &mut Turn<'_>,
    who: &Operator,
    ResetLink { operator }: ResetLink,
) -> Result<JoinLink, Stop> {
    let employee = turn.cache.employees.0.get(&operator);
    let employee = employee.ok_or_else(|| refuse(Code::NotFound))?;
    if employee.role == Role::Owner && who.me.role != Role::Owner {
        return Err(refuse(Code::OwnerOnly).into());
    }
    if !employee.works() {
        return Err(refuse(Code::Disabled).into());
    }
    let role = employee.role;
    let link = Link::Reset { operator, role };
    links::replace(turn, link)?;
    let path = links::make(turn, link, who.me.id)?;
    Ok(JoinLink { path })
}

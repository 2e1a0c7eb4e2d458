//! What employees may do, changed. Whoever's rights change signs in again (S6).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::team::{ChangeRole, HandOver};
use beseda_protocol::ids::OperatorId;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use super::{employees, links, sessions};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;

/// Another role, by whose manages both the old and the new one.
pub(crate) fn change(
    turn: &mut Turn<'_>,
    who: &Operator,
    ChangeRole {
        employee: id,
        from,
        to,
    }: ChangeRole,
) -> Result<Done, Stop> {
    let employee = employees::managed(turn, who, id)?;
    if to == Role::Owner {
        return Err(invalid("A center has one owner. Hand the ownership over instead.").into());
    }
    employees::check_manages(who, to)?;
    if employee.role == to {
        return Ok(Done {});
    }
    if employee.role != from {
        return Err(refuse(Code::Stale).into());
    }
    set(turn, id, to)?;
    Ok(Done {})
}

/// There is one owner at any time.
pub(crate) fn hand_over(
    turn: &mut Turn<'_>,
    who: &Operator,
    HandOver { to }: HandOver,
) -> Result<Done, Stop> {
    let next = turn.cache.employees.0.get(&to);
    let next = next.ok_or_else(|| refuse(Code::NotFound))?;
    if !next.works() {
        return Err(refuse(Code::Disabled).into());
    }
    if next.id == who.me.id {
        return Ok(Done {});
    }
    set(turn, to, Role::Owner)?;
    set(turn, who.me.id, Role::Administrator)?;
    Ok(Done {})
}

/// Links that he has made end with the rights by which he made them.
fn set(turn: &mut Turn<'_>, id: OperatorId, role: Role) -> Result<(), Stop> {
    employees::set_role(turn, id, role)?;
    links::forget_of(turn, id)?;
    sessions::end_all(turn, id)
}

//! Employees: everybody with a sign-in.

use beseda_protocol::ids::{OperatorId, Timestamp};
use beseda_protocol::limits::NAME_CHARS_MAX;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Access, Employee, Role};
use beseda_protocol::unseen::looks_empty;

use crate::storage::cells::Cells;
use crate::storage::employees::{AccessRow, EmployeeRow};
use crate::storage::events::What;
use crate::storage::fault::Fault;
use crate::storage::write_buffer::Storage;
use crate::team::email::Email;
use crate::turn::current::Turn;
use crate::turn::log;
use crate::turn::refusals::{Stop, invalid, refuse};
use crate::turn::speaker::Operator;

/// Who has this e-mail, and the hash of his password.
pub(crate) fn by_email(
    storage: &Storage<'_>,
    email: &Email,
) -> Result<Option<(OperatorId, String)>, Fault> {
    let rows = storage.query(
        "SELECT id, hash FROM employees WHERE email = ?",
        &[email.as_str().into()],
    )?;
    Cells::maybe(rows, "employees")
        .map(|mut cells| Ok((OperatorId(cells.int()?), cells.text()?)))
        .transpose()
}

/// Makes an account, and tells.
pub(crate) fn hire(
    turn: &mut Turn<'_>,
    name: &str,
    email: &Email,
    hash: &str,
    role: Role,
) -> Result<Employee, Stop> {
    let name = name_of(name)?;
    if by_email(turn.storage, email)?.is_some() {
        return Err(refuse(Code::EmailTaken).into());
    }
    let last = turn.cache.employees.0.keys().next_back();
    let id = OperatorId(last.map_or(1, |id| id.0 + 1));
    let employee = Employee::new(id, name, email.as_str().to_owned(), role);
    turn.put(&EmployeeRow::INSERT, EmployeeRow::of(&employee, hash))?;
    (turn.cache.employees.0).insert(employee.id, employee.clone());
    log::happen(turn, What::Employee(employee.id), None)?;
    Ok(employee)
}

/// Changes a public name, and tells.
pub(crate) fn rename(turn: &mut Turn<'_>, id: OperatorId, name: &str) -> Result<(), Stop> {
    let name = name_of(name)?;
    turn.write(
        "UPDATE employees SET name = ? WHERE id = ?",
        &[name.as_str().into(), id.into()],
    )?;
    change(turn, id, |employee| employee.name = name)
}

/// Gives another role, and tells.
pub(crate) fn set_role(turn: &mut Turn<'_>, id: OperatorId, role: Role) -> Result<(), Stop> {
    turn.write(
        "UPDATE employees SET role = ?, view = view + 1 WHERE id = ?",
        &[role.word().into(), id.into()],
    )?;
    change(turn, id, |employee| employee.role = role)
}

/// Gives other dialogs to see, and tells.
pub(crate) fn set_access(turn: &mut Turn<'_>, id: OperatorId, access: Access) -> Result<(), Stop> {
    let (others, channels) = (access.others.word(), access.channels.as_deref());
    turn.write(
        "UPDATE employees SET others = ?, all_channels = ?, view = view + 1 WHERE id = ?",
        &[others.into(), channels.is_none().into(), id.into()],
    )?;
    turn.write(
        "DELETE FROM channel_access WHERE employee = ?",
        &[id.into()],
    )?;
    for channel in channels.unwrap_or_default().iter().copied() {
        let employee = id;
        let row = AccessRow { employee, channel };
        turn.buffer()?.add(&AccessRow::INSERT, row);
    }
    change(turn, id, |employee| employee.access = access)
}

/// Says since when he can't sign in (absent: he can), and tells.
pub(crate) fn set_disabled(
    turn: &mut Turn<'_>,
    id: OperatorId,
    at: Option<Timestamp>,
) -> Result<(), Stop> {
    turn.write(
        "UPDATE employees SET disabled_at = ? WHERE id = ?",
        &[at.into(), id.into()],
    )?;
    change(turn, id, |employee| employee.disabled_at = at)
}

/// Changes what is remembered of him as it was written, and tells.
fn change(
    turn: &mut Turn<'_>,
    id: OperatorId,
    change: impl FnOnce(&mut Employee),
) -> Result<(), Stop> {
    if let Some(employee) = turn.cache.employees.0.get_mut(&id) {
        change(employee);
        // He may be able to take more than before.
        turn.may_distribute = true;
    }
    log::happen(turn, What::Employee(id), None)
}

/// An employee whom somebody wants to change or disable.
///
/// # Errors
/// Refused unless his role manages the other's; nobody does that to himself.
pub(crate) fn managed(
    turn: &Turn<'_>,
    who: &Operator,
    id: OperatorId,
) -> Result<Employee, Refusal> {
    let employee = turn.cache.employees.0.get(&id);
    let employee = employee.ok_or_else(|| refuse(Code::NotFound))?;
    match employee.role {
        Role::Owner => Err(refuse(Code::OwnerStays)),
        _ if id == who.me.id => Err(Refusal::new(
            Code::Forbidden,
            "Nobody changes their own role or disables themselves. Ask another administrator.",
        )),
        role => check_manages(who, role).map(|()| employee.clone()),
    }
}

/// Whether somebody may make people this, or change those who are it.
///
/// # Errors
/// Refused when that is for the owner, or for administrators.
pub(crate) fn check_manages(who: &Operator, role: Role) -> Result<(), Refusal> {
    match who.me.role.manages(role) {
        true => Ok(()),
        false if who.me.role.administers() => Err(refuse(Code::OwnerOnly)),
        false => Err(refuse(Code::Forbidden)),
    }
}

/// Sets a password.
pub(crate) fn set_hash(turn: &mut Turn<'_>, id: OperatorId, hash: &str) -> Result<(), Stop> {
    turn.write(
        "UPDATE employees SET hash = ? WHERE id = ?",
        &[hash.into(), id.into()],
    )
}

/// A name as it is kept: trimmed, neither empty to the eye nor too long.
pub(crate) fn name_of(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if looks_empty(name) {
        return Err(invalid("Give a name."));
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(invalid("The name is longer than 120 characters."));
    }
    Ok(name.to_owned())
}

//! Employees: everybody with a sign-in.

use beseda_protocol::ids::OperatorId;
use beseda_protocol::limits::NAME_CHARS_MAX;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Employee, Role};
use beseda_protocol::unseen::looks_empty;

use crate::email::Email;
use crate::events::{self, What};
use crate::fault::Fault;
use crate::row::Cells;
use crate::sql::Sql;
use crate::stop::{Stop, invalid, refuse};
use crate::work::Work;

/// Who has this e-mail, and the hash of his password.
pub(crate) fn by_email(
    sql: &dyn Sql,
    email: &Email,
) -> Result<Option<(OperatorId, String)>, Fault> {
    let rows = sql.query(
        "SELECT id, hash FROM employees WHERE email = ?",
        &[email.as_str().into()],
    )?;
    Cells::maybe(rows, "employees")
        .map(|mut cells| Ok((OperatorId(cells.int()?), cells.text()?)))
        .transpose()
}

/// Makes an account, and tells.
pub(crate) fn hire(
    work: &mut Work<'_>,
    name: &str,
    email: &Email,
    hash: &str,
    role: Role,
) -> Result<Employee, Stop> {
    let name = name_of(name)?;
    if by_email(work.sql, email)?.is_some() {
        return Err(refuse(Code::EmailTaken).into());
    }
    let last = work.known.employees.keys().next_back();
    let employee = Employee {
        id: OperatorId(last.map_or(1, |id| id.0 + 1)),
        name,
        email: email.as_str().to_owned(),
        role,
    };
    work.write(
        "INSERT INTO employees (id, name, email, hash, role) VALUES (?, ?, ?, ?, ?)",
        &[
            employee.id.into(),
            employee.name.as_str().into(),
            email.as_str().into(),
            hash.into(),
            role.word().into(),
        ],
    )?;
    (work.known.employees).insert(employee.id, employee.clone());
    events::happen(work, What::Employee(employee.id), None)?;
    Ok(employee)
}

/// Changes a public name, and tells.
pub(crate) fn rename(work: &mut Work<'_>, id: OperatorId, name: &str) -> Result<(), Stop> {
    let name = name_of(name)?;
    work.write(
        "UPDATE employees SET name = ? WHERE id = ?",
        &[name.as_str().into(), id.into()],
    )?;
    if let Some(employee) = work.known.employees.get_mut(&id) {
        employee.name = name;
    }
    events::happen(work, What::Employee(id), None)
}

/// Sets a password.
pub(crate) fn set_hash(work: &mut Work<'_>, id: OperatorId, hash: &str) -> Result<(), Stop> {
    work.write(
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

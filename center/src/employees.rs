//! Employees: everybody with a sign-in.

use beseda_protocol::ids::OperatorId;
use beseda_protocol::limits::NAME_CHARS_MAX;
use beseda_protocol::operator::{Employee, Role};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::unseen::looks_empty;

use crate::events::{self, What};
use crate::fault::Fault;
use crate::row::Cells;
use crate::sql::Sql;
use crate::stop::{Stop, invalid, refuse};
use crate::work::Work;

/// Longest e-mail (RFC 5321, a path less its brackets).
const EMAIL_CHARS_MAX: usize = 254;

/// Who has this e-mail, and the hash of his password.
pub(crate) fn by_email(sql: &dyn Sql, email: &str) -> Result<Option<(OperatorId, String)>, Fault> {
    let rows = sql.query(
        "SELECT id, hash FROM employees WHERE email = ?",
        &[email.into()],
    )?;
    Cells::maybe(rows, "employees")
        .map(|mut cells| Ok((OperatorId(cells.int()?), cells.text()?)))
        .transpose()
}

/// Makes an account, and tells.
pub(crate) fn hire(
    work: &mut Work<'_>,
    name: &str,
    email: &str,
    hash: &str,
    role: Role,
) -> Result<Employee, Stop> {
    let name = name_of(name)?;
    check_email(email)?;
    if by_email(work.sql, email)?.is_some() {
        return Err(refuse(Code::EmailTaken).into());
    }
    let last = work.known.employees.keys().next_back();
    let employee = Employee {
        id: OperatorId(last.map_or(1, |id| id.0 + 1)),
        name,
        email: email.to_owned(),
        role,
    };
    work.write(
        "INSERT INTO employees (id, name, email, hash, role) VALUES (?, ?, ?, ?, ?)",
        &[
            employee.id.into(),
            employee.name.as_str().into(),
            email.into(),
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

fn check_email(email: &str) -> Result<(), Refusal> {
    let sound = email.len() <= EMAIL_CHARS_MAX
        && !email.contains(|c: char| c.is_whitespace() || c.is_control())
        && email
            .rsplit_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
    match sound {
        true => Ok(()),
        false => Err(invalid("This is not an e-mail address.")),
    }
}

//! Employees: everybody with a sign-in. They are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::ids::{OperatorId, Timestamp};
use beseda_protocol::message::Person;
use beseda_protocol::team::{Employee, Role};

use super::cells::Cells;
use super::fault::Fault;
use super::write_buffer::Storage;

/// Everybody, by his id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Employees(pub(crate) BTreeMap<OperatorId, Employee>);

impl Employees {
    /// Reads them all.
    pub(crate) fn load(storage: &Storage<'_>) -> Result<Self, Fault> {
        let rows = storage.query(
            "SELECT id, name, email, role, disabled_at FROM employees",
            &[],
        )?;
        let employees = rows.into_iter().map(|row| {
            let mut cells = Cells::new(row, "employees");
            let employee = Employee {
                id: OperatorId(cells.int()?),
                name: cells.text()?,
                email: cells.text()?,
                role: Role::from_word(&cells.text()?).ok_or(Fault::Corrupt("employees"))?,
                disabled_at: cells.maybe_int()?.map(Timestamp),
            };
            Ok((employee.id, employee))
        });
        employees.collect::<Result<_, Fault>>().map(Self)
    }

    /// A colleague by his public name.
    pub(crate) fn person(&self, id: OperatorId) -> Person {
        let employee = self.0.get(&id);
        Person {
            id,
            name: employee.map_or_else(String::new, |employee| employee.name.clone()),
        }
    }

    /// Whether he may be responsible for a dialog.
    pub(crate) fn works(&self, id: OperatorId) -> bool {
        self.0.get(&id).is_some_and(Employee::works)
    }

    /// The owner, if the center has one yet.
    pub(crate) fn owner(&self) -> Option<OperatorId> {
        let mut employees = self.0.values();
        employees
            .find(|employee| employee.role == Role::Owner)
            .map(|owner| owner.id)
    }
}

//! Employees: everybody with a sign-in. They are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::ids::{ChannelId, OperatorId, Timestamp};
use beseda_protocol::message::Person;
use beseda_protocol::team::{Access, Employee, Others, Role};

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
            "SELECT id, name, email, role, disabled_at, others, all_channels FROM employees",
            &[],
        )?;
        let mut all = Self::default();
        for row in rows {
            let mut cells = Cells::new(row, "employees");
            let corrupt = || Fault::Corrupt("employees");
            let employee = Employee {
                id: OperatorId(cells.int()?),
                name: cells.text()?,
                email: cells.text()?,
                role: Role::from_word(&cells.text()?).ok_or_else(corrupt)?,
                disabled_at: cells.maybe_int()?.map(Timestamp),
                access: Access {
                    others: Others::from_word(&cells.text()?).ok_or_else(corrupt)?,
                    channels: (!cells.truth()?).then(Vec::new),
                },
            };
            all.0.insert(employee.id, employee);
        }
        for row in storage.query(ACCESS, &[])? {
            let mut cells = Cells::new(row, "channel_access");
            let (employee, channel) = (OperatorId(cells.int()?), ChannelId(cells.int()?));
            let employee = all.0.get_mut(&employee);
            let access = employee.map(|employee| &mut employee.access);
            if let Some(channels) = access.and_then(|access| access.channels.as_mut()) {
                channels.push(channel);
            }
        }
        Ok(all)
    }

    /// How often somebody's rights have changed.
    pub(crate) fn view(storage: &Storage<'_>, id: OperatorId) -> Result<u64, Fault> {
        let rows = storage.query("SELECT view FROM employees WHERE id = ?", &[id.into()])?;
        Cells::first(rows, "employees")?.int()
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

    /// Whether there is a dialog that one of them may not see.
    pub(crate) fn is_anybody_restricted(&self) -> bool {
        let mut employees = self.0.values();
        employees.any(|one| one.works() && one.is_restricted())
    }

    /// The owner, if the center has one yet.
    pub(crate) fn owner(&self) -> Option<OperatorId> {
        let mut employees = self.0.values();
        employees
            .find(|employee| employee.role == Role::Owner)
            .map(|owner| owner.id)
    }
}

const ACCESS: &str = "SELECT employee, channel FROM channel_access ORDER BY employee, channel";

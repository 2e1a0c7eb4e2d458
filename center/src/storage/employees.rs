//! Employees: everybody with a sign-in. They are few, and all of them are kept at hand.

use std::collections::BTreeMap;

use beseda_protocol::ids::{ChannelId, OperatorId, Timestamp};
use beseda_protocol::message::Person;
use beseda_protocol::team::{Access, Employee, Others, Role};

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, row};
use super::write_buffer::Storage;

row! {
    /// An employee's row, but for which channels he sees.
    EmployeeRow in "employees" as "e", named by columns {
        id: OperatorId,
        name: String = name,
        email: String = email,
        /// Of his password.
        hash: String = hash,
        role: Role = role,
        disabled_at: Option<Timestamp> = disabled_at,
        others: Others = others,
        all_channels: bool = all_channels,
        /// How often his rights have changed.
        view: u64 = view,
    }
}

row! {
    /// A channel that somebody sees who does not see all.
    AccessRow in "channel_access" as "a", named by access_columns {
        employee: OperatorId,
        channel: ChannelId = channel,
    }
}

impl EmployeeRow {
    /// Of somebody who is new.
    pub(crate) fn of(employee: &Employee, hash: &str) -> Self {
        Self {
            id: employee.id,
            name: employee.name.clone(),
            email: employee.email.clone(),
            hash: hash.to_owned(),
            role: employee.role,
            disabled_at: employee.disabled_at,
            others: employee.access.others,
            all_channels: employee.access.channels.is_none(),
            view: 0,
        }
    }

    /// As he is known; of channels, if he does not see all, none yet.
    fn employee(self) -> Employee {
        Employee {
            id: self.id,
            name: self.name,
            email: self.email,
            role: self.role,
            disabled_at: self.disabled_at,
            access: Access {
                others: self.others,
                channels: (!self.all_channels).then(Vec::new),
            },
        }
    }
}

/// Everybody, by his id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Employees(pub(crate) BTreeMap<OperatorId, Employee>);

impl Employees {
    /// Reads them all.
    pub(crate) fn load(storage: &Storage<'_>) -> Result<Self, Fault> {
        let mut all = Self::default();
        for row in storage.query(ALL, &[])? {
            let row = EmployeeRow::read(&mut Cells::new(row, "employees"))?;
            all.0.insert(row.id, row.employee());
        }
        for row in storage.query(ACCESS, &[])? {
            let AccessRow { employee, channel } =
                AccessRow::read(&mut Cells::new(row, "channel_access"))?;
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

const ALL: &str = concat!("SELECT ", columns!(), " FROM employees e");

const ACCESS: &str = concat!(
    "SELECT ",
    access_columns!(),
    " FROM channel_access a ORDER BY a.employee, a.channel"
);

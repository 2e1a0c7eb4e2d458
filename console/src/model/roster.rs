//! Who and what the center consists of, besides dialogs. Messages and cards name people
//! and sites by their ids: this is where the names are.

use std::collections::HashMap;
use std::sync::Arc;

use beseda_protocol::ids::{OperatorId, SiteId};
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::site::Site;
use beseda_protocol::team::{Employee, Role};

/// The public names of everybody who has or had a sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(Arc<HashMap<OperatorId, String>>);

impl Names {
    fn of_all(employees: &[Employee]) -> Self {
        let name = |employee: &Employee| (employee.id, employee.name.clone());
        Self(Arc::new(employees.iter().map(name).collect()))
    }

    /// Somebody's. Who has been told of is known, so the empty one is never seen.
    pub fn of(&self, id: OperatorId) -> &str {
        self.0.get(&id).map_or("", String::as_str)
    }
}

/// The people, the sites and the settings, as the last events left them.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// The operator in front of the screen.
    pub me: Employee,
    /// The center's settings.
    pub center: CenterInfo,
    /// Everybody who has or had a sign-in, in the order of their accounts.
    pub employees: Vec<Employee>,
    /// Their names.
    pub names: Names,
    /// Sites, in the order of their making.
    pub sites: Vec<Site>,
}

impl Roster {
    /// As a view begins.
    pub fn new(
        me: Employee,
        center: CenterInfo,
        employees: Vec<Employee>,
        sites: Vec<Site>,
    ) -> Self {
        Self {
            me,
            center,
            names: Names::of_all(&employees),
            employees,
            sites,
        }
    }

    /// The name of a site; the test site has none.
    pub fn site_name(&self, id: &SiteId) -> Option<&str> {
        let site = self.sites.iter().find(|site| site.id == *id);
        site.map(|site| site.name.as_str())
    }

    /// An employee came, or changed.
    pub fn put_employee(&mut self, employee: Employee) {
        if employee.id == self.me.id {
            self.me = employee.clone();
        }
        match self
            .employees
            .iter_mut()
            .find(|known| known.id == employee.id)
        {
            Some(known) => *known = employee,
            None => self.employees.push(employee),
        }
        self.names = Names::of_all(&self.employees);
    }

    /// A site came, or changed.
    pub fn put_site(&mut self, site: Site) {
        match self.sites.iter_mut().find(|known| known.id == site.id) {
            Some(known) => *known = site,
            None => self.sites.push(site),
        }
    }

    /// Whether this employee may give that one a reset link: administrators
    /// may, an owner's only the owner.
    pub fn may_reset(&self, whose: OperatorId) -> bool {
        let is_owner = self
            .employees
            .iter()
            .any(|employee| employee.id == whose && employee.role == Role::Owner);
        match self.me.role {
            Role::Owner => true,
            Role::Administrator => !is_owner,
            Role::Supervisor | Role::Operator => false,
        }
    }

    /// Whether the owner has still to name the center: the first run.
    pub fn is_unnamed(&self) -> bool {
        self.center.name.is_empty() && self.me.role.administers()
    }
}

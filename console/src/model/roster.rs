//! Who and what the center consists of, besides dialogs.

use beseda_protocol::ids::OperatorId;
use beseda_protocol::operator::CenterInfo;
use beseda_protocol::site::Site;
use beseda_protocol::team::{Employee, Role};

/// The people, the sites and the settings, as the last events left them.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// The operator in front of the screen.
    pub me: Employee,
    /// The center's settings.
    pub center: CenterInfo,
    /// Everybody with a sign-in, in the order of their accounts.
    pub employees: Vec<Employee>,
    /// Sites, in the order of their making.
    pub sites: Vec<Site>,
}

impl Roster {
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

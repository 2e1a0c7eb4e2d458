//! Who works with a sign-in, and what each may do.

use crate::ids::{OperatorId, Timestamp};
use crate::wire;

wire! {
    /// Somebody with a sign-in, as colleagues see him. Never deleted: his name stays on
    /// what he has said.
    pub struct Employee {
        /// Who.
        pub id: OperatorId,
        /// Public name.
        pub name: String,
        /// The sign-in.
        pub email: String,
        /// What he may do.
        pub role: Role,
        /// Since when he can't sign in; absent: he works here.
        pub disabled_at: Option<Timestamp>,
    }
}

impl Employee {
    /// Whether he can sign in, and be responsible for a dialog.
    pub fn works(&self) -> bool {
        self.disabled_at.is_none()
    }
}

wire! {
    /// What an employee may do; each may what the later ones may.
    pub words Role {
        /// One of a center, the first account until it is handed over: also makes and
        /// unmakes administrators.
        "owner" => Owner,
        /// People, sites, settings.
        "administrator" => Administrator,
        /// All dialogs, assignment.
        "supervisor" => Supervisor,
        /// Answers.
        "operator" => Operator,
    }
}

impl Role {
    /// May change people, sites and settings.
    pub fn administers(self) -> bool {
        matches!(self, Self::Owner | Self::Administrator)
    }

    /// Whether he may make somebody this, and disable or change who is it. Nobody does
    /// that to the owner.
    pub fn manages(self, other: Self) -> bool {
        match self {
            Self::Owner => other != Self::Owner,
            Self::Administrator => !other.administers(),
            Self::Supervisor | Self::Operator => false,
        }
    }
}

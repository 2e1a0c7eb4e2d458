//! Who works with a sign-in, and what each may do.

use crate::ids::OperatorId;
use crate::wire;

wire! {
    /// Somebody with a sign-in, as colleagues see him.
    pub struct Employee {
        /// Who.
        pub id: OperatorId,
        /// Public name.
        pub name: String,
        /// The sign-in.
        pub email: String,
        /// What he may do.
        pub role: Role,
    }
}

wire! {
    /// What an employee may do; each may what the later ones may.
    pub words Role {
        /// The first account: also tokens and transfer of ownership.
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
}

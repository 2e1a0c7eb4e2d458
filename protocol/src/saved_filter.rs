//! Filters that were saved under a name (SB-43): private ones, and those that are shared
//! with everybody.

use crate::filter::Query;
use crate::ids::{OperatorId, SavedFilterId};
use crate::team::Employee;
use crate::wire;

wire! {
    /// A filter that was saved under a name, to be chosen again. It shows to each what he
    /// may see.
    pub struct SavedFilter {
        /// Which.
        pub id: SavedFilterId,
        /// Who has saved it.
        pub owner: OperatorId,
        /// Its name, unique among those of its owner whatever its case.
        pub name: String,
        /// What the list shows.
        pub query: Query,
        /// Whether everybody may choose it; else its owner alone.
        pub is_shared: bool,
        /// How often it was saved.
        pub version: u32,
    }
}

impl SavedFilter {
    /// Whether an employee may choose it. For who may not, there is none.
    pub fn is_seen_by(&self, employee: &Employee) -> bool {
        self.is_shared || self.owner == employee.id
    }

    /// Whether he may change it, delete it and put it back: its owner may, and of shared
    /// ones also whoever may make such.
    pub fn is_changed_by(&self, employee: &Employee) -> bool {
        self.owner == employee.id || self.is_shared && employee.role.supervises()
    }
}

//! Which dialogs or clients a bulk act is about.

use crate::filter::{Filter, Predicate};
use crate::ids::{ClientId, DialogId};
use crate::wire;

wire! {
    /// Some that were chosen by hand, at most [`crate::limits::SELECTED_MAX`]; or all that are
    /// found (SB-17, SB-18). An act on clients is about those of the selected dialogs (X19).
    pub kinds Selection {
        /// These dialogs.
        "dialogs" => Dialogs {
            /// Each once.
            ids: Vec<DialogId>,
        },
        /// All dialogs that a filter shows, of those that there are when it begins.
        "found_dialogs" => FoundDialogs {
            /// The filter.
            filter: Filter,
        },
        /// These clients.
        "clients" => Clients {
            /// Each once.
            ids: Vec<ClientId>,
        },
        /// All clients of whom this is true, of those that there are when it begins.
        "found_clients" => FoundClients {
            /// At most [`crate::limits::PREDICATES_MAX`].
            all_of: Vec<Predicate>,
        },
    }
}

impl Selection {
    /// Whether it is all that is found, rather than what somebody chose one by one.
    pub fn is_found(&self) -> bool {
        match self {
            Self::FoundDialogs { .. } | Self::FoundClients { .. } => true,
            Self::Dialogs { .. } | Self::Clients { .. } | Self::Unknown => false,
        }
    }
}

//! Which dialogs there are.

use super::{Need, questions};
use crate::dialog::{Filter, ListPlace, Summary};
use crate::wire;

questions! {
    /// What is asked of the list.
    pub ListQuestion, ListAnswer of List {
        /// A page of the list.
        "dialogs" => ListDialogs {
            /// Which dialogs.
            filter: Filter,
            /// Behind which card; absent: from the top.
            behind: Option<ListPlace>,
        } needs Need::SignedIn, answer ListedDialogs;
    }
}

wire! {
    /// A page of the list.
    pub struct ListedDialogs {
        /// In order.
        pub dialogs: Vec<Summary>,
        /// Whether more follow.
        pub more: bool,
    }
}

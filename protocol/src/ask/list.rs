//! Which dialogs there are. What would take long is looked for in slices: such a question
//! is answered with what was found so far, and where to go on.

use super::{Need, questions};
use crate::client::Variable;
use crate::dialog::Summary;
use crate::filter::{Filter, ListPlace, Order};
use crate::ids::{ClientId, DialogId};
use crate::selection::Selection;
use crate::wire;

questions! {
    /// What is asked of the list.
    pub ListQuestion, ListAnswer of List {
        /// A page of the list.
        "dialogs" => ListDialogs {
            /// Which dialogs.
            filter: Filter,
            /// What stands first.
            order: Order,
            /// The `rest` of the answer before; absent: from the top.
            behind: Option<ListPlace>,
        } needs Need::SignedIn, answer ListedDialogs;
        /// Which of some dialogs a filter shows: what a card does not tell, the center
        /// decides.
        "among" => FilterDialogs {
            /// The filter.
            filter: Filter,
            /// At most [`crate::limits::FILTERED_MAX`].
            dialogs: Vec<DialogId>,
        } needs Need::SignedIn, answer FilteredDialogs;
        /// How many dialogs a filter shows.
        "count" => CountDialogs {
            /// The filter.
            filter: Filter,
            /// The `rest` of the answer before; absent: from the top.
            behind: Option<ListPlace>,
        } needs Need::SignedIn, answer CountedDialogs;
        /// How many dialogs of how many clients a selection has. However long it takes, it
        /// is answered when all is counted, and goes on beside the asker's other questions;
        /// one that he asks after it ends it, and is answered instead.
        "count_selected" => CountSelected {
            /// The selection.
            on: Selection,
        } needs Need::SignedIn, answer CountedSelection;
        /// Which dialog the asker answers next: his own, then free ones, and whom else he
        /// sees to; of each the one that has been unanswered for the longest.
        "next" => NextUnanswered {
            /// Not this one.
            but: DialogId,
        } needs Need::SignedIn, answer NextDialogs;
        /// Names of variables that clients have, to filter by (X16).
        "variables" => ListVariables {} needs Need::SignedIn, answer ListedVariables;
        /// Values of variables that the asker shows on cards (SB-08). Each change of them is
        /// told with the client's card, by the event `client`.
        "values" => ListValues {
            /// At most [`crate::limits::CARD_VARIABLES_MAX`].
            names: Vec<String>,
            /// At most [`crate::limits::CLIENTS_PAGE`].
            clients: Vec<ClientId>,
        } needs Need::SignedIn, answer ListedValues;
    }
}

wire! {
    /// A page of the list.
    pub struct ListedDialogs {
        /// Those that the asker has pinned, in order; on the first page only.
        pub pinned: Vec<Summary>,
        /// The others, in order: at most [`crate::limits::DIALOGS_PAGE`].
        pub dialogs: Vec<Summary>,
        /// Behind which place there may be more.
        pub rest: Option<ListPlace>,
    }
}

wire! {
    /// Those that the filter shows.
    pub struct FilteredDialogs {
        /// Each as it is now, in no order.
        pub dialogs: Vec<Summary>,
    }
}

wire! {
    /// How many were counted for this question.
    pub struct CountedDialogs {
        /// So many.
        pub n: u64,
        /// Behind which place there may be more.
        pub rest: Option<ListPlace>,
    }
}

wire! {
    /// How much a selection has, of what the asker sees.
    pub struct CountedSelection {
        /// Dialogs; of selected clients, all of theirs.
        pub dialogs: u64,
        /// Clients.
        pub clients: u64,
        /// Of these dialogs, how many await a reply.
        pub unanswered: u64,
        /// Whether it was counted to the end.
        pub is_whole: bool,
    }
}

wire! {
    /// What is to be answered next.
    pub struct NextDialogs {
        /// One, or none: nothing is unanswered.
        pub dialogs: Vec<DialogId>,
    }
}

wire! {
    /// Variables that there are.
    pub struct ListedVariables {
        /// Their names in order, at most [`crate::limits::VARIABLES_LISTED_MAX`].
        pub names: Vec<String>,
    }
}

wire! {
    /// Values of some variables.
    pub struct ListedValues {
        /// Of those clients who have any and whom the asker sees, in no order.
        pub clients: Vec<ClientValues>,
    }
}

wire! {
    /// A client's.
    pub struct ClientValues {
        /// Whose.
        pub client: ClientId,
        /// They, by their names.
        pub variables: Vec<Variable>,
    }
}

//! The labels that there are.

use super::{Done, Need, questions};
use crate::client::Label;
use crate::ids::LabelId;
use crate::wire;

questions! {
    /// What is asked of the center's labels.
    pub LabelQuestion, LabelAnswer of Labels {
        /// Makes a label.
        "add" => AddLabel {
            /// At most [`crate::limits::LABEL_CHARS_MAX`]; of no other label.
            name: String,
        } needs Need::Supervise, answer Label;
        /// Renames it, on every card at once.
        "rename" => RenameLabel {
            /// Which.
            label: LabelId,
            /// At most [`crate::limits::LABEL_CHARS_MAX`]; of no other label.
            name: String,
        } needs Need::Supervise, answer Done;
        /// Takes it off every client, for good.
        "delete" => DeleteLabel {
            /// Which.
            label: LabelId,
        } needs Need::Supervise, answer Done;
        /// How many clients have each.
        "counts" => CountLabels {} needs Need::Supervise, answer LabelCounts;
    }
}

wire! {
    /// How many clients have which label.
    pub struct LabelCounts {
        /// Of every label.
        pub counts: Vec<LabelCount>,
    }
}

wire! {
    /// How many clients have a label.
    pub struct LabelCount {
        /// Which.
        pub label: LabelId,
        /// How many.
        pub clients: u64,
    }
}

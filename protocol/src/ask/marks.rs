//! The tags, labels and lists that there are.

use super::{Done, Need, questions};
use crate::ids::{ChannelId, MarkId};
use crate::mark::{Mark, MarkKind};
use crate::wire;

questions! {
    /// What is asked of the center's marks. Each change is told to every console as the
    /// event `mark` or `mark_gone`.
    pub MarkQuestion, MarkAnswer of Marks {
        /// Makes a mark.
        "add" => AddMark {
            /// Of which kind.
            kind: MarkKind,
            /// At most [`crate::limits::MARK_CHARS_MAX`]; of no other mark of the kind.
            name: String,
        } needs Need::Supervise, answer Mark;
        /// Renames it, wherever it is shown.
        "rename" => RenameMark {
            /// Which.
            mark: MarkId,
            /// At most [`crate::limits::MARK_CHARS_MAX`]; of no other mark of the kind.
            name: String,
        } needs Need::Supervise, answer Done;
        /// Says to which channel a dialog is handed on that somebody gives this tag (C2D-18).
        /// Those that have it stay where they are, and so do those of a bulk act.
        "route" => RouteTag {
            /// Which; of a label or a list it is refused as `invalid`.
            mark: MarkId,
            /// Where to; absent: nowhere.
            channel: Option<ChannelId>,
        } needs Need::Supervise, answer Done;
        /// Puts another one of its kind on all that has it, and deletes it, for good.
        "merge" => MergeMark {
            /// Which is deleted.
            mark: MarkId,
            /// Which stays.
            into: MarkId,
        } needs Need::Supervise, answer Done;
        /// Takes it off everything, for good.
        "delete" => DeleteMark {
            /// Which.
            mark: MarkId,
        } needs Need::Supervise, answer Done;
        /// How much has each.
        "counts" => CountMarks {} needs Need::Supervise, answer MarkCounts;
    }
}

wire! {
    /// How many clients or dialogs have which mark.
    pub struct MarkCounts {
        /// Of every mark.
        pub counts: Vec<MarkCount>,
    }
}

wire! {
    /// How many clients or dialogs have a mark.
    pub struct MarkCount {
        /// Which.
        pub mark: MarkId,
        /// How many.
        pub n: u64,
    }
}

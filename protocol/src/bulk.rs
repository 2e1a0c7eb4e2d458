//! Bulk acts: what is done with many dialogs or clients at once, each as if by itself.

use crate::ids::{MarkId, OperatorId};
use crate::wire;

wire! {
    /// What is done with each.
    pub kinds Act {
        /// Marks dialogs read (SB-12), as opening them would.
        "read" => Read {},
        /// Marks open dialogs unread (SB-11).
        "unread" => Unread {},
        /// Makes somebody responsible for dialogs, or (`to` absent) nobody.
        "assign" => Assign {
            /// Whom.
            to: Option<OperatorId>,
        },
        /// Closes dialogs.
        "close" => Close {},
        /// Puts tags on dialogs, or labels on clients, or clients on lists (SB-15, SB-16).
        "mark" => Mark {
            /// Which: all of them tags, or none.
            marks: Vec<MarkId>,
        },
        /// Takes them off.
        "unmark" => Unmark {
            /// Which: all of them tags, or none.
            marks: Vec<MarkId>,
        },
        /// Blocks clients (SB-13), without a reason.
        "block" => Block {},
        /// Lets them write again.
        "unblock" => Unblock {},
        /// Deletes clients for good, with all dialogs (SB-14, X13).
        "delete" => Delete {},
    }
}

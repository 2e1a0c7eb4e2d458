//! Drafts: what an operator has typed into a dialog's composer and not sent. The center has
//! one of each operator and dialog, so that it is in every console of his.

use crate::ids::{DialogId, MessageId};
use crate::wire;

wire! {
    /// What a composer holds.
    pub struct Composed {
        /// Whether it is a note to colleagues; else a reply to the client.
        pub is_note: bool,
        /// At most [`crate::limits::TEXT_CHARS_MAX`]. May be empty beside a quote.
        pub text: String,
        /// The message that it answers, as long as it is a reply.
        pub quote: Option<MessageId>,
    }
}

wire! {
    /// An operator's draft in a dialog.
    pub struct KeptDraft {
        /// In which dialog.
        pub dialog: DialogId,
        /// Rises with each saving, and is never given again; 0: there is none.
        pub version: u64,
        /// What it says; absent: there is none.
        pub composed: Option<Composed>,
    }
}

//! What was said.

use super::{Need, questions};
use crate::dialog::{LastLabel, Summary};
use crate::ids::{MessageId, OperatorId, Timestamp};
use crate::wire;

questions! {
    /// What is asked of what was said.
    pub SearchQuestion, SearchAnswer of Search {
        /// Messages, notes and names of files with a text in them, in whichever dialogs the
        /// asker sees, open and closed; the newest first. So many are looked at for one
        /// question: an answer with a `rest` is to be gone on behind, whether it has any
        /// messages or not.
        "messages" => SearchMessages {
            /// From [`crate::limits::SEARCH_TEXT_CHARS_MIN`] to
            /// [`crate::limits::SEARCH_CHARS_MAX`]; refused as `invalid` when it is shorter
            /// or longer. Compared as [`crate::fold::fold`] does.
            text: String,
            /// The `rest` of the answer before.
            behind: Option<MessageId>,
        } needs Need::SignedIn, answer FoundMessages;
    }
}

wire! {
    /// Messages that were found.
    pub struct FoundMessages {
        /// They, the newest first; at most 30.
        pub messages: Vec<FoundMessage>,
        /// Behind which to go on; absent: all were looked at.
        pub rest: Option<MessageId>,
    }
}

wire! {
    /// A message that was found.
    pub struct FoundMessage {
        /// Which.
        pub id: MessageId,
        /// When.
        pub at: Timestamp,
        /// Whose.
        pub label: LastLabel,
        /// The operator who wrote it, for `operator` and `note`.
        pub by: Option<OperatorId>,
        /// Whether it is a file, by its name.
        pub is_file: bool,
        /// What it says around the hit.
        pub snippet: Snippet,
        /// Its dialog.
        pub dialog: Summary,
    }
}

wire! {
    /// A part of a text with a hit in it, as one line; the first, if there are more.
    pub struct Snippet {
        /// What is before it; begins with an ellipsis if the text goes on there.
        pub before: String,
        /// The hit, as it is written there.
        pub hit: String,
        /// What is behind it; ends with an ellipsis if the text goes on there.
        pub behind: String,
    }
}

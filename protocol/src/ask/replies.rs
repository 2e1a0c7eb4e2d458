//! Replies that were written down to be used again.

use super::{Done, Need, questions};
use crate::ids::{FileId, SavedReplyId};
use crate::saved_reply::{ReplyScope, SavedReply};
use crate::wire;

questions! {
    /// What is asked of saved replies. Each change is told to the consoles of everybody who
    /// may use the reply, as the frame `saved_reply` or `saved_reply_gone`; whoever was not
    /// connected asks for them anew.
    pub ReplyQuestion, ReplyAnswer of Replies {
        /// Those that the asker may use, in the order of their ids: a page.
        "list" => ListSavedReplies {
            /// The last of the answer before; absent: from the first.
            behind: Option<SavedReplyId>,
        } needs Need::SignedIn, answer SavedReplies;
        /// Saves a reply.
        "save" => SaveReply {
            /// At most [`crate::limits::SAVED_REPLY_NAME_CHARS_MAX`].
            name: String,
            /// At most [`crate::limits::SHORTCUT_CHARS_MAX`] letters, digits, `-` and `_`;
            /// absent: it is found by its name and its text.
            shortcut: Option<String>,
            /// At most [`crate::limits::SAVED_REPLY_NAME_CHARS_MAX`]; empty: in none.
            folder: String,
            /// At most [`crate::limits::TEXT_CHARS_MAX`].
            text: String,
            /// At most [`crate::limits::REPLY_FILES_MAX`], each the answer of an upload of the
            /// asker's.
            files: Vec<FileId>,
            /// Who may use it.
            scope: ReplyScope,
        } needs Need::to_share(!scope.is_private()), answer SavedReply;
        /// Saves it anew. To give it to others than have it is for supervisors.
        "change" => ChangeSavedReply {
            /// Which.
            reply: SavedReplyId,
            /// The version that was changed: of another one nothing is, and the refusal
            /// is `stale`.
            version: u32,
            /// As in `save`.
            name: String,
            /// As in `save`.
            shortcut: Option<String>,
            /// As in `save`.
            folder: String,
            /// As in `save`.
            text: String,
            /// As in `save`, and those that it has: the others of these are deleted for good.
            files: Vec<FileId>,
            /// As in `save`.
            scope: ReplyScope,
        } needs Need::SavedReply(reply.clone()), answer SavedReply;
        /// Takes it away. It can be put back for a while.
        "delete" => DeleteSavedReply {
            /// Which.
            reply: SavedReplyId,
        } needs Need::SavedReply(reply.clone()), answer Done;
        /// Puts back one that was taken away at most
        /// [`crate::limits::REMOVED_REPLY_KEPT_MS`] ago.
        "restore" => RestoreSavedReply {
            /// Which.
            reply: SavedReplyId,
        } needs Need::SavedReply(reply.clone()), answer Done;
        /// Counts that it was part of a reply which was sent. No console is told.
        "used" => UsedSavedReply {
            /// Which.
            reply: SavedReplyId,
        } needs Need::SavedReplyToUse(reply.clone()), answer Done;
    }
}

wire! {
    /// A page of saved replies.
    pub struct SavedReplies {
        /// They.
        pub replies: Vec<SavedReply>,
        /// Whether there are more.
        pub more: bool,
    }
}

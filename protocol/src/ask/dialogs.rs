//! One dialog.

use super::{Done, Need, questions};
use crate::dialog::{ClientCard, Summary};
use crate::ids::{DialogId, MarkId, MessageId, OperatorId};
use crate::message::Message;
use crate::wire;

questions! {
    /// What is asked of one dialog.
    pub DialogQuestion, DialogAnswer of Dialogs {
        /// A dialog with its newest messages and its client's card. Does not
        /// mark it opened: see `opened`.
        "open" => OpenDialog {
            /// Which.
            dialog: DialogId,
        } needs Need::See(*dialog), answer OpenedDialog;
        /// Asks for messages before one.
        "history" => History {
            /// In which dialog.
            dialog: DialogId,
            /// The oldest message it has.
            before: MessageId,
        } needs Need::See(*dialog), answer OlderMessages;
        /// Closes a dialog (KC-30, CQ-12): nothing in it awaits a reply (X1).
        "close" => Close {
            /// Which.
            dialog: DialogId,
        } needs Need::Answer(*dialog), answer Done;
        /// Opens it again, as it was: what awaited a reply when it was closed does so
        /// again.
        "reopen" => Reopen {
            /// Which.
            dialog: DialogId,
        } needs Need::Answer(*dialog), answer Done;
        /// What the client wrote needs no reply: clears `awaiting_reply_count` and
        /// leaves the dialog open (X1). His next message awaits one again.
        "no_reply_needed" => NoReplyNeeded {
            /// Which.
            dialog: DialogId,
        } needs Need::Answer(*dialog), answer Done;
        /// Marks it unread, and so unanswered, until somebody opens it (X2, SB-56).
        "mark_unread" => MarkUnread {
            /// Which.
            dialog: DialogId,
        } needs Need::See(*dialog), answer Done;
        /// Pins it: it stands above all others on the asker's list (SB-57, X21). Refused
        /// as `limit_reached` beyond [`crate::limits::PINS_MAX`].
        "pin" => PinDialog {
            /// Which.
            dialog: DialogId,
        } needs Need::See(*dialog), answer Done;
        /// Unpins it.
        "unpin" => UnpinDialog {
            /// Which.
            dialog: DialogId,
        } needs Need::See(*dialog), answer Done;
        /// Makes somebody responsible, or (`to` absent) nobody (KC-28, CQ-07).
        "assign" => Assign {
            /// Which.
            dialog: DialogId,
            /// Who.
            to: Option<OperatorId>,
        } needs Need::Assign(*dialog, *to), answer Done;
        /// Puts a tag on it.
        "tag" => TagDialog {
            /// On which.
            dialog: DialogId,
            /// Which.
            tag: MarkId,
        } needs Need::Answer(*dialog), answer Done;
        /// Takes a tag off it.
        "untag" => UntagDialog {
            /// Off which.
            dialog: DialogId,
            /// Which.
            tag: MarkId,
        } needs Need::Answer(*dialog), answer Done;
    }
}

wire! {
    /// An open dialog.
    pub struct OpenedDialog {
        /// Its head.
        pub dialog: Summary,
        /// The newest page, oldest first.
        pub messages: Vec<Message>,
        /// Whether older ones exist.
        pub more: bool,
        /// The tags on it, in the order of their making.
        pub tags: Vec<MarkId>,
        /// The right column.
        pub card: ClientCard,
    }
}

wire! {
    /// A page of its messages.
    pub struct OlderMessages {
        /// Oldest first.
        pub messages: Vec<Message>,
        /// Whether older ones exist.
        pub more: bool,
    }
}

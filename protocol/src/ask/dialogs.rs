//! One dialog.

use super::{Done, Need, questions};
use crate::delivery::Delivery;
use crate::dialog::{ClientCard, Summary, TransferTo};
use crate::draft::Composed;
use crate::ids::{DialogId, MarkId, MessageId, OperatorId, Timestamp};
use crate::message::Message;
use crate::wire;

questions! {
    /// What is asked of one dialog.
    pub DialogQuestion, DialogAnswer of Dialogs {
        /// A dialog with its newest messages and its client's card. Does not
        /// mark it opened: see `opened`. The number of one that was merged into another is
        /// answered by that one.
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
        /// Takes all of it for opened, as if it had been shown (X1, SB-12).
        "mark_read" => MarkRead {
            /// Which.
            dialog: DialogId,
        } needs Need::See(*dialog), answer Done;
        /// Takes it for spam: blocks its client, and closes each open dialog of his in which
        /// the asker may act.
        "spam" => MarkSpam {
            /// Which.
            dialog: DialogId,
        } needs Need::Answer(*dialog), answer Spammed;
        /// It was none: all is again as it was before.
        "undo_spam" => UndoSpam {
            /// Which.
            dialog: DialogId,
            /// What was done.
            spammed: Spammed,
        } needs Need::Answer(*dialog), answer Done;
        /// Puts it off: it is not unanswered, and behind the tab "Snoozed", until its time
        /// comes or the client writes. Closing it ends that, too.
        "snooze" => SnoozeDialog {
            /// Which; of a closed one it is refused as `stale`.
            dialog: DialogId,
            /// Until when.
            until: SnoozeUntil,
        } needs Need::Answer(*dialog), answer Done;
        /// Puts it off no longer.
        "wake" => WakeDialog {
            /// Which.
            dialog: DialogId,
        } needs Need::Answer(*dialog), answer Done;
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
        /// The asker has looked at what mentions him.
        "see_mention" => SeeMention {
            /// In which dialog.
            dialog: DialogId,
            /// The [`crate::mention::Mentioned::at`] that he has seen: what came later he has not.
            at: Timestamp,
        } needs Need::See(*dialog), answer Done;
        /// Keeps what the asker has typed into the composer and not sent: the center has one
        /// draft of each operator and dialog. When another console of his was faster nothing is
        /// kept, and the answer has what there is. Refused as `limit_reached` beyond
        /// [`crate::limits::DRAFTS_MAX`].
        "save_draft" => SaveDraft {
            /// In which dialog.
            dialog: DialogId,
            /// Of which version it was made; 0: of none. Where there is no draft, any will do.
            version: u64,
            /// What it says; absent: it is taken away, as when it was sent.
            composed: Option<Composed>,
        } needs Need::to_compose(*dialog, composed.is_some()), answer SavedDraft;
        /// Makes somebody responsible, or (`to` absent) nobody (KC-28, CQ-07).
        "assign" => Assign {
            /// Which.
            dialog: DialogId,
            /// Who.
            to: Option<OperatorId>,
        } needs Need::Assign(*dialog, *to), answer Done;
        /// Hands it on, to somebody or to another channel (X26), with a word to whoever goes on
        /// from there. In another channel nobody is responsible for it, until that channel's
        /// rule says who is.
        "transfer" => TransferDialog {
            /// Which.
            dialog: DialogId,
            /// To whom, or where.
            to: TransferTo,
            /// Becomes a note in it; may be empty.
            note: String,
        } needs Need::to_transfer(*dialog, to), answer Done;
        /// Changes the text of an own message, reply or note, within
        /// [`crate::limits::REVISE_MS_MAX`]: later it is refused as `too_late`, another's as
        /// `forbidden`, a file as `invalid`, and what was withdrawn, or is not there, as
        /// `stale`. All who see it are told by the event `revised`.
        "edit_message" => EditMessage {
            /// In which dialog.
            dialog: DialogId,
            /// Which.
            message: MessageId,
            /// What it says from now on: as of any message.
            text: String,
        } needs Need::Answer(*dialog), answer Done;
        /// Withdraws an own message, for good and in the same time: nothing is left of it but
        /// that there was one. A file's bytes are deleted.
        "withdraw_message" => WithdrawMessage {
            /// In which dialog.
            dialog: DialogId,
            /// Which.
            message: MessageId,
        } needs Need::Answer(*dialog), answer Done;
        /// What a message said before its author changed or withdrew it; `not_found` of one
        /// that is as it was.
        "first_text" => FirstText {
            /// In which dialog.
            dialog: DialogId,
            /// Which.
            message: MessageId,
        } needs Need::Administer, answer FirstSaid;
        /// Sends a message again that its transport has not delivered; `stale` of one that waits
        /// or has arrived.
        "resend_message" => ResendMessage {
            /// In which dialog.
            dialog: DialogId,
            /// Which.
            message: MessageId,
        } needs Need::Answer(*dialog), answer Done;
        /// What would come of merging a dialog with another one of its client. Refused as
        /// `other_address` where they do not reach him at the same one, as `limit_reached` beyond
        /// [`crate::limits::MERGED_MESSAGES_MAX`].
        "preview_merge" => PreviewDialogMerge {
            /// Which would go.
            dialog: DialogId,
            /// Which would stay.
            into: DialogId,
        } needs Need::AnswerBoth(*dialog, *into), answer DialogMerge;
        /// Merges a dialog with another one of its client, for good: their messages stand in the
        /// order of time, and the number of the one that goes leads to the one that stays.
        "merge" => MergeDialogs {
            /// Which goes.
            dialog: DialogId,
            /// Which stays.
            into: DialogId,
        } needs Need::AnswerBoth(*dialog, *into), answer Done;
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
        /// Its messages that a transport has not delivered, in their order; none of the site
        /// chat.
        pub deliveries: Vec<Delivery>,
        /// The right column.
        pub card: ClientCard,
    }
}

wire! {
    /// What would come of merging a dialog with another one.
    pub struct DialogMerge {
        /// Messages of the one that goes.
        pub n_messages: u64,
    }
}

wire! {
    /// What a message said at first.
    pub struct FirstSaid {
        /// Its text, or the name of its file, which is there no more.
        pub text: String,
        /// Whether it was a file.
        pub is_file: bool,
    }
}

wire! {
    /// Until when a dialog is put off. The center knows its time zone.
    pub kinds SnoozeUntil {
        /// For an hour.
        "hour" => Hour {},
        /// Until tomorrow at nine.
        "tomorrow" => Tomorrow {},
        /// Until next Monday at nine.
        "monday" => Monday {},
        /// Until a moment to come, at most [`crate::limits::SNOOZE_MS_MAX`] away.
        "at" => At {
            /// Which.
            at: Timestamp,
        },
        /// Until the client writes.
        "written" => Written {},
    }
}

wire! {
    /// What was done with a dialog that was taken for spam, and with its client.
    pub struct Spammed {
        /// Whether he was not blocked before.
        pub is_newly_blocked: bool,
        /// His dialogs that were open.
        pub closed: Vec<DialogId>,
    }
}

wire! {
    /// What came of keeping a draft.
    pub struct SavedDraft {
        /// The draft's version now; 0: there is none.
        pub version: u64,
        /// What another console of the asker has kept as this version meanwhile: then nothing
        /// of the question was. Absent: the draft is as it was asked.
        pub newer: Option<Composed>,
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

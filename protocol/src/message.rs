//! Messages as visitors and operators see them. Two types, not one with a
//! filter: a note or a system message cannot be expressed on a visitor's wire.

use crate::automatic::AutomaticRule;
use crate::ids::{Cid, ClientId, DialogId, FileId, MessageId, OperatorId, Timestamp};
use crate::mention::Mention;
use crate::wire;

wire! {
    /// An employee as visitors see him: a public name, never an e-mail (X15). Among
    /// colleagues his id is enough: their rosters have his name.
    pub struct Person {
        /// Who.
        pub id: OperatorId,
        /// Public name.
        pub name: String,
    }
}

wire! {
    /// A stored file. Its bytes travel by HTTP, never in frames.
    pub struct File {
        /// Its name on the wire and in addresses.
        pub id: FileId,
        /// The name its sender gave it: text to show, never a path (F6).
        pub name: String,
        /// Bytes.
        pub size: u64,
        /// `image/png`, `image/jpeg`, `image/gif` or `image/webp` when the bytes
        /// were recognised as such (F4), else `application/octet-stream`.
        pub mime: String,
    }
}

impl File {
    /// Whether it may be shown as a picture: the relay recognised its bytes.
    pub fn is_image(&self) -> bool {
        matches!(
            self.mime.as_str(),
            "image/png" | "image/jpeg" | "image/gif" | "image/webp"
        )
    }
}

wire! {
    /// What a message says: text or exactly one file (CQ-20).
    pub kinds Body {
        /// Text, shown as text nodes; links are recognised by the reader's side.
        "text" => Text {
            /// At most [`crate::limits::TEXT_CHARS_MAX`] scalar values. Empty: its author has
            /// withdrawn the message, a text or a file.
            text: String,
        },
        /// One file.
        "file" => File {
            /// What was uploaded.
            file: File,
        },
    }
}

wire! {
    /// What somebody wants to say; the relay makes a [`Body`] of it.
    pub kinds Draft {
        /// Text.
        "text" => Text {
            /// As [`Body::Text`].
            text: String,
        },
        /// A file whose upload has ended.
        "file" => File {
            /// The answer of the upload.
            file: FileId,
        },
    }
}

wire! {
    /// How a client rates a conversation that is closed.
    pub words Rating {
        /// It has helped.
        "good" => Good,
        /// It has not.
        "bad" => Bad,
    }
}

wire! {
    /// A message on the visitor's wire.
    pub struct VisitorMessage {
        /// Rises with time.
        pub id: MessageId,
        /// The visitor's own messages carry the id that the widget gave them.
        pub cid: Option<Cid>,
        /// When the relay stored it.
        pub at: Timestamp,
        /// The message it answers.
        pub quote: Option<MessageId>,
        /// When its author changed or withdrew it.
        pub revised_at: Option<Timestamp>,
        /// Who says what.
        pub content: VisitorContent,
    }
}

wire! {
    /// Who says what, for the visitor.
    pub kinds VisitorContent {
        /// The visitor.
        "you" => You {
            /// What.
            body: Body,
        },
        /// An operator.
        "operator" => Operator {
            /// Who.
            by: Person,
            /// What.
            body: Body,
        },
    }
}

wire! {
    /// A message on the operator's wire.
    pub struct Message {
        /// Rises with time.
        pub id: MessageId,
        /// The dialog it belongs to.
        pub dialog: DialogId,
        /// The sender's id for it.
        pub cid: Option<Cid>,
        /// When the relay stored it.
        pub at: Timestamp,
        /// The message it answers (KC-20).
        pub quote: Option<MessageId>,
        /// When its author changed or withdrew it.
        pub revised_at: Option<Timestamp>,
        /// Who says what.
        pub content: Content,
    }
}

wire! {
    /// Who says what, for operators.
    pub kinds Content {
        /// The client.
        "visitor" => Visitor {
            /// What.
            body: Body,
        },
        /// An operator, to the client.
        "operator" => Operator {
            /// Who.
            by: OperatorId,
            /// What.
            body: Body,
        },
        /// The center, by a rule of the channel, to the client, for whom it is a message as
        /// any other. No reply: who waits still does (X1).
        "automatic" => Automatic {
            /// By which.
            rule: AutomaticRule,
            /// What.
            text: String,
        },
        /// A note: operators only (KC-26, CQ-18).
        "note" => Note {
            /// Who.
            by: OperatorId,
            /// What; empty: withdrawn.
            text: String,
            /// Which of those who see the dialog it calls.
            mentions: Vec<Mention>,
        },
        /// A system message: the history of actions, operators only (KC-19).
        "system" => System {
            /// What happened.
            happened: Happened,
        },
    }
}

impl Message {
    /// The operator whose own it is: who may change and withdraw it, for
    /// [`crate::limits::REVISE_MS_MAX`].
    pub fn author(&self) -> Option<OperatorId> {
        match &self.content {
            Content::Operator { by, .. } | Content::Note { by, .. } => Some(*by),
            Content::Visitor { .. }
            | Content::Automatic { .. }
            | Content::System { .. }
            | Content::Unknown => None,
        }
    }

    /// Its text, if it is one that was not withdrawn.
    pub fn text(&self) -> Option<&str> {
        let text = match &self.content {
            Content::Visitor {
                body: Body::Text { text },
            }
            | Content::Operator {
                body: Body::Text { text },
                ..
            }
            | Content::Automatic { text, .. }
            | Content::Note { text, .. } => text,
            _ => return None,
        };
        Some(text.as_str()).filter(|text| !text.is_empty())
    }

    /// Whether its author has withdrawn it.
    pub fn is_withdrawn(&self) -> bool {
        let is_file = matches!(
            self.content,
            Content::Operator {
                body: Body::File { .. },
                ..
            }
        );
        self.revised_at.is_some() && !is_file && self.text().is_none()
    }
}

impl Content {
    /// Whether the client sees it: what he and the company say to each other.
    pub fn is_talk(&self) -> bool {
        matches!(
            self,
            Self::Visitor { .. } | Self::Operator { .. } | Self::Automatic { .. }
        )
    }
}

wire! {
    /// What a system message tells: all that is done with a dialog, or with who writes in
    /// it. What only says who has looked at it is told by its marks, and what is written on
    /// the client's card stands there. Screens word it in the reader's language.
    pub kinds Happened {
        /// The client's first message began the dialog.
        "begun" => Begun {},
        /// The client's answer to what the site said first began the dialog (X20).
        "triggered" => Triggered {
            /// What the trigger was called then.
            trigger: String,
        },
        /// An operator has begun the dialog: his message after this was not asked for (CQ-13).
        "written_first" => WrittenFirst {
            /// Who.
            by: OperatorId,
        },
        /// The first reply on a free dialog made its author responsible (KC-28, CQ-06).
        "claimed" => Claimed {
            /// The new responsible.
            by: OperatorId,
        },
        /// Somebody made somebody responsible by hand; nobody: released.
        "assigned" => Assigned {
            /// Who did it.
            by: OperatorId,
            /// The new responsible.
            to: Option<OperatorId>,
        },
        /// Nobody is responsible any more: who was is disabled, does not see the channel, or
        /// was not there when the client opened the dialog again.
        "freed" => Freed {
            /// Who was.
            from: OperatorId,
        },
        /// Nobody is responsible any more: the client has waited for who was, and he was not
        /// there (X5).
        "waited" => Waited {
            /// Who was.
            from: OperatorId,
            /// For so many minutes, as the channel's setting says.
            minutes: u32,
        },
        /// The channel's rule made somebody responsible whose turn it was (CQ-08).
        "distributed" => Distributed {
            /// The new responsible.
            to: OperatorId,
        },
        /// The client is bound to somebody who was there, and is responsible (X4).
        "kept" => Kept {
            /// The new responsible.
            to: OperatorId,
        },
        /// Somebody has handed it on to another channel, where nobody is responsible yet (X26).
        "transferred" => Transferred {
            /// Who did it.
            by: OperatorId,
            /// What the channel was called then; empty: the first, which nobody had named.
            to: String,
        },
        /// What the client wrote needs no reply (X1).
        "no_reply_needed" => NoReplyNeeded {
            /// Who said so.
            by: OperatorId,
        },
        /// Closed.
        "closed" => Closed {
            /// Who did it.
            by: OperatorId,
        },
        /// The client has ended the conversation: closed.
        "ended" => Ended {},
        /// The client has rated the conversation that was closed.
        "rated" => Rated {
            /// As what.
            rating: Rating,
            /// What he says to it; empty: nothing.
            comment: String,
        },
        /// Opened again: by an operator, or (`by` absent) by a message of the client (X6).
        "reopened" => Reopened {
            /// Who did it.
            by: Option<OperatorId>,
        },
        /// Closed, since nobody had said anything for so long.
        "fell_silent" => FellSilent {
            /// For so many days.
            days: u32,
        },
        /// Put off.
        "snoozed" => Snoozed {
            /// Who did it.
            by: OperatorId,
            /// Until when; absent: until the client writes.
            until: Option<Timestamp>,
        },
        /// Put off no longer: its time has come, or (`by`) somebody wanted it back. Where
        /// the client has written, his message says so.
        "woken" => Woken {
            /// Who did it.
            by: Option<OperatorId>,
        },
        /// The client was blocked (SB-58).
        "blocked" => Blocked {
            /// Who did it.
            by: OperatorId,
        },
        /// He is blocked no more.
        "unblocked" => Unblocked {
            /// Who did it.
            by: OperatorId,
        },
        /// The client was paused (X25).
        "paused" => Paused {
            /// Who did it.
            by: OperatorId,
        },
        /// He is paused no more.
        "unpaused" => Unpaused {
            /// Who did it.
            by: OperatorId,
        },
        /// Marked unread by hand (X2).
        "marked_unread" => MarkedUnread {
            /// Who did it.
            by: OperatorId,
        },
        /// A tag was put on it.
        "tagged" => Tagged {
            /// Who did it.
            by: OperatorId,
            /// What the tag was called then.
            tag: String,
        },
        /// A tag was taken off it.
        "untagged" => Untagged {
            /// Who did it.
            by: OperatorId,
            /// What the tag was called then.
            tag: String,
        },
        /// It came to another channel, with its site.
        "moved" => Moved {
            /// Who moved the site.
            by: OperatorId,
            /// What the channel was called then; empty: the first, which nobody had named.
            to: String,
        },
        /// It was taken for spam. What follows from that is told by itself.
        "spam" => Spam {
            /// Who did it.
            by: OperatorId,
        },
        /// It was none.
        "no_spam" => NoSpam {
            /// Who said so.
            by: OperatorId,
        },
        /// Another dialog of the client has become part of it.
        "dialog_merged" => DialogMerged {
            /// Who did it.
            by: OperatorId,
            /// Its number, which leads here.
            dialog: DialogId,
        },
        /// Its client turned out to be another one, or another one to be he (KC-32).
        "merged" => Merged {
            /// Who did it.
            by: OperatorId,
            /// Whose number has gone.
            client: ClientId,
        },
    }
}

//! Webhooks: what happens is sent to an address of the company's, by the rules of Standard
//! Webhooks.

use crate::ids::{Timestamp, WebhookId};
use crate::wire;

wire! {
    /// An address that is told of what happens.
    pub struct Webhook {
        /// Which.
        pub id: WebhookId,
        /// Where it is.
        pub url: String,
        /// What it is told.
        pub events: Vec<WebhookEvent>,
        /// Whether it is told.
        pub state: WebhookState,
        /// Until when what is sent is signed by the secret before, too; absent: there is
        /// none.
        pub old_secret_until: Option<Timestamp>,
        /// Since when it has taken nothing; absent: it takes what it is sent.
        pub failing_since: Option<Timestamp>,
    }
}

wire! {
    /// Whether an address is told of anything.
    pub kinds WebhookState {
        /// It is.
        "on" => On {},
        /// Somebody has turned it off.
        "off" => Off {},
        /// It has answered 410: it wants no more.
        "gone" => Gone {
            /// When.
            at: Timestamp,
        },
        /// It has not taken something, however often it was tried
        /// ([`crate::limits::WEBHOOK_ATTEMPTS_MAX`]).
        "exhausted" => Exhausted {
            /// When.
            at: Timestamp,
        },
    }
}

wire! {
    /// What can happen. The words are the `type` of what is sent.
    pub words WebhookEvent {
        /// The client, an operator or the center by itself has said something.
        "message.created" => MessageCreated,
        /// An operator has changed or withdrawn what he has said.
        "message.updated" => MessageUpdated,
        /// A note was written in a dialog.
        "note.created" => NoteCreated,
        /// A dialog has begun.
        "dialog.created" => DialogCreated,
        /// Somebody else is responsible for a dialog, or nobody.
        "dialog.assigned" => DialogAssigned,
        /// A dialog has come to another channel.
        "dialog.moved" => DialogMoved,
        /// A dialog was closed.
        "dialog.closed" => DialogClosed,
        /// A closed dialog was opened again.
        "dialog.reopened" => DialogReopened,
        /// A tag was put on a dialog.
        "dialog.tagged" => DialogTagged,
        /// A tag was taken off a dialog.
        "dialog.untagged" => DialogUntagged,
        /// A client is new: he has written, was added or imported.
        "client.created" => ClientCreated,
        /// A note was put on the card of a client.
        "client.note_created" => ClientNoteCreated,
        /// The card of a client has changed.
        "client.updated" => ClientUpdated,
        /// A client was deleted for good.
        "client.deleted" => ClientDeleted,
        /// Somebody has asked for a test.
        "webhook.test" => Test,
    }
}

impl WebhookEvent {
    /// All that an address can be told of.
    pub const CHOICES: [Self; 14] = [
        Self::MessageCreated,
        Self::MessageUpdated,
        Self::NoteCreated,
        Self::DialogCreated,
        Self::DialogAssigned,
        Self::DialogMoved,
        Self::DialogClosed,
        Self::DialogReopened,
        Self::DialogTagged,
        Self::DialogUntagged,
        Self::ClientCreated,
        Self::ClientNoteCreated,
        Self::ClientUpdated,
        Self::ClientDeleted,
    ];
}

wire! {
    /// Something that is sent to an address, or was.
    pub struct WebhookDelivery {
        /// Its number: rises with time.
        pub n: u64,
        /// Its name for the receiver, the header `webhook-id`: sent again, it is the same.
        pub id: String,
        /// What happened.
        pub event: WebhookEvent,
        /// When.
        pub at: Timestamp,
        /// How often it was sent.
        pub attempts: u32,
        /// How far it is.
        pub state: WebhookDeliveryState,
        /// What came of the last attempt; absent: there was none.
        pub answer: Option<WebhookReply>,
    }
}

wire! {
    /// How far it is.
    pub kinds WebhookDeliveryState {
        /// It is sent at this time, or when its turn comes after that.
        "waiting" => Waiting {
            /// When.
            at: Timestamp,
        },
        /// It was taken.
        "delivered" => Delivered {},
        /// It was not, and is not sent again by itself.
        "failed" => Failed {},
    }
}

wire! {
    /// What came of an attempt.
    pub struct WebhookReply {
        /// When.
        pub at: Timestamp,
        /// After how many ms.
        pub took_ms: u64,
        /// What.
        pub outcome: WebhookOutcome,
    }
}

wire! {
    /// What came of an attempt.
    pub kinds WebhookOutcome {
        /// It has answered.
        "answered" => Answered {
            /// The HTTP status: 200 to 299 takes it.
            status: u32,
            /// The beginning of what it said, at most
            /// [`crate::limits::WEBHOOK_ANSWER_CHARS_MAX`].
            text: String,
        },
        /// It has not answered within [`crate::limits::WEBHOOK_TIMEOUT_MS`].
        "timed_out" => TimedOut {},
        /// There was no connection, or it broke.
        "unreachable" => Unreachable {},
        /// The address is none that may be called any more.
        "refused" => Refused {},
    }
}

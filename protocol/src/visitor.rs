//! The conversation between a widget and the relay, one socket per tab.
//!
//! Order: the widget says [`FromVisitor::Hello`] first; the relay answers with
//! [`ToVisitor::Resumed`] (and then the missed events) or [`ToVisitor::Reset`]
//! (the whole view); from then on [`ToVisitor::Events`] follow each other
//! without a gap: no frame's `after` lies beyond the `seq` of the frame before it.
//!
//! Places are those of the center's log, of which a visitor sees a part: they rise,
//! and are not dense.

use crate::client::Variable;
use crate::dialog::Page;
use crate::ids::{Ask, Cid, DialogId, Epoch, MessageId, Seq, Timestamp, TriggerId};
use crate::message::{Draft, Person, VisitorMessage};
use crate::refusal::Refusal;
use crate::wire;

wire! {
    /// What a widget says.
    pub kinds FromVisitor {
        /// The first frame of a socket.
        "hello" => Hello {
            /// [`crate::VERSION`].
            v: u32,
            /// The view it has, if it has one; with `seq` the place to go on from.
            epoch: Option<Epoch>,
            /// The last event it has processed.
            seq: Option<Seq>,
            /// Language of the widget.
            locale: String,
            /// The page it is on.
            page: Option<Page>,
        },
        /// A message.
        "say" => Say {
            /// Its id; saying it again returns the first answer.
            cid: Cid,
            /// What.
            body: Draft,
            /// The message it answers.
            quote: Option<MessageId>,
        },
        /// A message that carries more: it answers what the site said first, was written into
        /// its form, or was asked for a consent. As `say`, and a repeat is one in the same way.
        "open" => Open {
            /// Its id.
            cid: Cid,
            /// What.
            body: Draft,
            /// The trigger that it answers: it begins a dialog, in which that stands first.
            trigger: Option<TriggerId>,
            /// Where its writer is reached.
            reach: Option<Reach>,
            /// The version of the site's text to which he has agreed just now
            /// ([`crate::site::Consent`]).
            consent: Option<u32>,
            /// What he has answered to what the site asks before the first message.
            answers: Option<Answers>,
        },
        /// Everything up to this message was shown in a visible panel.
        "read" => Read {
            /// The newest message shown.
            upto: MessageId,
        },
        /// The events up to here have been processed.
        "got" => Got {
            /// The last of them.
            seq: Seq,
        },
        /// The visitor began or ceased to type. Never stored.
        "typing" => Typing {
            /// Began.
            on: bool,
        },
        /// The visitor went to another page of the site.
        "page" => Page {
            /// Where he is now.
            page: Page,
        },
        /// How the visitor came to the site, as his browser tells: said behind the first hello
        /// of a page. Kept once, and only where the site does (CQ-23).
        "came" => Came {
            /// The address of the page that led there; empty: none.
            referrer: String,
            /// The address on which the page began.
            landing: String,
        },
        /// Asks for messages before one.
        "history" => History {
            /// Names the answer.
            ask: Ask,
            /// The oldest message it has.
            before: MessageId,
        },
    }
}

wire! {
    /// Who a visitor says that he is, and where he is reached: it is written on his card.
    pub struct Reach {
        /// His name; empty: not told. At most [`crate::limits::NAME_CHARS_MAX`].
        pub name: String,
        /// His e-mail; empty: not told.
        pub email: String,
        /// His phone; empty: not told.
        pub phone: String,
    }
}

wire! {
    /// What a visitor has answered to what the site asks first ([`crate::site::AskedField`]).
    pub struct Answers {
        /// Name, e-mail, phone.
        pub reach: Reach,
        /// Other answers, each by what it is called in either language.
        pub texts: Vec<Variable>,
    }
}

wire! {
    /// What the relay says to a widget.
    pub kinds ToVisitor {
        /// The view goes on from the `seq` of the hello; missed events follow.
        "resumed" => Resumed {
            /// [`crate::VERSION`].
            v: u32,
            /// The place after the missed events: they have come when it is reached.
            seq: Seq,
            /// As in `reset`.
            delivered_upto: MessageId,
            /// As in `reset`.
            is_blocked: bool,
        },
        /// The whole view, instead of what the widget had.
        "reset" => Reset {
            /// [`crate::VERSION`].
            v: u32,
            /// The view's name.
            epoch: Epoch,
            /// Its place.
            seq: Seq,
            /// The newest page of messages, oldest first.
            messages: Vec<VisitorMessage>,
            /// Whether older ones exist.
            more: bool,
            /// A console has received the visitor's messages up to here.
            delivered_upto: MessageId,
            /// Operators have opened the visitor's messages up to here.
            opened_upto: MessageId,
            /// The visitor has read operators' messages up to here.
            read_upto: MessageId,
            /// Operators' messages after `read_upto`.
            unread_count: u32,
            /// Whether whatever the visitor writes is refused as `unavailable`.
            is_blocked: bool,
        },
        /// What has happened, in order.
        "events" => Events {
            /// From here on the frame is complete for this recipient. Beyond his own
            /// place: he has missed something and must resume.
            after: Seq,
            /// The place after these.
            seq: Seq,
            /// What.
            events: Vec<VisitorEvent>,
        },
        /// The message is stored for good. Sent after the durable write only.
        "ack" => Ack {
            /// Which `say`.
            cid: Cid,
            /// The message's id.
            id: MessageId,
            /// When it was stored.
            at: Timestamp,
        },
        /// Something was not accepted.
        "refused" => Refused {
            /// The `say` it was, if it was one.
            cid: Option<Cid>,
            /// The `history` it was, if it was one.
            ask: Option<Ask>,
            /// Why.
            refusal: Refusal,
        },
        /// A console has received the visitor's messages up to here. A mark of the
        /// whole center, not an event: the latest one holds, and the answer to a
        /// hello carries it.
        "delivered" => Delivered {
            /// The newest of them; it may be another visitor's.
            upto: MessageId,
        },
        /// The visitor was blocked, or is no longer (SB-58). A state, not an event: the
        /// latest one holds, and the answer to a hello carries it.
        "blocked" => Blocked {
            /// Was.
            on: bool,
        },
        /// The conversation is closed, and there is something to say or to ask about that; or
        /// (neither of both) no longer. A state, not an event: it follows the answer to a
        /// hello, the latest one holds, and the next message of either side ends it.
        "ended" => Ended {
            /// Whether the visitor has ended it.
            by_you: bool,
            /// The dialog that he is asked to rate ([`crate::http::Rate`]); absent: none.
            rate: Option<DialogId>,
        },
        /// An operator began or ceased to type.
        "typing" => Typing {
            /// Who.
            by: Person,
            /// Began.
            on: bool,
        },
        /// The answer to `history`.
        "history" => History {
            /// Of which question.
            ask: Ask,
            /// Oldest first.
            messages: Vec<VisitorMessage>,
            /// Whether older ones exist.
            more: bool,
        },
    }
}

wire! {
    /// A change that the visitor sees.
    pub kinds VisitorEvent {
        /// A new message, his own (from any tab) or an operator's.
        "message" => Message {
            /// It.
            message: VisitorMessage,
        },
        /// An operator has changed or withdrawn a message of his.
        "revised" => Revised {
            /// It, as it is now.
            message: VisitorMessage,
        },
        /// Operators have opened the visitor's messages up to here.
        "opened" => Opened {
            /// The newest of them.
            upto: MessageId,
        },
        /// The visitor has read up to here, in whichever tab.
        "read" => Read {
            /// The newest of them.
            upto: MessageId,
        },
    }
}

//! Dialogs and clients as operators see them.

use crate::client::{ClientIdentity, Profile};
use crate::ids::{ChannelId, ClientId, DialogId, MessageId, OperatorId, SiteId, Timestamp};
use crate::message::Rating;
use crate::wire;

wire! {
    /// One card of the list, and the head of an open dialog. Always whole:
    /// a later summary of the same dialog replaces the earlier one.
    pub struct Summary {
        /// Which dialog; also its short number (X24).
        pub id: DialogId,
        /// Whose.
        pub client: ClientBrief,
        /// The channel it belongs to: who may see it.
        pub channel: ChannelId,
        /// The site it came from.
        pub site: SiteId,
        /// Open or closed.
        pub state: DialogState,
        /// The employee it is assigned to; absent: free.
        pub responsible: Option<OperatorId>,
        /// Messages of the client that no employee has opened (X1).
        pub unread_count: u32,
        /// Messages of the client since the last human reply (X1, KC-11), or since
        /// somebody said that none is needed.
        pub awaiting_reply_count: u32,
        /// Since when the client waits; absent when nothing awaits a reply.
        pub waiting_since: Option<Timestamp>,
        /// When somebody marked it unread, if it was not opened since (X2).
        pub marked_unread_at: Option<Timestamp>,
        /// That it was put off, if it was: it is not unanswered until it comes back.
        pub snooze: Option<Snooze>,
        /// The last message of any kind.
        pub last: LastMessage,
        /// When the client wrote last; in one that an operator has begun, until he does, when
        /// it began.
        pub last_client_at: Timestamp,
        /// The order of the list (X9): when the client wrote last, or when it came back
        /// after having been put off.
        pub listed_at: Timestamp,
        /// When it began.
        pub created_at: Timestamp,
        /// The visitor's widget has received operators' messages up to here.
        pub delivered_upto: MessageId,
        /// The visitor has read operators' messages up to here.
        pub read_upto: MessageId,
        /// When he had: known until he reads on in another dialog.
        pub read_at: Option<Timestamp>,
        /// Employees have opened the client's messages up to here.
        pub opened_upto: MessageId,
        /// Whether its last send failed (SB-07): a transport did not deliver a message, and none
        /// since.
        pub is_send_failed: bool,
    }
}

impl Summary {
    /// Since when it is unanswered (X2): the client awaits a reply, or somebody has
    /// marked it unread. A closed dialog is not, nor one that was put off.
    pub fn unanswered_since(&self) -> Option<Timestamp> {
        match self.state {
            DialogState::Open {} if self.snooze.is_none() => {
                self.waiting_since.or(self.marked_unread_at)
            }
            DialogState::Open {} | DialogState::Closed { .. } | DialogState::Unknown => None,
        }
    }

    /// Whether it is put off now: the state of a closed one is that it is closed.
    pub fn is_snoozed(&self) -> bool {
        self.snooze.is_some()
    }

    /// Whether there is something that nobody has opened, or somebody has said so.
    pub fn is_unread(&self) -> bool {
        self.unread_count > 0 || self.marked_unread_at.is_some()
    }
}

wire! {
    /// That an open dialog was put off.
    pub struct Snooze {
        /// Until when; absent: until the client writes, which ends it in any case.
        pub until: Option<Timestamp>,
        /// Who has put it off.
        pub by: OperatorId,
    }
}

wire! {
    /// Where a dialog is handed on to.
    pub kinds TransferTo {
        /// To somebody who sees its channel.
        "person" => Person {
            /// Who is responsible from now on.
            to: OperatorId,
        },
        /// To a channel; whoever hands it on need not see that.
        "channel" => Channel {
            /// Which.
            channel: ChannelId,
        },
    }
}

wire! {
    /// The client on a card.
    pub struct ClientBrief {
        /// His short number.
        pub id: ClientId,
        /// The name, if he or an employee gave one; else screens say "Visitor 12".
        pub name: Option<String>,
        /// Whether he is blocked (SB-50).
        pub is_blocked: bool,
        /// Whether he is paused (SB-50).
        pub is_paused: bool,
    }
}

wire! {
    /// Open or closed (X10).
    pub kinds DialogState {
        /// Goes on.
        "open" => Open {},
        /// Ended; a message of the client opens it again or begins another (X6).
        "closed" => Closed {
            /// When.
            at: Timestamp,
            /// By whom.
            by: Option<OperatorId>,
        },
    }
}

wire! {
    /// The last message on a card (SB-53).
    pub struct LastMessage {
        /// Which; 0: nobody has said anything yet.
        pub id: MessageId,
        /// When.
        pub at: Timestamp,
        /// Whose.
        pub label: LastLabel,
        /// The operator who wrote it, for `operator` and `note`; absent of what the center has
        /// answered by itself, which is of the label `operator`.
        pub by: Option<OperatorId>,
        /// The first 120 characters of the text, or the file's name; empty: the message was
        /// withdrawn.
        pub preview: String,
        /// Whether it is a file.
        pub file: bool,
    }
}

wire! {
    /// Whose the last message is.
    pub words LastLabel {
        /// The client's.
        "visitor" => Visitor,
        /// An operator's.
        "operator" => Operator,
        /// A note.
        "note" => Note,
    }
}

wire! {
    /// The page a visitor is on, as his widget reports it.
    pub struct Page {
        /// Address, without the fragment.
        pub url: String,
        /// Title.
        pub title: String,
    }
}

wire! {
    /// A page that a visitor has been on.
    pub struct PageView {
        /// It.
        pub page: Page,
        /// When he came to it.
        pub at: Timestamp,
    }
}

wire! {
    /// How a visitor came to the site, by what his browser told when he first opened the chat.
    pub struct Came {
        /// When that was.
        pub at: Timestamp,
        /// The address of the page that led there; empty: none, or not told.
        pub referrer: String,
        /// The address on which he arrived, with whatever a campaign has put into it
        /// (`utm_source` and the like).
        pub landing: String,
    }
}

wire! {
    /// A rating that a client has given.
    pub struct Rated {
        /// Of which dialog.
        pub dialog: DialogId,
        /// Good or bad.
        pub rating: Rating,
        /// What he said to it; empty: nothing.
        pub comment: String,
        /// When.
        pub at: Timestamp,
    }
}

wire! {
    /// What a client has agreed to before he wrote.
    pub struct Agreement {
        /// The version of the site's text ([`crate::site::Consent`]).
        pub version: u32,
        /// When.
        pub at: Timestamp,
        /// The text, as it was shown to him.
        pub text: String,
        /// Where it led; empty: nowhere.
        pub link: String,
    }
}

wire! {
    /// The right column: what is known of the client.
    pub struct ClientCard {
        /// As on the list.
        pub client: ClientBrief,
        /// What employees have written on it.
        pub profile: Profile,
        /// First contact.
        pub created_at: Timestamp,
        /// When he wrote last.
        pub last_contact_at: Option<Timestamp>,
        /// Where he writes from, the last first: [`crate::limits::IDENTITIES_TOLD_MAX`] at most.
        pub identities: Vec<ClientIdentity>,
        /// Language of the widget when he wrote last.
        pub locale: String,
        /// The page he was on last.
        pub page: Option<Page>,
        /// How he came to the site, where he was seen last, if the site keeps it (CQ-23).
        pub came: Option<Came>,
        /// The pages he has been on there, the last first, if the site keeps them: at most
        /// [`crate::limits::PAGE_VIEWS_TOLD`].
        pub pages: Vec<PageView>,
        /// The last rating that he has given, of the dialogs that the asker may see.
        pub rated: Option<Rated>,
        /// What he has agreed to last, if his site asks for that.
        pub consent: Option<Agreement>,
        /// Whether a widget of his is connected now.
        pub online: bool,
        /// When a widget of his was last connected.
        pub seen_at: Option<Timestamp>,
        /// The sites on which he has written, the one where he was seen last first, as far as
        /// the asker may begin a dialog there: see [`crate::ask::clients::WriteFirst`].
        pub addresses: Vec<SiteId>,
        /// His dialogs that the asker may see, newest first, without the open one (CQ-10): the
        /// first [`crate::limits::CLIENT_DIALOGS_PAGE`].
        pub dialogs: Vec<Summary>,
        /// Behind which there may be more.
        pub dialogs_rest: Option<DialogId>,
    }
}

//! The conversation between a console and the relay.
//!
//! As in [`crate::visitor`]: `hello` first, then `resumed` or `reset`, then
//! events without a gap. A question carries an [`Ask`] and has one answer: the
//! frame of its kind, `done`, or `refused`.

use crate::dialog::{ClientCard, Filter, ListPlace, Page, Summary};
use crate::ids::{
    Ask, CenterId, Cid, ClientId, DialogId, Epoch, MessageId, OperatorId, Seq, SiteId, Timestamp,
};
use crate::message::{Draft, Message, Person};
use crate::refusal::Refusal;
use crate::site::{Look, Site};
use crate::wire;

wire! {
    /// What a console says.
    pub kinds FromOperator {
        /// The first frame of a socket.
        "hello" => Hello {
            /// [`crate::VERSION`].
            v: u32,
            /// The view it has, if it has one.
            epoch: Option<Epoch>,
            /// The last event it has processed.
            seq: Option<Seq>,
            /// Whose console it is. On one machine a colleague may have signed in since:
            /// then it is refused as `unauthorized`, rather than say under his name what
            /// waits in it.
            me: Option<OperatorId>,
        },
        /// The events up to here have been processed.
        "got" => Got {
            /// The last of them.
            seq: Seq,
        },
        /// A page of the list.
        "list" => List {
            /// Names the answer.
            ask: Ask,
            /// Which dialogs.
            filter: Filter,
            /// Behind which card; absent: from the top.
            behind: Option<ListPlace>,
        },
        /// A dialog with its newest messages and its client's card. Does not
        /// mark it opened: see `opened`.
        "dialog" => Dialog {
            /// Names the answer.
            ask: Ask,
            /// Which.
            dialog: DialogId,
        },
        /// Asks for messages before one.
        "history" => History {
            /// Names the answer.
            ask: Ask,
            /// In which dialog.
            dialog: DialogId,
            /// The oldest message it has.
            before: MessageId,
        },
        /// A reply to the client. On a free dialog it makes its author
        /// responsible (CQ-06); on a closed one it opens it again.
        "reply" => Reply {
            /// Its id; saying it again returns the first answer.
            cid: Cid,
            /// In which dialog.
            dialog: DialogId,
            /// What.
            body: Draft,
            /// The message it answers.
            quote: Option<MessageId>,
        },
        /// A note: never on a visitor's wire, clears nothing (X1).
        "note" => Note {
            /// Its id.
            cid: Cid,
            /// In which dialog.
            dialog: DialogId,
            /// What.
            text: String,
        },
        /// The dialog was shown in a focused window (X1): clears `unread_count`.
        "opened" => Opened {
            /// Which.
            dialog: DialogId,
            /// The newest message shown.
            upto: MessageId,
        },
        /// Began or ceased to type a reply. Never stored.
        "typing" => Typing {
            /// Where.
            dialog: DialogId,
            /// Began.
            on: bool,
        },
        /// Closes a dialog (KC-30, CQ-12): nothing in it awaits a reply (X1).
        "close" => Close {
            /// Names the answer.
            ask: Ask,
            /// Which.
            dialog: DialogId,
        },
        /// Opens it again, as it was: what awaited a reply when it was closed does so
        /// again.
        "reopen" => Reopen {
            /// Names the answer.
            ask: Ask,
            /// Which.
            dialog: DialogId,
        },
        /// What the client wrote needs no reply: clears `awaiting_reply_count` and
        /// leaves the dialog open (X1). His next message awaits one again.
        "no_reply_needed" => NoReplyNeeded {
            /// Names the answer.
            ask: Ask,
            /// Which.
            dialog: DialogId,
        },
        /// Makes somebody responsible, or (`to` absent) nobody (KC-28, CQ-07).
        "assign" => Assign {
            /// Names the answer.
            ask: Ask,
            /// Which.
            dialog: DialogId,
            /// Who.
            to: Option<OperatorId>,
        },
        /// Names the center: the first step of an owner. Administrators only.
        "save_center" => SaveCenter {
            /// Names the answer.
            ask: Ask,
            /// At most [`crate::limits::NAME_CHARS_MAX`].
            name: String,
            /// `en` or `ru`.
            locale: String,
            /// IANA name, as the browser detected it.
            time_zone: String,
        },
        /// Makes a site; answered by `site`. Administrators only.
        "add_site" => AddSite {
            /// Names the answer.
            ask: Ask,
            /// Shown to operators, and as the widget's title.
            name: String,
            /// Exact origins that may use it.
            origins: Vec<String>,
            /// How the widget looks; absent: as it does at first.
            look: Option<Look>,
        },
        /// Changes a site; answered by `done`. Administrators only.
        "save_site" => SaveSite {
            /// Names the answer.
            ask: Ask,
            /// Which.
            site: SiteId,
            /// Its name.
            name: String,
            /// All its origins.
            origins: Vec<String>,
            /// How the widget looks.
            look: Look,
            /// X6, in ms.
            reopen_within_ms: u64,
        },
        /// Changes the own public name. Answered by `done`.
        "rename_me" => RenameMe {
            /// Names the answer.
            ask: Ask,
            /// At most [`crate::limits::NAME_CHARS_MAX`].
            name: String,
        },
        /// Makes a link by which a colleague signs up; answered by `link`.
        /// Administrators only.
        "invite" => Invite {
            /// Names the answer.
            ask: Ask,
            /// What the colleague will be; not `owner`.
            role: Role,
        },
        /// Makes a link by which a colleague sets a new password; answered by
        /// `link`. Administrators only; an owner's only by the owner.
        "reset_link" => ResetLink {
            /// Names the answer.
            ask: Ask,
            /// Whose.
            operator: OperatorId,
        },
    }
}

wire! {
    /// What the relay says to a console.
    pub kinds ToOperator {
        /// The view goes on from the `seq` of the hello; missed events follow.
        "resumed" => Resumed {
            /// [`crate::VERSION`].
            v: u32,
            /// The place after the missed events: they have come when it is reached.
            seq: Seq,
        },
        /// The view from the start: the console asks for its lists again.
        "reset" => Reset {
            /// [`crate::VERSION`].
            v: u32,
            /// The view's name.
            epoch: Epoch,
            /// Its place.
            seq: Seq,
            /// Who the asker is.
            me: Employee,
            /// The center.
            center: CenterInfo,
            /// Everybody with a sign-in.
            employees: Vec<Employee>,
            /// Sites, the test site left out.
            sites: Vec<Site>,
            /// The key of the site behind "Open a test chat"; its page is `/test-chat`.
            test_key: String,
            /// Every open dialog that awaits a reply or is unread, so that
            /// counts are exact from here on by events alone; at most 1,000.
            waiting: Vec<Summary>,
        },
        /// What has happened, in order.
        "events" => Events {
            /// The `seq` of the frame before, for this recipient.
            after: Seq,
            /// The place after these.
            seq: Seq,
            /// What.
            events: Vec<OperatorEvent>,
        },
        /// The reply or note is stored for good.
        "ack" => Ack {
            /// Which.
            cid: Cid,
            /// The message's id.
            id: MessageId,
            /// When it was stored.
            at: Timestamp,
        },
        /// A question was carried out.
        "done" => Done {
            /// Which.
            ask: Ask,
        },
        /// Something was not accepted.
        "refused" => Refused {
            /// The reply or note it was.
            cid: Option<Cid>,
            /// The question it was.
            ask: Option<Ask>,
            /// Why.
            refusal: Refusal,
        },
        /// The answer to `list`.
        "list" => List {
            /// Of which question.
            ask: Ask,
            /// In order.
            dialogs: Vec<Summary>,
            /// Whether more follow.
            more: bool,
        },
        /// The answer to `dialog`.
        "dialog" => Dialog {
            /// Of which question.
            ask: Ask,
            /// Its head.
            dialog: Summary,
            /// The newest page, oldest first.
            messages: Vec<Message>,
            /// Whether older ones exist.
            more: bool,
            /// The right column.
            card: ClientCard,
        },
        /// The answer to `history`.
        "history" => History {
            /// Of which question.
            ask: Ask,
            /// Oldest first.
            messages: Vec<Message>,
            /// Whether older ones exist.
            more: bool,
        },
        /// The answer to `add_site`.
        "site" => Site {
            /// Of which question.
            ask: Ask,
            /// It.
            site: Site,
        },
        /// The answer to `invite` and `reset_link`: shown once.
        "link" => Link {
            /// Of which question.
            ask: Ask,
            /// A path on the relay's origin; works once, for 7 days.
            path: String,
        },
        /// A visitor began or ceased to type.
        "visitor_typing" => VisitorTyping {
            /// Where.
            dialog: DialogId,
            /// Began.
            on: bool,
        },
        /// A colleague began or ceased to type a reply.
        "operator_typing" => OperatorTyping {
            /// Where.
            dialog: DialogId,
            /// Who.
            by: Person,
            /// Began.
            on: bool,
        },
        /// A visitor came, went to another page, or left. Never stored as an event.
        "visiting" => Visiting {
            /// Who.
            client: ClientId,
            /// Where he is.
            page: Option<Page>,
            /// Whether a widget of his is connected.
            online: bool,
        },
    }
}

wire! {
    /// A change that operators see.
    pub kinds OperatorEvent {
        /// A new message, and what its dialog is after it.
        "message" => Message {
            /// It.
            message: Message,
            /// Its dialog.
            dialog: Summary,
        },
        /// A dialog changed: counts, marks, responsible, state.
        "dialog" => Dialog {
            /// What it is now.
            dialog: Summary,
        },
        /// An employee came, or changed.
        "employee" => Employee {
            /// What he is now.
            employee: Employee,
        },
        /// A site came, or changed: settings, first visit, a stranger's origin.
        "site" => Site {
            /// What it is now.
            site: Site,
        },
        /// The center's settings changed.
        "center" => Center {
            /// What they are now.
            center: CenterInfo,
        },
    }
}

wire! {
    /// The center's settings.
    pub struct CenterInfo {
        /// Its wire name.
        pub id: CenterId,
        /// Its name; empty until the owner has given one.
        pub name: String,
        /// `en` or `ru`.
        pub locale: String,
        /// IANA name.
        pub time_zone: String,
    }
}

wire! {
    /// Somebody with a sign-in, as colleagues see him.
    pub struct Employee {
        /// Who.
        pub id: OperatorId,
        /// Public name.
        pub name: String,
        /// The sign-in.
        pub email: String,
        /// What he may do.
        pub role: Role,
    }
}

wire! {
    /// What an employee may do; each may what the later ones may.
    pub words Role {
        /// The first account: also tokens and transfer of ownership.
        "owner" => Owner,
        /// People, sites, settings.
        "administrator" => Administrator,
        /// All dialogs, assignment.
        "supervisor" => Supervisor,
        /// Answers.
        "operator" => Operator,
    }
}

impl Role {
    /// May change people, sites and settings.
    pub fn administers(self) -> bool {
        matches!(self, Self::Owner | Self::Administrator)
    }
}

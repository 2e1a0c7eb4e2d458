//! The conversation between a console and the relay.
//!
//! As in [`crate::visitor`]: `hello` first, then `resumed` or `reset`, then
//! events without a gap. A question ([`crate::ask`]) carries an [`Ask`] and has one
//! answer: `answer` or `refused`.

use crate::ask::{Answer, Question};
use crate::channel::Channel;
use crate::client::Profile;
use crate::delivery::Delivery;
use crate::dialog::{ClientBrief, Page, Summary};
use crate::draft::KeptDraft;
use crate::filter::Count;
use crate::hours::Hours;
use crate::ids::{
    Ask, CenterId, ChannelId, Cid, ClientId, DialogId, Epoch, MarkId, MessageId, OperatorId,
    SavedFilterId, SavedReplyId, Seq, Timestamp,
};
use crate::job::Job;
use crate::mark::Mark;
use crate::mention::Mentioned;
use crate::message::{Draft, Message};
use crate::refusal::Refusal;
use crate::saved_filter::SavedFilter;
use crate::saved_reply::SavedReply;
use crate::settings::{Badge, CenterGeneral, Silence, Versioned};
use crate::site::Site;
use crate::team::Employee;
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
        /// Has a dialog open, or has left it. Never stored.
        "looking" => Looking {
            /// Which.
            dialog: DialogId,
            /// Has it open.
            on: bool,
            /// Whom that answers, who has just come; absent: all that may see it are told,
            /// and who has it open answers.
            to: Option<OperatorId>,
        },
        /// A question; answered by `answer` or `refused` of the same name.
        "ask" => Ask {
            /// Names the answer.
            ask: Ask,
            /// What.
            what: Question,
        },
    }
}

impl FromOperator {
    /// A question under a name.
    pub fn ask(ask: Ask, what: impl Into<Question>) -> Self {
        let what = what.into();
        Self::Ask { ask, what }
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
            /// The dialogs that the recipient has pinned, also those that he may not see
            /// now, in no order.
            pins: Vec<DialogId>,
            /// The saved filters that the recipient may choose, in no order.
            saved_filters: Vec<SavedFilter>,
            /// The recipient's drafts, also in dialogs that he may not see now, in no order.
            drafts: Vec<KeptDraft>,
            /// Where the recipient was mentioned, of the dialogs that he sees, in no order.
            mentioned: Vec<Mentioned>,
        },
        /// The view from the start: the console asks for its lists again. Comes unasked
        /// when what the asker may see has changed.
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
            /// Everybody who has or had a sign-in: messages and cards name people by id.
            employees: Vec<Employee>,
            /// Tags, labels and lists, in the order of their making.
            marks: Vec<Mark>,
            /// Channels, in the order of their making.
            channels: Vec<Channel>,
            /// Sites, the test site left out: cards name them by id.
            sites: Vec<Site>,
            /// The key of the site behind "Open a test chat"; its page is `/test-chat`.
            test_key: String,
            /// How many open dialogs there are: everybody's who may be responsible for one.
            counts: Vec<Count>,
            /// As in `resumed`.
            pins: Vec<DialogId>,
            /// As in `resumed`.
            saved_filters: Vec<SavedFilter>,
            /// As in `resumed`.
            drafts: Vec<KeptDraft>,
            /// As in `resumed`.
            mentioned: Vec<Mentioned>,
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
        "answer" => Answer {
            /// Which.
            ask: Ask,
            /// What came of it.
            answer: Answer,
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
            by: OperatorId,
            /// Began.
            on: bool,
        },
        /// A colleague, or another console of the recipient, has a dialog open, or has left it.
        "operator_looking" => OperatorLooking {
            /// Which.
            dialog: DialogId,
            /// Who.
            by: OperatorId,
            /// Has it open.
            on: bool,
            /// Whether it answers the recipient, who has told so himself.
            is_answer: bool,
        },
        /// A console has closed: of all that its operator had open he has only what his other
        /// consoles tell after this.
        "operator_left" => OperatorLeft {
            /// Who.
            by: OperatorId,
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
        /// The recipient has pinned a dialog, or unpinned one. Never stored as an event.
        "pins" => Pins {
            /// As in `resumed`.
            dialogs: Vec<DialogId>,
        },
        /// The recipient was mentioned, has looked at where he was, or sees other dialogs of
        /// those. Never stored as an event.
        "mentioned" => Mentioned {
            /// As in `resumed`.
            dialogs: Vec<Mentioned>,
        },
        /// A draft of the recipient's was kept by another console of his, or taken away. Never
        /// stored as an event.
        "draft" => Draft {
            /// What it is now.
            draft: KeptDraft,
        },
        /// A saved filter that the recipient may choose was made, changed or put back.
        /// Never stored as an event.
        "saved_filter" => SavedFilter {
            /// What it is now.
            filter: SavedFilter,
        },
        /// A saved filter is none of the recipient's any more: it was taken away, or is
        /// shared no longer. Never stored as an event.
        "saved_filter_gone" => SavedFilterGone {
            /// Which.
            filter: SavedFilterId,
        },
        /// A saved reply that the recipient may use was made, changed or put back. Never
        /// stored as an event.
        "saved_reply" => SavedReply {
            /// What it is now.
            reply: SavedReply,
        },
        /// A saved reply is none of the recipient's any more: it was taken away, or given
        /// to others. Never stored as an event.
        "saved_reply_gone" => SavedReplyGone {
            /// Which.
            reply: SavedReplyId,
        },
        /// The jobs that the recipient may see, in the order of their beginning: after a
        /// hello if there are any, and when one goes on. Never stored as an event.
        "jobs" => Jobs {
            /// All of them.
            jobs: Vec<Job>,
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
        /// A message was changed or withdrawn by its author.
        "revised" => Revised {
            /// It, as it is now.
            message: Message,
            /// Its dialog: the message may be the last on the card.
            dialog: Summary,
        },
        /// A dialog changed: counts, marks, responsible, state.
        "dialog" => Dialog {
            /// What it is now.
            dialog: Summary,
        },
        /// How many dialogs these employees are responsible for has changed. Never stored:
        /// it goes with the events that changed it.
        "counts" => Counts {
            /// Each as it is now.
            of: Vec<Count>,
        },
        /// A slice of a job has changed these: too many at once to tell what each has become,
        /// so a console asks for what it shows of them. Messages of the system in them are
        /// not told one by one either. A view that is resumed is told each by itself.
        "changed" => Changed {
            /// Dialogs that the asker sees, in no order.
            dialogs: Vec<DialogId>,
            /// Clients on whose cards something else is written.
            clients: Vec<ClientId>,
        },
        /// A dialog is none of the asker's any more: his rights or its place have changed.
        "gone" => Gone {
            /// Which.
            dialog: DialogId,
        },
        /// A dialog has become part of another one of its client, whose messages are to be
        /// asked for anew.
        "dialog_merged" => DialogMerged {
            /// Whose number leads to the other from now on.
            dialog: DialogId,
            /// What the other is now.
            into: Summary,
        },
        /// A dialog was deleted for good, with its client.
        "deleted" => Deleted {
            /// Which.
            dialog: DialogId,
        },
        /// A client's card was changed. The name is that on the cards of all his dialogs.
        "client" => Client {
            /// Who, and his name now.
            client: ClientBrief,
            /// The rest.
            profile: Profile,
        },
        /// A client is another one from now on: so are all his dialogs.
        "merged" => Merged {
            /// Whose number has gone.
            client: ClientId,
            /// Who it is.
            into: ClientBrief,
        },
        /// A client was deleted for good.
        "client_deleted" => ClientDeleted {
            /// The number, which nobody is given again.
            client: ClientId,
        },
        /// A tag, a label or a list was made, or renamed.
        "mark" => Mark {
            /// What it is now.
            mark: Mark,
        },
        /// It was deleted: nothing has it any more.
        "mark_gone" => MarkGone {
            /// Which.
            mark: MarkId,
        },
        /// Messages of a dialog are on their way out, have arrived, or were not delivered.
        "deliveries" => Deliveries {
            /// Which.
            dialog: DialogId,
            /// All that were not delivered, in their order.
            deliveries: Vec<Delivery>,
        },
        /// Tags were put on a dialog, or taken off it.
        "tags" => Tags {
            /// Which.
            dialog: DialogId,
            /// All of them now, in the order of their making.
            tags: Vec<MarkId>,
        },
        /// A channel was made, or renamed.
        "channel" => Channel {
            /// What it is now.
            channel: Channel,
        },
        /// A channel was deleted: no site and no dialog is of it.
        "channel_gone" => ChannelGone {
            /// Which.
            channel: ChannelId,
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
        /// Name, language, time zone.
        pub general: Versioned<CenterGeneral>,
        /// What the console's badge counts.
        pub badge: Versioned<Badge>,
        /// When silent dialogs close.
        pub silence: Versioned<Silence>,
        /// Business hours, where a channel has none of its own.
        pub hours: Versioned<Hours>,
    }
}

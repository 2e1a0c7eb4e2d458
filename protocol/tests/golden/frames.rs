//! Examples of every frame of both conversations.

use beseda_protocol::VERSION;
use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ask::{Asked, Done};
use beseda_protocol::ids::{Ask, ClientId, DialogId, Epoch, MessageId, OperatorId, Seq, TriggerId};
use beseda_protocol::message::Draft;
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};

use crate::example::{Example, example};
use crate::nouns::{
    AT, MARIA, answers, brief, center, channel, cid, client_id, count, delivery, employee, file,
    job, kept_draft, mark, mentioned, message, page, person, profile, reach, refusal, saved_filter,
    saved_reply, site, summary, visitor_message,
};

const ASK: Ask = Ask(5);
const DIALOG: DialogId = DialogId(7);
const UPTO: MessageId = MessageId(43);

fn epoch() -> Epoch {
    Epoch::from("c41e7a90d2b35f68.0")
}

fn draft() -> Draft {
    Draft::Text {
        text: "Do you ship to Riga?".into(),
    }
}

/// An example of every frame and event.
pub(crate) fn all() -> Vec<Example> {
    [
        from_visitor(),
        to_visitor(),
        from_operator(),
        to_operator(),
        events(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn from_visitor() -> Vec<Example> {
    vec![
        example!(FromVisitor::Hello {
            v: VERSION,
            epoch: Some(epoch()),
            seq: Some(Seq(17)),
            locale: "en".into(),
            page: Some(page()),
        }),
        example!(FromVisitor::Say {
            cid: cid(),
            body: draft(),
            quote: None
        }),
        example!(FromVisitor::Open {
            cid: cid(),
            body: draft(),
            trigger: Some(TriggerId(1)),
            reach: Some(reach()),
            consent: Some(3),
            answers: Some(answers())
        }),
        example!(FromVisitor::Read { upto: UPTO }),
        example!(FromVisitor::Got { seq: Seq(18) }),
        example!(FromVisitor::Typing { on: true }),
        example!(FromVisitor::Page { page: page() }),
        example!(FromVisitor::Came {
            referrer: "https://search.example/".into(),
            landing: "https://shop.example/?utm_source=letter".into()
        }),
        example!(FromVisitor::History {
            ask: ASK,
            before: MessageId(41)
        }),
    ]
}

fn to_visitor() -> Vec<Example> {
    let event = VisitorEvent::Message {
        message: visitor_message(),
    };
    vec![
        example!(ToVisitor::Resumed {
            v: VERSION,
            seq: Seq(18),
            delivered_upto: MessageId(41),
            is_blocked: false,
        }),
        example!(ToVisitor::Reset {
            v: VERSION,
            epoch: epoch(),
            seq: Seq(17),
            messages: vec![visitor_message()],
            more: false,
            delivered_upto: MessageId(41),
            opened_upto: MessageId(41),
            read_upto: MessageId(38),
            unread_count: 0,
            is_blocked: true,
        }),
        example!(ToVisitor::Blocked { on: true }),
        example!(ToVisitor::Ended {
            by_you: true,
            rate: Some(DIALOG)
        }),
        example!(ToVisitor::Events {
            after: Seq(17),
            seq: Seq(18),
            events: vec![event.clone()]
        }),
        example!(ToVisitor::Ack {
            cid: cid(),
            id: MessageId(41),
            at: AT
        }),
        example!(ToVisitor::Refused {
            cid: Some(cid()),
            ask: None,
            refusal: refusal()
        }),
        example!(ToVisitor::Delivered {
            upto: MessageId(41)
        }),
        example!(ToVisitor::Typing {
            by: person(),
            on: true
        }),
        example!(ToVisitor::History {
            ask: ASK,
            messages: vec![visitor_message()],
            more: true
        }),
        Example::new("VisitorEvent", event),
        example!(VisitorEvent::Revised {
            message: visitor_message()
        }),
        example!(VisitorEvent::Opened {
            upto: MessageId(41)
        }),
        example!(VisitorEvent::Read { upto: UPTO }),
    ]
}

fn from_operator() -> Vec<Example> {
    let dialog = DIALOG;
    vec![
        example!(FromOperator::Hello {
            v: VERSION,
            epoch: Some(epoch()),
            seq: Some(Seq(905)),
            me: Some(OperatorId(2))
        }),
        example!(FromOperator::Got { seq: Seq(906) }),
        example!(FromOperator::Reply {
            cid: cid(),
            dialog,
            body: Draft::File { file: file().id },
            quote: Some(MessageId(41)),
        }),
        example!(FromOperator::Note {
            cid: cid(),
            dialog,
            text: "Our best client".into()
        }),
        example!(FromOperator::Opened { dialog, upto: UPTO }),
        example!(FromOperator::Typing { dialog, on: true }),
        example!(FromOperator::Looking {
            dialog,
            on: true,
            to: Some(MARIA)
        }),
        Example::new("FromOperator", FromOperator::ask(ASK, Close { dialog })),
    ]
}

fn to_operator() -> Vec<Example> {
    let event = OperatorEvent::Message {
        message: message(),
        dialog: summary(),
    };
    vec![
        example!(ToOperator::Resumed {
            v: VERSION,
            seq: Seq(906),
            pins: vec![DIALOG],
            saved_filters: vec![saved_filter()],
            drafts: vec![kept_draft()],
            mentioned: vec![mentioned()],
        }),
        example!(ToOperator::Reset {
            v: VERSION,
            epoch: Epoch::from("c41e7a90d2b35f68"),
            seq: Seq(905),
            me: employee(),
            center: center(),
            employees: vec![employee()],
            marks: vec![mark()],
            channels: vec![channel()],
            sites: vec![site()],
            test_key: "eu-acme-test-7f6e5d4c3b2a19087766".into(),
            counts: vec![count()],
            pins: vec![],
            saved_filters: vec![],
            drafts: vec![],
            mentioned: vec![],
        }),
        example!(ToOperator::Events {
            after: Seq(905),
            seq: Seq(906),
            events: vec![event]
        }),
        example!(ToOperator::Ack {
            cid: cid(),
            id: UPTO,
            at: AT
        }),
        example!(ToOperator::Answer {
            ask: ASK,
            answer: Close::answer(Done {})
        }),
        example!(ToOperator::Refused {
            cid: None,
            ask: Some(ASK),
            refusal: refusal()
        }),
        example!(ToOperator::VisitorTyping {
            dialog: DIALOG,
            on: true
        }),
        example!(ToOperator::OperatorTyping {
            dialog: DIALOG,
            by: MARIA,
            on: true
        }),
        example!(ToOperator::OperatorLooking {
            dialog: DIALOG,
            by: MARIA,
            on: true,
            is_answer: false
        }),
        example!(ToOperator::OperatorLeft { by: MARIA }),
        example!(ToOperator::Visiting {
            client: client_id(),
            page: Some(page()),
            online: true
        }),
        example!(ToOperator::Mentioned {
            dialogs: vec![mentioned()]
        }),
        example!(ToOperator::Pins {
            dialogs: vec![DIALOG]
        }),
        example!(ToOperator::Draft {
            draft: kept_draft()
        }),
        example!(ToOperator::SavedFilter {
            filter: saved_filter()
        }),
        example!(ToOperator::SavedFilterGone {
            filter: saved_filter().id
        }),
        example!(ToOperator::SavedReply {
            reply: saved_reply()
        }),
        example!(ToOperator::SavedReplyGone {
            reply: saved_reply().id
        }),
        example!(ToOperator::Jobs { jobs: vec![job()] }),
    ]
}

fn events() -> Vec<Example> {
    vec![
        example!(OperatorEvent::Message {
            message: message(),
            dialog: summary()
        }),
        example!(OperatorEvent::Revised {
            message: message(),
            dialog: summary()
        }),
        example!(OperatorEvent::Dialog { dialog: summary() }),
        example!(OperatorEvent::Counts { of: vec![count()] }),
        example!(OperatorEvent::Changed {
            dialogs: vec![DIALOG],
            clients: vec![ClientId(4)],
        }),
        example!(OperatorEvent::Gone { dialog: DIALOG }),
        example!(OperatorEvent::DialogMerged {
            dialog: DialogId(3),
            into: summary()
        }),
        example!(OperatorEvent::Deleted { dialog: DIALOG }),
        example!(OperatorEvent::Client {
            client: brief(),
            profile: profile()
        }),
        example!(OperatorEvent::Merged {
            client: ClientId(9),
            into: brief()
        }),
        example!(OperatorEvent::ClientDeleted {
            client: client_id()
        }),
        example!(OperatorEvent::Mark { mark: mark() }),
        example!(OperatorEvent::MarkGone { mark: mark().id }),
        example!(OperatorEvent::Deliveries {
            dialog: DIALOG,
            deliveries: vec![delivery()]
        }),
        example!(OperatorEvent::Tags {
            dialog: DIALOG,
            tags: vec![mark().id]
        }),
        example!(OperatorEvent::Channel { channel: channel() }),
        example!(OperatorEvent::ChannelGone {
            channel: channel().id
        }),
        example!(OperatorEvent::Employee {
            employee: employee()
        }),
        example!(OperatorEvent::Site { site: site() }),
        example!(OperatorEvent::Center { center: center() }),
    ]
}

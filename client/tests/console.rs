//! What a console's session makes of frames that a widget never hears.

use beseda_client::asks::Repeat;
use beseda_client::cid::cid;
use beseda_client::conversation::{AsOperator, OperatorTo};
use beseda_client::outbox::{Outbox, Pending};
use beseda_client::session::{Input, Output, Session};
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::dialog::{ClientBrief, DialogState, LastLabel, LastMessage, Summary};
use beseda_protocol::hours::Hours;
use beseda_protocol::ids::{
    CenterId, ChannelId, ClientId, DialogId, Epoch, MessageId, OperatorId, Seq, Timestamp,
};
use beseda_protocol::limits::ACK_DEADLINE_MS;
use beseda_protocol::message::{Body, Content, Message};
use beseda_protocol::operator::{CenterInfo, FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::settings::{Badge, CenterGeneral, Silence, Versioned};
use beseda_protocol::team::{Employee, Role};

const NOW: Timestamp = Timestamp(1_000);
const DIALOG: DialogId = DialogId(7);

fn reset(me: u64) -> ToOperator {
    ToOperator::Reset {
        v: beseda_protocol::VERSION,
        epoch: Epoch::from("e"),
        seq: Seq(0),
        me: Employee::new(OperatorId(me), String::new(), String::new(), Role::Operator),
        center: CenterInfo {
            id: CenterId::from("eu-acme"),
            general: Versioned::first(CenterGeneral {
                name: String::new(),
                locale: "en".into(),
                time_zone: "UTC".into(),
            }),
            badge: Versioned::first(Badge::default()),
            silence: Versioned::first(Silence::default()),
            hours: Versioned::first(Hours::default()),
        },
        employees: Vec::new(),
        marks: Vec::new(),
        channels: Vec::new(),
        sites: Vec::new(),
        test_key: String::new(),
        counts: Vec::new(),
        pins: Vec::new(),
        saved_filters: Vec::new(),
        drafts: Vec::new(),
        mentioned: Vec::new(),
    }
}

fn said(seq: u64, content: Content) -> ToOperator {
    let id = MessageId(seq);
    let message = Message {
        id,
        dialog: DIALOG,
        cid: Some(cid(NOW, [7; 10])),
        at: NOW,
        quote: None,
        revised_at: None,
        content,
    };
    let event = OperatorEvent::Message {
        message,
        dialog: summary(id),
    };
    ToOperator::Events {
        after: Seq(seq - 1),
        seq: Seq(seq),
        events: vec![event],
    }
}

fn summary(id: MessageId) -> Summary {
    Summary {
        id: DIALOG,
        client: ClientBrief {
            is_blocked: false,
            is_paused: false,
            id: ClientId(1),
            name: None,
        },
        channel: ChannelId::FIRST,
        site: "s1".into(),
        state: DialogState::Open {},
        responsible: None,
        unread_count: 0,
        awaiting_reply_count: 0,
        waiting_since: None,
        marked_unread_at: None,
        last: LastMessage {
            id,
            at: NOW,
            label: LastLabel::Visitor,
            by: None,
            preview: String::new(),
            file: false,
        },
        last_client_at: NOW,
        listed_at: NOW,
        snooze: None,
        created_at: NOW,
        delivered_upto: MessageId(0),
        read_upto: MessageId(0),
        read_at: None,
        opened_upto: MessageId(0),
        is_send_failed: false,
    }
}

/// (sender, cid) is what names a message: a cid alone is nobody's.
#[test]
fn a_message_of_somebody_else_with_the_same_cid_leaves_the_outbox_alone() {
    let body = || Body::Text {
        text: "text".into(),
    };
    let mut session = Session::new(AsOperator::default(), Outbox::default());
    for input in [Input::Start, Input::Opened, Input::Heard(reset(1))] {
        session.take(NOW, 0.0, input);
    }
    let own = cid(NOW, [7; 10]);
    let text = Pending::Text("text".into());
    session.write(NOW, own, OperatorTo::Reply(DIALOG), text, None);
    let of_visitor = Content::Visitor { body: body() };
    let by_colleague = Content::Operator {
        by: OperatorId(2),
        body: body(),
    };
    let by_me = Content::Operator {
        by: OperatorId(1),
        body: body(),
    };
    for (seq, content, n_waiting) in [(1, of_visitor, 1), (2, by_colleague, 1), (3, by_me, 0)] {
        session.take(NOW, 0.0, Input::Heard(said(seq, content)));
        assert_eq!(session.outbox().n_waiting(), n_waiting, "after {seq}");
    }
}

/// One dialog's file must not hold another's reply.
#[test]
fn a_file_on_its_way_holds_what_is_behind_it_in_its_own_dialog_only() {
    let mut session = Session::new(AsOperator::default(), Outbox::default());
    for input in [Input::Start, Input::Opened, Input::Heard(reset(1))] {
        session.take(NOW, 0.0, input);
    }
    let upload = Pending::Upload {
        name: "a".into(),
        size: 1,
        sent: 0,
    };
    let text = || Pending::Text("text".into());
    let other = DialogId(8);
    let mut n_sent = Vec::new();
    for (i, (to, body)) in [
        (OperatorTo::Reply(DIALOG), upload),
        (OperatorTo::Reply(DIALOG), text()),
        (OperatorTo::Note(DIALOG), text()),
        (OperatorTo::Reply(other), text()),
    ]
    .into_iter()
    .enumerate()
    {
        let cid = cid(NOW, [i as u8; 10]);
        n_sent.push(session.write(NOW, cid, to, body, None).len());
    }
    assert_eq!(n_sent, [0, 0, 0, 1]);
    // The reply goes; the note waits for its acknowledgement.
    assert_eq!(session.cancel(NOW, &cid(NOW, [0; 10])).len(), 1);
}

#[test]
fn where_a_message_goes_is_kept_in_words() {
    for to in [OperatorTo::Reply(DIALOG), OperatorTo::Note(DIALOG)] {
        for quote in [None, Some(MessageId(12))] {
            let kept = to.words(quote);
            assert_eq!(OperatorTo::from_words(&kept), Some((to, quote)));
        }
    }
    for words in [
        "",
        "reply",
        "reply x",
        "shout 7",
        "note -1",
        "reply 7 x",
        "reply 7 1 2",
    ] {
        assert_eq!(OperatorTo::from_words(words), None, "{words:?}");
    }
}

/// A relay older than the console says so: the line is well, and nothing is repeated.
#[test]
fn a_question_that_the_relay_does_not_know_is_neither_late_nor_asked_again() {
    let mut session = Session::new(AsOperator::default(), Outbox::default());
    for input in [Input::Start, Input::Opened, Input::Heard(reset(1))] {
        session.take(NOW, 0.0, input);
    }
    let what = OpenDialog { dialog: DIALOG };
    let (ask, sent) = session.ask(NOW, Repeat::Safe, |ask| FromOperator::ask(ask, what));
    assert_eq!(sent.len(), 1);
    let refused = ToOperator::Refused {
        cid: None,
        ask: Some(ask),
        refusal: Refusal::new(Code::Unsupported, "Not yet."),
    };
    let told = session.take(NOW, 0.0, Input::Heard(refused.clone()));
    assert_eq!(told, [Output::Apply(refused)]);
    let late = NOW.plus_ms(2 * ACK_DEADLINE_MS);
    let later = session.take(late, 0.0, Input::Tick);
    let is_again = |output: &Output<_, _>| match output {
        Output::Open | Output::Close => true,
        Output::Send(text) => text.contains(r#""t":"ask""#),
        _ => false,
    };
    assert!(!later.iter().any(is_again), "{later:?}");
}

/// It has read all of it, and two seconds of it are more than a relay lets anybody owe.
#[test]
fn a_console_in_a_rush_reports_before_its_two_seconds_are_over() {
    let mut session = Session::new(AsOperator::default(), Outbox::default());
    for input in [Input::Start, Input::Opened, Input::Heard(reset(1))] {
        session.take(NOW, 0.0, input);
    }
    let mut reports = Vec::new();
    for seq in 1..=450 {
        let content = Content::Visitor {
            body: Body::Text {
                text: "text".into(),
            },
        };
        for output in session.take(NOW, 0.0, Input::Heard(said(seq, content))) {
            if let Output::Send(text) = output {
                reports.push((seq, text));
            }
        }
    }
    let seqs: Vec<u64> = reports.iter().map(|(seq, _)| *seq).collect();
    // Each says how far it has come; the greeting was the first frame.
    assert_eq!(seqs, [199, 399], "{reports:?}");
    assert!(reports[0].1.contains("199"), "{reports:?}");
}

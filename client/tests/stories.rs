//! The session's behaviour, told as stories with a clock moved by hand.

mod world;

use beseda_client::asks::Repeat;
use beseda_client::outbox::Pending;
use beseda_client::session::Input;
use beseda_protocol::ids::{Ask, FileId, MessageId, Timestamp};
use beseda_protocol::message::File;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};
use world::{Widget, events, from_anna, refused, reset, resumed, resumed_upto};

fn ack(cid: &str, id: u64) -> ToVisitor {
    ToVisitor::Ack {
        cid: cid.into(),
        id: MessageId(id),
        at: Timestamp(id),
    }
}

fn said(id: u64, text: &str) -> VisitorEvent {
    VisitorEvent::Message {
        message: from_anna(id, text),
    }
}

#[test]
fn what_is_written_early_goes_out_behind_the_hello() {
    let mut widget = Widget::new();
    widget.write("a").take(Input::Start).write("b");
    assert_eq!(widget.did(), ["open"]);
    widget.take(Input::Opened);
    assert_eq!(widget.did(), ["hello", "say a"]);
    widget.hear(reset(0, vec![]));
    assert_eq!(widget.did(), [""; 0]);
    assert_eq!(
        widget.sees(),
        ["text of a (sending)", "text of b (sending)"]
    );
    widget.hear(ack("a", 1));
    assert_eq!(widget.did(), ["say b"]);
    widget.hear(ack("a", 1));
    assert_eq!(widget.sees(), ["text of a (sent)", "text of b (sending)"]);
}

#[test]
fn a_late_acknowledgement_brings_a_new_line_and_the_same_cid() {
    let mut widget = Widget::live();
    widget.write("a");
    for _ in 0..9 {
        // Pings are answered by the runtime: they prove nothing about the object.
        widget.pass_ms(1_000).take(Input::Pong);
    }
    assert_eq!(widget.did(), ["say a"]);
    widget.pass_ms(1_500);
    assert_eq!(widget.did(), ["close", "open"]);
    widget.take(Input::Opened).hear(resumed());
    assert_eq!(widget.did(), ["hello from 0", "say a"]);
}

#[test]
fn a_silent_line_is_noticed_within_22_seconds() {
    let mut widget = Widget::live();
    widget.pass_ms(12_000);
    assert_eq!(widget.did(), ["ping"]);
    widget.take(Input::Pong).pass_ms(12_000);
    assert_eq!(widget.did(), ["ping"]);
    widget.pass_ms(9_999);
    assert_eq!(widget.did(), Vec::<String>::new());
    widget.pass_ms(1);
    assert_eq!(widget.did(), ["close"]);
}

#[test]
fn a_page_that_was_crowded_out_waits_until_it_is_looked_at() {
    let code = beseda_protocol::close::CROWDED_OUT;
    let mut widget = Widget::live();
    widget.take(Input::Closed { code });
    assert_eq!(widget.did(), ["close"]);
    widget.pass_ms(8 * 3_600_000);
    assert_eq!(
        widget.did(),
        Vec::<String>::new(),
        "it takes nobody's place"
    );
    widget.take(Input::Awake);
    assert_eq!(widget.did(), ["open"]);
    widget.take(Input::Opened).hear(resumed());
    // With something to say it comes back by itself.
    widget.write("a").did();
    widget.take(Input::Closed { code }).pass_until_open();
    assert_eq!(widget.did(), ["close", "open"]);
}

#[test]
fn after_a_cut_it_resumes_from_the_last_event_it_has() {
    let mut widget = Widget::live();
    widget.hear(events(0, 4, vec![said(1, "hello")]));
    assert_eq!(widget.did(), ["got 4"]);
    widget
        .take(Input::Closed { code: 1006 })
        .pass_ms(500)
        .take(Input::Opened);
    assert_eq!(widget.did(), ["close", "open", "hello from 4"]);
    widget
        .hear(resumed())
        .hear(events(4, 5, vec![said(2, "again")]));
    assert_eq!(widget.sees(), ["hello (Anna)", "again (Anna)"]);
    assert_eq!(widget.timeline.unread_count(), 2);
}

#[test]
fn what_was_missed_and_does_not_come_is_asked_for_again() {
    let mut widget = Widget::live();
    widget
        .take(Input::Closed { code: 1006 })
        .pass_ms(500)
        .take(Input::Opened)
        // What overtakes the greeting cannot be used, and is told once.
        .hear(events(1, 2, vec![said(2, "second")]))
        .hear(resumed_upto(1))
        .hear(events(0, 1, vec![said(1, "first")]));
    widget.did.clear();
    for _ in 0..9 {
        widget.pass_ms(1_000).take(Input::Pong);
    }
    assert_eq!(widget.did(), Vec::<String>::new());
    widget.pass_ms(1_500);
    assert_eq!(widget.did(), ["close", "open"]);
    widget.take(Input::Opened).hear(resumed_upto(2));
    widget.did.clear();
    for _ in 0..9 {
        widget.pass_ms(1_000).take(Input::Pong);
    }
    widget.pass_ms(1_500);
    assert_eq!(
        widget.did(),
        ["close", "open"],
        "nor did what was promised come"
    );
    widget
        .take(Input::Opened)
        .hear(resumed_upto(2))
        .hear(events(1, 2, vec![said(2, "second")]));
    assert_eq!(widget.sees(), ["first (Anna)", "second (Anna)"]);
    widget.did.clear();
    widget.pass_ms(11_000);
    assert_eq!(widget.did(), Vec::<String>::new());
}

#[test]
fn a_gap_is_never_shown_but_resumed_over() {
    let mut widget = Widget::live();
    widget.hear(events(1, 2, vec![said(2, "second")]));
    assert_eq!(widget.did(), ["close"]);
    assert_eq!(widget.sees(), Vec::<String>::new());
    widget.pass_ms(500).take(Input::Opened).hear(resumed());
    widget.hear(events(0, 2, vec![said(1, "first"), said(2, "second")]));
    assert_eq!(widget.sees(), ["first (Anna)", "second (Anna)"]);
}

#[test]
fn what_was_missed_is_not_jumped_over_by_what_others_are_told_who_missed_nothing() {
    let mut widget = Widget::live();
    widget
        .take(Input::Closed { code: 1006 })
        .pass_ms(500)
        .take(Input::Opened)
        .hear(resumed_upto(2));
    widget.did.clear();
    // It follows our place, and does not hold what lies between.
    widget.hear(events(0, 3, vec![said(3, "third")]));
    assert_eq!(widget.did(), ["close"]);
    assert_eq!(widget.sees(), Vec::<String>::new());
}

#[test]
fn a_repeated_frame_changes_nothing() {
    let mut widget = Widget::live();
    for _ in 0..3 {
        widget.hear(events(0, 1, vec![said(1, "hello")]));
    }
    assert_eq!(widget.sees(), ["hello (Anna)"]);
    assert_eq!(widget.timeline.unread_count(), 1);
    assert_eq!(widget.did(), ["got 1"]);
}

#[test]
fn a_refused_message_says_why_and_waits_for_its_writer() {
    let mut widget = Widget::live();
    widget
        .write("a")
        .write("b")
        .hear(refused("a", Code::Unavailable, None))
        .hear(ack("b", 1));
    assert_eq!(
        widget.sees(),
        ["text of a (not sent, unavailable)", "text of b (sent)"]
    );
    widget.did.clear();
    widget.pass_ms(5_000);
    let outputs = widget.session.retry(widget.now, &"a".into());
    widget.obey(outputs);
    assert_eq!(widget.did(), ["say a"]);
    widget.cancel("a");
    assert_eq!(widget.sees(), ["text of b (sent)"]);
}

#[test]
fn a_relay_that_asks_for_patience_gets_it_and_order_stays() {
    let mut widget = Widget::live();
    widget
        .write("a")
        .hear(refused("a", Code::TooMany, Some(2_000)))
        .write("b");
    assert_eq!(widget.did(), ["say a"]);
    assert_eq!(
        widget.sees(),
        ["text of a (sending)", "text of b (sending)"]
    );
    widget.pass_ms(1_999);
    assert_eq!(widget.did(), Vec::<String>::new());
    widget.pass_ms(1);
    assert_eq!(widget.did(), ["say a"]);
    widget.hear(ack("a", 1));
    assert_eq!(widget.did(), ["say b"]);
}

/// That lasts until somebody has made room, and ends by itself.
#[test]
fn a_full_storage_is_told_on_the_message_that_waits_for_it() {
    let mut widget = Widget::live();
    widget
        .write("a")
        .hear(refused("a", Code::StorageFull, Some(10_000)))
        .write("b");
    assert_eq!(
        widget.sees(),
        ["text of a (not sent, storage_full)", "text of b (sending)"]
    );
    widget.did.clear();
    widget.pass_ms(10_000);
    assert_eq!(widget.did(), ["say a"]);
    widget.hear(ack("a", 1));
    assert_eq!(widget.did(), ["say b"]);
}

/// Each of them could pass where one before it was just asked to wait.
#[test]
fn of_many_that_were_written_offline_one_at_a_time_is_on_the_line() {
    let mut widget = Widget::new();
    for cid in ["a", "b", "c"] {
        widget.write(cid);
    }
    widget.take(Input::Start).take(Input::Opened);
    assert_eq!(widget.did(), ["open", "hello", "say a"]);
    widget.hear(reset(0, vec![]));
    assert_eq!(widget.did(), [""; 0]);
    widget.hear(refused("a", Code::TooMany, Some(500)));
    assert_eq!(widget.did(), [""; 0]);
    widget.pass_ms(500);
    assert_eq!(widget.did(), ["say a"]);
    widget.hear(ack("a", 1));
    assert_eq!(widget.did(), ["say b"]);
}

fn png() -> File {
    File {
        id: FileId::from("f1"),
        name: "a.png".into(),
        size: 10,
        mime: "image/png".into(),
    }
}

#[test]
fn text_waits_for_the_file_that_was_sent_before_it() {
    let mut widget = Widget::live();
    widget.write("a").attach("f").write("b").pass_ms(5_000);
    assert_eq!(widget.did(), ["say a"]);
    let outputs = widget.session.uploaded(widget.now, &"f".into(), png());
    widget.hear(ack("a", 1)).obey(outputs);
    assert_eq!(widget.did(), ["say f"]);
    widget.hear(ack("f", 2));
    assert_eq!(widget.did(), ["say b"]);
}

#[test]
fn a_file_that_is_refused_or_given_up_holds_nothing() {
    let mut widget = Widget::live();
    widget.attach("f").attach("g").write("a");
    let refusal = Refusal::new(Code::FileTooLarge, "");
    let outputs = widget.session.refuse(widget.now, &"f".into(), refusal);
    widget.obey(outputs);
    assert_eq!(widget.did(), [""; 0], "the other file is on its way");
    widget.cancel("g");
    assert_eq!(widget.did(), ["say a"]);
    assert_eq!(
        widget.sees(),
        ["[a.png] (not sent, file_too_large)", "text of a (sending)"]
    );
}

#[test]
fn what_another_page_has_left_stands_where_it_was_written() {
    let mut widget = Widget::new();
    widget.take(Input::Start).pass_ms(1_000).write("b");
    let earlier = Timestamp(widget.now.0 - 500);
    for cid in ["a1", "a2", "a1", "b"] {
        let body = Pending::Text(format!("text of {cid}"));
        let outputs = widget
            .session
            .adopt(widget.now, cid.into(), earlier, (), body, None);
        widget.obey(outputs);
    }
    widget.did.clear();
    widget.take(Input::Opened).hear(reset(0, vec![]));
    assert_eq!(widget.did(), ["hello", "say a1"]);
    for (id, (cid, next)) in [("a1", "say a2"), ("a2", "say b")].into_iter().enumerate() {
        widget.hear(ack(cid, id as u64 + 1));
        assert_eq!(widget.did(), [next]);
    }
}

#[test]
fn failures_are_spread_over_a_growing_time_up_to_half_a_minute() {
    let mut widget = Widget::new();
    widget.take(Input::Start);
    let mut delays = Vec::new();
    for _ in 0..9 {
        delays.push(widget.lost_for_ms());
        widget.pass_until_open();
    }
    assert_eq!(
        delays,
        [
            500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000
        ]
    );
}

#[test]
fn a_relay_that_hangs_up_at_once_is_not_hammered() {
    let mut widget = Widget::new();
    widget.take(Input::Start);
    let mut delays = Vec::new();
    for _ in 0..6 {
        widget.take(Input::Opened).hear(reset(0, vec![]));
        delays.push(widget.lost_for_ms());
        widget.pass_until_open();
    }
    assert_eq!(delays, [500, 1_000, 2_000, 4_000, 4_000, 4_000]);
    widget
        .take(Input::Opened)
        .hear(reset(0, vec![]))
        .pass_ms(11_000);
    assert_eq!(widget.lost_for_ms(), 500, "it was steady");
}

/// A relay that is killed every few seconds, and found dead twice each time.
#[test]
fn a_line_that_lived_is_back_within_ten_seconds_however_often_it_is_cut() {
    let mut widget = Widget::new();
    widget.take(Input::Start);
    for _ in 0..20 {
        widget
            .take(Input::Opened)
            .hear(reset(0, vec![]))
            .pass_ms(2_000);
        let mut total = widget.lost_for_ms();
        widget.pass_until_open();
        total += widget.lost_for_ms();
        widget.pass_until_open();
        assert!(total <= 8_000, "{total} ms");
    }
}

#[test]
fn a_line_that_can_not_be_opened_is_left_in_peace_though_it_lived_before() {
    let mut widget = Widget::live();
    let mut delays = Vec::new();
    for _ in 0..9 {
        delays.push(widget.lost_for_ms());
        widget.pass_until_open();
    }
    assert_eq!(delays[5..], [16_000, 30_000, 30_000, 30_000]);
}

#[test]
fn an_identity_that_is_not_accepted_is_not_tried_again() {
    let mut widget = Widget::live();
    widget.take(Input::Closed {
        code: beseda_protocol::close::UNAUTHORIZED,
    });
    assert_eq!(widget.did(), ["close", "ended"]);
    widget.pass_ms(600_000).take(Input::Awake);
    assert_eq!(widget.did(), Vec::<String>::new());
    widget.take(Input::Start).take(Input::Opened);
    assert_eq!(widget.did(), ["open", "hello"], "from nowhere");

    let mut widget = Widget::new();
    widget.take(Input::Start).take(Input::Opened).did();
    let refusal = Refusal::new(Code::Unauthorized, "");
    widget.hear(ToVisitor::Refused {
        cid: None,
        ask: None,
        refusal,
    });
    assert_eq!(widget.did(), ["close", "ended"]);
}

#[test]
fn an_opened_laptop_connects_at_once_or_doubts_its_line() {
    let mut widget = Widget::live();
    widget.take(Input::Awake);
    assert_eq!(widget.did(), ["ping"]);
    widget.pass_ms(3_000);
    assert_eq!(widget.did(), ["close"]);
    widget.take(Input::Awake);
    assert_eq!(widget.did(), ["open"]);
}

#[test]
fn a_machine_that_has_slept_asks_its_line_for_three_seconds_only() {
    let mut widget = Widget::live();
    widget.now = widget.now.plus_ms(3_600_000);
    widget.take(Input::Tick);
    assert_eq!(widget.did(), ["ping"]);
    widget.pass_ms(2_999);
    assert_eq!(widget.did(), [""; 0]);
    widget.pass_ms(1);
    assert_eq!(widget.did(), ["close"]);
}

#[test]
fn a_question_is_asked_again_after_a_cut_unless_twice_would_harm() {
    let history = |ask| FromVisitor::History {
        ask,
        before: MessageId(9),
    };
    let mut widget = Widget::live();
    let (again, outputs) = widget.session.ask(widget.now, Repeat::Safe, history);
    widget.timeline.ask(Some(again));
    widget.obey(outputs);
    let (once, outputs) = widget.session.ask(widget.now, Repeat::Never, history);
    widget.obey(outputs);
    assert_eq!(
        widget.did(),
        [format!("history {again}"), format!("history {once}")]
    );
    widget.pass_ms(10_000);
    assert_eq!(widget.did(), ["close".to_owned(), format!("lost {once}")]);
    widget.pass_ms(500).take(Input::Opened).hear(resumed());
    assert_eq!(
        widget.did(),
        [
            "open".to_owned(),
            "hello from 0".into(),
            format!("history {again}")
        ]
    );
    let answer = |ask| ToVisitor::History {
        ask,
        messages: vec![from_anna(1, "old")],
        more: false,
    };
    widget
        .hear(answer(Ask(77)))
        .hear(answer(again))
        .hear(answer(again));
    assert_eq!(widget.sees(), ["old (Anna)"]);
}

#[test]
fn a_message_that_comes_back_from_the_log_has_left_the_outbox() {
    let mut widget = Widget::live();
    widget
        .write("a")
        .take(Input::Closed { code: 1006 })
        .pass_ms(500)
        .take(Input::Opened);
    let mut message = from_anna(1, "text of a");
    message.cid = Some("a".into());
    message.content = beseda_protocol::message::VisitorContent::You {
        body: beseda_protocol::message::Body::Text {
            text: "text of a".into(),
        },
    };
    widget.did.clear();
    widget.hear(reset(1, vec![message]));
    assert_eq!(widget.did(), ["got 1"]);
    widget.hear(events(
        1,
        2,
        vec![VisitorEvent::Opened { upto: MessageId(1) }],
    ));
    assert_eq!(widget.sees(), ["text of a (read)"]);
}

#[test]
fn an_own_message_is_sent_then_delivered_then_read_and_never_goes_back() {
    let mut widget = Widget::live();
    let mut message = from_anna(1, "text of a");
    message.cid = Some("a".into());
    message.content = beseda_protocol::message::VisitorContent::You {
        body: beseda_protocol::message::Body::Text {
            text: "text of a".into(),
        },
    };
    widget.hear(events(0, 1, vec![VisitorEvent::Message { message }]));
    assert_eq!(widget.sees(), ["text of a (sent)"]);
    for upto in [5, 0] {
        let upto = MessageId(upto);
        widget.hear(ToVisitor::Delivered { upto });
        assert_eq!(widget.sees(), ["text of a (delivered)"]);
    }
    let upto = MessageId(1);
    widget.hear(events(1, 2, vec![VisitorEvent::Opened { upto }]));
    assert_eq!(widget.sees(), ["text of a (read)"]);
}

#[test]
fn reading_clears_the_count_in_every_tab() {
    let mut widget = Widget::live();
    widget.hear(events(0, 2, vec![said(1, "one"), said(2, "two")]));
    assert_eq!(widget.timeline.unread_count(), 2);
    widget.hear(events(
        2,
        3,
        vec![VisitorEvent::Read { upto: MessageId(1) }],
    ));
    assert_eq!(widget.timeline.unread_count(), 1);
    assert!(widget.timeline.read(MessageId(2)));
    assert!(!widget.timeline.read(MessageId(2)));
    assert_eq!(widget.timeline.unread_count(), 0);
}

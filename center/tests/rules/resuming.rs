//! Coming back: by sequence and view, never by time; what can't go on is an
//! explicit reset. The harness holds every socket to an unbroken chain.

use beseda_center::turn::Input;
use beseda_protocol::ids::{Epoch, MessageId, Seq};
use beseda_protocol::limits::{EVENTS_KEPT, RESUME_EVENTS_MAX};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{CenterTest, Heard, page, reply, say};

fn talk() -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("anna")
        .say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?")
        .quiet();
    test
}

fn greeting(test: &mut CenterTest, name: &str) -> &'static str {
    let heard = test.heard(name).into_iter();
    let greeting = |heard: Heard| match heard {
        Heard::Visitor(ToVisitor::Resumed { .. }) | Heard::Operator(ToOperator::Resumed { .. }) => {
            Some("resumed")
        }
        Heard::Visitor(ToVisitor::Reset { .. }) | Heard::Operator(ToOperator::Reset { .. }) => {
            Some("reset")
        }
        _ => None,
    };
    heard
        .filter_map(greeting)
        .next()
        .expect("every hello is answered")
}

#[test]
fn what_was_missed_follows_the_hello_in_one_frame() {
    let mut test = talk();
    test.cut("anna").cut("ada");
    test.reload();
    let peer = test.peer("ada");
    test.turn(vec![
        Input::FromOperator(peer.clone(), reply(1, "r2", "Anna?")),
        Input::FromOperator(peer, reply(1, "r3", "Hello?")),
    ]);
    test.widget("anna").console("ada");
    let heard = test.heard("anna");
    assert!(matches!(
        heard[0],
        Heard::Visitor(ToVisitor::Resumed { .. })
    ));
    let Heard::Visitor(ToVisitor::Events { events, .. }) = &heard[1] else {
        panic!()
    };
    assert_eq!(events.len(), 2);
    assert_eq!(heard.len(), 2);
    assert_eq!(greeting(&mut test, "ada"), "resumed");
    // And both views go on: the harness would notice a gap.
    test.say("anna", "c2", "Here I am");
    let newest = test.sql.number("SELECT max(id) FROM messages") as u64;
    assert_eq!(test.view("anna").unwrap().1, Seq(newest));
}

#[test]
fn who_missed_nothing_gets_nothing_more() {
    let mut test = talk();
    test.hello("anna");
    assert_eq!(test.heard("anna").len(), 1);
    test.hello("ada");
    assert_eq!(test.heard("ada").len(), 2, "resumed, and where anna is");
}

#[test]
fn a_view_that_cannot_go_on_is_reset() {
    let mut test = talk();
    for name in ["anna", "ada"] {
        let (epoch, seq) = test.view(name).unwrap();
        for view in [
            None,
            Some((Epoch::from("another"), seq)),
            Some((epoch.clone(), Seq(seq.0 + 1))),
            Some((epoch, Seq(1 << 53))),
        ] {
            test.quiet().hello_with(name, view.clone());
            assert_eq!(greeting(&mut test, name), "reset", "{name} with {view:?}");
        }
    }
}

#[test]
fn one_visitors_view_is_no_other_visitors_view_but_as_empty() {
    let mut test = talk();
    let view = test.view("anna");
    test.widget_on("vera", "s1").hello_with("vera", view);
    assert_eq!(greeting(&mut test, "vera"), "reset");
}

#[test]
fn the_view_of_the_first_hello_goes_on_after_the_first_message() {
    let mut test = CenterTest::new();
    test.widget("anna")
        .cut("anna")
        .widget("anna.2")
        .say("anna.2", "c1", "Hello?");
    test.quiet().widget("anna");
    assert_eq!(greeting(&mut test, "anna"), "resumed");
}

#[test]
fn late_frames_of_a_replaced_line_change_nothing() {
    let mut test = talk();
    let old = test.peer("anna");
    let stale = test.view("anna").unwrap();
    // The line is dead, and nobody has noticed when the next one takes over.
    test.cut("anna").widget("anna");
    test.say("anna", "c2", "Still there?")
        .reply("ada", 1, "r2", "Of course");
    let message = |test: &CenterTest, cid: &str| {
        let statement = format!("SELECT id FROM messages WHERE cid = '{cid}'");
        MessageId(test.sql.number(&statement) as u64)
    };
    let (earlier, upto) = (message(&test, "r1"), message(&test, "r2"));
    test.visitor("anna", FromVisitor::Read { upto }).quiet();
    let before = test.sql.content();
    let (epoch, seq) = stale;
    let hello = FromVisitor::Hello {
        v: beseda_protocol::VERSION,
        epoch: Some(epoch),
        seq: Some(seq),
        locale: "en".into(),
        page: Some(page("/")),
    };
    let late = [
        say("c1", "Hello?"),
        hello,
        say("c2", "Still there?"),
        FromVisitor::Read { upto: earlier },
        FromVisitor::Got { seq: Seq(2) },
    ];
    let late = late.map(|said| Input::FromVisitor(old.clone(), said));
    test.turn(late.into());
    assert_eq!(test.sql.content(), before);
    assert_eq!(test.heard("anna"), [], "answers go to the line that asked");
    let is_truth = |heard: &Heard| {
        matches!(
            heard,
            Heard::Operator(ToOperator::Visiting { online: true, .. })
        )
    };
    let told = test.heard("ada");
    assert!(told.iter().all(is_truth), "{told:?}");
    // And when its end is noticed at last, she is not gone.
    test.turn(vec![Input::Closed(old)]);
    let told = test.heard("ada");
    assert!(told.iter().all(is_truth), "{told:?}");
    test.reply("ada", 1, "r3", "Here").say("anna", "c3", "Good");
}

#[test]
fn who_missed_too_much_is_reset() {
    let mut test = talk();
    let (anna, ada) = (test.view("anna").unwrap(), test.view("ada").unwrap());
    for n in 0..RESUME_EVENTS_MAX {
        test.reply("ada", 1, &format!("x{n}"), "Hm");
    }
    for (name, view) in [("anna", anna.clone()), ("ada", ada.clone())] {
        test.quiet().hello_with(name, Some(view));
        assert_eq!(greeting(&mut test, name), "resumed", "{name}");
    }
    test.reply("ada", 1, "last", "Hm");
    for (name, view) in [("anna", anna), ("ada", ada)] {
        test.quiet().hello_with(name, Some(view));
        assert_eq!(greeting(&mut test, name), "reset", "{name}");
    }
}

#[test]
fn a_hello_in_the_middle_of_a_turn_sees_an_unbroken_chain() {
    let mut test = talk();
    test.hello_with("anna", None);
    let before = Input::FromOperator(test.peer("ada"), reply(1, "r2", "Before"));
    let after = Input::FromOperator(test.peer("ada"), reply(1, "r3", "After"));
    let view = test.view("anna");
    let hello = test.hello_input("anna", view);
    test.quiet().turn(vec![before, hello, after]);
    let story = test.transcript();
    let told: Vec<&str> = story
        .lines()
        .filter(|line| line.contains("anna <"))
        .collect();
    assert_eq!(
        told,
        [
            // To a socket that has not been greeted again: it ignores this.
            "  anna < #8 Ada: Before",
            "  anna < resumed",
            "  anna < #8 Ada: Before",
            "  anna < #9 Ada: After",
        ]
    );
}

#[test]
fn a_resume_from_before_the_pruning_is_a_reset_and_sequences_go_on() {
    let mut test = talk();
    // Messages stay in the log for ever; this does not.
    let upto = MessageId(99);
    test.visitor("anna", FromVisitor::Read { upto });
    test.cut("anna").cut("ada");
    let (anna, ada) = (test.view("anna").unwrap(), test.view("ada").unwrap());
    let top = test.sql.number("SELECT max(seq) FROM events");
    // As if much had happened to others meanwhile.
    let kept = i64::try_from(EVENTS_KEPT).unwrap();
    let upto = (top + kept + 2_000) / 1_000 * 1_000 - 1;
    test.sql.raw().execute_batch(&format!(
        "WITH RECURSIVE n(seq) AS (SELECT {top} + 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < {upto})
         INSERT INTO events (seq, kind) SELECT seq, 'center' FROM n"
    )).unwrap();
    // The event with a round number looks whether the log is too long.
    test.reload().widget("vera").say("vera", "c1", "Hello?");
    for _ in 0..3 {
        test.alarm();
    }
    let (first, last) = (
        test.sql.number("SELECT min(seq) FROM events"),
        test.sql.number("SELECT max(id) FROM messages"),
    );
    // The log is pruned to what is kept, counted from the round number.
    assert!(
        (kept..kept + 1_000).contains(&(last - first + 1)),
        "{first}..{last}"
    );
    for (name, view) in [("anna", anna), ("ada", ada)] {
        test.quiet().reload();
        if name == "anna" {
            test.widget_on(name, "s1");
        } else {
            test.console(name);
        }
        test.quiet().hello_with(name, Some(view.clone()));
        assert_eq!(greeting(&mut test, name), "reset", "{name}");
        let now = test.view(name);
        test.quiet().hello_with(name, now);
        assert_eq!(greeting(&mut test, name), "resumed", "{name}");
    }
    test.quiet().say("anna", "c2", "I am back");
    let newest = test.sql.number("SELECT max(id) FROM messages") as u64;
    assert_eq!(test.view("anna").unwrap().1, Seq(newest));
}

#[test]
fn a_long_resume_is_cut_into_frames_that_fit() {
    let mut test = talk();
    test.cut("anna");
    for n in 0..20 {
        test.reply("ada", 1, &format!("x{n}"), &"😀".repeat(10_000));
    }
    test.widget("anna");
    let frames = test
        .heard("anna")
        .into_iter()
        .filter(|heard| matches!(heard, Heard::Visitor(ToVisitor::Events { .. })));
    assert_eq!(frames.count(), 4, "each message has 40 KB, a frame 256 KB");
}

#[test]
fn sequences_are_dense_through_repeats_and_refusals() {
    let mut test = talk();
    for n in 0..20 {
        test.say(
            "anna",
            &format!("c{}", n / 2),
            if n % 5 == 0 { " " } else { "Hm" },
        );
        let inputs = vec![
            Input::FromVisitor(test.peer("anna"), say("c3", "other")),
            Input::FromOperator(test.peer("ada"), reply(9, "x", "Hm")),
        ];
        test.turn(inputs);
    }
    let log = "(SELECT seq FROM events UNION ALL SELECT id FROM messages)";
    let missing = format!("SELECT max(seq) - count(DISTINCT seq) FROM {log}");
    assert_eq!(test.sql.number(&missing), 0);
    let doubled = format!("SELECT count(seq) - count(DISTINCT seq) FROM {log}");
    assert_eq!(test.sql.number(&doubled), 0);
}

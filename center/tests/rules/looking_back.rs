//! What a visitor has read, and what he sees of earlier talk.

use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ids::{Ask, DialogId, MessageId, Seq};
use beseda_protocol::limits::{REOPEN_WITHIN_MS, RESUME_EVENTS_MAX, TEXT_CHARS_MAX};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{CenterTest, Heard, identity};

fn anna() -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("anna").quiet();
    test
}

#[test]
fn marks_never_go_back_and_never_beyond_what_was_said() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?")
        .reply("ada", 1, "r2", "Anna?");
    test.visitor(
        "anna",
        FromVisitor::Read {
            upto: MessageId(1 << 50),
        },
    )
    .quiet();
    let newest = test.sql.number("SELECT max(id) FROM messages");
    assert_eq!(test.sql.number("SELECT read_upto FROM identities"), newest);
    assert_eq!(
        test.sql.number("SELECT delivered_upto FROM identities"),
        newest
    );
    let before = test.sql.content();
    for upto in [0, 7, 1 << 50] {
        test.visitor(
            "anna",
            FromVisitor::Read {
                upto: MessageId(upto),
            },
        );
        test.visitor("anna", FromVisitor::Got { seq: Seq(upto) });
    }
    assert_eq!(test.sql.content(), before);
    assert_eq!(test.transcript(), "");
}

#[test]
fn a_dialogs_marks_move_with_its_own_events_only() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?").close("ada", 1);
    test.pass(REOPEN_WITHIN_MS + 1)
        .say("anna", "c2", "Hello again?")
        .reply("ada", 1, "r1", "In the old dialog")
        .quiet();
    let upto = MessageId(1 << 50);
    test.visitor("anna", FromVisitor::Read { upto });
    let told = test.transcript();
    assert!(told.contains("dialog 1"), "{told}");
    assert!(!told.contains("dialog 2"), "{told}");
    let mut marks = |dialog| {
        let dialog = DialogId(dialog);
        let opened = test.reload().asked("ada", OpenDialog { dialog }).unwrap();
        (opened.dialog.delivered_upto.0, opened.dialog.read_upto.0)
    };
    assert_eq!(marks(2), (0, 0));
    let (delivered, read) = marks(1);
    assert!(delivered > 0 && read == delivered);
}

/// ux P18.
#[test]
fn when_a_client_read_is_told_for_the_dialog_that_he_read_last() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?");
    let upto = MessageId(1 << 50);
    let read_at = |test: &mut CenterTest, dialog| {
        let dialog = DialogId(dialog);
        let opened = test.reload().asked("ada", OpenDialog { dialog }).unwrap();
        opened.dialog.read_at
    };
    assert_eq!(read_at(&mut test, 1), None);
    test.pass(5_000);
    let first = test.now;
    test.visitor("anna", FromVisitor::Read { upto });
    test.pass(5_000).visitor("anna", FromVisitor::Read { upto });
    assert_eq!(read_at(&mut test, 1), Some(first));
    test.close("ada", 1)
        .pass(REOPEN_WITHIN_MS + 1)
        .say("anna", "c2", "Hello again?")
        .reply("ada", 2, "r2", "Yes?");
    let second = test.now;
    test.visitor("anna", FromVisitor::Read { upto });
    assert_eq!(read_at(&mut test, 2), Some(second));
    assert_eq!(read_at(&mut test, 1), None, "it is not known any more");
}

#[test]
fn a_visitors_message_is_delivered_when_a_console_has_it() {
    let mut test = anna();
    test.widget("anna.2").widget("vera").quiet();
    test.say("anna", "c1", "Hello?").quiet();
    let seq = test.view("ada").expect("a console's view").1;
    test.operator("ada", FromOperator::Got { seq });
    let upto = test.sql.number("SELECT max(id) FROM messages");
    assert_eq!(
        test.transcript(),
        format!("  anna < delivered up to #{upto}\n  anna.2 < delivered up to #{upto}\n")
    );
    // A repetition, an older one, one beyond everything: nobody hears more.
    for seq in [seq, Seq(1), Seq(1 << 50)] {
        test.operator("ada", FromOperator::Got { seq });
    }
    assert_eq!(test.transcript(), "");
    // Who was away learns it with his hello, whichever way that goes.
    let view = test.view("anna");
    for view in [view, None] {
        test.reload().hello_with("anna", view);
        let delivered_upto = match test.heard("anna").first() {
            Some(Heard::Visitor(
                ToVisitor::Resumed { delivered_upto, .. } | ToVisitor::Reset { delivered_upto, .. },
            )) => *delivered_upto,
            other => panic!("{other:?}"),
        };
        assert_eq!(delivered_upto.0 as i64, upto);
        test.quiet();
    }
}

#[test]
fn a_console_that_comes_in_the_morning_marks_the_night_and_looks_at_its_end() {
    let mut test = anna();
    test.say("anna", "c1", "Good evening").cut("ada");
    for n in 0..RESUME_EVENTS_MAX {
        test.pass(60_000).widget("vera");
        test.say("vera", &format!("c{n}"), "Hm");
    }
    test.quiet().console("ada");
    let seq = test.view("ada").expect("a console's view").1;
    test.quiet().operator("ada", FromOperator::Got { seq });
    let told = test.transcript();
    assert!(told.contains("vera < delivered up to"), "{told}");
    assert!(!told.contains("anna <"), "{told}");
    test.hello_with("anna", None);
    let heard = test.heard("anna");
    let [Heard::Visitor(ToVisitor::Reset { delivered_upto, .. }), ..] = &heard[..] else {
        panic!("{heard:?}");
    };
    assert!(delivered_upto.0 > 0);
}

#[test]
fn a_read_mark_reaches_the_other_tabs_and_clears_the_unread_count() {
    let mut test = anna();
    test.widget("anna.2")
        .say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?")
        .quiet();
    let unread = |test: &mut CenterTest| {
        test.command(beseda_center::turn::command::Command::Unread {
            identity: identity("anna"),
        })
    };
    assert_eq!(
        unread(&mut test),
        Ok(beseda_center::turn::command::Reply::Unread(1))
    );
    test.visitor("anna", FromVisitor::Read { upto: MessageId(7) });
    assert_eq!(
        unread(&mut test),
        Ok(beseda_center::turn::command::Reply::Unread(0))
    );
    assert!(test.transcript().contains("anna.2 < read up to #7"));
}

/// Criteria: X6
#[test]
fn the_conversation_is_one_through_all_dialogs() {
    let mut test = anna();
    for n in 0..4 {
        test.say("anna", &format!("c{n}"), &format!("Question {n}"));
        test.reply("ada", n + 1, &format!("r{n}"), &format!("Answer {n}"));
        test.close("ada", n + 1).pass(REOPEN_WITHIN_MS + 1);
    }
    test.quiet();
    test.visitor(
        "anna",
        FromVisitor::History {
            ask: Ask(1),
            before: MessageId(1 << 40),
        },
    );
    let story = test.transcript();
    let said: Vec<&str> = story
        .lines()
        .skip(1)
        .filter_map(|line| line.split(": ").nth(1))
        .collect();
    let wanted = [
        "Question 0",
        "Answer 0",
        "Question 1",
        "Answer 1",
        "Question 2",
        "Answer 2",
        "Question 3",
        "Answer 3",
    ];
    assert_eq!(said, wanted);
    assert_eq!(test.sql.number("SELECT count(*) FROM dialogs"), 4);
}

#[test]
fn history_comes_in_pages_without_gap_or_repeat() {
    let mut test = anna();
    for n in 0..120 {
        test.say("anna", &format!("c{n}"), &format!("{n}"))
            .pass(1_000);
    }
    let mut seen: Vec<MessageId> = Vec::new();
    let mut before = MessageId(1 << 40);
    loop {
        test.quiet().visitor(
            "anna",
            FromVisitor::History {
                ask: Ask(1),
                before,
            },
        );
        let Some(Heard::Visitor(ToVisitor::History { messages, more, .. })) = test.last("anna")
        else {
            panic!()
        };
        let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
        before = ids[0];
        seen.splice(0..0, ids);
        if !more {
            break;
        }
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.is_sorted());
}

#[test]
fn a_page_of_long_messages_is_cut_to_fit() {
    let mut test = anna();
    for n in 0..20 {
        test.say("anna", &format!("c{n}"), &"😀".repeat(TEXT_CHARS_MAX))
            .pass(1_000);
    }
    test.quiet().hello_with("anna", None);
    let Some(Heard::Visitor(ToVisitor::Reset { messages, more, .. })) = test.heard("anna").pop()
    else {
        panic!()
    };
    assert!(more);
    assert_eq!(messages.len(), 6, "each has 40 KB, a page 256 KB");
}

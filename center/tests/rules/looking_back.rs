//! What a visitor has read, and what he sees of earlier talk.

use beseda_protocol::ids::{Ask, MessageId, Seq};
use beseda_protocol::limits::{REOPEN_WITHIN_MS, TEXT_CHARS_MAX};
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{CenterTest, Heard, client};

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
    assert_eq!(test.sql.number("SELECT read_upto FROM clients"), newest);
    assert_eq!(
        test.sql.number("SELECT delivered_upto FROM clients"),
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
fn a_read_mark_reaches_the_other_tabs_and_clears_the_unread_count() {
    let mut test = anna();
    test.widget("anna.2")
        .say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?")
        .quiet();
    let unread = |test: &mut CenterTest| {
        test.command(beseda_center::command::Command::Unread {
            client: client("anna"),
        })
    };
    assert_eq!(
        unread(&mut test),
        Ok(beseda_center::command::Reply::Unread(1))
    );
    test.visitor("anna", FromVisitor::Read { upto: MessageId(7) });
    assert_eq!(
        unread(&mut test),
        Ok(beseda_center::command::Reply::Unread(0))
    );
    assert!(test.transcript().contains("anna.2 < read up to #7"));
}

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

//! What visitors may say, and what becomes of it.

use beseda_center::turn::Input;
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::dialog::Page;
use beseda_protocol::ids::{Cid, DialogId, MessageId, Seq};
use beseda_protocol::limits::{TEXT_CHARS_MAX, VISITOR_BURST, VISITOR_REFILL_MS};
use beseda_protocol::message::Draft;
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::Reopening;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{CenterTest, Heard, page, say};

fn anna() -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("anna").quiet();
    test
}

/// Says something and expects a refusal that leaves nothing behind.
fn refused(test: &mut CenterTest, said: FromVisitor) -> Refusal {
    let before = test.sql.content();
    test.visitor("anna", said);
    assert_eq!(test.sql.content(), before, "a refusal writes nothing");
    test.refusal("anna").expect("refused")
}

fn acks(test: &mut CenterTest, name: &str) -> Vec<(String, MessageId)> {
    let heard = test.heard(name).into_iter();
    heard
        .filter_map(|heard| match heard {
            Heard::Visitor(ToVisitor::Ack { cid, id, .. }) => Some((cid.0, id)),
            _ => None,
        })
        .collect()
}

#[test]
fn the_same_cid_gets_the_same_answer_and_is_stored_once() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?")
        .pass(5_000)
        .say("anna", "c1", "Hello?");
    let acks = acks(&mut test, "anna");
    assert_eq!(acks.len(), 2);
    assert_eq!(acks[0], acks[1]);
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM messages WHERE kind = 'visitor'"),
        1
    );
}

#[test]
fn the_same_cid_twice_in_one_turn_is_stored_once() {
    let mut test = anna();
    let input = || Input::FromVisitor(test.peer("anna"), say("c1", "Hello?"));
    let inputs = vec![input(), input()];
    test.turn(inputs);
    assert_eq!(acks(&mut test, "anna").len(), 2);
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM messages WHERE kind = 'visitor'"),
        1
    );
}

#[test]
fn the_same_cid_with_another_body_is_refused_and_the_first_is_kept() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?");
    assert_eq!(
        refused(&mut test, say("c1", "Goodbye.")).code,
        Code::CidReused
    );
}

#[test]
fn the_same_cid_of_another_visitor_is_another_message() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?")
        .widget("vera")
        .say("vera", "c1", "Goodbye.");
    assert_eq!(acks(&mut test, "vera").len(), 1);
}

#[test]
fn text_is_limited_by_scalar_values() {
    let mut test = anna();
    let long = "😀".repeat(TEXT_CHARS_MAX);
    assert_eq!(
        refused(&mut test, say("c1", &format!("{long}!"))).code,
        Code::TextTooLong
    );
    test.say("anna", "c2", &long);
    assert_eq!(acks(&mut test, "anna").len(), 1);
}

#[test]
fn what_looks_empty_is_nothing_said() {
    let mut test = anna();
    for text in [
        "",
        " ",
        "\n\t",
        "\u{a0}\u{2003}",
        "\u{200b}",
        "\u{2800} \u{fe0f}",
    ] {
        assert_eq!(refused(&mut test, say("c1", text)).code, Code::Empty);
    }
}

#[test]
fn a_cid_that_is_none_is_refused() {
    let mut test = anna();
    for cid in ["", "has space", "ё", &"c".repeat(41)] {
        assert_eq!(refused(&mut test, say(cid, "Hello?")).code, Code::Malformed);
    }
}

#[test]
fn any_text_comes_back_as_it_went() {
    let texts = [
        "a\0b",
        "'; DROP TABLE messages; --",
        "<img src=x onerror=alert(1)>",
        "👩🏽‍🚀 🇱🇻",
        "é / é",
        "\u{202e}abc",
    ];
    let mut test = anna();
    for (place, text) in texts.into_iter().enumerate() {
        test.say("anna", &format!("c{place}"), text);
    }
    test.quiet().hello_with("anna", None);
    let story = test.transcript();
    for text in texts {
        assert!(story.contains(text), "{text}");
    }
}

#[test]
fn a_burst_is_taken_and_then_one_message_at_a_time() {
    let mut test = anna();
    for n in 0..VISITOR_BURST {
        test.say("anna", &format!("c{n}"), "Hm");
    }
    let refusal = refused(&mut test, say("late", "Hm"));
    assert_eq!(
        (refusal.code, refusal.retry_ms),
        (Code::TooMany, Some(VISITOR_REFILL_MS))
    );
    // The limit is no memory of the object's: eviction does not lift it.
    test.reload();
    assert_eq!(refused(&mut test, say("late", "Hm")).code, Code::TooMany);
    test.quiet().say("anna", "c0", "Hm");
    assert_eq!(
        acks(&mut test, "anna").len(),
        1,
        "a repeat is answered, not limited"
    );
    test.pass(VISITOR_REFILL_MS).say("anna", "late", "Hm");
    assert_eq!(acks(&mut test, "anna").len(), 1);
}

#[test]
fn a_new_dialog_does_not_begin_a_new_burst() {
    let mut test = anna();
    test.say("anna", "first", "Hm");
    for n in 1..VISITOR_BURST {
        test.say("anna", &format!("c{n}"), "Hm");
    }
    test.ask(
        "ada",
        SaveSite {
            site: "s1".into(),
            version: 0,
            section: Reopening { within_ms: 0 }.into(),
        },
    );
    test.close("ada", 1).pass(1);
    assert_eq!(refused(&mut test, say("late", "Hm")).code, Code::TooMany);
}

#[test]
fn a_quote_must_be_a_message_that_the_visitor_sees() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?")
        .widget("vera")
        .say("vera", "c1", "Hi");
    let note = FromOperator::Note {
        cid: "n1".into(),
        dialog: DialogId(1),
        text: "Anna again".into(),
    };
    test.operator("ada", note).quiet();
    let quoting = |cid: &str, id: i64| FromVisitor::Say {
        cid: Cid::from(cid),
        body: Draft::Text {
            text: "This one".into(),
        },
        quote: Some(MessageId(id.unsigned_abs())),
    };
    let id_of = |test: &CenterTest, what: &str| {
        test.sql
            .number(&format!("SELECT id FROM messages WHERE {what}"))
    };
    let others = id_of(&test, "text = 'Hi'");
    let note = id_of(&test, "kind = 'note'");
    let system = id_of(&test, "kind = 'system' AND dialog = 1");
    let own = id_of(&test, "text = 'Hello?'");
    for id in [others, note, system, 999] {
        assert_eq!(refused(&mut test, quoting("q1", id)).code, Code::NotFound);
    }
    test.visitor("anna", quoting("q2", own));
    assert_eq!(acks(&mut test, "anna").len(), 1);
}

#[test]
fn a_visitor_who_only_looks_is_no_client_yet() {
    let mut test = anna();
    test.visitor("anna", FromVisitor::Typing { on: true });
    test.visitor(
        "anna",
        FromVisitor::Page {
            page: page("/basket"),
        },
    );
    test.visitor("anna", FromVisitor::Read { upto: MessageId(7) });
    test.visitor("anna", FromVisitor::Got { seq: Seq(7) });
    test.leave("anna");
    assert_eq!(test.sql.number("SELECT count(*) FROM clients"), 0);
    assert_eq!(test.transcript(), "");
    // What his widget told is forgotten after a day.
    test.pass(25 * 60 * 60 * 1000).alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM visits"), 0);
}

#[test]
fn the_page_before_the_first_message_is_on_the_card() {
    let mut test = anna();
    test.visitor(
        "anna",
        FromVisitor::Page {
            page: page("/basket#top"),
        },
    );
    test.reload().say("anna", "c1", "Hello?").quiet();
    test.ask(
        "ada",
        OpenDialog {
            dialog: DialogId(1),
        },
    );
    assert!(
        test.transcript()
            .contains("card: 1 in en, on https://shop.example/basket, online: true")
    );
}

#[test]
fn operators_see_where_a_client_is_and_when_he_leaves() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?").widget("anna.2").quiet();
    test.visitor(
        "anna",
        FromVisitor::Page {
            page: page("/basket"),
        },
    );
    test.leave("anna.2");
    assert_eq!(
        test.transcript(),
        "  ada < visiting https://shop.example/basket, online: true\n"
    );
    test.pass(1_000).leave("anna");
    assert_eq!(
        test.transcript(),
        "  ada < visiting https://shop.example/basket, online: false\n"
    );
    test.pass(1_000);
    let dialog = DialogId(1);
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    assert_eq!(test.now.ms_since(opened.card.seen_at.unwrap()), 1_000);
}

#[test]
fn a_long_page_is_cut() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?");
    let page = Page {
        url: "ё".repeat(5_000),
        title: "t".repeat(5_000),
    };
    test.visitor("anna", FromVisitor::Page { page });
    assert_eq!(
        test.sql
            .number("SELECT length(page_url) + length(page_title) FROM identities"),
        4_000
    );
}

#[test]
fn typing_is_shown_for_an_open_dialog_only_and_never_stored() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?").quiet();
    let before = test.sql.content();
    test.visitor("anna", FromVisitor::Typing { on: true });
    assert_eq!(test.transcript(), "  ada < visitor types in 1: true\n");
    assert_eq!(test.sql.content(), before);
    test.close("ada", 1).quiet();
    test.visitor("anna", FromVisitor::Typing { on: true });
    assert_eq!(test.transcript(), "");
}

#[test]
fn every_message_of_a_turn_is_in_one_frame() {
    let mut test = anna();
    let peer = test.peer("anna");
    let said = |n: u32| Input::FromVisitor(peer.clone(), say(&format!("c{n}"), "Hm"));
    test.turn((0..10).map(said).collect());
    let frames = |heard: Vec<Heard>| {
        heard
            .into_iter()
            .filter(|heard| {
                matches!(
                    heard,
                    Heard::Visitor(ToVisitor::Events { .. })
                        | Heard::Operator(ToOperator::Events { .. })
                )
            })
            .count()
    };
    assert_eq!(frames(test.heard("anna")), 1);
    let heard = test.heard("ada");
    let Some(Heard::Operator(ToOperator::Events { events, .. })) = heard.first() else {
        panic!()
    };
    let messages = events
        .iter()
        .filter(|event| matches!(event, OperatorEvent::Message { .. }));
    assert_eq!(
        messages.count(),
        11,
        "ten messages, and that the dialog has begun"
    );
    assert_eq!(frames(heard), 1);
}

#[test]
fn a_frame_of_a_newer_widget_is_ignored() {
    let mut test = anna();
    test.visitor("anna", FromVisitor::Unknown)
        .operator("ada", FromOperator::Unknown);
    assert_eq!(test.transcript(), "");
}

/// Together they are longer than a text that SQLite takes there.
#[test]
fn names_as_long_as_a_frame_are_refused_one_by_one() {
    let mut test = anna();
    let peer = test.peer("anna");
    let said = |n: usize| Input::FromVisitor(peer.clone(), say(&format!("{n:060000}"), "Hm"));
    test.turn((0..40).map(said).collect());
    let refused = test.heard("anna").into_iter().filter(|heard| {
        matches!(heard, Heard::Visitor(ToVisitor::Refused { refusal, .. })
            if refusal.code == Code::Malformed)
    });
    assert_eq!(refused.count(), 40);
}

#[test]
fn a_page_is_kept_without_what_nobody_sees() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?").quiet();
    let page = Page {
        url: "https://shop.example/a\u{1}\u{2}#part".into(),
        title: format!("{}Lamps\r\n", "\u{7}".repeat(3_000)),
    };
    test.visitor("anna", FromVisitor::Page { page });
    let kept = test
        .sql
        .column("SELECT page_url || ' ' || page_title FROM identities");
    assert_eq!(kept, ["https://shop.example/a Lamps"]);
}

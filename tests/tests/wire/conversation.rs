//! The main job, over the wire.

use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::dialog::{DialogState, LastLabel, Summary};
use beseda_protocol::message::VisitorContent;
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};
use beseda_tests::cid::new_cid;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::scene;

/// Criteria: CQ-05, KC-11
#[tokio::test]
async fn a_message_reaches_the_operator_and_the_answer_comes_back() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "Is the lamp in stock?").await;

    assert_eq!((dialog.unread_count, dialog.awaiting_reply_count), (1, 1));
    assert_eq!(dialog.responsible, None);
    assert_eq!(dialog.last.label, LastLabel::Visitor);
    assert_eq!(dialog.last.preview, "Is the lamp in stock?");
    assert!(dialog.waiting_since.is_some());

    anna.replied(dialog.id, "Two are left.").await;
    let heard = visitor.hears("Two are left.").await;
    let VisitorContent::Operator { by, .. } = heard.content else {
        panic!("an operator's message: {heard:?}");
    };
    assert_eq!(by.name, "Anna");

    let opened = anna.open(dialog.id).await.expect("it exists");
    assert_eq!(
        anna.desk.feed(&opened),
        [
            "* begun",
            "visitor: Is the lamp in stock?",
            "* claimed by Anna",
            "Anna: Two are left.",
        ]
    );
    assert_eq!(opened.dialog.awaiting_reply_count, 0);
    assert!(opened.card.online);
}

/// Criteria: SB-21, KC-12
#[tokio::test]
async fn opening_clears_unread_and_tells_the_visitor_but_only_a_reply_clears_awaiting() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "opening clears unread").await;
    let upto = dialog.last.id;

    let opened = FromOperator::Opened {
        dialog: dialog.id,
        upto,
    };
    anna.line.say(&opened).await;
    let is_read = |d: &Summary| d.unread_count == 0;
    let read = anna.dialog_becomes("no unread", dialog.id, is_read).await;
    assert_eq!(read.awaiting_reply_count, 1);
    assert_eq!(read.opened_upto, upto);
    let told = |event: &VisitorEvent| match event {
        VisitorEvent::Opened { upto } => Some(*upto),
        _ => None,
    };
    assert_eq!(visitor.event("the read mark", told).await, upto);
}

#[tokio::test]
async fn delivered_and_read_marks_of_the_visitor_reach_the_operator() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "marks of the visitor").await;
    let reply = anna.replied(dialog.id, "Look here.").await;
    visitor.hears("Look here.").await;

    visitor.got().await;
    let delivered = |d: &Summary| d.delivered_upto >= reply;
    anna.dialog_becomes("delivered", dialog.id, delivered).await;
    assert_eq!(stack.http().unread(&visitor.token).await, 1);

    visitor.line.say(&FromVisitor::Read { upto: reply }).await;
    let read = |d: &Summary| d.read_upto >= reply;
    anna.dialog_becomes("read", dialog.id, read).await;
    assert_eq!(stack.http().unread(&visitor.token).await, 0);
}

#[tokio::test]
async fn typing_shows_on_the_other_side_and_is_stored_nowhere() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "typing shows").await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;

    visitor.line.say(&FromVisitor::Typing { on: true }).await;
    let visitor_types = |frame: &ToOperator| match frame {
        ToOperator::VisitorTyping { dialog: d, on } if *d == dialog.id => Some(*on),
        _ => None,
    };
    assert!(anna.line.expect("the visitor types", visitor_types).await);

    let typing = FromOperator::Typing {
        dialog: dialog.id,
        on: true,
    };
    anna.line.say(&typing).await;
    let anna_types = |frame: &ToVisitor| match frame {
        ToVisitor::Typing { by, on } => Some((by.name.clone(), *on)),
        _ => None,
    };
    let heard = visitor.line.expect("the operator types", anna_types).await;
    assert_eq!(heard, ("Anna".to_owned(), true));
    let colleague = |frame: &ToOperator| match frame {
        ToOperator::OperatorTyping { dialog: d, by, .. } if *d == dialog.id => Some(*by),
        _ => None,
    };
    let heard = boris.line.expect("the colleague types", colleague).await;
    assert_eq!(heard, anna.desk.me.id);

    let (_, view) = Visitor::back(&stack, &visitor.token).await;
    assert_eq!(view.messages.len(), 1, "only the message is stored");
}

/// Criteria: KC-26, CQ-18
#[tokio::test]
async fn a_note_stays_among_operators_and_leaves_the_client_waiting() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "a note stays").await;

    let cid = new_cid();
    let note = FromOperator::Note {
        cid: cid.clone(),
        dialog: dialog.id,
        text: "He has asked before.".to_owned(),
    };
    anna.line.say(&note).await;
    anna.acked(&cid).await;
    let opened = anna.open(dialog.id).await.expect("it exists");
    assert_eq!(
        anna.desk.feed(&opened),
        [
            "* begun",
            "visitor: a note stays",
            "Anna notes: He has asked before.",
        ]
    );
    assert_eq!(opened.dialog.awaiting_reply_count, 1);
    assert_eq!(opened.dialog.responsible, None);

    visitor.settle().await;
    assert_eq!(visitor.transcript(&stack).await, ["you: a note stays"]);
    let leaked = |f: &ToVisitor| format!("{f:?}").contains("asked before");
    assert!(!visitor.line.drain().iter().any(leaked));
}

#[tokio::test]
async fn a_closed_dialog_is_opened_again_by_the_visitors_next_message() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "close and open").await;
    anna.replied(dialog.id, "Done.").await;
    let id = dialog.id;
    anna.question(Close { dialog: id })
        .await
        .expect("closing is allowed");
    let is_closed = |d: &Summary| matches!(d.state, DialogState::Closed { .. });
    anna.dialog_becomes("closed", id, is_closed).await;

    visitor.said("One more thing").await;
    let again = anna.dialog_of("One more thing").await;
    assert_eq!(again.id, id, "within a day the same dialog goes on (X6)");
    assert_eq!(again.state, DialogState::Open {});
    let opened = anna.open(id).await.expect("it exists");
    let feed = anna.desk.feed(&opened);
    assert!(feed.contains(&"* closed by Anna".to_owned()), "{feed:?}");
    assert!(
        feed.contains(&"* reopened by the client".to_owned()),
        "{feed:?}"
    );
    assert_eq!(
        visitor.transcript(&stack).await,
        ["you: close and open", "Anna: Done.", "you: One more thing"]
    );
}

/// Criteria: CQ-06
#[tokio::test]
async fn of_two_operators_who_answer_at_once_one_becomes_responsible_and_both_are_heard() {
    let stack = Stack::shared().await;
    for round in 0..5 {
        let text = format!("who is first, {round}?");
        let (mut visitor, mut anna, dialog) = scene::dialog(&stack, &text).await;
        let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
        boris.settle().await;

        let (one, two) = (new_cid(), new_cid());
        tokio::join!(
            anna.reply_as(&one, dialog.id, "from Anna"),
            boris.reply_as(&two, dialog.id, "from Boris"),
        );
        anna.acked(&one).await;
        boris.acked(&two).await;
        visitor.hears("from Anna").await;
        visitor.hears("from Boris").await;

        let has_both = |d: &Summary| d.responsible.is_some();
        let seen = [
            anna.dialog_becomes("a responsible", dialog.id, has_both)
                .await,
            boris
                .dialog_becomes("a responsible", dialog.id, has_both)
                .await,
        ];
        let seen = seen.map(|d| d.responsible.expect("it has one"));
        assert_eq!(seen[0], seen[1], "both see the same one");
        let opened = anna.open(dialog.id).await.expect("it exists");
        let feed = anna.desk.feed(&opened);
        let claims: Vec<_> = feed.iter().filter(|l| l.contains("claimed")).collect();
        let winner = match seen[0] == anna.desk.me.id {
            true => &anna.desk.me.name,
            false => &boris.desk.me.name,
        };
        assert_eq!(claims, [&format!("* claimed by {winner}")], "{feed:?}");
        let replies = feed.iter().filter(|line| line.contains(": from "));
        assert_eq!(replies.count(), 2, "{feed:?}");
    }
}

#[tokio::test]
async fn emoji_with_skin_tones_flags_and_joiners_come_back_byte_for_byte() {
    let stack = Stack::shared().await;
    let emoji = "👋🏽 🏳️‍🌈 👨‍👩‍👧‍👦 🇷🇸 1️⃣ e\u{301} é \u{202e}rtl\u{202c} ё";
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, emoji).await;
    anna.replied(dialog.id, emoji).await;
    visitor.hears(emoji).await;
    let said = visitor.transcript(&stack).await;
    assert_eq!(said, [format!("you: {emoji}"), format!("Anna: {emoji}")]);
}

#[tokio::test]
async fn history_pages_to_the_first_message_without_a_gap() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "history 0").await;
    for n in 1..60 {
        anna.replied(dialog.id, &format!("history {n}")).await;
    }
    let (mut again, view) = Visitor::back(&stack, &visitor.token).await;
    assert!(view.messages.len() < 60, "the first view is one page");
    let mut messages = view.messages;
    loop {
        let before = messages.first().expect("a page is not empty").id;
        let (mut older, more) = again.history(before).await;
        older.append(&mut messages);
        messages = older;
        if !more {
            break;
        }
    }
    let said: Vec<_> = messages
        .iter()
        .map(|m| beseda_tests::visitor::said_by(&m.content))
        .collect();
    let wanted: Vec<_> = (0..60)
        .map(|n| match n {
            0 => "you: history 0".to_owned(),
            n => format!("Anna: history {n}"),
        })
        .collect();
    assert_eq!(said, wanted);
    visitor.settle().await;
}

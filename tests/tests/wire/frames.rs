//! What the relay says to frames that are not what the protocol describes.

use beseda_protocol::ids::Ask;
use beseda_protocol::limits::{FRAME_BYTES_MAX, TEXT_CHARS_MAX};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::visitor::ToVisitor;
use beseda_protocol::{close, message::Draft};
use beseda_tests::cid::new_cid;
use beseda_tests::line::Ended;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use tokio_tungstenite::tungstenite::Message;

use crate::scene;

/// The refusal of something that was no message.
async fn refusal(visitor: &mut Visitor) -> Refusal {
    let is_it = |frame: &ToVisitor| match frame {
        ToVisitor::Refused {
            cid: None, refusal, ..
        } => Some(refusal.clone()),
        _ => None,
    };
    visitor.line.expect("a refusal", is_it).await
}

#[tokio::test]
async fn a_text_of_the_longest_length_is_stored_and_one_more_is_refused() {
    let stack = Stack::shared().await;
    let mut visitor = Visitor::start(&stack).await;
    let longest = "😀".repeat(TEXT_CHARS_MAX);
    visitor.said(&longest).await;
    let cid = visitor.say(&format!("{longest}!")).await;
    assert_eq!(visitor.refused(&cid).await.code, Code::TextTooLong);
    let said = visitor.transcript(&stack).await;
    assert_eq!(said, [format!("you: {longest}")]);
}

#[tokio::test]
async fn a_message_of_nothing_or_white_space_is_refused() {
    let stack = Stack::shared().await;
    let mut visitor = Visitor::start(&stack).await;
    for nothing in ["", " ", "\n\t ", "\u{a0}\u{2003}"] {
        let cid = visitor.say(nothing).await;
        assert_eq!(visitor.refused(&cid).await.code, Code::Empty, "{nothing:?}");
    }
    let cid = new_cid();
    let file = "0".repeat(32).as_str().into();
    visitor.draft(&cid, Draft::File { file }).await;
    assert_eq!(visitor.refused(&cid).await.code, Code::FileUnknown);
    assert!(visitor.transcript(&stack).await.is_empty());
}

#[tokio::test]
async fn what_is_no_frame_is_refused_in_its_place_and_the_line_lives_on() {
    let stack = Stack::shared().await;
    let mut visitor = Visitor::start(&stack).await;
    for nonsense in [
        "",
        "{",
        "null",
        "[]",
        "\"say\"",
        "{}",
        "{\"t\":7}",
        "{\"t\":\"say\"}",
        "{\"t\":\"say\",\"cid\":7,\"body\":{\"t\":\"text\",\"text\":\"x\"}}",
        "{\"t\":\"read\",\"upto\":-1}",
        "{\"t\":\"read\",\"upto\":1.5}",
    ] {
        visitor.line.say_raw(Message::text(nonsense)).await;
        assert_eq!(
            refusal(&mut visitor).await.code,
            Code::Malformed,
            "{nonsense}"
        );
    }
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    visitor.line.say_raw(Message::text(deep)).await;
    assert_eq!(refusal(&mut visitor).await.code, Code::Malformed);
    visitor.said("still here").await;
}

#[tokio::test]
async fn what_a_peer_waits_for_is_refused_by_its_name() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, _) = scene::dialog(&stack, "malformed").await;
    for (question, code) in [
        (r#"{"t":"history","ask":5,"before":null}"#, Code::Malformed),
        (r#"{"t":"forecast","ask":5}"#, Code::Unsupported),
    ] {
        visitor.line.say_raw(Message::text(question)).await;
        let by_ask = |frame: &ToVisitor| match frame {
            ToVisitor::Refused { ask, refusal, .. } => ask.map(|ask| (ask, refusal.code)),
            _ => None,
        };
        let refused = visitor.line.expect(question, by_ask).await;
        assert_eq!(refused, (Ask(5), code), "{question}");
    }
    let broken = r#"{"t":"say","cid":"c1","body":{"t":"text"}}"#;
    visitor.line.say_raw(Message::text(broken)).await;
    assert_eq!(visitor.refused(&"c1".into()).await.code, Code::Malformed);
    for question in [
        r#"{"t":"ask","ask":5,"what":{"area":"list","t":"dialogs","filter":null}}"#,
        r#"{"t":"ask","ask":5,"what":{"area":"weather","t":"forecast"}}"#,
        r#"{"t":"ask","ask":5}"#,
        r#"{"t":"forecast","ask":5}"#,
    ] {
        anna.line.say_raw(Message::text(question)).await;
        let by_ask = |frame: &ToOperator| match frame {
            ToOperator::Refused { ask, refusal, .. } => ask.map(|ask| (ask, refusal.code)),
            _ => None,
        };
        let refused = anna.line.expect(question, by_ask).await;
        assert_eq!(refused, (Ask(5), Code::Unsupported), "{question}");
    }
    visitor.said("and the rest goes on").await;
}

#[tokio::test]
async fn a_kind_from_a_newer_widget_is_ignored() {
    let stack = Stack::shared().await;
    let mut visitor = Visitor::start(&stack).await;
    let newer = "{\"t\":\"dance\",\"tempo\":120}";
    visitor.line.say_raw(Message::text(newer)).await;
    visitor.settle().await;
    assert_eq!(visitor.line.drain(), [], "neither refused nor answered");
    visitor.said("and the rest goes on").await;
}

#[tokio::test]
async fn a_frame_at_the_limit_is_read_and_one_byte_more_closes_the_socket() {
    let stack = Stack::shared().await;
    let mut visitor = Visitor::start(&stack).await;
    let frame = |bytes: usize| {
        let head = "{\"t\":\"dance\",\"pad\":\"";
        let pad = "x".repeat(bytes - head.len() - 2);
        Message::text(format!("{head}{pad}\"}}"))
    };
    visitor.line.say_raw(frame(FRAME_BYTES_MAX)).await;
    visitor.settle().await;
    visitor.line.say_raw(frame(FRAME_BYTES_MAX + 1)).await;
    let code = close::TOO_LONG;
    assert_eq!(visitor.line.end().await, Ended { code });
}

#[tokio::test]
async fn a_binary_frame_closes_the_socket() {
    let stack = Stack::shared().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.line.say_raw(Message::binary(vec![1, 2, 3])).await;
    assert_eq!(visitor.line.end().await, Ended { code: 1003 });
}

#[tokio::test]
async fn a_ping_is_answered() {
    let stack = Stack::shared().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.line.ping().await;
}

//! Seeded random frames (C9): whatever a peer says, the relay answers or closes
//! as the protocol says, and its neighbours notice nothing.

use beseda_chaos::chance::Chance;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use futures_util::SinkExt;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::sockets::Bare;

/// In all; a pause for the neighbour after every 25.
const FRAMES: u64 = 5_000;

/// What a socket may be closed with after nonsense: protocol error, not text,
/// not UTF-8, too long, and the ends without a frame.
const ALLOWED: &[u16] = &[1002, 1003, 1005, 1006, 1007, 1009];

fn frame(chance: &mut Chance) -> Message {
    const KINDS: &[&str] = &[
        "hello", "say", "read", "got", "typing", "page", "history", "reply", "close", "sum",
    ];
    const VALUES: &[&str] = &[
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "9007199254740993",
        "\"\"",
        "\"\\ud800\"",
        "[]",
        "{}",
        "[[[[[[]]]]]]",
        "\"x\"",
        "{\"t\":\"text\",\"text\":\"ok\"}",
        "{\"t\":\"file\"}",
    ];
    const FIELDS: &[&str] = &[
        "v", "epoch", "seq", "locale", "page", "cid", "body", "quote", "upto", "on", "ask",
        "before",
    ];
    let mut pick = |of: &[&'static str]| chance.pick(of).copied().unwrap_or_default();
    let kind = pick(KINDS);
    let fields: Vec<String> = (0..6)
        .map(|_| format!("\"{}\":{}", pick(FIELDS), pick(VALUES)))
        .collect();
    let whole = format!("{{\"t\":\"{kind}\",{}}}", fields.join(","));
    match chance.within(0, 12) {
        0 => Message::binary(chance.bytes::<32>().to_vec()),
        1 => Message::text("[".repeat(chance.within(1, 60_000) as usize)),
        2 => Message::text(whole.repeat(1 + chance.within(0, 400) as usize)),
        3 => Message::text(String::from_utf8_lossy(&chance.bytes::<64>()).into_owned()),
        4 => Message::text(
            whole
                .chars()
                .take(chance.within(0, 60) as usize)
                .collect::<String>(),
        ),
        _ => Message::text(whole),
    }
}

#[tokio::test]
async fn random_frames_hurt_nobody() {
    let stack = Stack::start().await;
    stack.door().post("/host/lift-pace", &json!({})).await;
    let mut neighbour = Visitor::start(&stack).await;
    let mut token = stack.http().start(stack.key()).await;
    let mut chance = Chance::named(1, "noise");
    let mut line = Bare::visitor(&stack, &token).await.expect("a socket");
    for number in 0..FRAMES {
        drop(line.0.send(frame(&mut chance)).await);
        if number % 25 == 24 {
            if let Err(code) = line.answers().await {
                assert!(
                    ALLOWED.contains(&code),
                    "closed with {code} after frame {number}"
                );
                // Another visitor: who comes again and again is told to wait.
                token = stack.http().start(stack.key()).await;
                line = Bare::visitor(&stack, &token).await.expect("a new socket");
            }
            neighbour.said(&format!("still here {number}")).await;
        }
    }
    let log = stack.log();
    assert!(!log.contains("panicked") && !log.contains("fault"), "{log}");
}

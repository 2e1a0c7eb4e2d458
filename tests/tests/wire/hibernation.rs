//! A center that was put away keeps its sockets, its limits and its order (C8, G10).

use std::time::Duration;

use beseda_protocol::limits::{VISITOR_BURST, VISITOR_REFILL_MS};
use beseda_protocol::refusal::Code;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::{Visitor, said_by};
use serde_json::{Value, json};
use tokio::time::{Instant, interval_at};

use crate::scene;

/// The runtime puts an idle object away after 10 s. Asking wakes it, so it is
/// asked no sooner.
const IDLE: Duration = Duration::from_secs(12);

/// How often it may still be awake when it is asked.
const ASKS_MAX: usize = 5;

/// How often a center's object has been made.
async fn wakes(stack: &Stack) -> u64 {
    let counts: Value = stack.door().post("/host/counts", &json!({})).await.json();
    counts["wakes"].as_u64().expect("a count")
}

/// Leaves the center alone until it has been put away and made anew.
async fn until_put_away(stack: &Stack) {
    let before = wakes(stack).await;
    let mut ask = interval_at(Instant::now() + IDLE, IDLE);
    for _ in 0..ASKS_MAX {
        ask.tick().await;
        if wakes(stack).await > before {
            return;
        }
    }
    panic!("the runtime puts nothing away");
}

#[tokio::test]
async fn a_center_that_was_put_away_goes_on_where_it_was() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "before the sleep").await;
    let mut wanted = vec!["you: before the sleep".to_owned()];
    for round in 0..3 {
        // The whole burst and more: what is left is in debt.
        let mut n_refused = 0;
        for n in 0..2 * VISITOR_BURST {
            let text = format!("round {round}, message {n}");
            let cid = visitor.say(&text).await;
            match visitor.answer(&cid).await {
                Ok(_) => wanted.push(format!("you: {text}")),
                Err(refusal) => {
                    assert_eq!(refusal.code, Code::TooMany);
                    n_refused += 1;
                }
            }
        }
        assert!(n_refused > 0, "there is a limit");
        let spent = Instant::now();
        until_put_away(&stack).await;

        // The same sockets; their lines check that the sequence goes on unbroken.
        let reply = format!("reply {round}");
        anna.replied(dialog.id, &reply).await;
        visitor.hears(&reply).await;
        wanted.push(format!("Anna: {reply}"));
        // No more than has been earned since: a limit that was forgotten would
        // give the whole burst.
        let mut n_taken = 0;
        loop {
            let text = format!("round {round}, after the sleep {n_taken}");
            let cid = visitor.say(&text).await;
            if visitor.answer(&cid).await.is_err() {
                break;
            }
            wanted.push(format!("you: {text}"));
            n_taken += 1;
            assert!(n_taken <= 2 * VISITOR_BURST, "no limit");
        }
        let earned = spent.elapsed().as_millis() as u64 / VISITOR_REFILL_MS + 1;
        assert!(
            u64::from(n_taken) <= earned,
            "{n_taken} taken, {earned} earned"
        );
    }
    assert_eq!(whole_transcript(&stack, &visitor.token).await, wanted);
}

#[tokio::test]
async fn a_console_hears_on_whoever_woke_the_center() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, _) = scene::dialog(&stack, "before the sleep").await;
    until_put_away(&stack).await;
    for n in 0..3 {
        let text = format!("after the sleep {n}");
        visitor.said(&text).await;
        anna.dialog_of(&text).await;
        anna.got().await;
    }
}

/// Every page of a conversation.
async fn whole_transcript(stack: &Stack, token: &str) -> Vec<String> {
    let (mut visitor, mut view) = Visitor::back(stack, token).await;
    let mut messages = std::mem::take(&mut view.messages);
    loop {
        let (mut older, more) = visitor.history(messages[0].id).await;
        older.append(&mut messages);
        messages = older;
        if !more {
            return messages.iter().map(|m| said_by(&m.content)).collect();
        }
    }
}

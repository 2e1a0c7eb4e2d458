//! Webhooks, as they leave a relay: what is sent, and what receivers can do wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;

use beseda_protocol::ask::webhooks::{
    AddWebhook, ListWebhookDeliveries, ListWebhooks, MadeWebhook, TestWebhook,
};
use beseda_protocol::ids::WebhookId;
use beseda_protocol::webhook::{
    WebhookDelivery, WebhookDeliveryState, WebhookEvent, WebhookOutcome, WebhookState,
};
use beseda_tests::operator::Operator;
use beseda_tests::outside::{LATE, Outside, Request};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use serde_json::Value;

async fn add(olga: &mut Operator, receiver: &str) -> MadeWebhook {
    let asked = AddWebhook {
        url: format!("https://{receiver}.acme.com/hook"),
        events: vec![WebhookEvent::MessageCreated],
    };
    olga.question(asked).await.expect("made")
}

/// What was sent to a webhook last, once something has come of it.
async fn outcome(olga: &mut Operator, webhook: &WebhookId) -> WebhookDelivery {
    loop {
        let asked = ListWebhookDeliveries {
            webhook: webhook.clone(),
            behind: None,
        };
        let log = olga.question(asked).await.expect("a log").deliveries;
        match log.into_iter().next() {
            Some(sent) if sent.answer.is_some() => return sent,
            _ => tokio::task::yield_now().await,
        }
    }
}

/// Waits until a receiver has heard something.
async fn heard(outside: &Outside, receiver: &str) -> Vec<Request> {
    until(&format!("what {receiver} hears"), || async {
        Some(outside.heard(receiver)).filter(|heard| !heard.is_empty())
    })
    .await
}

/// W1, W2, W3
#[tokio::test]
async fn a_message_reaches_whoever_takes_it_and_no_other_receiver_delays_it() {
    let outside = Outside::begin().await;
    let stack = Stack::calling(outside.port()).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let mut made = Vec::new();
    let receivers = [
        "hangs", "cuts", "floods", "moved", "gone", "busy", "broken", "takes",
    ];
    for receiver in receivers {
        made.push(add(&mut olga, receiver).await);
    }
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Who hears of this?").await;
    let takes = heard(&outside, "takes").await;
    let [request] = takes.as_slice() else {
        panic!("{takes:?}");
    };
    assert_eq!(request.url, "https://takes.acme.com/hook");
    let body: Value = serde_json::from_str(&request.body).expect("JSON");
    assert_eq!(body["type"], "message.created");
    let text = &body["data"]["message"]["content"]["body"]["text"];
    assert_eq!(text, "Who hears of this?");
    assert!(request.header("webhook-id").starts_with("msg_"));
    let secret = &made[7].secret;
    let verifier = standardwebhooks::Webhook::new(secret).expect("a secret");
    let headers = request.headers.iter().filter_map(|(name, value)| {
        let name: http::HeaderName = name.parse().ok()?;
        Some((name, value.parse().ok()?))
    });
    let headers: http::HeaderMap = headers.collect();
    let verified = verifier.verify(request.body.as_bytes(), &headers);
    assert!(verified.is_ok(), "{verified:?}");
    for (receiver, made) in receivers.iter().zip(&made) {
        if *receiver == "hangs" {
            continue;
        }
        let sent = outcome(&mut olga, &made.webhook.id).await;
        let answer = sent.answer.clone().expect("an answer");
        let status = match &answer.outcome {
            WebhookOutcome::Answered { status, .. } => *status,
            _ => 0,
        };
        let expected = match *receiver {
            "floods" => 200,
            "moved" => 301,
            "gone" => 410,
            "busy" => 429,
            "broken" => 500,
            "takes" => 204,
            _ => 0,
        };
        assert_eq!(status, expected, "{receiver}: {answer:?}");
        let is_taken = matches!(sent.state, WebhookDeliveryState::Delivered {});
        assert_eq!(is_taken, (200..300).contains(&expected), "{receiver}");
    }
    assert_eq!(outside.heard("target").len(), 0, "no redirect is followed");
    let listed = olga
        .question(ListWebhooks {})
        .await
        .expect("listed")
        .webhooks;
    let gone = listed.iter().find(|webhook| webhook.url.contains("gone"));
    let state = gone.map(|webhook| webhook.state.clone());
    assert!(
        matches!(state, Some(WebhookState::Gone { .. })),
        "{state:?}"
    );
}

#[tokio::test]
async fn a_test_tells_at_once_what_comes_of_it() {
    let outside = Outside::begin().await;
    let stack = Stack::calling(outside.port()).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let webhook = add(&mut olga, "takes").await.webhook.id;
    let asked = TestWebhook {
        webhook: webhook.clone(),
    };
    olga.question(asked).await.expect("it is sent");
    let sent = outcome(&mut olga, &webhook).await;
    assert_eq!(sent.event, WebhookEvent::Test);
    assert_eq!(sent.state, WebhookDeliveryState::Delivered {});
    let request = &outside.heard("takes")[0];
    assert_eq!(request.header("webhook-id"), sent.id);
}

/// W2: at least once, under one name. The relay is killed when the receiver has what was sent
/// and the relay does not know it.
#[tokio::test]
async fn what_was_sent_and_not_recorded_when_the_relay_died_is_sent_again_under_its_name() {
    let outside = Outside::begin().await;
    let mut stack = Stack::calling(outside.port()).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let late = add(&mut olga, "late").await.webhook.id;
    let mut visitor = Visitor::start(&stack).await;
    for text in ["One", "Two", "Three"] {
        visitor.said(text).await;
    }
    let has_come = async |n: usize| {
        until("what was sent", || async {
            Some(outside.heard("late")).filter(|heard| heard.len() >= n)
        })
        .await
    };
    has_come(LATE).await;
    stack.kill().await;
    let before = outside.heard("late");
    assert_eq!(before.len(), LATE, "no more is sent to one at once");
    stack.restart().await;
    // What was handed out is waited for a minute.
    let door = stack.door();
    let set = door.post("/host/clock", &serde_json::json!(61_000)).await;
    assert!(set.status.is_success(), "{}", set.text());
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Four").await;
    let heard = has_come(LATE + 4).await;
    let text = |request: &Request| {
        let body: Value = serde_json::from_str(&request.body).expect("JSON");
        let text = &body["data"]["message"]["content"]["body"]["text"];
        text.as_str().expect("a text").to_owned()
    };
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for request in &heard {
        let name = request.header("webhook-id").to_owned();
        texts.entry(text(request)).or_default().insert(name);
    }
    let all: Vec<&str> = texts.keys().map(String::as_str).collect();
    assert_eq!(all, ["Four", "One", "Three", "Two"], "nothing is lost");
    assert!(texts.values().all(|names| names.len() == 1), "{texts:?}");
    for sent in &before {
        let name = sent.header("webhook-id");
        let again = heard.iter().filter(|one| one.header("webhook-id") == name);
        assert_eq!(again.count(), 2, "{name}");
    }
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    // Each is asked about once more until it is recorded.
    loop {
        let (webhook, behind) = (late.clone(), None);
        let asked = ListWebhookDeliveries { webhook, behind };
        let log = olga.question(asked).await.expect("a log").deliveries;
        let is_taken =
            |sent: &WebhookDelivery| matches!(sent.state, WebhookDeliveryState::Delivered {});
        if log.len() == 4 && log.iter().all(is_taken) {
            break;
        }
        tokio::task::yield_now().await;
    }
}

/// Exactly once at the receiver, by the name: what arrives twice is acted on once.
#[tokio::test]
async fn the_receiver_of_the_examples_acts_once_on_what_arrives_twice() {
    let outside = Outside::begin().await;
    let stack = Stack::calling(outside.port()).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let made = add(&mut olga, "takes").await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Once and no more").await;
    let request = heard(&outside, "takes").await.remove(0);
    let folder = tempfile::tempdir().expect("a folder");
    let port = beseda_tests::port::free();
    let example = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/webhook_receiver.py"
    );
    let mut receiver = tokio::process::Command::new("python3")
        .args([example, &port.to_string()])
        .env("WEBHOOK_SECRET", &made.secret)
        .env("WEBHOOK_SEEN", folder.path().join("seen.sqlite"))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("python3 is there");
    until("the receiver", || async {
        tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .ok()
    })
    .await;
    let send = async |body: String| {
        let url = format!("http://127.0.0.1:{port}/");
        let mut sent = reqwest::Client::new().post(url).body(body);
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            sent = sent.header(name, request.header(name));
        }
        sent.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(send(request.body.clone()).await, 204);
    assert_eq!(send(request.body.clone()).await, 204);
    assert_eq!(send(format!("{} ", request.body)).await, 401);
    receiver.start_kill().expect("it runs");
    let output = receiver.wait_with_output().await.expect("its output");
    let acted = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(acted.lines().count(), 1, "{acted}");
    assert!(acted.contains("Once and no more"));
}

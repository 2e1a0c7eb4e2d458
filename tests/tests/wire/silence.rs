//! A line whose other end has vanished is found, though nothing tells the relay (G7).

use std::time::Duration;

use beseda_protocol::ids::ClientId;
use beseda_protocol::operator::ToOperator;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::DEADLINE;
use serde_json::json;
use tokio::time::{interval, timeout};

/// Minutes, made short. A look takes place without anybody's doing, by alarm.
const PATIENCE: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(5));

/// Live lines say that they are, as browsers do.
const PING_EVERY: Duration = Duration::from_millis(500);

#[tokio::test]
async fn a_line_that_says_nothing_is_taken_for_dead_and_one_that_pings_is_not() {
    let stack = Stack::start().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let mut silent = Visitor::start(&stack).await;
    silent.said("I shall vanish").await;
    let mut live = Visitor::start(&stack).await;
    live.said("I shall stay").await;
    let gone = anna.dialog_of("I shall vanish").await.client.id;
    anna.dialog_of("I shall stay").await;

    let (every, silence_max) = PATIENCE;
    let patience = json!({
        "every_ms": every.as_millis() as u64,
        "silence_ms_max": silence_max.as_millis() as u64,
    });
    let changed = stack.door().post("/host/sweep", &patience).await;
    assert!(changed.status.is_success(), "{}", changed.text());
    // Its end answers nothing: nobody reads `silent`, and its TCP stays as it is.
    let noticed = async {
        let mut tick = interval(PING_EVERY);
        loop {
            tick.tick().await;
            anna.line.ping().await;
            live.line.ping().await;
            if anna.line.drain().iter().any(|frame| left(frame, &gone)) {
                return;
            }
        }
    };
    let noticed = timeout(DEADLINE, noticed).await;
    assert!(noticed.is_ok(), "he is still shown as online");
    live.said("I have stayed").await;
    anna.dialog_of("I have stayed").await;
}

fn left(frame: &ToOperator, gone: &ClientId) -> bool {
    matches!(frame, ToOperator::Visiting { client, online: false, .. } if client == gone)
}

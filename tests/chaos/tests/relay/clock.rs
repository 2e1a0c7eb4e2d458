//! A relay whose clock is wrong (C11): order is by sequence alone, a visitor's
//! token has no age, an operator's session has.

use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use reqwest::StatusCode;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

async fn step(stack: &Stack, off_by_ms: i64) {
    let answer = stack.door().post("/host/clock", &off_by_ms.into()).await;
    assert!(answer.status.is_success(), "{}", answer.text());
}

#[tokio::test]
async fn whatever_the_clock_says_messages_keep_their_order_and_only_sessions_grow_old() {
    let stack = Stack::start().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("at first").await;
    let (token, dialog) = (visitor.token.clone(), anna.dialog_of("at first").await.id);
    let (mut cookie, mut last) = (anna.cookie.clone(), 0);
    let mut wanted = vec!["you: at first".to_owned()];
    let steps = [
        10 * MINUTE_MS,
        -10 * MINUTE_MS,
        -400 * DAY_MS,
        0,
        400 * DAY_MS,
        -400 * DAY_MS,
        0,
    ];
    for (n, off_by_ms) in steps.into_iter().enumerate() {
        step(&stack, off_by_ms).await;
        // A jump may end lines that nothing was heard from for so long; who was cut
        // comes back by the same token.
        (visitor, _) = Visitor::back(&stack, &token).await;
        let text = format!("step {n}");
        let id = visitor.said(&text).await;
        assert!(id.0 > last, "{text}: {id} after {last}");
        wanted.push(format!("you: {text}"));
        let me = stack.http().get_as("/v1/me", &cookie).await;
        if off_by_ms == 400 * DAY_MS {
            assert_eq!(me.status, StatusCode::UNAUTHORIZED, "thirty days are over");
            cookie = stack.http().sign_in(&stack.anna()).await;
        } else {
            assert_eq!(me.status, StatusCode::OK, "{text}: {}", me.text());
        }
        anna = Operator::with_cookie(&stack, &cookie).await;
        let reply = format!("reply {n}");
        last = anna.replied(dialog, &reply).await.0;
        wanted.push(format!("Anna: {reply}"));
    }
    assert_eq!(visitor.transcript(&stack).await, wanted);
}

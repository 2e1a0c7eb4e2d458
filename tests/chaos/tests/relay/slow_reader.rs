//! An operator who stops reading (C6, G9) costs the relay a bounded queue, and
//! others nothing.

use std::time::Duration;

use beseda_protocol::close::TOO_SLOW;
use beseda_protocol::limits::UNREAD_BYTES_MAX;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::json;
use tokio::time::{Instant, timeout};

use crate::sockets::Bare;

/// Of each message, in bytes.
const MESSAGE_BYTES: usize = 8_000;

/// Messages on their way at once.
const BATCH: usize = 20;

#[tokio::test]
async fn a_stalled_operator_is_dropped_and_the_others_are_not_held_up() {
    let stack = Stack::start().await;
    stack.door().post("/host/lift-pace", &json!({})).await;
    let cookie = stack.http().sign_in(&stack.anna()).await;
    let mut stalled = Bare::operator(&stack, &cookie).await.expect("a socket");
    stalled.hello(false).await;
    stalled.hears("\"t\":\"reset\"").await.expect("a view");
    let mut visitor = Visitor::start(&stack).await;
    for _ in 0..20 {
        visitor.said(&"x".repeat(MESSAGE_BYTES)).await;
    }
    let before = stack.family().resident();
    let (mut times, mut most) = (Vec::new(), before);
    // Three times what a line may leave unread.
    for _ in 0..3 * UNREAD_BYTES_MAX / MESSAGE_BYTES / BATCH {
        let said = Instant::now();
        let mut cids = Vec::new();
        for _ in 0..BATCH {
            cids.push(visitor.say(&"x".repeat(MESSAGE_BYTES)).await);
        }
        for cid in &cids {
            visitor.acked(cid).await;
        }
        visitor.got().await;
        times.push(said.elapsed());
        most = most.max(stack.family().resident());
    }
    let grown = most - before;
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() * 98 / 100 - 1]);
    println!("{BATCH} messages in {median:?}, 98 of 100 in {worst:?}; {before} bytes, +{grown}");
    assert!(before > 0 && worst < Duration::from_secs(2), "{worst:?}");
    let end = timeout(Duration::from_secs(20), async {
        loop {
            if let Err(code) = stalled.hear().await {
                return code;
            }
        }
    });
    assert_eq!(end.await.expect("it has ended"), TOO_SLOW);
    // 16 MB for the queue, as G9 says, and as much for what a heap keeps anyway.
    assert!(grown < 32 * 1024 * 1024, "+{grown} bytes");
}

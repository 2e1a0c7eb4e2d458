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

/// Resident bytes of all processes of a group, as the system counts them.
fn resident_bytes(group: u32) -> u64 {
    let processes = std::fs::read_dir("/proc").expect("a Linux").flatten();
    let stats = processes.filter_map(|p| std::fs::read_to_string(p.path().join("stat")).ok());
    // After the name: state, parent, group, … and pages in place 22 of these.
    let of_group = stats.filter_map(|stat| {
        let fields: Vec<String> = stat.rsplit_once(')')?.1.split_whitespace().map(String::from).collect();
        (fields.get(2)? == &group.to_string()).then(|| fields.get(21)?.parse::<u64>().ok())?
    });
    of_group.sum::<u64>() * 4096
}

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
    let before = resident_bytes(stack.group());
    let begun = Instant::now();
    // Three times what a line may leave unread.
    let n_messages = 3 * UNREAD_BYTES_MAX / MESSAGE_BYTES;
    let mut slowest = Duration::ZERO;
    for _ in 0..n_messages {
        let said = Instant::now();
        visitor.said(&"x".repeat(MESSAGE_BYTES)).await;
        visitor.got().await;
        slowest = slowest.max(said.elapsed());
    }
    let grown = resident_bytes(stack.group()).saturating_sub(before);
    println!("{n_messages} messages in {:?}, slowest {slowest:?}, +{grown} bytes", begun.elapsed());
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
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

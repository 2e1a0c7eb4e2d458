//! Two thousand visitors at once, and then more than fit (C7).

use std::time::Duration;

use beseda_tests::cid::new_cid;
use beseda_tests::stack::Stack;
use futures_util::future::join_all;
use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::time::{Instant, timeout};

use crate::sockets::Bare;

/// Visitors who stay.
const CROWD: usize = 2_000;

/// Of them, this many come in the same moment.
const AT_ONCE: usize = 50;

/// Descriptors of the relay: room for 2,250 sockets, see the host's own rule.
const DESCRIPTORS: u64 = 5_000;

/// How long an answer may take on a machine that has other work.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn two_thousand_visitors_are_served_and_the_next_are_told_to_wait() {
    let limit = Rlimit {
        current: Some(DESCRIPTORS),
        maximum: Some(DESCRIPTORS),
    };
    setrlimit(Resource::Nofile, limit).expect("a limit may be lowered");
    let stack = Stack::start().await;
    let (mut crowd, opened) = (Vec::new(), Instant::now());
    while crowd.len() < CROWD {
        crowd.extend(join_all((0..AT_ONCE).map(|_| come(&stack))).await);
    }
    println!("{CROWD} visitors in {:?}", opened.elapsed());
    talk(&mut crowd).await;
    let mut n_more = 0;
    let refused = loop {
        let token = stack.http().start(stack.key()).await;
        match Bare::visitor(&stack, &token).await {
            Ok(socket) => crowd.push(socket),
            Err(status) => break status,
        }
        n_more += 1;
        assert!(n_more < 500, "no limit");
    };
    assert_eq!(refused, 503);
    assert!(n_more > 100, "{n_more}");
    // The process lives, and so does everybody in it.
    talk(&mut crowd[..CROWD]).await;
}

/// A visitor who has come and sees an empty conversation.
async fn come(stack: &Stack) -> Bare {
    let token = stack.http().start(stack.key()).await;
    let mut socket = Bare::visitor(stack, &token).await.expect("there is room");
    socket.hello(true).await;
    let reset = timeout(PATIENCE, socket.hears("\"t\":\"reset\"")).await;
    reset.expect("in time").expect("a view");
    socket
}

/// A hundred messages, 20 a second, from all over the crowd: each is acknowledged.
/// How fast is told, and measured by the bench: this machine may have other work.
async fn talk(crowd: &mut [Bare]) {
    let mut times = Vec::new();
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    let step = crowd.len() / 100;
    for socket in crowd.iter_mut().step_by(step) {
        tick.tick().await;
        let cid = new_cid();
        let said = Instant::now();
        let body = r#"{"t":"text","text":"one of many"}"#;
        socket
            .say(format!(r#"{{"t":"say","cid":"{cid}","body":{body}}}"#))
            .await;
        let ack = timeout(PATIENCE, socket.hears(r#""t":"ack""#)).await;
        ack.expect("in time").expect("an acknowledgement");
        times.push(said.elapsed());
    }
    times.sort();
    println!(
        "{} messages, median {:?}, worst {:?}",
        times.len(),
        times[times.len() / 2],
        times[times.len() - 1]
    );
}

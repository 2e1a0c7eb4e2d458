//! An operator who stops reading (C6, G9) costs the relay a bounded queue, and
//! others nothing; he is dropped, and comes back whole.
//!
//! G9 counts 100,000 messages of 1 kB: 100 MB. Here they are as long as texts can be,
//! and a little more than a line may leave unread: what would be said after them finds
//! the line closed, and costs what it costs without it. Ten times as many (42 MB) show
//! that nothing of them is kept for who does not read: a queue of them all would be
//! more than G9 allows, whatever the system's own buffers hold.

use std::ops::Range;
use std::time::Duration;

use beseda_protocol::close::TOO_SLOW;
use beseda_protocol::limits::{TEXT_CHARS_MAX, UNREAD_BYTES_MAX};
use beseda_protocol::message::{Body, Content};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_tests::line::Ended;
use beseda_tests::operator::{Operator, desk_of, hello};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::json;
use tokio::time::Instant;

/// Messages on their way at once.
const BATCH: usize = 20;

/// So many are one batch more than a line may leave unread.
const BATCHES: usize = UNREAD_BYTES_MAX / TEXT_CHARS_MAX / BATCH + 1;

/// Without the stalled console and with it, in turns: whatever else the machine does
/// meanwhile slows down both.
const ROUNDS: usize = 5;

/// A batch that takes no longer says nothing by being twice as long as another.
const FLOOR: Duration = Duration::from_millis(50);

/// Of memory, for what one stalled reader has not read (G9).
const GROWTH_MAX: u64 = 16 * 1024 * 1024;

/// A visitor who writes, and a console that reads.
struct Others {
    visitor: Visitor,
    boris: Operator,
    n_said: usize,
}

/// What was seen of them while so many batches were said.
struct Seen {
    times: Vec<Duration>,
    grown: u64,
}

/// As long as a text may be, and each another.
fn text(number: usize) -> String {
    format!("{number:x>TEXT_CHARS_MAX$}")
}

impl Others {
    async fn of(stack: &Stack) -> Self {
        Self {
            visitor: Visitor::start(stack).await,
            boris: Operator::sign_in(stack, &stack.boris()).await,
            n_said: 0,
        }
    }

    /// Says so many; each batch is stored, and read at the console, before the next.
    async fn talk(&mut self, stack: &Stack, n_batches: usize) -> Seen {
        let before = stack.family().resident();
        let (mut times, mut most) = (Vec::new(), before);
        for _ in 0..n_batches {
            let begun = Instant::now();
            let mut cids = Vec::new();
            for number in self.n_said..self.n_said + BATCH {
                cids.push(self.visitor.say(&text(number)).await);
            }
            for cid in &cids {
                self.visitor.acked(cid).await;
            }
            self.n_said += BATCH;
            self.boris.dialog_of(&text(self.n_said - 1)).await;
            times.push(begun.elapsed());
            self.visitor.got().await;
            self.boris.got().await;
            self.visitor.line.drain();
            self.boris.line.drain();
            most = most.max(stack.family().resident());
        }
        assert!(before > 0);
        let grown = most - before;
        Seen { times, grown }
    }
}

/// The console, dropped, comes back from the last that reached it: with what it had
/// heard by then it has these, each once and in their order.
async fn comes_back_whole(stack: &Stack, mut anna: Operator, messages: Range<usize>) {
    let had = (anna.desk.epoch.clone(), anna.line.seq());
    let mut heard: Vec<Content> = anna.line.drain().iter().filter_map(said).collect();
    let line = Operator::try_connect(stack, &anna.cookie, &stack.origin()).await;
    let mut line = line.expect("a new socket");
    line.go_on_from(had.1);
    line.say(&hello(Some(had))).await;
    let resumed = |frame: &ToOperator| match frame {
        ToOperator::Resumed { .. } => Some(true),
        ToOperator::Reset { .. } => Some(false),
        _ => None,
    };
    let is_resumed = line.expect("an answer to the hello", resumed).await;
    assert!(is_resumed, "so little was missed");
    assert!(heard.len() < messages.len(), "nothing was missed");
    while heard.len() < messages.len() {
        heard.push(line.expect("what it has missed", said).await);
    }
    for (heard, number) in heard.iter().zip(messages) {
        let text = text(number);
        let body = Body::Text { text };
        assert!(*heard == Content::Visitor { body }, "another than {number}");
    }
}

/// The message that a frame tells of; the line tells one event at a time.
fn said(frame: &ToOperator) -> Option<Content> {
    let ToOperator::Events { events, .. } = frame else {
        return None;
    };
    events.iter().find_map(|event| match event {
        OperatorEvent::Message { message, .. } => Some(message.content.clone()),
        _ => None,
    })
}

#[tokio::test]
async fn a_stalled_operator_is_dropped_and_the_others_are_not_held_up() {
    let (stack, mut others) = scene().await;
    let cookie = stack.http().sign_in(&stack.anna()).await;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        without.extend(others.talk(&stack, BATCHES).await.times);
        // From here on nobody reads what comes on its line.
        let mut stalled = Operator::with_cookie(&stack, &cookie).await;
        let first = others.n_said;
        with.extend(others.talk(&stack, BATCHES).await.times);
        assert_eq!(stalled.line.end().await, Ended { code: TOO_SLOW });
        comes_back_whole(&stack, stalled, first..others.n_said).await;
    }
    let nine_of_ten = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() * 9 / 10]
    };
    let (without, with) = (nine_of_ten(without), nine_of_ten(with));
    println!("{BATCH} messages, 9 of 10 times: {without:?} without it, {with:?} with it");
    assert!(
        with <= 2 * without.max(FLOOR),
        "{without:?} without it, {with:?} with it"
    );
}

#[tokio::test]
async fn what_a_stalled_operator_does_not_read_is_not_kept_for_him() {
    let (stack, mut others) = scene().await;
    let cookie = stack.http().sign_in(&stack.anna()).await;
    let usual = others.talk(&stack, 10 * BATCHES).await.grown;
    let mut stalled = Operator::with_cookie(&stack, &cookie).await;
    let Seen { grown, .. } = others.talk(&stack, 10 * BATCHES).await;
    println!("+{grown} bytes, and +{usual} without him");
    assert!(grown <= GROWTH_MAX, "+{grown} bytes");
    assert_eq!(stalled.line.end().await, Ended { code: TOO_SLOW });
    // Too much was missed to be told one by one: he begins anew.
    let had = (stalled.desk.epoch.clone(), stalled.line.seq());
    let line = Operator::try_connect(&stack, &cookie, &stack.origin()).await;
    let mut line = line.expect("a new socket");
    line.say(&hello(Some(had))).await;
    line.expect("a whole view", desk_of).await;
}

async fn scene() -> (Stack, Others) {
    let stack = Stack::without_pages().await;
    stack.door().post("/host/lift-pace", &json!({})).await;
    let mut others = Others::of(&stack).await;
    // So that what comes after is no first time for anything.
    others.talk(&stack, BATCHES).await;
    (stack, others)
}

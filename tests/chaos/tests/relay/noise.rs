//! Seeded random frames (C9), a visitor's and an operator's: whatever a peer says,
//! the relay answers or closes as the protocol says, and its neighbours notice
//! nothing.

use std::time::Duration;

use beseda_chaos::chance::Chance;
use beseda_protocol::close::TOO_SLOW;
use beseda_tests::operator::Operator;
use beseda_tests::raw::{BINARY, CLOSE, FIN, TEXT, frame, unmasked};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, timeout};

use crate::sockets::Bare;

/// In all, of both; `BESEDA_FRAMES` sets another number.
const FRAMES: u64 = 5_000;

/// From one look at the neighbours to the next.
const AT_A_TIME: u64 = 50;

/// How long an answer may take on a machine that has other work.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a socket may be closed with after nonsense: protocol error, not text,
/// not UTF-8, too long, the ends without a frame; and who never says what he got
/// has too much unread.
const ALLOWED: &[u16] = &[1002, 1003, 1005, 1006, 1007, 1009, TOO_SLOW];

/// Of both conversations: each hears the other's words too.
const KINDS: &[&str] = &[
    "hello",
    "say",
    "read",
    "got",
    "typing",
    "page",
    "history",
    "reply",
    "close",
    "sum",
    "list",
    "dialog",
    "note",
    "opened",
    "reopen",
    "assign",
    "add_site",
    "rename_me",
    "invite",
];

const FIELDS: &[&str] = &[
    "v", "epoch", "seq", "locale", "page", "cid", "body", "quote", "upto", "on", "ask", "before",
    "dialog", "filter", "behind", "text", "to", "name", "origins", "role", "me",
];

const VALUES: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1",
    "2",
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
    "{\"state\":\"open\",\"tab\":\"all\"}",
];

/// JSON that looks like a frame, and sometimes is one.
fn text(chance: &mut Chance) -> String {
    let mut pick = |of: &[&'static str]| chance.pick(of).copied().unwrap_or_default();
    let kind = pick(KINDS);
    let fields: Vec<String> = (0..6)
        .map(|_| format!("\"{}\":{}", pick(FIELDS), pick(VALUES)))
        .collect();
    format!("{{\"t\":\"{kind}\",{}}}", fields.join(","))
}

/// The bytes of a frame. The first two end their line, so they are rare: what comes
/// after them is heard by nobody.
fn bytes(chance: &mut Chance) -> Vec<u8> {
    let whole = text(chance);
    let said = match chance.within(0, 80) {
        0 => return frame(FIN | BINARY, &chance.bytes::<32>()),
        1 => {
            let first = first_byte(chance);
            return frame(first, &chance.bytes::<32>());
        }
        2..8 => return unmasked(FIN | TEXT, whole.as_bytes()),
        8..14 => "[".repeat(chance.within(1, 60_000) as usize).into_bytes(),
        14..20 => whole
            .repeat(1 + chance.within(0, 400) as usize)
            .into_bytes(),
        // Hardly ever UTF-8.
        20..26 => chance.bytes::<64>().to_vec(),
        26..32 => {
            let n_bytes = chance.within(0, whole.len() as u64) as usize;
            whole.as_bytes()[..n_bytes].to_vec()
        }
        _ => whole.into_bytes(),
    };
    frame(FIN | TEXT, &said)
}

/// Of any kind but a close, whole or in pieces, the reserved kinds and bits too.
fn first_byte(chance: &mut Chance) -> u8 {
    let [first] = chance.bytes::<1>();
    match first & 0x0f {
        CLOSE => first & 0xf0 | TEXT,
        _ => first,
    }
}

/// Who makes the noise.
enum Who {
    Visitor,
    Operator { cookie: String },
}

/// One of them, on his present line.
struct Noisy {
    who: Who,
    chance: Chance,
    line: Bare,
    n_lines: u64,
}

impl Noisy {
    async fn of(stack: &Stack, who: Who, chance: Chance) -> Self {
        let line = who.come(stack).await;
        Self {
            who,
            chance,
            line,
            n_lines: 1,
        }
    }

    /// A frame; whether it could be said shows later.
    async fn make_noise(&mut self) {
        let bytes = bytes(&mut self.chance);
        drop(self.line.0.get_mut().write_all(&bytes).await);
    }

    /// Is still there, or was closed as he may be and comes again.
    async fn look(&mut self, stack: &Stack, number: u64) {
        let answered = timeout(PATIENCE, self.line.answers()).await;
        let answered = answered.unwrap_or_else(|_| panic!("nothing after frame {number}"));
        if let Err(code) = answered {
            assert!(
                ALLOWED.contains(&code),
                "closed with {code} after frame {number}"
            );
            self.line = self.who.come(stack).await;
            self.n_lines += 1;
        }
    }
}

impl Who {
    async fn come(&self, stack: &Stack) -> Bare {
        let mut line = match self {
            // Another visitor: who comes again and again is told to wait.
            Self::Visitor => {
                let token = stack.http().start(stack.key()).await;
                Bare::visitor(stack, &token).await
            }
            Self::Operator { cookie } => Bare::operator(stack, cookie).await,
        }
        .expect("a new socket");
        line.hello(matches!(self, Self::Visitor)).await;
        line
    }
}

/// A number out of the environment.
fn set(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |number| number.parse().expect("a number"))
}

#[tokio::test]
async fn random_frames_hurt_nobody() {
    let (seed, n_frames) = (set("BESEDA_SEED", 1), set("BESEDA_FRAMES", FRAMES));
    println!("seed {seed}, {n_frames} frames");
    let stack = Stack::start().await;
    stack.door().post("/host/lift-pace", &json!({})).await;
    let mut neighbour = Visitor::start(&stack).await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    let cookie = stack.http().sign_in(&stack.anna()).await;
    let named = |part| Chance::named(seed, part);
    let mut noisy = [
        Noisy::of(&stack, Who::Visitor, named("a visitor's noise")).await,
        Noisy::of(
            &stack,
            Who::Operator { cookie },
            named("an operator's noise"),
        )
        .await,
    ];
    let begun = Instant::now();
    for number in 0..n_frames {
        noisy[number as usize % 2].make_noise().await;
        if number % AT_A_TIME == AT_A_TIME - 1 {
            for noisy in &mut noisy {
                noisy.look(&stack, number).await;
            }
            let text = format!("still here {number}");
            neighbour.said(&text).await;
            boris.dialog_of(&text).await;
            boris.got().await;
            boris.line.drain();
            // Who never pings is taken for dead.
            neighbour.line.ping().await;
            boris.line.ping().await;
        }
    }
    let n_lines = noisy.map(|noisy| noisy.n_lines);
    println!("{:?}, on {n_lines:?} lines", begun.elapsed());
    let log = stack.log();
    assert!(!log.contains("panicked") && !log.contains("fault"), "{log}");
}

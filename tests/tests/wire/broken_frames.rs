//! Bytes that no client sends, on sockets upgraded by hand (C9): each ends its own
//! socket with the code that says why, and nobody else notices.
//!
//! Of C9's codes two are never said. 1007: the runtime reads bytes that are no UTF-8
//! as U+FFFD and tells nobody. 1008: who says too much is refused frame by frame.

use std::fs;
use std::time::Duration;

use beseda_protocol::SUBPROTOCOL;
use beseda_protocol::limits::FRAME_BYTES_MAX;
use beseda_tests::cid::new_cid;
use beseda_tests::operator::Operator;
use beseda_tests::raw::{
    BINARY, CLOSE, CONTINUATION, FIN, Heard, PING, PONG, TEXT, Upgraded, frame, promise, unmasked,
};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until_within;
use futures_util::future::join_all;
use serde_json::{Value, json};

/// The runtime takes no longer message: one byte more and it closes by itself.
const MESSAGE_BYTES_MAX: usize = 32 * MIB;

const MIB: usize = 1024 * 1024;

/// How long the runtime may take to give back what a closed socket has cost.
const PATIENCE: Duration = Duration::from_secs(60);

/// What it is, the bytes, and the code that they are closed with.
type Broken = (String, Vec<u8>, u16);

/// For a visitor and for an operator alike.
fn broken() -> Vec<Broken> {
    let long = |n_bytes| vec![b'x'; n_bytes];
    let in_pieces = || {
        let mut pieces = frame(TEXT, &long(MIB));
        for _ in 0..MESSAGE_BYTES_MAX / MIB {
            pieces.extend(frame(CONTINUATION, &long(MIB)));
        }
        pieces
    };
    let text = |n_bytes| frame(FIN | TEXT, &long(n_bytes));
    let two = |one, other| [frame(one, b"{"), frame(other, b"}")].concat();
    let mut table: Vec<(&str, Vec<u8>, u16)> = vec![
        ("reserved bit 1", frame(FIN | 0x40 | TEXT, b"{}"), 1002),
        ("reserved bit 2", frame(FIN | 0x20 | TEXT, b"{}"), 1002),
        ("reserved bit 3", frame(FIN | 0x10 | TEXT, b"{}"), 1002),
        ("a ping in pieces", two(PING, FIN | CONTINUATION), 1002),
        ("a close in pieces", frame(CLOSE, b""), 1002),
        (
            "a lone continuation",
            frame(FIN | CONTINUATION, b"{}"),
            1002,
        ),
        ("the first of more", frame(CONTINUATION, b"{}"), 1002),
        ("a text within a text", two(TEXT, FIN | TEXT), 1002),
        ("a binary within a text", two(TEXT, FIN | BINARY), 1002),
        ("nothing but zeros", vec![0; 64], 1002),
        ("nothing but ones", vec![255; 64], 1002),
        ("a binary", frame(FIN | BINARY, b"{}"), 1003),
        ("a binary in pieces", two(BINARY, FIN | CONTINUATION), 1003),
        ("64 KiB and one", text(FRAME_BYTES_MAX + 1), 1009),
        ("1 MiB", text(MIB), 1009),
        ("32 MiB", text(MESSAGE_BYTES_MAX), 1009),
        ("32 MiB and one", text(MESSAGE_BYTES_MAX + 1), 1009),
        ("33 MiB in pieces", in_pieces(), 1009),
        ("2^62 promised", promise(FIN | TEXT, 1 << 62), 1009),
        ("2^63 promised", promise(FIN | TEXT, 1 << 63), 1009),
    ];
    for opcode in (3..8).chain(11..16) {
        table.push(("a reserved kind", frame(FIN | opcode, b"{}"), 1002));
    }
    // The runtime throws when it is told to repeat them, and would keep the socket.
    for code in [0, 999, 1004, 1015, 2999, 5000, u16::MAX] {
        let bytes = frame(FIN | CLOSE, &code.to_be_bytes());
        table.push(("a close that nobody may say", bytes, 1002));
    }
    let named = |(n, (what, bytes, code))| (format!("{n}: {what}"), bytes, code);
    table.into_iter().enumerate().map(named).collect()
}

/// At the limit, or forbidden as well, but a frame to the runtime: the relay reads what
/// is in it.
fn borne() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("no mask", unmasked(FIN | TEXT, b"{}")),
        ("a longer length than needed", {
            let mut bytes = vec![FIN | TEXT, 0x80 | 126, 0, 2];
            bytes.extend_from_slice(&[0; 4]);
            bytes.extend_from_slice(b"{}");
            bytes
        }),
        ("no UTF-8", frame(FIN | TEXT, b"\xff\xfe")),
        ("half of a character", frame(FIN | TEXT, b"\xf0\x9f\x98")),
        ("a surrogate", frame(FIN | TEXT, b"\xed\xa0\x80")),
        ("64 KiB", frame(FIN | TEXT, &[b'x'; FRAME_BYTES_MAX])),
        ("60,000 deep", frame(FIN | TEXT, &[b'['; 60_000])),
    ]
}

/// A relay, and those who come to it with bytes. Each is let in: none of them, and
/// nobody else, gets a 5xx.
struct Scene {
    stack: Stack,
    cookie: String,
}

impl Scene {
    async fn on(stack: Stack) -> Self {
        stack.door().post("/host/lift-pace", &Value::Null).await;
        let cookie = stack.http().sign_in(&stack.anna()).await;
        Self { stack, cookie }
    }

    async fn visitor(&self, token: &str) -> Upgraded {
        let origin = self.stack.demo_origin();
        let lines = format!("Origin: {origin}\r\nSec-WebSocket-Protocol: {SUBPROTOCOL}, {token}");
        Upgraded::open(self.stack.port(), "/v1/visitor/socket", &lines).await
    }

    async fn operator(&self) -> Upgraded {
        let (origin, cookie) = (self.stack.origin(), &self.cookie);
        let lines = format!(
            "Origin: {origin}\r\nCookie: {cookie}\r\nSec-WebSocket-Protocol: {SUBPROTOCOL}"
        );
        Upgraded::open(self.stack.port(), "/v1/operator/socket", &lines).await
    }

    /// One of each kind.
    async fn both(&self) -> [(&'static str, Upgraded); 2] {
        let token = self.stack.http().start(self.stack.key()).await;
        [
            ("a visitor", self.visitor(&token).await),
            ("an operator", self.operator().await),
        ]
    }

    /// Both say it, and are closed for it with the code.
    async fn end(&self, (what, bytes, code): &Broken) {
        for (who, mut socket) in self.both().await {
            let heard = socket.say(bytes).await;
            assert_eq!(heard, Heard::Close(*code), "{who}, {what}");
        }
    }

    /// What workerd has open: files and connections.
    fn descriptors(&self) -> usize {
        let note = fs::read(self.stack.data().join("relay.json")).expect("the relay runs");
        let note: Value = serde_json::from_slice(&note).expect("what the host writes is JSON");
        let open = fs::read_dir(format!("/proc/{}/fd", note["workerd"]));
        open.expect("it is ours").count()
    }

    fn is_well(&self) {
        let log = self.stack.log();
        assert!(!log.contains("panicked") && !log.contains("fault"), "{log}");
    }
}

/// A visitor and a console that were there before, and stay.
struct Neighbours(Visitor, Operator);

impl Neighbours {
    async fn of(scene: &Scene) -> Self {
        let anna = Operator::with_cookie(&scene.stack, &scene.cookie).await;
        Self(Visitor::start(&scene.stack).await, anna)
    }

    /// What one says is stored, and reaches the other.
    async fn talk(&mut self, text: &str) {
        self.0.said(text).await;
        self.1.dialog_of(text).await;
    }
}

#[tokio::test]
async fn bytes_that_break_the_protocol_end_their_own_socket_and_no_other() {
    // Room for 28 sockets: a place that is not given back is soon missed.
    let scene = Scene::on(Stack::cramped(256).await).await;
    let mut neighbours = Neighbours::of(&scene).await;
    for row in broken() {
        scene.end(&row).await;
        neighbours.talk(&row.0).await;
    }
    scene.is_well();
}

#[tokio::test]
async fn who_hears_the_close_and_stays_is_cut_off() {
    let scene = Scene::on(Stack::start().await).await;
    let mut staying = Vec::new();
    for bytes in [
        frame(CLOSE, b""),
        frame(FIN | BINARY, b"{}"),
        frame(FIN | TEXT, &[b'x'; FRAME_BYTES_MAX + 1]),
    ] {
        staying.extend(
            scene
                .both()
                .await
                .map(|(who, socket)| (who, socket, bytes.clone())),
        );
    }
    // The runtime waits ten seconds for them.
    join_all(staying.iter_mut().map(async |(who, socket, bytes)| {
        let heard = socket.say(bytes).await;
        let Heard::Close(code) = heard else {
            panic!("{who}: {heard:?}");
        };
        let goodbye = frame(FIN | CLOSE, &code.to_be_bytes());
        assert_eq!(socket.say(&goodbye).await, Heard::Gone, "{who}, {code}");
    }))
    .await;
    scene.is_well();
}

#[tokio::test]
async fn what_the_runtime_bears_is_read_and_refused_like_any_nonsense() {
    let scene = Scene::on(Stack::start().await).await;
    let mut neighbours = Neighbours::of(&scene).await;
    for (what, bytes) in borne() {
        for (who, mut socket) in scene.both().await {
            let heard = socket.say(&bytes).await;
            assert_eq!(refused(&heard), "malformed", "{who}, {what}: {heard:?}");
            let again = socket.say(&frame(FIN | TEXT, b"{}")).await;
            assert_eq!(refused(&again), "malformed", "{who}, {what}: {again:?}");
        }
        neighbours.talk(what).await;
    }
    scene.is_well();
}

/// The code of a refusal; empty of anything else.
fn refused(heard: &Heard) -> String {
    let Heard::Frame(first, said) = heard else {
        return String::new();
    };
    assert_eq!(*first, FIN | TEXT);
    let frame: Value = serde_json::from_slice(said).expect("frames are JSON");
    frame["refusal"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn a_ping_too_long_for_one_is_answered_like_any_other() {
    let scene = Scene::on(Stack::start().await).await;
    for n_bytes in [0, 125, 126] {
        let said = vec![b'x'; n_bytes];
        for (who, mut socket) in scene.both().await {
            let heard = socket.say(&frame(FIN | PING, &said)).await;
            let pong = Heard::Frame(FIN | PONG, said.clone());
            assert_eq!(heard, pong, "{who}, {n_bytes} bytes");
        }
    }
}

#[tokio::test]
async fn a_text_that_is_no_utf_8_is_stored_as_one_that_is_and_reads_the_same_to_all() {
    let scene = Scene::on(Stack::start().await).await;
    let mut anna = Operator::with_cookie(&scene.stack, &scene.cookie).await;
    let token = scene.stack.http().start(scene.stack.key()).await;
    let mut socket = scene.visitor(&token).await;
    let cid = new_cid();
    let say = json!({"t": "say", "cid": cid, "body": {"t": "text", "text": "caf#, please"}});
    let say = say.to_string().into_bytes();
    let broken: Vec<u8> = say
        .into_iter()
        .map(|byte| if byte == b'#' { 0xe9 } else { byte })
        .collect();
    socket.say(&frame(FIN | TEXT, &broken)).await;
    anna.dialog_of("caf\u{fffd}, please").await;
    let (visitor, _) = Visitor::back(&scene.stack, &token).await;
    let said = visitor.transcript(&scene.stack).await;
    assert_eq!(said, ["you: caf\u{fffd}, please"]);
    scene.is_well();
}

#[tokio::test]
async fn broken_bytes_leave_no_memory_behind() {
    let scene = Scene::on(Stack::without_pages().await).await;
    let few = scene.descriptors();
    let table = broken();
    let round = async || {
        for row in table.iter().chain(&table) {
            scene.end(row).await;
        }
        // The runtime keeps what it has closed by itself for ten seconds.
        until_within(PATIENCE, "the last of them to be let go", || async {
            (scene.descriptors() <= few + 4).then_some(())
        })
        .await;
    };
    // Until the process has what memory it takes for them.
    for _ in 0..3 {
        round().await;
    }
    let before = scene.stack.family().resident();
    for _ in 0..2 {
        round().await;
    }
    let after = scene.stack.family().resident();
    println!("{} MiB, then {}", before / MIB as u64, after / MIB as u64);
    let most = before + 20 * MIB as u64;
    let spoken = async || {
        Visitor::start(&scene.stack).await.said("and we?").await;
        (scene.stack.family().resident() <= most).then_some(())
    };
    until_within(PATIENCE, "the memory to be given back", spoken).await;
}

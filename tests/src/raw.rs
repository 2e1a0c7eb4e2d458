//! HTTP and frames as a liar speaks them: bytes on a TCP connection.

use std::cell::Cell;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::ReadHalf;
use tokio::time::{interval, timeout};

/// Longer than a relay waits for the rest of a slow body.
const PATIENCE: Duration = Duration::from_secs(40);

/// What became of somebody who would have gone on for ever.
#[derive(Debug)]
pub struct Outcome {
    /// The first line of the answer; empty when the relay just closed.
    pub first: String,
    /// Bytes of the body that left.
    pub sent: usize,
}

/// Says `head`, and then `piece` again and again, one each `pause`, until the relay
/// has answered or closed.
///
/// # Panics
/// When it does neither.
pub async fn pour(port: u16, head: &str, piece: &[u8], pause: Option<Duration>) -> Outcome {
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("the relay listens");
    let (mut from, mut to) = stream.split();
    let sent = Cell::new(0);
    let say = async {
        let mut tick = pause.map(interval);
        let mut alive = to.write_all(head.as_bytes()).await.is_ok();
        while alive {
            if let Some(tick) = &mut tick {
                tick.tick().await;
            }
            alive = to.write_all(piece).await.is_ok();
            sent.set(sent.get() + piece.len());
        }
        // The answer may still be on its way here.
        std::future::pending().await
    };
    let both = async {
        tokio::select! {
            first = first_line(&mut from) => first,
            () = say => unreachable!(),
        }
    };
    let first = timeout(PATIENCE, both).await;
    Outcome {
        first: first.expect("an answer or an end"),
        sent: sent.get(),
    }
}

/// Says `head` and `body` as they are, ends its side when `ends`, and returns
/// the first line of the answer; empty when the relay just closed.
///
/// # Panics
/// When the relay neither answers nor closes.
pub async fn speak(port: u16, head: &str, body: &[u8], ends: bool) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("the relay listens");
    let (mut from, mut to) = stream.split();
    let say = async {
        // The relay may have heard enough before we have said all.
        if to.write_all(head.as_bytes()).await.is_ok() && to.write_all(body).await.is_ok() && ends {
            drop(to.shutdown().await);
        }
    };
    // Once the answer has begun, nobody needs the rest of what we say.
    let both = async {
        tokio::select! {
            first = first_line(&mut from) => first,
            () = async { say.await; std::future::pending().await } => unreachable!(),
        }
    };
    timeout(PATIENCE, both).await.expect("an answer or an end")
}

async fn first_line(from: &mut ReadHalf<'_>) -> String {
    let mut heard = Vec::new();
    let mut piece = [0; 1024];
    while let Ok(n) = from.read(&mut piece).await {
        heard.extend_from_slice(&piece[..n]);
        if n == 0 || heard.contains(&b'\n') {
            break;
        }
    }
    let heard = String::from_utf8_lossy(&heard);
    heard.lines().next().unwrap_or_default().to_owned()
}

/// RFC 6455: the last frame of its message, as the first byte of a frame says it.
pub const FIN: u8 = 0x80;
/// See [`FIN`]: more of the message before.
pub const CONTINUATION: u8 = 0;
/// See [`FIN`].
pub const TEXT: u8 = 1;
/// See [`FIN`].
pub const BINARY: u8 = 2;
/// See [`FIN`].
pub const CLOSE: u8 = 8;
/// See [`FIN`].
pub const PING: u8 = 9;
/// See [`FIN`].
pub const PONG: u8 = 10;

/// Says that a mask follows, beside the length.
const MASKED: u8 = 0x80;
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A frame as clients must send it, whatever its first byte and what is in it.
pub fn frame(first: u8, said: &[u8]) -> Vec<u8> {
    let mut frame = promise(first, said.len() as u64);
    let masked = said.iter().zip(MASK.iter().cycle());
    frame.extend(masked.map(|(byte, mask)| byte ^ mask));
    frame
}

/// The same without a mask, as only a relay may send it.
pub fn unmasked(first: u8, said: &[u8]) -> Vec<u8> {
    let mut frame = head(first, said.len() as u64, 0);
    frame.extend_from_slice(said);
    frame
}

/// The head of a [`frame`] that is to have so many bytes.
pub fn promise(first: u8, n_bytes: u64) -> Vec<u8> {
    let mut head = head(first, n_bytes, MASKED);
    head.extend_from_slice(&MASK);
    head
}

fn head(first: u8, n_bytes: u64, masked: u8) -> Vec<u8> {
    let mut head = vec![first];
    match n_bytes {
        0..126 => head.push(masked | n_bytes as u8),
        126..=0xffff => {
            head.push(masked | 126);
            head.extend_from_slice(&(n_bytes as u16).to_be_bytes());
        }
        _ => {
            head.push(masked | 127);
            head.extend_from_slice(&n_bytes.to_be_bytes());
        }
    }
    head
}

/// What the relay says on a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A frame that is no close: its first byte, and what is in it.
    Frame(u8, Vec<u8>),
    /// A close frame; 1005 when it names no code.
    Close(u16),
    /// The connection has just ended.
    Gone,
}

/// A socket that was upgraded by hand, so that any bytes can be said on it.
#[derive(Debug)]
pub struct Upgraded {
    stream: TcpStream,
    /// Read, and not yet told.
    rest: Vec<u8>,
}

impl Upgraded {
    /// Asks for the upgrade with these header lines besides the usual ones.
    ///
    /// # Panics
    /// When the relay answers with something else.
    pub async fn open(port: u16, path: &str, lines: &str) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("the relay listens");
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n\
             Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{lines}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.expect("it listens");
        let mut socket = Self {
            stream,
            rest: Vec::new(),
        };
        let answer = async {
            loop {
                if let Some(end) = socket.rest.windows(4).position(|four| four == b"\r\n\r\n") {
                    return socket.rest.drain(..end + 4).collect::<Vec<u8>>();
                }
                let mut piece = [0; 1024];
                let n = socket.stream.read(&mut piece).await.expect("an answer");
                assert!(n > 0, "no answer to the upgrade");
                socket.rest.extend_from_slice(&piece[..n]);
            }
        };
        let answer = timeout(PATIENCE, answer).await.expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        socket
    }

    /// Says bytes as they are, and hears what the relay says next. It may say that
    /// before it has heard all.
    ///
    /// # Panics
    /// When it says nothing and does not end.
    pub async fn say(&mut self, bytes: &[u8]) -> Heard {
        let (mut from, mut to) = self.stream.split();
        let say = async {
            // Who was closed meanwhile hears it.
            drop(to.write_all(bytes).await);
            std::future::pending().await
        };
        let both = async {
            tokio::select! {
                heard = next(&mut from, &mut self.rest) => heard,
                () = say => unreachable!(),
            }
        };
        timeout(PATIENCE, both).await.expect("an answer or an end")
    }
}

/// The next frame; a relay masks none.
async fn next(from: &mut ReadHalf<'_>, rest: &mut Vec<u8>) -> Heard {
    let mut piece = [0; 4096];
    loop {
        if let Some((first, said)) = take_frame(rest) {
            return match (first & 0x0f, &said[..]) {
                (CLOSE, [high, low, ..]) => Heard::Close(u16::from_be_bytes([*high, *low])),
                (CLOSE, _) => Heard::Close(1005),
                _ => Heard::Frame(first, said),
            };
        }
        match from.read(&mut piece).await {
            Ok(n) if n > 0 => rest.extend_from_slice(&piece[..n]),
            _ => return Heard::Gone,
        }
    }
}

/// Takes a whole frame off what was read: its first byte, and what is in it.
fn take_frame(rest: &mut Vec<u8>) -> Option<(u8, Vec<u8>)> {
    let (start, n_bytes) = match *rest.get(1)? {
        126 => (
            4,
            usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?)),
        ),
        127 => panic!("longer than anything that the relay says unasked"),
        short => (2, usize::from(short)),
    };
    let said = rest.get(start..start + n_bytes)?.to_vec();
    let first = rest[0];
    rest.drain(..start + n_bytes);
    Some((first, said))
}

//! HTTP as a liar speaks it: bytes on a TCP connection.

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

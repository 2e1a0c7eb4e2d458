//! HTTP as a liar speaks it: bytes on a TCP connection.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than a relay waits for the rest of a slow body.
const PATIENCE: Duration = Duration::from_secs(40);

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
    let hear = async {
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
    };
    // Once the answer has begun, nobody needs the rest of what we say.
    let both = async {
        tokio::select! {
            first = hear => first,
            () = async { say.await; std::future::pending().await } => unreachable!(),
        }
    };
    timeout(PATIENCE, both).await.expect("an answer or an end")
}

//! One socket of a crowd, as lean as it can be: what the driver spends, the
//! relay does not get.

use std::io;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Bytes read at once: 9,000 sockets must fit one process (the library's own
/// 128 KiB each would be more than a gigabyte).
const READ_BYTES: usize = 8 * 1024;

/// A connected socket.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: WebSocketStream<TcpStream>,
    receipts: Receipts,
    /// Bytes heard since the last receipt.
    n_unreported: usize,
    /// The place to be reported, and when.
    due: Option<(String, Instant)>,
    n_said: u64,
    n_heard: u64,
}

/// When a socket says `got`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Receipts {
    /// Each [`RECEIPT_BYTES`]: no more than the line needs. A bare socket says none,
    /// so the relay is compared with it like this.
    Seldom,
    /// So long after an event, as the product does: a widget at once, a console when
    /// it has waited for more. No longer than until [`RECEIPT_BYTES`]: of a crowd that
    /// never rests a console hears more in its 2 s than a line may leave unread.
    After(Duration),
}

/// How much is heard before it is reported: the relay drops whoever leaves four
/// times as much unread.
const RECEIPT_BYTES: usize = 1024 * 1024;

/// What an upgrade carries besides its address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Upgrade {
    /// Values of `Sec-WebSocket-Protocol`.
    pub(crate) subprotocols: Vec<String>,
    /// Other headers.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// How much the system may keep unread; by itself some megabytes.
    pub(crate) receive_bytes: Option<u32>,
}

impl Socket {
    /// Opens a socket at `http://HOST:PORT/PATH`.
    ///
    /// # Panics
    /// When the other side does not upgrade: a crowd with holes measures nothing.
    pub(crate) async fn open(address: &str, upgrade: Upgrade) -> Self {
        let opened = Self::try_open(address, upgrade).await;
        opened.unwrap_or_else(|error| panic!("no upgrade at {address}: {error}"))
    }

    /// The same, unless it is refused.
    pub(crate) async fn try_open(address: &str, upgrade: Upgrade) -> Result<Self, Error> {
        let rest = address.strip_prefix("http://").unwrap_or(address);
        let host = rest.split('/').next().unwrap_or(rest);
        let stream = connect(host, upgrade.receive_bytes).await;
        let stream = stream.expect("the server listens");
        stream.set_nodelay(true).expect("a TCP socket takes it");
        let uri = format!("ws://{rest}").parse().expect("an address is one");
        let mut request = ClientRequestBuilder::new(uri);
        for name in upgrade.subprotocols {
            request = request.with_sub_protocol(name);
        }
        for (name, value) in upgrade.headers {
            request = request.with_header(name, value);
        }
        let config = WebSocketConfig::default().read_buffer_size(READ_BYTES);
        let (socket, _) = client_async_with_config(request, stream, Some(config)).await?;
        Ok(Self {
            stream: socket,
            receipts: Receipts::Seldom,
            n_unreported: 0,
            due: None,
            n_said: 0,
            n_heard: 0,
        })
    }

    /// From here on receipts are given like this.
    pub(crate) fn give_receipts(&mut self, receipts: Receipts) {
        self.receipts = receipts;
    }

    /// Frames said so far, receipts too.
    pub(crate) fn n_said(&self) -> u64 {
        self.n_said
    }

    /// Text frames heard so far.
    pub(crate) fn n_heard(&self) -> u64 {
        self.n_heard
    }

    /// Says a frame.
    ///
    /// # Panics
    /// When the line is cut.
    pub(crate) async fn say(&mut self, frame: String) {
        let sent = self.stream.send(Message::text(frame)).await;
        sent.expect("the line holds while it is measured");
        self.n_said += 1;
    }

    /// Says what no client says. A line that is cut already is none to mend.
    pub(crate) async fn blurt(&mut self, message: Message) {
        drop(self.stream.send(message).await);
    }

    /// Waits for the end of the line; its code, if it was said.
    pub(crate) async fn end(&mut self) -> Option<u16> {
        let mut code = None;
        while let Some(Ok(message)) = self.stream.next().await {
            if let Message::Close(Some(frame)) = message {
                code = Some(frame.code.into());
            }
        }
        code
    }

    /// The next text frame.
    ///
    /// # Panics
    /// When the line is cut.
    pub(crate) async fn hear(&mut self) -> Utf8Bytes {
        loop {
            let Some(next) = self.next_in_time().await else {
                continue;
            };
            match next {
                Some(Ok(Message::Text(text))) => {
                    self.n_heard += 1;
                    self.note(&text).await;
                    return text;
                }
                Some(Ok(Message::Close(frame))) => panic!("closed by the server: {frame:?}"),
                Some(Ok(_)) => {}
                ended => panic!("cut by the server: {ended:?}"),
            }
        }
    }

    /// What comes next; nothing when a receipt was due before it.
    async fn next_in_time(&mut self) -> Option<Option<Result<Message, Error>>> {
        let Some((_, at)) = self.due else {
            return Some(self.stream.next().await);
        };
        match timeout_at(at, self.stream.next()).await {
            Ok(next) => Some(next),
            Err(_) => {
                if let Some((seq, _)) = self.due.take() {
                    self.report(&seq).await;
                }
                None
            }
        }
    }

    /// A frame has come: a receipt may be due for it, now or later.
    async fn note(&mut self, message: &str) {
        self.n_unreported += message.len();
        let is_much = self.n_unreported >= RECEIPT_BYTES;
        match self.receipts {
            Receipts::Seldom if !is_much => {}
            Receipts::After(wait) if !is_much && !wait.is_zero() => {
                if let Some(seq) = place(message) {
                    // The first of them says when, the last one what.
                    let at = self.due.take().map(|(_, at)| at);
                    let at = at.unwrap_or_else(|| Instant::now() + wait);
                    self.due = Some((seq.to_owned(), at));
                }
            }
            Receipts::Seldom | Receipts::After(_) => {
                if let Some(seq) = place(message) {
                    self.report(seq).await;
                }
            }
        }
    }

    async fn report(&mut self, seq: &str) {
        self.n_unreported = 0;
        self.due = None;
        self.say(format!(r#"{{"t":"got","seq":{seq}}}"#)).await;
    }
}

async fn connect(host: &str, receive_bytes: Option<u32>) -> io::Result<TcpStream> {
    let Some(bytes) = receive_bytes else {
        return TcpStream::connect(host).await;
    };
    // Before it connects: the other side is told then.
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(bytes)?;
    socket
        .connect(host.parse().map_err(io::Error::other)?)
        .await
}

/// The place after the last frame with events.
fn place(message: &str) -> Option<&str> {
    let (_, rest) = message.rsplit_once(r#"{"t":"events","after":"#)?;
    let (_, rest) = rest.split_once(r#","seq":"#)?;
    rest.split_once(',').map(|(seq, _)| seq)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_that_of_the_last_frame_with_events() {
        let message = concat!(
            r#"[{"t":"ack","cid":"c","id":9,"at":1},"#,
            r#"{"t":"events","after":3,"seq":4,"events":[]},"#,
            r#"{"t":"events","after":4,"seq":7,"events":[]},"#,
            r#"{"t":"delivered","upto":8}]"#,
        );
        assert_eq!(place(message), Some("7"));
        assert_eq!(place(r#"{"t":"delivered","upto":8}"#), None);
    }
}

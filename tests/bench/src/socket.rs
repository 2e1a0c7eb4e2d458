//! One socket of a crowd, as lean as it can be: what the driver spends, the
//! relay does not get.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
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
    /// Bytes heard since the last report.
    n_unreported: usize,
}

/// How much is heard before it is reported: the relay drops whoever leaves four
/// times as much unread, and a report for each frame would be measured too.
const REPORT_BYTES: usize = 1024 * 1024;

/// What an upgrade carries besides its address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Upgrade {
    /// Values of `Sec-WebSocket-Protocol`.
    pub(crate) subprotocols: Vec<String>,
    /// Other headers.
    pub(crate) headers: Vec<(&'static str, String)>,
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
        let stream = TcpStream::connect(host).await.expect("the server listens");
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
            n_unreported: 0,
        })
    }

    /// Says a frame.
    ///
    /// # Panics
    /// When the line is cut.
    pub(crate) async fn say(&mut self, frame: String) {
        let sent = self.stream.send(Message::text(frame)).await;
        sent.expect("the line holds while it is measured");
    }

    /// Says what no client says. A line that is cut already is none to mend.
    pub(crate) async fn blurt(&mut self, message: Message) {
        drop(self.stream.send(message).await);
    }

    /// Waits for the end of the line.
    pub(crate) async fn end(&mut self) {
        while let Some(Ok(_)) = self.stream.next().await {}
    }

    /// The next text frame.
    ///
    /// # Panics
    /// When the line is cut.
    pub(crate) async fn hear(&mut self) -> Utf8Bytes {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    self.report(&text).await;
                    return text;
                }
                Some(Ok(Message::Close(frame))) => panic!("closed by the server: {frame:?}"),
                Some(Ok(_)) => {}
                ended => panic!("cut by the server: {ended:?}"),
            }
        }
    }

    /// Says `got`, once in a while, as a console and a widget do.
    async fn report(&mut self, message: &str) {
        self.n_unreported += message.len();
        if self.n_unreported < REPORT_BYTES {
            return;
        }
        let place = message
            .split_once(r#"{"t":"events","after":"#)
            .and_then(|(_, rest)| rest.split_once(r#","seq":"#))
            .and_then(|(_, rest)| rest.split_once(','));
        if let Some((seq, _)) = place {
            self.n_unreported = 0;
            self.say(format!(r#"{{"t":"got","seq":{seq}}}"#)).await;
        }
    }
}

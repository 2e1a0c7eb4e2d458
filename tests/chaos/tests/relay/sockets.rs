//! Bare sockets: the ones that do not behave, and crowds of those that do.

use beseda_protocol::limits::{PING, PONG};
use beseda_protocol::{SUBPROTOCOL, VERSION};
use beseda_tests::stack::Stack;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// One of them.
pub(crate) struct Bare(pub(crate) WebSocketStream<TcpStream>);

/// Bytes read at once: thousands of sockets must fit this process.
const READ_BYTES: usize = 4 * 1024;

impl Bare {
    /// A visitor's, nothing said yet; else the status of the refusal.
    pub(crate) async fn visitor(stack: &Stack, token: &str) -> Result<Self, u16> {
        let headers = [("Origin", stack.demo_origin())];
        Self::open(stack, "visitor", &[SUBPROTOCOL, token], &headers).await
    }

    /// An operator's.
    pub(crate) async fn operator(stack: &Stack, cookie: &str) -> Result<Self, u16> {
        let headers = [("Origin", stack.origin()), ("Cookie", cookie.to_owned())];
        Self::open(stack, "operator", &[SUBPROTOCOL], &headers).await
    }

    async fn open(
        stack: &Stack,
        who: &str,
        subprotocols: &[&str],
        headers: &[(&'static str, String)],
    ) -> Result<Self, u16> {
        let address = stack.origin().replacen("http", "ws", 1);
        let uri = format!("{address}/v1/{who}/socket")
            .parse()
            .expect("an address");
        let mut request = ClientRequestBuilder::new(uri);
        for name in subprotocols {
            request = request.with_sub_protocol(*name);
        }
        for (name, value) in headers {
            request = request.with_header(*name, value);
        }
        let stream = TcpStream::connect(("127.0.0.1", stack.port())).await;
        let stream = stream.expect("the relay listens");
        let config = WebSocketConfig::default().read_buffer_size(READ_BYTES);
        match client_async_with_config(request, stream, Some(config)).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("neither an upgrade nor an answer: {error}"),
        }
    }

    /// Says hello, without a view.
    pub(crate) async fn hello(&mut self, is_visitor: bool) {
        let locale = if is_visitor { r#","locale":"en""# } else { "" };
        self.say(format!(r#"{{"t":"hello","v":{VERSION}{locale}}}"#))
            .await;
    }

    /// Says text; whether it could be said shows later.
    pub(crate) async fn say(&mut self, text: String) {
        drop(self.0.send(Message::text(text)).await);
    }

    /// The next text, or the code of the end.
    pub(crate) async fn hear(&mut self) -> Result<String, u16> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map_or(1005, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }

    /// Hears until a text has this in it.
    pub(crate) async fn hears(&mut self, what: &str) -> Result<String, u16> {
        loop {
            let text = self.hear().await?;
            if text.contains(what) {
                return Ok(text);
            }
        }
    }

    /// Whether the line lives: everything before the ping was taken.
    pub(crate) async fn answers(&mut self) -> Result<(), u16> {
        self.say(PING.to_owned()).await;
        while self.hear().await? != PONG {}
        Ok(())
    }
}

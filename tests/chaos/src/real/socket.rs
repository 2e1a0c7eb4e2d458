//! One socket of an actor, through the proxy.

use std::net::SocketAddr;

use beseda_protocol::frames;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;

use crate::actor::Stimulus;

/// How an actor gets in.
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    /// Where the bytes go: the proxy.
    pub(super) proxy: SocketAddr,
    /// `ws://…`, the relay's own address.
    pub(super) url: String,
    /// Subprotocols.
    pub(super) subprotocols: Vec<String>,
    /// Other headers.
    pub(super) headers: Vec<(&'static str, String)>,
}

/// The code of an end without a close frame.
const ABNORMAL: u16 = 1006;
/// The code of a close frame without one.
const NO_CODE: u16 = 1005;

/// What an actor's socket is to do.
#[derive(Debug)]
pub(super) enum Order {
    /// Send this.
    Send(String),
    /// Say goodbye and be gone.
    Close,
}

/// Opens a socket and tells of everything that happens on it, until it ends or
/// is closed.
pub(super) async fn hold(
    line: u32,
    ticket: Ticket,
    orders: UnboundedReceiver<Order>,
    tell: UnboundedSender<Stimulus>,
) {
    // The actor may be gone: then nobody needs to know.
    let tell = |stimulus| drop(tell.send(stimulus));
    let Some(socket) = open(&ticket).await else {
        return tell(Stimulus::Closed(line, ABNORMAL));
    };
    tell(Stimulus::Opened(line));
    let (to, mut from) = socket.split();
    let read = async {
        loop {
            match from.next().await {
                Some(Ok(Message::Text(text))) => {
                    for frame in frames_of(&text) {
                        tell(Stimulus::Heard(line, frame));
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    return frame.map_or(NO_CODE, |frame| frame.code.into());
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return ABNORMAL,
            }
        }
    };
    tokio::select! {
        code = read => tell(Stimulus::Closed(line, code)),
        () = write(to, orders) => {}
    }
}

/// Each by itself, as the simulation's frames come.
fn frames_of(message: &str) -> Vec<String> {
    match frames::from_text::<serde_json::Value>(message) {
        Ok(frames) => frames.iter().map(ToString::to_string).collect(),
        // Not JSON: `pong`.
        Err(_) => vec![message.to_owned()],
    }
}

type Socket = tokio_tungstenite::WebSocketStream<TcpStream>;

async fn open(ticket: &Ticket) -> Option<Socket> {
    let uri = ticket.url.parse().expect("an address of a test is one");
    let mut request = ClientRequestBuilder::new(uri);
    for name in &ticket.subprotocols {
        request = request.with_sub_protocol(name);
    }
    for (name, value) in &ticket.headers {
        request = request.with_header(*name, value);
    }
    let stream = TcpStream::connect(ticket.proxy).await.ok()?;
    let (socket, _) = client_async(request, stream).await.ok()?;
    Some(socket)
}

/// Ends after a goodbye; never because a send failed: the reader notices that.
async fn write(
    mut to: futures_util::stream::SplitSink<Socket, Message>,
    mut orders: UnboundedReceiver<Order>,
) {
    while let Some(Order::Send(text)) = orders.recv().await {
        if to.send(Message::text(text)).await.is_err() {
            return std::future::pending().await;
        }
    }
    // The other side may be gone already, which is what was wanted.
    drop(to.close().await);
}

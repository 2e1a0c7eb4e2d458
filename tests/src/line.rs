//! One socket as a test holds it: says frames, waits for frames, and checks on
//! every line of every test what always must hold (the unbroken `after` chain).

use std::collections::VecDeque;
use std::fmt::Debug;

use beseda_protocol::frames;
use beseda_protocol::ids::Seq;
use beseda_protocol::limits::{PING, PONG};
use futures_util::{SinkExt, StreamExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::http::{Response, Uri};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::wait::DEADLINE;

/// A frame of which a line knows where it stands in the recipient's log.
pub trait Heard: DeserializeOwned + Debug {
    /// `(after, seq)` of a frame with events.
    fn chain(&self) -> Option<(Seq, Seq)>;
    /// The place that a whole view starts from.
    fn start(&self) -> Option<Seq>;
    /// A frame with several events as several frames with one, so that each
    /// can be waited for by itself.
    fn split(self) -> Vec<Self>;
}

/// Why an upgrade was refused.
#[derive(Debug)]
pub struct NotUpgraded {
    /// HTTP status.
    pub status: u16,
    /// Body of the answer.
    pub body: String,
}

/// How a socket ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Close code; 1006 when the other side just went away.
    pub code: u16,
}

/// What one reading brought.
enum Read {
    /// Frames, which wait now.
    Frames,
    /// The runtime's answer to a ping.
    Pong,
    /// The end of the socket.
    End,
}

/// A connected socket that hears frames of type `H`.
#[derive(Debug)]
pub struct Line<H> {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Heard, but not yet asked for.
    waiting: VecDeque<H>,
    /// What went by, for the message of a failing test.
    transcript: VecDeque<String>,
    seq: Option<Seq>,
    ended: Option<Ended>,
}

/// Lines of a transcript that a failing test prints.
const TRANSCRIPT_LINES: usize = 40;

impl<H: Heard> Line<H> {
    /// Opens a socket.
    ///
    /// # Errors
    /// When the relay answers the upgrade with something else.
    ///
    /// # Panics
    /// When there is no relay at all.
    pub async fn open(
        url: &str,
        subprotocols: &[&str],
        headers: &[(&str, &str)],
    ) -> Result<Self, NotUpgraded> {
        let url = url.replacen("http", "ws", 1);
        let uri: Uri = url.parse().expect("an address of a test is one");
        let mut request = ClientRequestBuilder::new(uri);
        for name in subprotocols {
            request = request.with_sub_protocol(*name);
        }
        for (name, value) in headers {
            request = request.with_header(*name, *value);
        }
        match timeout(DEADLINE, connect_async(request)).await {
            Ok(Ok((socket, _))) => Ok(Self {
                socket,
                waiting: VecDeque::new(),
                transcript: VecDeque::new(),
                seq: None,
                ended: None,
            }),
            Ok(Err(Error::Http(answer))) => Err(not_upgraded(*answer)),
            Ok(Err(error)) => panic!("no upgrade at {url}: {error}"),
            Err(_) => panic!("no answer to the upgrade at {url}"),
        }
    }

    /// The last place heard.
    ///
    /// # Panics
    /// When nothing with a place was heard yet.
    pub fn seq(&self) -> Seq {
        self.seq.expect("the line has been told its place")
    }

    /// Goes on from a place that another line of the same recipient reached.
    pub fn go_on_from(&mut self, seq: Seq) {
        self.seq = Some(seq);
    }

    /// Says a frame.
    pub async fn say(&mut self, frame: &impl Serialize) {
        let text = serde_json::to_string(frame).expect("frames are JSON");
        self.say_raw(Message::text(text)).await;
    }

    /// Says whatever it is.
    ///
    /// A socket that is already gone is no failure here: what follows tells.
    pub async fn say_raw(&mut self, message: Message) {
        self.note(&format!("> {}", show(&message)));
        if let Err(error) = self.socket.send(message).await {
            self.note(&format!("> failed: {error}"));
        }
    }

    /// Waits for a frame that `pick` takes; others keep their order and wait.
    ///
    /// # Panics
    /// When the deadline passes or the socket ends first.
    pub async fn expect<T>(&mut self, what: &str, pick: impl FnMut(&H) -> Option<T>) -> T {
        match self.expect_or_end(what, pick).await {
            Some(found) => found,
            None => panic!("the socket ended before: {what}\n{}", self.transcript()),
        }
    }

    /// The same; `None` when the socket ends first.
    ///
    /// # Panics
    /// When the deadline passes.
    pub async fn expect_or_end<T>(
        &mut self,
        what: &str,
        pick: impl FnMut(&H) -> Option<T>,
    ) -> Option<T> {
        match timeout(DEADLINE, self.pick(pick)).await {
            Ok(found) => found,
            Err(_) => panic!("waited for: {what}\n{}", self.transcript()),
        }
    }

    /// Everything heard and not asked for. What the relay still owes is not in
    /// it: end a question and its answer first.
    pub fn drain(&mut self) -> Vec<H> {
        self.waiting.drain(..).collect()
    }

    /// A round trip through the relay's read loop. It proves nothing about the
    /// center: the runtime answers pings by itself.
    ///
    /// # Panics
    /// When no pong comes.
    pub async fn ping(&mut self) {
        self.say_raw(Message::text(PING)).await;
        let pong = timeout(DEADLINE, async {
            loop {
                match self.read().await {
                    Read::Pong => return true,
                    Read::Frames => {}
                    Read::End => return false,
                }
            }
        });
        let came = pong.await.unwrap_or(false);
        assert!(came, "no pong\n{}", self.transcript());
    }

    /// Waits for the end of the socket.
    ///
    /// # Panics
    /// When it does not end.
    pub async fn end(&mut self) -> Ended {
        let end = timeout(DEADLINE, async {
            while !matches!(self.read().await, Read::End) {}
        });
        assert!(
            end.await.is_ok(),
            "the socket lives on\n{}",
            self.transcript()
        );
        self.ended.clone().expect("it has just ended")
    }

    /// Cuts the line without a goodbye.
    pub fn cut(self) {
        drop(self);
    }

    async fn pick<T>(&mut self, mut pick: impl FnMut(&H) -> Option<T>) -> Option<T> {
        let mut seen = 0;
        loop {
            let fresh = self.waiting.iter().enumerate().skip(seen);
            if let Some((place, found)) = fresh.filter_map(|(i, f)| Some((i, pick(f)?))).next() {
                self.waiting.remove(place);
                return Some(found);
            }
            seen = self.waiting.len();
            if matches!(self.read().await, Read::End) {
                return None;
            }
        }
    }

    /// Reads one message into what waits.
    async fn read(&mut self) -> Read {
        loop {
            let text = match self.socket.next().await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(frame))) => {
                    return self.finish(frame.map_or(1005, |frame| frame.code.into()));
                }
                Some(Ok(Message::Binary(_))) => panic!("a binary frame"),
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => return self.finish(1006),
            };
            self.note(&format!("< {text}"));
            if text.as_str() == PONG {
                return Read::Pong;
            }
            let frames: Vec<H> = frames::from_text(&text)
                .unwrap_or_else(|error| panic!("unreadable ({error}): {text}"));
            for frame in frames {
                self.check(&frame);
                self.waiting.extend(frame.split());
            }
            return Read::Frames;
        }
    }

    fn check(&mut self, frame: &H) {
        if let Some((after, seq)) = frame.chain() {
            // A frame may be complete from further back on than this line has come.
            let place = self.seq.unwrap_or_default();
            assert!(after <= place, "the chain is broken\n{}", self.transcript());
            assert!(seq > place, "events without a place\n{}", self.transcript());
            self.seq = Some(seq);
        }
        self.seq = frame.start().or(self.seq);
    }

    fn finish(&mut self, code: u16) -> Read {
        self.note(&format!("< end {code}"));
        self.ended.get_or_insert(Ended { code });
        Read::End
    }

    fn note(&mut self, line: &str) {
        if self.transcript.len() == TRANSCRIPT_LINES {
            self.transcript.pop_front();
        }
        self.transcript.push_back(line.chars().take(600).collect());
    }

    fn transcript(&self) -> String {
        let lines: Vec<_> = self.transcript.iter().map(String::as_str).collect();
        format!("--- the line ---\n{}\n---", lines.join("\n"))
    }
}

fn not_upgraded(answer: Response<Option<Vec<u8>>>) -> NotUpgraded {
    NotUpgraded {
        status: answer.status().as_u16(),
        body: String::from_utf8_lossy(&answer.into_body().unwrap_or_default()).into_owned(),
    }
}

fn show(message: &Message) -> String {
    match message {
        Message::Text(text) => text.to_string(),
        other => format!("{} bytes, not text", other.len()),
    }
}

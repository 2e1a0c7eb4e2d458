//! One turn: everything that has arrived while the previous one was being
//! flushed, decided in one synchronous stretch.
//!
//! Every [`Input`] ends in an acknowledgement, a refusal or an abort. The relay
//! sends the outputs in their order; the runtime's output gate holds them until
//! the turn's writes are on disk.

use beseda_protocol::ids::{CenterId, ClientId, FileId, OperatorId, Seq, SiteId, Timestamp};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::FromVisitor;
use serde::{Deserialize, Serialize};

use crate::command::{Command, Reply};
use crate::heard::Names;

pub use crate::center::Center;

/// One connected socket; unique while it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineId(pub u64);

/// A started sign-in: the SHA-256 of its cookie, in hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub String);

/// Who is at the other end of a socket. The relay keeps it in the socket's
/// attachment: identity survives hibernation there and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Peer {
    /// A widget, by its verified token.
    Visitor {
        /// This socket.
        line: LineId,
        /// Whose; the client's row begins with his first message.
        client: ClientId,
        /// From which site.
        site: SiteId,
    },
    /// A console, by its session.
    Operator {
        /// This socket.
        line: LineId,
        /// Who.
        operator: OperatorId,
        /// By which sign-in; checked again in each turn.
        session: SessionId,
    },
}

impl Peer {
    /// The socket.
    pub fn line(&self) -> LineId {
        match self {
            Self::Visitor { line, .. } | Self::Operator { line, .. } => *line,
        }
    }
}

/// What arrived.
#[derive(Debug, Clone)]
pub enum Input {
    /// A widget's frame.
    FromVisitor(Peer, FromVisitor),
    /// A console's frame.
    FromOperator(Peer, FromOperator),
    /// A frame that could not be read; refused in its place in the order, by its names.
    Unreadable(Peer, Names, Refusal),
    /// A socket has closed.
    Closed(Peer),
    /// A route of the relay asks.
    Command(Ticket, Command),
    /// The object's alarm.
    Alarm,
}

/// Names a waiting HTTP call inside the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(pub u64);

/// To whom a frame goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// One socket.
    Line(LineId),
    /// Every widget of a client.
    Client(ClientId),
    /// Every widget of a client but one.
    ClientBut(ClientId, LineId),
    /// Every console.
    Operators,
    /// Every console but one.
    OperatorsBut(LineId),
}

/// What the relay shall do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Send a frame, serialised once for all who get it.
    Frame(To, String),
    /// Answer a waiting HTTP call.
    Answer(Ticket, Result<Reply, Refusal>),
    /// Close a socket.
    Close {
        /// Which.
        line: LineId,
        /// WebSocket close code.
        code: u16,
        /// Short reason.
        reason: &'static str,
    },
    /// Close every socket of a session, within two seconds (S6).
    CloseSession(SessionId),
    /// Set the object's one alarm.
    Alarm(Timestamp),
    /// Bytes that are no longer wanted.
    DropFiles {
        /// This center: an object that its alarm woke may not know its name.
        center: CenterId,
        /// Whose store they are in.
        client: ClientId,
        /// Which.
        files: Vec<FileId>,
    },
    /// The storage lacks what it had confirmed (C14): tell whoever runs the relay, and,
    /// if it is a console that says so, close every line.
    WentBack {
        /// Whose view, or the operators'.
        client: Option<ClientId>,
        /// The place in it that somebody was told of.
        told: Seq,
        /// The last place here.
        last: Seq,
    },
}

/// What a turn may know besides its inputs and its storage.
pub struct Context<'a> {
    /// Now, by the relay's clock.
    pub now: Timestamp,
    /// Randomness, from the platform.
    pub entropy: &'a mut dyn Entropy,
    /// Who is connected.
    pub lines: &'a dyn Lines,
}

/// A source of unguessable bytes.
pub trait Entropy {
    /// Fills the buffer.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// Who is connected now, as the runtime knows it (never as memory does).
pub trait Lines {
    /// Whether a widget of the client is connected.
    fn is_client_online(&self, client: &ClientId) -> bool;
    /// Operators with a live console.
    fn operators_online(&self) -> Vec<OperatorId>;
}

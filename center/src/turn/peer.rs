//! Who is at the other end of a socket.

use beseda_protocol::ids::{IdentityId, OperatorId, SiteId};
use serde::{Deserialize, Serialize};

/// One connected socket; unique while it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineId(pub u64);

impl LineId {
    /// No socket's.
    pub(crate) const NOBODY: Self = Self(0);

    /// No socket has it: such are of 53 bits.
    const OF_REQUEST: u64 = 1 << 63;

    /// What stands for a waiting HTTP call of the API, where a question asks for the line of
    /// whoever asks.
    pub(crate) const fn of_request(ticket: u64) -> Self {
        Self(Self::OF_REQUEST | ticket)
    }

    /// The call, if it is one.
    pub(crate) const fn request(self) -> Option<u64> {
        match self.0 & Self::OF_REQUEST {
            0 => None,
            _ => Some(self.0 & !Self::OF_REQUEST),
        }
    }
}

/// A started sign-in: the SHA-256 of its cookie, in hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub String);

/// What a connection tells of the browser at its other end, and the edge of where that is;
/// empty: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whence {
    /// What the browser calls itself.
    pub agent: String,
    /// Country, as `LV`.
    pub country: String,
    /// City.
    pub city: String,
    /// Time zone, as `Europe/Riga`.
    pub time_zone: String,
}

/// Who is at the other end of a socket. The relay keeps it in the socket's
/// attachment: identity survives hibernation there and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Peer {
    /// A widget, by its verified token.
    Visitor {
        /// This socket.
        line: LineId,
        /// Whose; the client's row begins with his first message.
        identity: IdentityId,
        /// From which site.
        site: SiteId,
        /// What its connection tells.
        #[serde(default)]
        whence: Whence,
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

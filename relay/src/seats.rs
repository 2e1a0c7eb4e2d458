//! Who sits at the other end of a socket, by its attachment, and the tags by which
//! sockets are found.

use beseda_center::turn::{LineId, Peer, SessionId};
use beseda_protocol::ids::{IdentityId, OperatorId, Timestamp};
use serde::{Deserialize, Serialize};
use worker::{State, WebSocket};

/// What a socket carries through hibernation.
#[derive(Serialize, Deserialize)]
pub(crate) struct Attached {
    /// Who is at the other end.
    pub(crate) peer: Peer,
    /// When the socket was taken.
    pub(crate) opened_at: Timestamp,
    /// Whether its hello has been answered.
    pub(crate) is_greeted: bool,
}

impl Attached {
    /// Of a socket; `None` when it was never introduced.
    pub(crate) fn of(socket: &WebSocket) -> Option<Self> {
        let text: String = socket.deserialize_attachment().ok()??;
        serde_json::from_str(&text).ok()
    }

    /// Lets a socket carry it.
    pub(crate) fn put(&self, socket: &WebSocket) -> worker::Result<()> {
        socket.serialize_attachment(serde_json::to_string(self)?)
    }
}

/// A socket at the end of a line.
#[derive(Clone)]
pub(crate) struct Seat {
    /// Its name.
    pub(crate) line: LineId,
    /// Who sits there, if it is an operator.
    pub(crate) operator: Option<OperatorId>,
    /// It.
    pub(crate) socket: WebSocket,
    /// Whether its hello has been answered: before, it hears only that answer.
    pub(crate) is_greeted: bool,
}

/// Who is at the other end; `None` for a socket that was never introduced.
pub(crate) fn peer(socket: &WebSocket) -> Option<Peer> {
    Attached::of(socket).map(|attached| attached.peer)
}

/// When the socket was taken.
pub(crate) fn opened_at(socket: &WebSocket) -> Option<Timestamp> {
    Attached::of(socket).map(|attached| attached.opened_at)
}

/// What sockets are found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Tag {
    /// One of them.
    Line(LineId),
    /// The widgets of a client.
    Identity(IdentityId),
    /// Every console.
    Operators,
    /// The consoles of a sign-in.
    Session(SessionId),
}

impl std::fmt::Display for Tag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line:{}", line.0),
            Self::Identity(identity) => write!(f, "identity:{identity}"),
            Self::Operators => f.write_str("operators"),
            Self::Session(session) => write!(f, "session:{}", session.0),
        }
    }
}

/// The sockets under a tag.
pub(crate) fn tagged(state: &State, tag: &Tag) -> Vec<WebSocket> {
    state.get_websockets_with_tag(&tag.to_string())
}

/// Everybody under a tag, as the runtime and the attachments have it.
pub(crate) fn seats(state: &State, tag: &Tag) -> Vec<Seat> {
    let seat = |socket: WebSocket| {
        let attached = Attached::of(&socket)?;
        Some(Seat {
            line: attached.peer.line(),
            operator: match attached.peer {
                Peer::Operator { operator, .. } => Some(operator),
                Peer::Visitor { .. } => None,
            },
            is_greeted: attached.is_greeted,
            socket,
        })
    };
    tagged(state, tag).into_iter().filter_map(seat).collect()
}

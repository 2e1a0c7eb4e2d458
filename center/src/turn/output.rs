//! What comes out of a turn.

use beseda_protocol::ids::{CenterId, FileId, IdentityId, OperatorId, Seq, Timestamp};
use beseda_protocol::refusal::Refusal;

use super::command::Reply;
use super::input::Ticket;
use super::peer::{LineId, SessionId};

/// To whom a frame goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// One socket.
    Line(LineId),
    /// Every widget of a client.
    Identity(IdentityId),
    /// Every widget of a client but one.
    IdentityBut(IdentityId, LineId),
    /// Every console.
    Operators,
    /// Every console but one.
    OperatorsBut(LineId),
    /// Every console of these employees.
    People(Vec<OperatorId>),
    /// The same, but one.
    PeopleBut(Vec<OperatorId>, LineId),
}

/// A frame as text, serialised once for all who get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// It.
    pub text: String,
    /// The place after it, of one with events.
    pub upto: Option<Seq>,
}

impl Frame {
    /// One without events.
    pub fn new(text: String) -> Self {
        let upto = None;
        Self { text, upto }
    }
}

/// What the relay shall do, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Send a frame.
    Frame(To, Frame),
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
    /// A job waits for a slice: give [`super::Input::Slice`] when nothing else waits, or
    /// when jobs have waited long enough.
    Slice,
    /// Bytes that are no longer wanted.
    DropFiles {
        /// This center: an object that its alarm woke may not know its name.
        center: CenterId,
        /// Whose store they are in.
        identity: IdentityId,
        /// Which.
        files: Vec<FileId>,
    },
    /// The bytes of a client's files, who was deleted: answer with
    /// [`super::command::Command::FilesDeleted`] when they are gone.
    DeleteFiles {
        /// This center.
        center: CenterId,
        /// Whose store they are in.
        identity: IdentityId,
        /// Which.
        files: Vec<FileId>,
    },
    /// Something is to be sent to webhooks: whoever carries them out asks for it by
    /// [`super::command::Command::CallWebhooks`].
    CallWebhooks {
        /// Of this center.
        center: CenterId,
    },
    /// The storage lacks what it had confirmed (C14): tell whoever runs the relay, and,
    /// if it is a console that says so, close every line.
    WentBack {
        /// Whose view, or the operators'.
        identity: Option<IdentityId>,
        /// The place in it that somebody was told of.
        told: Seq,
        /// The last place here.
        last: Seq,
    },
}

//! What goes into a turn.

use beseda_protocol::ids::JobId;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::FromVisitor;

use super::command::Command;
use super::names::Names;
use super::peer::Peer;

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
    /// A slice of a job, because [`super::Output::Slice`] has asked for it: by itself in
    /// its turn, since whatever else were in it would wait for its commit.
    Slice,
    /// The turn of a slice of this job has ended by a fault, and the object with it (see
    /// [`crate::Center::failed_slice`]): the first input of the next one.
    SliceFailed(JobId),
}

/// Names a waiting HTTP call inside the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(pub u64);

//! What a transport and the center say to each other: the interface of every connection that
//! is not the site chat. Whoever stands behind it speaks some messenger's language on its
//! other side; the center knows of none.
//!
//! Inwards, a transport hands over what a client has written, by the update's own id: handed
//! over again it is known as the same. Outwards, what operators say is written down in the
//! turn that says it; whoever carries it out asks for what is due, a batch at a time, and
//! tells what came of each. Each is handed out at least once, in the order of its dialog: what
//! was taken and not answered for is handed out again.

use beseda_protocol::delivery::DeliveryFailure;
use beseda_protocol::ids::{Cid, MessageId, SiteId};
use beseda_protocol::message::Body;
use serde::{Deserialize, Serialize};

/// Somebody has written on a transport.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// On which.
    pub transport: SiteId,
    /// The update's own name on that transport, as short as a [`Cid`].
    pub update: Cid,
    /// Who, as he is reached there; at most [`beseda_protocol::limits::ADDRESS_BYTES_MAX`].
    pub address: String,
    /// What he is called there, if that is told: the name of a client who is new.
    pub name: Option<String>,
    /// What.
    pub text: String,
}

/// A message that is to be carried out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    /// By which transport.
    pub transport: SiteId,
    /// Its name: carried out twice, it is the same.
    pub message: MessageId,
    /// How often it was handed out, this time included.
    pub attempt: u64,
    /// To whom.
    pub address: String,
    /// What.
    pub body: Body,
}

/// What came of carrying a message out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// The transport has taken it, as far as it tells.
    Delivered,
    /// It never will.
    Failed(DeliveryFailure),
    /// It may take it in so many ms (`Retry-After`).
    Later {
        /// From now on.
        ms: u64,
    },
}

/// What came of an [`Outgoing`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    /// By which transport.
    pub transport: SiteId,
    /// Which.
    pub message: MessageId,
    /// Of which attempt.
    pub attempt: u64,
    /// What.
    pub outcome: Outcome,
}

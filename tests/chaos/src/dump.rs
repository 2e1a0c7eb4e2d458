//! What the relay has stored, as `beseda-host dump` prints it.

use crate::ledger::{Digest, Side};

/// Everything that a center has stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dump {
    /// In the order of their ids.
    pub messages: Vec<Stored>,
    /// In the order of their places.
    pub events: Vec<Happened>,
}

/// A stored message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub id: u64,
    /// Its dialog.
    pub dialog: u64,
    /// The client whose dialog it is.
    pub client: String,
    /// The party who sent it; none for what the center says itself.
    pub sender: Option<String>,
    /// Its sender's id.
    pub cid: Option<String>,
    /// Whether the visitor may see it.
    pub is_public: bool,
    /// What.
    pub body: Digest,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Its place in the center's log.
    pub seq: u64,
    /// The client who sees it too, and its place in his log.
    pub client: Option<(String, u64)>,
    /// The message that it announces.
    pub message: Option<u64>,
}

impl Happened {
    /// Its place in the log of a party; `None` when it is none of his business.
    pub fn place_for(&self, side: Side, party: &str) -> Option<u64> {
        match (side, &self.client) {
            (Side::Operator, _) => Some(self.seq),
            (Side::Visitor, Some((client, place))) if client == party => Some(*place),
            (Side::Visitor, _) => None,
        }
    }
}

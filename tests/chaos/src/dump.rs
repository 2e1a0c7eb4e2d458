//! What the relay has stored, as `beseda-host dump` prints it.

use std::io::{self, BufRead};

use serde::Deserialize;

use crate::ledger::Digest;

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

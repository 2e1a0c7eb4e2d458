//! What the relay has stored, as `beseda-host dump` prints it.

use std::collections::HashMap;
use std::io;

use beseda_protocol::ids::IdentityId;
use beseda_protocol::message::{Content, Message};
use serde::Deserialize;

use crate::actor::digest_of_content;
use crate::ledger::{Digest, Side};

/// Everything that a center has stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dump {
    /// In the order of their ids.
    pub messages: Vec<Stored>,
    /// In the order of their places.
    pub events: Vec<Happened>,
    /// Up to this place only the events of messages are left.
    pub pruned: u64,
    /// What long work has left undone.
    pub undone: Undone,
}

/// What long work has left undone: nothing, once it has come to its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub struct Undone {
    /// Jobs that run.
    #[serde(default)]
    pub jobs: u64,
    /// Messages of dialogs that there are no more.
    #[serde(default)]
    pub orphans: u64,
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
    /// The client who sees it too.
    pub client: Option<String>,
    /// The message that it announces.
    pub message: Option<u64>,
    /// The dialog that it tells something of.
    pub dialog: Option<u64>,
    /// Whether it says that there is that dialog no more.
    pub is_deletion: bool,
}

impl Stored {
    /// Whether an operator says it to the visitor.
    pub fn is_reply(&self) -> bool {
        self.is_public && self.sender.as_ref() != Some(&self.client)
    }
}

impl Happened {
    /// Its place in the log of a party; `None` when it is none of his business.
    pub fn place_for(&self, side: Side, party: &str) -> Option<u64> {
        match (side, &self.client) {
            (Side::Operator, _) => Some(self.seq),
            (Side::Visitor, Some(client)) if client == party => Some(self.seq),
            (Side::Visitor, _) => None,
        }
    }
}

/// A line of it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Message {
        identity: IdentityId,
        message: Message,
    },
    Event {
        event: Event,
    },
    Log {
        log: Log,
    },
}

#[derive(Deserialize)]
struct Log {
    pruned: u64,
    #[serde(flatten)]
    undone: Undone,
}

#[derive(Deserialize)]
struct Event {
    seq: u64,
    kind: String,
    dialog: Option<u64>,
    identity: Option<String>,
}

impl Dump {
    /// Reads what was printed.
    ///
    /// # Errors
    /// When a line is no message, no event and nothing about the log.
    pub fn read(lines: &str) -> io::Result<Self> {
        let mut dump = Self::default();
        for line in lines.lines().filter(|line| !line.is_empty()) {
            match serde_json::from_str(line)? {
                Line::Message { identity, message } => {
                    dump.messages.push(stored(identity, message))
                }
                Line::Event { event } => dump.events.push(happened(event)),
                Line::Log { log } => (dump.pruned, dump.undone) = (log.pruned, log.undone),
            }
        }
        dump.messages.sort_by_key(|message| message.id);
        dump.events.sort_by_key(|event| event.seq);
        Ok(dump)
    }

    /// How many messages each sender has stored.
    pub fn by_sender(&self) -> HashMap<&str, usize> {
        let mut counts = HashMap::new();
        for sender in self.messages.iter().filter_map(|m| m.sender.as_deref()) {
            *counts.entry(sender).or_default() += 1;
        }
        counts
    }
}

fn stored(identity: IdentityId, message: Message) -> Stored {
    let sender = match &message.content {
        Content::Visitor { .. } => Some(identity.0.clone()),
        Content::Operator { by, .. } | Content::Note { by, .. } => Some(format!("o{by}")),
        Content::Automatic { .. } | Content::System { .. } | Content::Unknown => None,
    };
    Stored {
        id: message.id.0,
        dialog: message.dialog.0,
        client: identity.0,
        sender,
        cid: message.cid.map(|cid| cid.0),
        is_public: message.content.is_talk(),
        body: digest_of_content(&message.content),
    }
}

fn happened(event: Event) -> Happened {
    Happened {
        seq: event.seq,
        client: event.identity,
        // A message's id is the place of the event that made it.
        message: (event.kind == "message").then_some(event.seq),
        // Who could see it before stays known until the log forgets it.
        dialog: event.dialog.filter(|_| event.kind != "moved"),
        is_deletion: event.kind == "deleted",
    }
}

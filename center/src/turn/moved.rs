//! What moves in from another service, as `host import` hands it over.

use std::collections::BTreeMap;

use beseda_protocol::ids::SiteId;
use serde::{Deserialize, Serialize};

/// Some lines of a file that moves in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moving {
    /// Where the conversations belong; absent: to the first site.
    pub transport: Option<SiteId>,
    /// The country of numbers without one, as `RU`; may be empty.
    pub country: String,
    /// They, in their order.
    pub lines: Vec<MovedLine>,
}

/// A line: clients come before their dialogs, dialogs before their messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedLine {
    /// A client.
    Client(MovedClient),
    /// A conversation.
    Dialog(MovedDialog),
    /// A message.
    Message(MovedMessage),
}

/// A client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedClient {
    /// What he is called there, unique among clients.
    pub id: String,
    /// His name; may be empty.
    pub name: String,
    /// Phones and e-mails; what is neither is left out.
    pub contacts: Vec<String>,
    /// A comment; may be empty.
    pub comment: String,
    /// Labels, which are made if there are none such.
    pub labels: Vec<String>,
    /// Named values.
    pub variables: BTreeMap<String, String>,
    /// Since when he is known there, in ms since 1970.
    pub created_at: Option<u64>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedDialog {
    /// What it is called there, unique among conversations.
    pub id: String,
    /// Its client's `id`.
    pub client: String,
    /// Tags, which are made if there are none such.
    pub tags: Vec<String>,
    /// When it began, in ms since 1970.
    pub created_at: Option<u64>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedMessage {
    /// What it is called there, unique among messages.
    pub id: String,
    /// Its dialog's `id`.
    pub dialog: String,
    /// When it was said, in ms since 1970.
    pub at: u64,
    /// Who said it.
    pub author: MovedAuthor,
    /// What; may be empty if there is a file.
    pub text: String,
    /// A file that lies elsewhere: its address becomes a part of the text.
    pub file: Option<MovedFile>,
}

/// Who said something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedAuthor {
    /// The client.
    Client {},
    /// A colleague, to the client.
    Operator {
        /// His name.
        name: String,
        /// By which he is known here; may be empty.
        email: String,
    },
    /// A colleague, to colleagues.
    Note {
        /// His name.
        name: String,
        /// By which he is known here; may be empty.
        email: String,
    },
}

/// A file that lies elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovedFile {
    /// Its name; may be empty.
    pub name: String,
    /// Its address.
    pub url: String,
}

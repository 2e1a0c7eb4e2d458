//! The neutral format: a line of JSON for each client, dialog and message.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A line of the file. Clients come before their dialogs, dialogs before their messages, and
/// the messages of a dialog in the order of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    Client(Client),
    Dialog(Dialog),
    Message(Message),
}

/// A client. `id`, here and below: what it is called there, with the service before it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) name: String,
    /// Phones and e-mails.
    #[serde(default)]
    pub(crate) contacts: Vec<String>,
    #[serde(default)]
    pub(crate) comment: String,
    #[serde(default)]
    pub(crate) labels: Vec<String>,
    #[serde(default)]
    pub(crate) variables: BTreeMap<String, String>,
    /// In ms since 1970.
    #[serde(default)]
    pub(crate) created_at: Option<u64>,
}

/// A conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dialog {
    pub(crate) id: String,
    /// The `id` of its client.
    pub(crate) client: String,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    #[serde(default)]
    pub(crate) created_at: Option<u64>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Message {
    pub(crate) id: String,
    /// The `id` of its dialog.
    pub(crate) dialog: String,
    /// When it was said, in ms since 1970.
    pub(crate) at: u64,
    pub(crate) author: Author,
    #[serde(default)]
    pub(crate) text: String,
    /// A file that lies elsewhere.
    #[serde(default)]
    pub(crate) file: Option<File>,
}

/// Who wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Author {
    Client {},
    Operator {
        name: String,
        email: String,
    },
    /// To colleagues.
    Note {
        name: String,
        email: String,
    },
}

/// A file's name and address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct File {
    #[serde(default)]
    pub(crate) name: String,
    pub(crate) url: String,
}

//! What a client's message makes heard: a tone, and a desktop notification.

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::{DialogId, Timestamp};
use beseda_protocol::message::Body;

/// A message older than this is not news: it arrives after a cut.
pub const FRESH_MS: u64 = 2 * 60 * 1000;

/// Characters of a message in a notification.
const PREVIEW_CHARS: usize = 120;

/// One thing to be heard. Of several at once the weightiest is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ring {
    /// Whether a dialog began: it has a tone of its own.
    pub is_new: bool,
    /// Where.
    pub dialog: DialogId,
    /// The client's name, if he has one.
    pub name: Option<String>,
    /// His short number.
    pub number: u64,
    /// What he says; absent for a file.
    pub preview: Option<String>,
}

impl Ring {
    /// The ring for a client's message, when it is fresh.
    pub fn for_message(
        dialog: &Summary,
        body: &Body,
        at: Timestamp,
        now: Timestamp,
        is_new: bool,
    ) -> Option<Self> {
        if now.ms_since(at) > FRESH_MS {
            return None;
        }
        Some(Self {
            is_new,
            dialog: dialog.id,
            name: dialog.client.name.clone(),
            number: dialog.client.number,
            preview: match body {
                Body::Text { text } => Some(text.chars().take(PREVIEW_CHARS).collect()),
                Body::File { .. } | Body::Unknown => None,
            },
        })
    }
}

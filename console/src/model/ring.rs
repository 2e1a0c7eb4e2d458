//! What makes itself heard, by a tone and a desktop notification: a client's message, a dialog
//! that somebody hands over, a note that names whoever reads it (ux C10).

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::{DialogId, Seq, Timestamp};
use beseda_protocol::message::Body;

/// What was missed while nothing was heard of the relay for longer is no news. No
/// message's own time is asked: it is the relay's, and this machine's clock may be
/// wrong (C11).
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
    /// Whose doing it is.
    pub cause: Cause,
}

/// Why something is heard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The client has written.
    Client,
    /// A colleague names this operator in a note.
    Mentioned {
        /// What the colleague is called.
        by: String,
    },
    /// A colleague has made this operator responsible.
    Assigned {
        /// What the colleague is called.
        by: String,
    },
}

/// Which events are told late, because the line was cut when they happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missed {
    upto: Seq,
    is_old: bool,
}

impl Missed {
    /// The line is back; what was missed comes up to this place. The relay was last
    /// heard of at `felt_at`.
    pub fn resumed(upto: Seq, felt_at: Timestamp, now: Timestamp) -> Self {
        Self {
            upto,
            is_old: now.ms_since(felt_at) > FRESH_MS,
        }
    }

    /// Whether what has come up to this place is news.
    pub fn is_news(self, seq: Seq) -> bool {
        seq > self.upto || !self.is_old
    }
}

impl Ring {
    /// The ring for a dialog that has come to somebody: with what was said last in it.
    pub fn for_handover(dialog: &Summary) -> Self {
        let last = &dialog.last;
        Self {
            is_new: false,
            dialog: dialog.id,
            name: dialog.client.name.clone(),
            number: dialog.client.id.0,
            preview: (!last.file).then(|| last.preview.clone()),
            cause: Cause::Client,
        }
    }

    /// The ring for a client's message.
    pub fn for_message(dialog: &Summary, body: &Body, is_new: bool) -> Self {
        Self {
            is_new,
            dialog: dialog.id,
            name: dialog.client.name.clone(),
            number: dialog.client.id.0,
            preview: match body {
                Body::Text { text } => Some(preview(text)),
                Body::File { .. } | Body::Unknown => None,
            },
            cause: Cause::Client,
        }
    }

    /// The ring for what a colleague has done, and for the note in which he has.
    pub fn for_colleague(dialog: &Summary, cause: Cause, note: Option<&str>) -> Self {
        Self {
            is_new: false,
            dialog: dialog.id,
            name: dialog.client.name.clone(),
            number: dialog.client.id.0,
            preview: note.map(preview),
            cause,
        }
    }
}

fn preview(text: &str) -> String {
    text.chars().take(PREVIEW_CHARS).collect()
}

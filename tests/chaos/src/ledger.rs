//! What clients did and were told: one JSON line each, only ever appended.
//!
//! Nothing of the relay's is in it. Bodies are kept as digests: enough to tell
//! whether two are the same.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use beseda_protocol::message::{Body, Draft};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::report::Report;

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Milliseconds since the run began, by the driver's clock.
    pub at: u64,
    /// The reader: one tab or one console, such as `v3.0` or `o1.0`; or `driver`.
    pub who: String,
    /// What happened.
    #[serde(flatten)]
    pub did: Did,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Did {
    /// A reader began; readers of one party are tabs of one person.
    Began {
        /// Which end of the conversation.
        side: Side,
        /// The client's id of a visitor, the number of an operator.
        party: String,
        /// Which dialogs an operator may see. A visitor has his own.
        #[serde(skip_serializing_if = "Sight::is_whole", default)]
        sight: Sight,
    },
    /// Something was written: from here on its writer relies on it.
    Wrote {
        /// The message's id.
        cid: String,
        /// What.
        body: Digest,
    },
    /// A message went out on a line, maybe not for the first time.
    Said {
        /// The reader's how many-th socket.
        line: u32,
        /// The message's id.
        cid: String,
        /// What.
        body: Digest,
        /// Into which dialog, of an operator's.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        dialog: Option<u64>,
    },
    /// Somebody asks on a line that a client be deleted for good.
    Deletes {
        /// Which socket.
        line: u32,
        /// The question's name.
        ask: u64,
        /// The client's number.
        client: u64,
    },
    /// A hello went out on a line.
    Greeted {
        /// Which socket.
        line: u32,
        /// The place to go on from.
        seq: Option<u64>,
    },
    /// A frame came in from a line: what the relay said.
    Heard {
        /// Which socket.
        line: u32,
        /// What.
        told: Told,
    },
    /// The client showed this: what its reader saw.
    Shown {
        /// What.
        told: Told,
    },
    /// The outbox let a message go: the screen says "sent".
    Stored {
        /// The message's id.
        cid: String,
        /// The relay's id of it.
        id: u64,
    },
    /// The line came to its end.
    Cut {
        /// Which socket.
        line: u32,
        /// Of the close frame, or 1006.
        code: u16,
    },
    /// The reader is gone for good, with whatever it had not sent.
    Left {},
    /// The upload of a file was acknowledged.
    Uploaded {
        /// The relay's id of it.
        file: String,
        /// Its bytes.
        bytes: Digest,
    },
    /// A file was fetched back.
    Fetched {
        /// The relay's id of it.
        file: String,
        /// Its bytes.
        bytes: Digest,
    },
    /// The driver did something to somebody.
    Fault {
        /// What.
        what: String,
    },
    /// Faults are over, every outbox is empty, every reader has come to rest.
    Quiet {},
}

/// Which end of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A widget.
    Visitor,
    /// A console.
    Operator,
}

/// Which dialogs an operator may see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// His number, if dialogs of his colleagues are none for him.
    pub own_only: Option<u64>,
    /// The only channels that he sees.
    pub channels: Option<Vec<u64>>,
}

impl Sight {
    /// Whether there is nothing that he may not see.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a dialog that is told so may be told to him.
    pub fn sees(&self, dialog: &Summary) -> bool {
        let sees_channel = (self.channels.as_ref()).is_none_or(|of| of.contains(&dialog.channel));
        let is_anothers = dialog.responsible.is_some() && dialog.responsible != self.own_only;
        sees_channel && !(self.own_only.is_some() && is_anothers)
    }
}

/// A frame, as far as the checker cares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Told {
    /// The view goes on.
    Resumed {},
    /// A whole view.
    Reset {
        /// Its name.
        epoch: String,
        /// Its place.
        seq: u64,
        /// Its messages, oldest first; none on an operator's.
        messages: Vec<Seen>,
        /// Whether older ones exist.
        more: bool,
        /// The dialogs on an operator's.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        cards: Vec<Card>,
    },
    /// Events.
    Events {
        /// The place that they follow.
        after: u64,
        /// The place behind them.
        seq: u64,
        /// They.
        events: Vec<Event>,
    },
    /// A message is stored for good.
    Acked {
        /// The sender's id of it.
        cid: String,
        /// The relay's.
        id: u64,
    },
    /// A question was carried out.
    Answered {
        /// Its name.
        ask: u64,
    },
    /// A message is not accepted.
    Refused {
        /// The sender's id of it.
        cid: String,
        /// The word of the refusal.
        code: String,
    },
}

/// A message as a reader saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The relay's id.
    pub id: u64,
    /// Its dialog; visitors are not told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dialog: Option<u64>,
    /// Its sender's id, where told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cid: Option<String>,
    /// What.
    pub body: Digest,
}

/// An event as a reader saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum Event {
    /// A message, with what an operator was told of its dialog.
    Message {
        /// It.
        message: Seen,
        /// What was told of its dialog.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        summary: Option<Summary>,
    },
    /// A dialog has changed.
    Dialog {
        /// Which.
        dialog: u64,
        /// What it is now.
        summary: Summary,
    },
    /// A job has changed dialogs: what each is now, and what the system says in it, is not
    /// told one by one.
    Changed {
        /// Which.
        dialogs: Vec<u64>,
    },
    /// A dialog may not be seen any more.
    Gone {
        /// Which.
        dialog: u64,
    },
    /// A dialog was deleted for good.
    Deleted {
        /// Which.
        dialog: u64,
    },
    /// Another change; its word.
    Other {
        /// Such as `read`.
        kind: String,
    },
}

/// A dialog in an operator's view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which.
    pub dialog: u64,
    /// What it is.
    pub summary: Summary,
}

/// A dialog as an operator was told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// All but the marks.
    pub told: Digest,
    /// The client has received messages up to here, in whichever dialog.
    pub delivered_upto: u64,
    /// The client has read messages up to here, in whichever dialog.
    pub read_upto: u64,
    /// Whose it is, by the client's number.
    pub client: u64,
    /// By what it is decided who sees it: its channel.
    pub channel: u64,
    /// And who is responsible for it.
    pub responsible: Option<u64>,
}

impl Told {
    /// The messages in it.
    pub fn messages(&self) -> impl Iterator<Item = &Seen> {
        let (view, events): (&[Seen], &[Event]) = match self {
            Self::Reset { messages, .. } => (messages, &[]),
            Self::Events { events, .. } => (&[], events),
            Self::Resumed {}
            | Self::Acked { .. }
            | Self::Answered { .. }
            | Self::Refused { .. } => (&[], &[]),
        };
        view.iter().chain(events.iter().filter_map(Event::message))
    }

    /// The place of the reader after it.
    pub fn place(&self) -> Option<u64> {
        match self {
            Self::Reset { seq, .. } | Self::Events { seq, .. } => Some(*seq),
            Self::Resumed {}
            | Self::Acked { .. }
            | Self::Answered { .. }
            | Self::Refused { .. } => None,
        }
    }

    /// The dialogs that it takes from an operator's screen. Each is told last of all that a
    /// frame has of it.
    pub fn taken(&self) -> impl Iterator<Item = u64> {
        let events: &[Event] = match self {
            Self::Events { events, .. } => events,
            _ => &[],
        };
        events.iter().filter_map(|event| match event {
            Event::Gone { dialog } | Event::Deleted { dialog } => Some(*dialog),
            Event::Message { .. }
            | Event::Dialog { .. }
            | Event::Changed { .. }
            | Event::Other { .. } => None,
        })
    }

    /// Dialogs of which an operator is told that they have changed, and not how.
    pub fn changed(&self) -> impl Iterator<Item = u64> {
        let events: &[Event] = match self {
            Self::Events { events, .. } => events,
            _ => &[],
        };
        let changed = events.iter().map(|event| match event {
            Event::Changed { dialogs } => &dialogs[..],
            _ => &[],
        });
        changed.flatten().copied()
    }

    /// Each dialog that an operator is told of, and what it is said to be.
    pub fn summaries(&self) -> impl Iterator<Item = (u64, &Summary)> {
        let (cards, events): (&[Card], &[Event]) = match self {
            Self::Reset { cards, .. } => (cards, &[]),
            Self::Events { events, .. } => (&[], events),
            Self::Resumed {}
            | Self::Acked { .. }
            | Self::Answered { .. }
            | Self::Refused { .. } => (&[], &[]),
        };
        let cards = cards.iter().map(|card| (card.dialog, &card.summary));
        cards.chain(events.iter().filter_map(Event::summary))
    }
}

impl Event {
    /// The message in it.
    pub fn message(&self) -> Option<&Seen> {
        match self {
            Self::Message { message, .. } => Some(message),
            Self::Dialog { .. }
            | Self::Changed { .. }
            | Self::Gone { .. }
            | Self::Deleted { .. }
            | Self::Other { .. } => None,
        }
    }

    /// The dialog that it tells about, and what it is now.
    pub fn summary(&self) -> Option<(u64, &Summary)> {
        match self {
            Self::Message { message, summary } => message.dialog.zip(summary.as_ref()),
            Self::Dialog { dialog, summary } => Some((*dialog, summary)),
            Self::Changed { .. }
            | Self::Gone { .. }
            | Self::Deleted { .. }
            | Self::Other { .. } => None,
        }
    }
}

/// The first 64 bits of a SHA-256, in hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(pub String);

impl Digest {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = Sha256::digest(bytes);
        Self(hash[..8].iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Of what somebody says.
    pub fn of_draft(draft: &Draft) -> Self {
        match draft {
            Draft::Text { text } => Self::of_text(text),
            Draft::File { file } => Self::of_file(file.as_str()),
            Draft::Unknown => Self::of(b"unknown"),
        }
    }

    /// Of what is stored: equal to that of the draft it was made of.
    pub fn of_body(body: &Body) -> Self {
        match body {
            Body::Text { text } => Self::of_text(text),
            Body::File { file } => Self::of_file(file.id.as_str()),
            Body::Unknown => Self::of(b"unknown"),
        }
    }

    /// Of a text message.
    pub fn of_text(text: &str) -> Self {
        Self::of(format!("text:{text}").as_bytes())
    }

    /// Of a message that is a file.
    pub fn of_file(id: &str) -> Self {
        Self::of(format!("file:{id}").as_bytes())
    }
}

/// Where entries go.
#[derive(Debug)]
pub struct Ledger(Mutex<Book>);

#[derive(Debug)]
struct Book {
    pages: Pages,
    so_far: Report,
}

#[derive(Debug)]
enum Pages {
    File(BufWriter<File>),
    Memory(Vec<Entry>),
}

impl Ledger {
    /// A new file: an old one is never written over.
    ///
    /// # Errors
    /// When it exists or can't be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .open(path)?;
        Ok(Self::of(Pages::File(BufWriter::new(file))))
    }

    /// One that is read by the process that writes it.
    pub fn in_memory() -> Self {
        Self::of(Pages::Memory(Vec::new()))
    }

    fn of(pages: Pages) -> Self {
        let so_far = Report::default();
        Self(Mutex::new(Book { pages, so_far }))
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the run had in it so far, as far as single lines tell.
    pub fn so_far(&self) -> Report {
        self.book().so_far.clone()
    }

    /// Appends a line.
    ///
    /// # Panics
    /// When it can't be written: a run without its ledger proves nothing.
    pub fn write(&self, at: u64, who: &str, did: Did) {
        let who = who.to_owned();
        let entry = Entry { at, who, did };
        let mut book = self.book();
        book.so_far.count(&entry.did);
        match &mut book.pages {
            Pages::Memory(entries) => entries.push(entry),
            Pages::File(file) => {
                let line = serde_json::to_string(&entry).expect("entries are JSON");
                writeln!(file, "{line}").expect("the ledger can be written");
            }
        }
    }

    /// Everything written so far, of a ledger in memory.
    pub fn entries(&self) -> Vec<Entry> {
        match &self.book().pages {
            Pages::Memory(entries) => entries.clone(),
            Pages::File(_) => Vec::new(),
        }
    }

    /// Hands everything to the operating system.
    ///
    /// # Panics
    /// When that fails.
    pub fn flush(&self) {
        if let Pages::File(file) = &mut self.book().pages {
            file.flush().expect("the ledger can be written");
        }
    }
}

/// Reads a ledger.
///
/// # Errors
/// When a line is no entry: a torn ledger proves nothing.
pub fn read(path: &Path) -> io::Result<Vec<Entry>> {
    let lines = BufReader::new(File::open(path)?).lines();
    lines
        .map(|line| serde_json::from_str(&line?).map_err(io::Error::from))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use beseda_protocol::ids::FileId;

    #[test]
    fn an_entry_is_one_line_that_reads_back() {
        let told = Told::Acked {
            cid: "c".to_owned(),
            id: 7,
        };
        let entry = Entry {
            at: 5,
            who: "v0.0".to_owned(),
            did: Did::Heard { line: 2, told },
        };
        let line = serde_json::to_string(&entry).unwrap();
        assert_eq!(
            line,
            r#"{"at":5,"who":"v0.0","did":"heard","line":2,"told":{"t":"acked","cid":"c","id":7}}"#
        );
        assert_eq!(serde_json::from_str::<Entry>(&line).unwrap(), entry);
    }

    #[test]
    fn a_draft_and_what_is_stored_of_it_have_one_digest() {
        let text = "hello".to_owned();
        let said = Digest::of_draft(&Draft::Text { text: text.clone() });
        assert_eq!(said, Digest::of_body(&Body::Text { text }));
        let file = Digest::of_draft(&Draft::File {
            file: FileId::from("hello"),
        });
        assert_ne!(said, file);
    }
}

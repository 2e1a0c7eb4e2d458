//! A message as a row: its content spread over columns, and read back.

use beseda_protocol::ids::{Cid, DialogId, FileId, MessageId, Timestamp};
use beseda_protocol::message::{Body, Content, File, Happened, Message};

use super::cells::Cells;
use super::fault::Fault;
use super::message_chain::Links;
use super::row::{Columns, Json, row};
use super::sender::Sender;
use super::sql::Row;

/// A message by its sender and the id that he gave it.
pub(crate) type Named = (Sender, Cid);

row! {
    /// A message's row, as it is written. What its author changes later is in
    /// [`super::revisions`].
    MessageRow in "messages" as "m", named by columns {
        id: MessageId,
        dialog: DialogId = dialog,
        at: Timestamp = at,
        kind: Kind = kind,
        /// Who said it; nobody says what the system tells.
        sender: Option<Sender> = sender,
        cid: Option<Cid> = cid,
        quote: Option<MessageId> = quote,
        text: Option<String> = text,
        file: Option<FileId> = file,
        /// What the system tells.
        happened: Option<Json<Happened>> = happened,
        links: Links = before_id milestone_id,
    }
}

/// Who speaks to whom; the words that the SQL asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The client.
    Visitor,
    /// An employee, or the center by a rule, to the client.
    Operator,
    /// An employee, to colleagues.
    Note,
    /// The system, of what was done.
    System,
    /// Of newer code, before a rollback.
    Unknown,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Operator => "operator",
            Self::Note => "note",
            Self::System => "system",
            Self::Unknown => "unknown",
        }
    }
}

impl MessageRow {
    /// The row of a message, which refers to older ones. `client`: who makes the cids of what
    /// the client says.
    pub(crate) fn of(message: &Message, client: Sender, links: Links) -> Self {
        let row = Self {
            id: message.id,
            dialog: message.dialog,
            at: message.at,
            kind: Kind::Unknown,
            sender: None,
            cid: message.cid.clone(),
            quote: message.quote,
            text: None,
            file: None,
            happened: None,
            links,
        };
        match message.content.clone() {
            Content::Visitor { body } => Self {
                kind: Kind::Visitor,
                sender: Some(client),
                ..row.saying(body)
            },
            Content::Operator { by, body } => Self {
                kind: Kind::Operator,
                sender: Some(Sender::Employee(by)),
                ..row.saying(body)
            },
            // To the client it is as any other of the company's.
            Content::Automatic { rule, text } => Self {
                kind: Kind::Operator,
                sender: Some(Sender::Automatic(rule)),
                text: Some(text),
                ..row
            },
            Content::Note { by, text, .. } => Self {
                kind: Kind::Note,
                sender: Some(Sender::Employee(by)),
                text: Some(text),
                ..row
            },
            Content::System { happened } => Self {
                kind: Kind::System,
                happened: Some(Json(happened)),
                ..row
            },
            Content::Unknown => row,
        }
    }

    fn saying(self, body: Body) -> Self {
        let (text, file) = match body {
            Body::Text { text } => (Some(text), None),
            Body::File { file } => (None, Some(file.id)),
            Body::Unknown => (None, None),
        };
        Self { text, file, ..self }
    }

    /// The message, with its file, if it has one.
    fn message(self, file: Option<File>) -> Result<Message, Fault> {
        let corrupt = Fault::Corrupt("messages");
        let sender = self.sender.clone();
        let by = sender.as_ref().and_then(Sender::employee);
        let by = by.ok_or(corrupt.clone());
        let body = |text: Option<String>| match (file, text) {
            (Some(file), _) => Ok(Body::File { file }),
            (None, Some(text)) => Ok(Body::Text { text }),
            (None, None) => Err(corrupt.clone()),
        };
        let content = match (self.kind, sender) {
            (Kind::Visitor, _) => Content::Visitor {
                body: body(self.text)?,
            },
            (Kind::Operator, Some(Sender::Automatic(rule))) => Content::Automatic {
                rule,
                text: self.text.ok_or(corrupt)?,
            },
            (Kind::Operator, _) => Content::Operator {
                by: by?,
                body: body(self.text)?,
            },
            (Kind::Note, _) => Content::Note {
                by: by?,
                text: self.text.ok_or(corrupt)?,
                // They lie apart: see `storage::mentions`.
                mentions: Vec::new(),
            },
            (Kind::System, _) => Content::System {
                happened: self.happened.ok_or(corrupt)?.0,
            },
            (Kind::Unknown, _) => Content::Unknown,
        };
        Ok(Message {
            id: self.id,
            dialog: self.dialog,
            cid: self.cid,
            at: self.at,
            quote: self.quote,
            revised_at: None,
            content,
        })
    }
}

impl Columns for Kind {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        let all = [Self::Visitor, Self::Operator, Self::Note, Self::System];
        let word = cells.text()?;
        let known = all.into_iter().find(|kind| kind.word() == word);
        Ok(known.unwrap_or(Self::Unknown))
    }

    fn write(self, row: &mut Row) {
        row.push(self.word().into());
    }
}

/// Reads [`columns`] and [`rest_columns`].
pub(crate) fn read(cells: &mut Cells) -> Result<Message, Fault> {
    let row = MessageRow::read(cells)?;
    let file = read_file(cells)?;
    let revised_at = Columns::read(cells)?;
    Ok(Message {
        revised_at,
        ..row.message(file)?
    })
}

fn read_file(cells: &mut Cells) -> Result<Option<File>, Fault> {
    let id: Option<FileId> = Columns::read(cells)?;
    let name: Option<String> = Columns::read(cells)?;
    let size: Option<u64> = Columns::read(cells)?;
    let mime: Option<String> = Columns::read(cells)?;
    Ok(id
        .zip(name)
        .zip(size)
        .zip(mime)
        .map(|(((id, name), size), mime)| File {
            id,
            name,
            size,
            mime,
        }))
}

/// The columns that [`read`] reads after [`columns`]: of `files f`, and when the message was
/// revised, which no new one is.
macro_rules! rest_columns {
    () => {
        "f.id, f.name, f.size, f.mime, m.revised_at"
    };
}
pub(crate) use rest_columns;

impl Columns for Links {
    fn read(cells: &mut Cells) -> Result<Self, Fault> {
        Ok(Self {
            before: Columns::read(cells)?,
            milestone: Columns::read(cells)?,
        })
    }

    fn write(self, row: &mut Row) {
        self.before.write(row);
        self.milestone.write(row);
    }
}

//! A message as a row: its content spread over columns, and read back.

use beseda_protocol::ids::{Cid, DialogId, FileId, IdentityId, MessageId, OperatorId, Timestamp};
use beseda_protocol::message::{Body, Content, File, Happened, Message};

use super::cells::Cells;
use super::fault::Fault;
use super::message_chain::Links;
use super::row::{Columns, row};
use super::sql::Row;

/// A message by its sender and the id that he gave it.
pub(crate) type Named = (String, Cid);

/// Who sends, as the key of (sender, cid): a client, or an employee.
pub(crate) fn operator_sender(operator: OperatorId) -> String {
    format!("o{operator}")
}

row! {
    /// A message's row; it never changes.
    MessageRow in "messages" as "m", named by columns {
        id: MessageId,
        dialog: DialogId = dialog,
        at: Timestamp = at,
        kind: String = kind,
        /// Whose `cid` it is.
        sender: Option<String> = sender,
        cid: Option<Cid> = cid,
        quote: Option<MessageId> = quote,
        text: Option<String> = text,
        file: Option<FileId> = file,
        /// The employee who did it.
        author: Option<OperatorId> = author,
        /// The employee to whom it was done.
        subject: Option<OperatorId> = subject,
        links: Links = before_id milestone_id,
    }
}

impl MessageRow {
    /// The row of a message of that client's, which refers to older ones.
    pub(crate) fn of(message: &Message, identity: &IdentityId, links: Links) -> Self {
        let (text, file) = match &message.content {
            Content::Visitor { body } | Content::Operator { body, .. } => match body {
                Body::Text { text } => (Some(text.clone()), None),
                Body::File { file } => (None, Some(file.id.clone())),
                Body::Unknown => (None, None),
            },
            Content::Note { text, .. } => (Some(text.clone()), None),
            Content::System { happened } => (Some(happened_word(happened).to_owned()), None),
            Content::Unknown => (None, None),
        };
        let (kind, author, subject) = match &message.content {
            Content::Visitor { .. } => ("visitor", None, None),
            Content::Operator { by, .. } => ("operator", Some(*by), None),
            Content::Note { by, .. } => ("note", Some(*by), None),
            Content::System { happened } => {
                let (author, subject) = happened_people(happened);
                ("system", author, subject)
            }
            Content::Unknown => ("unknown", None, None),
        };
        let sender = match &message.content {
            Content::Visitor { .. } => Some(identity.0.clone()),
            _ => author.map(operator_sender),
        };
        Self {
            id: message.id,
            dialog: message.dialog,
            at: message.at,
            kind: kind.to_owned(),
            sender: sender.filter(|_| message.cid.is_some()),
            cid: message.cid.clone(),
            quote: message.quote,
            text,
            file,
            author,
            subject,
            links,
        }
    }

    /// The message, with its file, if it has one.
    fn message(self, file: Option<File>) -> Result<Message, Fault> {
        let corrupt = Fault::Corrupt("messages");
        let by = self.author.ok_or(corrupt.clone());
        let body = |text: Option<String>| match (file, text) {
            (Some(file), _) => Ok(Body::File { file }),
            (None, Some(text)) => Ok(Body::Text { text }),
            (None, None) => Err(corrupt.clone()),
        };
        let content = match self.kind.as_str() {
            "visitor" => Content::Visitor {
                body: body(self.text)?,
            },
            "operator" => Content::Operator {
                by: by?,
                body: body(self.text)?,
            },
            "note" => Content::Note {
                by: by?,
                text: self.text.ok_or(corrupt)?,
            },
            "system" => Content::System {
                happened: happened(self.text.as_deref(), self.author, self.subject)?,
            },
            _ => Content::Unknown,
        };
        Ok(Message {
            id: self.id,
            dialog: self.dialog,
            cid: self.cid,
            at: self.at,
            quote: self.quote,
            content,
        })
    }
}

const fn happened_word(happened: &Happened) -> &'static str {
    match happened {
        Happened::Begun {} => "begun",
        Happened::Claimed { .. } => "claimed",
        Happened::Assigned { .. } => "assigned",
        Happened::Freed { .. } => "freed",
        Happened::NoReplyNeeded { .. } => "no_reply_needed",
        Happened::Closed { .. } => "closed",
        Happened::Reopened { .. } => "reopened",
        Happened::Unknown => "unknown",
    }
}

fn happened_people(happened: &Happened) -> (Option<OperatorId>, Option<OperatorId>) {
    match happened {
        Happened::Begun {} | Happened::Unknown => (None, None),
        Happened::Claimed { by } | Happened::NoReplyNeeded { by } | Happened::Closed { by } => {
            (Some(*by), None)
        }
        Happened::Assigned { by, to } => (Some(*by), *to),
        Happened::Freed { from } => (None, Some(*from)),
        Happened::Reopened { by } => (*by, None),
    }
}

fn happened(
    word: Option<&str>,
    author: Option<OperatorId>,
    subject: Option<OperatorId>,
) -> Result<Happened, Fault> {
    let by = author.ok_or(Fault::Corrupt("messages"));
    Ok(match word {
        Some("begun") => Happened::Begun {},
        Some("claimed") => Happened::Claimed { by: by? },
        Some("assigned") => Happened::Assigned {
            by: by?,
            to: subject,
        },
        Some("freed") => Happened::Freed {
            from: subject.ok_or(Fault::Corrupt("messages"))?,
        },
        Some("no_reply_needed") => Happened::NoReplyNeeded { by: by? },
        Some("closed") => Happened::Closed { by: by? },
        Some("reopened") => Happened::Reopened { by: author },
        _ => Happened::Unknown,
    })
}

/// Reads [`columns`] and [`file_columns`].
pub(crate) fn read(cells: &mut Cells) -> Result<Message, Fault> {
    let row = MessageRow::read(cells)?;
    let file = read_file(cells)?;
    row.message(file)
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

/// The columns that [`read`] reads after [`columns`], of `files f`.
macro_rules! file_columns {
    () => {
        "f.id, f.name, f.size, f.mime"
    };
}
pub(crate) use file_columns;

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

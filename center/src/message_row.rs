//! A message as a row: its content spread over columns, and read back.

use beseda_protocol::ids::{Cid, ClientId, DialogId, FileId, MessageId, OperatorId, Timestamp};
use beseda_protocol::message::{Body, Content, File, Happened, Message};

use crate::fault::Fault;
use crate::known::Known;
use crate::messages::operator_sender;
use crate::row::Cells;

/// A message's content, spread over columns.
pub(crate) struct Columns<'a> {
    pub(crate) kind: &'static str,
    pub(crate) sender: Option<String>,
    pub(crate) text: Option<&'a str>,
    pub(crate) file: Option<&'a FileId>,
    pub(crate) author: Option<OperatorId>,
    pub(crate) subject: Option<OperatorId>,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(client: &ClientId, content: &'a Content) -> Self {
        let (text, file) = match content {
            Content::Visitor { body } | Content::Operator { body, .. } => match body {
                Body::Text { text } => (Some(text.as_str()), None),
                Body::File { file } => (None, Some(&file.id)),
                Body::Unknown => (None, None),
            },
            Content::Note { text, .. } => (Some(text.as_str()), None),
            Content::System { happened } => (Some(happened_word(happened)), None),
            Content::Unknown => (None, None),
        };
        let (kind, author, subject) = match content {
            Content::Visitor { .. } => ("visitor", None, None),
            Content::Operator { by, .. } => ("operator", Some(by.id), None),
            Content::Note { by, .. } => ("note", Some(by.id), None),
            Content::System { happened } => {
                let (author, subject) = happened_people(happened);
                ("system", author, subject)
            }
            Content::Unknown => ("unknown", None, None),
        };
        let sender = match content {
            Content::Visitor { .. } => Some(client.0.clone()),
            _ => author.map(operator_sender),
        };
        Self {
            kind,
            sender,
            text,
            file,
            author,
            subject,
        }
    }
}

const fn happened_word(happened: &Happened) -> &'static str {
    match happened {
        Happened::Begun {} => "begun",
        Happened::Claimed { .. } => "claimed",
        Happened::Assigned { .. } => "assigned",
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
            (Some(by.id), None)
        }
        Happened::Assigned { by, to } => (Some(by.id), to.as_ref().map(|to| to.id)),
        Happened::Reopened { by } => (by.as_ref().map(|by| by.id), None),
    }
}

/// Reads [`columns`].
pub(crate) fn read(cells: &mut Cells, known: &Known) -> Result<Message, Fault> {
    let (dialog, id) = (DialogId(cells.int()?), MessageId(cells.int()?));
    let at = Timestamp(cells.int()?);
    let kind = cells.text()?;
    let cid = cells.maybe_text()?.map(Cid);
    let quote = cells.maybe_int()?.map(MessageId);
    let text = cells.maybe_text()?;
    let author = cells.maybe_int()?.map(|id| known.person(OperatorId(id)));
    let subject = cells.maybe_int()?.map(|id| known.person(OperatorId(id)));
    let file = read_file(cells)?;
    let corrupt = Fault::Corrupt("messages");
    let by = author.clone().ok_or(corrupt.clone());
    let body = |text: Option<String>| match (file, text) {
        (Some(file), _) => Ok(Body::File { file }),
        (None, Some(text)) => Ok(Body::Text { text }),
        (None, None) => Err(corrupt.clone()),
    };
    let content = match kind.as_str() {
        "visitor" => Content::Visitor { body: body(text)? },
        "operator" => Content::Operator {
            by: by?,
            body: body(text)?,
        },
        "note" => Content::Note {
            by: by?,
            text: text.ok_or(corrupt)?,
        },
        "system" => Content::System {
            happened: match text.as_deref() {
                Some("begun") => Happened::Begun {},
                Some("claimed") => Happened::Claimed { by: by? },
                Some("assigned") => Happened::Assigned {
                    by: by?,
                    to: subject,
                },
                Some("no_reply_needed") => Happened::NoReplyNeeded { by: by? },
                Some("closed") => Happened::Closed { by: by? },
                Some("reopened") => Happened::Reopened { by: author },
                _ => Happened::Unknown,
            },
        },
        _ => Content::Unknown,
    };
    Ok(Message {
        id,
        dialog,
        cid,
        at,
        quote,
        content,
    })
}

fn read_file(cells: &mut Cells) -> Result<Option<File>, Fault> {
    let (id, name) = (cells.maybe_text()?, cells.maybe_text()?);
    let (size, mime) = (cells.maybe_int()?, cells.maybe_text()?);
    Ok(id
        .zip(name)
        .zip(size)
        .zip(mime)
        .map(|(((id, name), size), mime)| File {
            id: FileId(id),
            name,
            size,
            mime,
        }))
}

/// The columns that [`read`] reads, of `messages m` and `files f`.
macro_rules! columns {
    () => {
        "m.dialog, m.id, m.at, m.kind, m.cid, m.quote, m.text, m.author, m.subject,
         f.id, f.name, f.size, f.mime"
    };
}
pub(crate) use columns;

//! Messages: kept under their dialog in the order of their ids.

use beseda_protocol::ids::{Cid, ClientId, DialogId, MessageId, OperatorId};
use beseda_protocol::limits::{HISTORY_PAGE, PAGE_BYTES_MAX};
use beseda_protocol::message::{Content, Message, VisitorContent, VisitorMessage};

use crate::fault::Fault;
use crate::known::Known;
use crate::message_row::{Columns, columns, read};
use crate::row::Cells;
use crate::sql::{Sql, Value};
use crate::stop::Stop;
use crate::work::Work;

/// Before this come all.
pub(crate) const NEWEST: MessageId = MessageId((1 << 53) - 1);

/// Some messages, oldest first, and whether older ones exist.
pub(crate) struct Shown<M> {
    pub(crate) messages: Vec<M>,
    pub(crate) more: bool,
}

/// Who sends, as the key of (sender, cid): a client, or an employee.
pub(crate) fn operator_sender(operator: OperatorId) -> String {
    format!("o{operator}")
}

/// Writes a message.
pub(crate) fn insert(work: &Work<'_>, client: &ClientId, message: &Message) -> Result<(), Stop> {
    let columns = Columns::of(client, &message.content);
    work.write(
        INSERT,
        &[
            message.dialog.into(),
            message.id.into(),
            message.at.into(),
            columns.kind.into(),
            message
                .cid
                .is_some()
                .then_some(columns.sender)
                .flatten()
                .into(),
            message.cid.as_ref().map_or(Value::Null, Into::into),
            message.quote.into(),
            columns.text.into(),
            columns.file.map_or(Value::Null, Into::into),
            columns.author.into(),
            columns.subject.into(),
        ],
    )
}

/// What was stored under this cid, if anything was.
pub(crate) fn by_cid(
    sql: &dyn Sql,
    known: &Known,
    sender: &str,
    cid: &Cid,
) -> Result<Option<Message>, Fault> {
    let rows = sql.query(BY_CID, &[sender.into(), cid.into()])?;
    Cells::maybe(rows, "messages")
        .map(|mut cells| read(&mut cells, known))
        .transpose()
}

/// A page of a dialog.
pub(crate) fn page(
    sql: &dyn Sql,
    known: &Known,
    dialog: DialogId,
    before: MessageId,
) -> Result<Shown<Message>, Fault> {
    let limit = HISTORY_PAGE as u64 + 1;
    let rows = sql.query(PAGE, &[dialog.into(), before.into(), limit.into()])?;
    let newest_first = rows
        .into_iter()
        .map(|row| read(&mut Cells::new(row, "messages"), known))
        .collect::<Result<Vec<_>, Fault>>()?;
    Ok(cut(newest_first))
}

/// A page of all that a client sees, through all his dialogs.
pub(crate) fn visitor_page(
    sql: &dyn Sql,
    known: &Known,
    client: &ClientId,
    before: MessageId,
) -> Result<Shown<VisitorMessage>, Fault> {
    let limit = HISTORY_PAGE as u64 + 1;
    let rows = sql.query(VISITOR_PAGE, &[client.into(), before.into(), limit.into()])?;
    let mut newest_first = Vec::with_capacity(rows.len());
    for row in rows {
        newest_first.extend(for_visitor(&read(&mut Cells::new(row, "messages"), known)?));
    }
    Ok(cut(newest_first))
}

/// As many as fit into a page, oldest first.
fn cut<M: beseda_protocol::json::Wire>(newest_first: Vec<M>) -> Shown<M> {
    let n_found = newest_first.len();
    let mut room = PAGE_BYTES_MAX;
    let mut messages = Vec::new();
    for message in newest_first.into_iter().take(HISTORY_PAGE) {
        let size = beseda_protocol::json::to_text(&message).len();
        if size > room {
            break;
        }
        room -= size;
        messages.push(message);
    }
    let more = messages.len() < n_found;
    messages.reverse();
    Shown { messages, more }
}

/// Whether a client sees such a message of his.
pub(crate) fn seen_by_client(
    sql: &dyn Sql,
    client: &ClientId,
    id: MessageId,
) -> Result<bool, Fault> {
    let rows = sql.query(
        "SELECT 1 FROM dialogs d JOIN messages m ON m.dialog = d.id AND m.id = ?2
         WHERE d.client = ?1 AND m.kind IN ('visitor', 'operator')",
        &[client.into(), id.into()],
    )?;
    Ok(!rows.is_empty())
}

/// The newest operators' messages of a client in `(after, upto]`, by dialog.
pub(crate) fn of_operators(
    sql: &dyn Sql,
    client: &ClientId,
    after: MessageId,
    upto: MessageId,
) -> Result<Vec<(DialogId, MessageId)>, Fault> {
    let rows = sql.query(
        "SELECT m.dialog, max(m.id) FROM dialogs d
         JOIN messages m ON m.dialog = d.id AND m.id > ?2 AND m.id <= ?3
         WHERE d.client = ?1 AND m.kind = 'operator' GROUP BY m.dialog",
        &[client.into(), after.into(), upto.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "messages");
            Ok((DialogId(cells.int()?), MessageId(cells.int()?)))
        })
        .collect()
}

/// How many operators' messages a client has not read.
pub(crate) fn unread_by_client(
    sql: &dyn Sql,
    client: &ClientId,
    read_upto: MessageId,
) -> Result<u32, Fault> {
    let rows = sql.query(
        "SELECT count(*) FROM dialogs d
         JOIN messages m ON m.dialog = d.id AND m.id > ?2
         WHERE d.client = ?1 AND m.kind = 'operator'",
        &[client.into(), read_upto.into()],
    )?;
    Cells::first(rows, "messages")?.count()
}

/// How many of the client's messages in a dialog nobody has opened.
pub(crate) fn unopened(sql: &dyn Sql, dialog: DialogId, upto: MessageId) -> Result<u32, Fault> {
    let rows = sql.query(
        "SELECT count(*) FROM messages WHERE dialog = ? AND id > ? AND kind = 'visitor'",
        &[dialog.into(), upto.into()],
    )?;
    Cells::first(rows, "messages")?.count()
}

/// Up to where operators have opened a client's messages.
pub(crate) fn opened_upto(sql: &dyn Sql, client: &ClientId) -> Result<MessageId, Fault> {
    let rows = sql.query(
        "SELECT max(opened_upto) FROM dialogs WHERE client = ?",
        &[client.into()],
    )?;
    let upto = Cells::first(rows, "dialogs")?.maybe_int()?;
    Ok(MessageId(upto.unwrap_or(0)))
}

/// The message on the visitor's wire; notes and system messages are not.
pub(crate) fn for_visitor(message: &Message) -> Option<VisitorMessage> {
    let (cid, content) = match &message.content {
        Content::Visitor { body } => {
            let body = body.clone();
            (message.cid.clone(), VisitorContent::You { body })
        }
        Content::Operator { by, body } => {
            let (by, body) = (by.clone(), body.clone());
            (None, VisitorContent::Operator { by, body })
        }
        Content::Note { .. } | Content::System { .. } | Content::Unknown => return None,
    };
    Some(VisitorMessage {
        id: message.id,
        cid,
        at: message.at,
        quote: message.quote,
        content,
    })
}

const INSERT: &str = "INSERT INTO messages (dialog, id, at, kind, sender, cid, quote, text,
        file, author, subject)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const BY_CID: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM messages m LEFT JOIN files f ON f.id = m.file WHERE m.sender = ? AND m.cid = ?"
);

const PAGE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM messages m LEFT JOIN files f ON f.id = m.file
      WHERE m.dialog = ? AND m.id < ? ORDER BY m.id DESC LIMIT ?"
);

// A page of each dialog at most, then the newest of them.
const VISITOR_PAGE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM dialogs d
      JOIN messages m ON m.dialog = d.id AND m.id IN (
          SELECT id FROM messages
          WHERE dialog = d.id AND id < ?2 AND kind IN ('visitor', 'operator')
          ORDER BY id DESC LIMIT ?3)
      LEFT JOIN files f ON f.id = m.file
      WHERE d.client = ?1 ORDER BY m.id DESC LIMIT ?3"
);

//! Messages. Each is its own event: its id is its place in the center's log, and
//! its row has its place in the client's view.

use beseda_protocol::ids::{Cid, ClientId, DialogId, MessageId, OperatorId, Seq};
use beseda_protocol::limits::{HISTORY_PAGE, PAGE_BYTES_MAX};
use beseda_protocol::message::{Content, Message, VisitorContent, VisitorMessage};

use crate::behind::Writes;
use crate::chain::walk;
use crate::fault::Fault;
use crate::known::Known;
use crate::message_row::{Columns, columns, read};
use crate::row::Cells;
use crate::sql::{Row, Sql};
use crate::stop::Stop;
use crate::work::{Work, json};

/// Before this come all.
pub(crate) const NEWEST: MessageId = MessageId((1 << 53) - 1);

/// Some messages, oldest first, and whether older ones exist.
pub(crate) struct Shown<M> {
    pub(crate) messages: Vec<M>,
    pub(crate) more: bool,
}

/// A message by its sender and the id that he gave it.
pub(crate) type Named = (String, Cid);

/// Who sends, as the key of (sender, cid): a client, or an employee.
pub(crate) fn operator_sender(operator: OperatorId) -> String {
    format!("o{operator}")
}

/// A message and its place in its client's view, if he sees it.
pub(crate) type Placed = (Option<(ClientId, Seq)>, Message);

/// Writes a message, at a place in its client's view if he sees it.
pub(crate) fn insert(
    work: &mut Work<'_>,
    client_seq: Option<Seq>,
    message: &Message,
) -> Result<(), Stop> {
    let dialog = work.sure_dialog(message.dialog)?;
    let links = dialog.chain.links();
    let columns = Columns::of(&dialog.client, &message.content);
    let sender = columns.sender.filter(|_| message.cid.is_some());
    let row = vec![
        message.id.into(),
        message.dialog.into(),
        client_seq.into(),
        message.at.into(),
        columns.kind.into(),
        sender.clone().into(),
        message.cid.as_ref().into(),
        message.quote.into(),
        columns.text.into(),
        columns.file.into(),
        columns.author.into(),
        columns.subject.into(),
        links.before.into(),
        links.milestone.into(),
    ];
    work.write_behind()?.message(row);
    work.change_dialog(message.dialog, |dialog| dialog.chain.add(message.id))?;
    work.has_said(sender, message);
    Ok(())
}

/// What was stored under this cid, if anything was.
pub(crate) fn by_cid(
    sql: &dyn Sql,
    known: &Known,
    sender: &str,
    cid: &Cid,
) -> Result<Option<Message>, Fault> {
    // Almost always there is none, which the index alone can tell.
    let rows = sql.query(ID_BY_CID, &[sender.into(), cid.into()])?;
    let Some(mut found) = Cells::maybe(rows, "messages") else {
        return Ok(None);
    };
    let rows = sql.query(BY_ID, &[MessageId(found.int()?).into()])?;
    read(&mut Cells::first(rows, "messages")?, known).map(Some)
}

/// What was stored under many cids, each of a sender.
pub(crate) fn by_cids(
    sql: &dyn Sql,
    known: &Known,
    named: &[Named],
) -> Result<Vec<(Named, Message)>, Fault> {
    let rows = sql.query(BY_CIDS, &[json(&named).into()])?;
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "messages");
            let sender = cells.text()?;
            let message = read(&mut cells, known)?;
            let cid = message.cid.clone().ok_or(Fault::Corrupt("messages"))?;
            Ok(((sender, cid), message))
        })
        .collect()
}

/// All messages of the center after a place in its log.
pub(crate) fn since(sql: &dyn Sql, known: &Known, after: Seq) -> Result<Vec<Placed>, Fault> {
    let rows = sql.query(SINCE, &[after.into()])?;
    rows.into_iter().map(|row| placed(row, known)).collect()
}

/// All messages of a client's view after a place in it.
pub(crate) fn of_client(
    sql: &dyn Sql,
    known: &Known,
    client: &ClientId,
    after: Seq,
) -> Result<Vec<Placed>, Fault> {
    let rows = sql.query(OF_CLIENT, &[client.into(), after.into()])?;
    rows.into_iter().map(|row| placed(row, known)).collect()
}

fn placed(row: Row, known: &Known) -> Result<Placed, Fault> {
    let mut cells = Cells::new(row, "messages");
    let (client, seq) = (ClientId(cells.text()?), cells.maybe_int()?.map(Seq));
    let message = read(&mut cells, known)?;
    Ok((seq.map(|seq| (client, seq)), message))
}

/// The message at or before a place in a client's view, if it is behind `after`.
pub(crate) fn at_place(
    sql: &dyn Sql,
    client: &ClientId,
    seq: Seq,
    after: MessageId,
) -> Result<MessageId, Fault> {
    let rows = sql.query(AT_PLACE, &[client.into(), seq.into(), after.into()])?;
    let id = Cells::maybe(rows, "messages").map(|mut cells| cells.int());
    Ok(MessageId(id.transpose()?.unwrap_or(0)))
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
        "SELECT 1 FROM messages m JOIN dialogs d ON d.id = m.dialog
         WHERE m.id = ?2 AND d.client = ?1 AND m.kind IN ('visitor', 'operator')",
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
    let values = [client.into(), after.into(), upto.into()];
    let rows = sql.query(OF_OPERATORS, &values)?;
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
    let rows = sql.query(UNREAD, &[client.into(), read_upto.into()])?;
    Cells::first(rows, "messages")?.count()
}

/// Clients with messages of their own in `(after, upto]`.
pub(crate) fn writers(
    sql: &dyn Sql,
    after: MessageId,
    upto: MessageId,
) -> Result<Vec<ClientId>, Fault> {
    let rows = sql.query(
        "SELECT DISTINCT d.client FROM messages m JOIN dialogs d ON d.id = m.dialog
         WHERE m.id > ? AND m.id <= ? AND m.kind = 'visitor'",
        &[after.into(), upto.into()],
    )?;
    let client = |row| Ok(ClientId(Cells::new(row, "dialogs").text()?));
    rows.into_iter().map(client).collect()
}

/// How many of the client's messages in a dialog nobody has opened.
pub(crate) fn unopened(sql: &dyn Sql, dialog: DialogId, upto: MessageId) -> Result<u32, Fault> {
    let rows = sql.query(UNOPENED, &[dialog.into(), upto.into()])?;
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

/// A message's row.
pub(crate) const WRITES: Writes = Writes {
    before: "INSERT INTO messages (id, dialog, client_seq, at, kind, sender, cid, quote, text,
        file, author, subject, before_id, milestone_id)",
    n_columns: 14,
    after: "",
};

// Without the join of BY_ID: beside it SQLite makes another plan for each value
// bound, and a plan takes it longer than all else that is done for a message.
const ID_BY_CID: &str = "SELECT id FROM messages WHERE sender = ? AND cid = ?";

const BY_ID: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM messages m LEFT JOIN files f ON f.id = m.file WHERE m.id = ?"
);

const BY_CIDS: &str = concat!(
    "SELECT m.sender, ",
    columns!(),
    " FROM json_each(?) wanted
      JOIN messages m ON m.sender = wanted.value ->> 0 AND m.cid = wanted.value ->> 1
      LEFT JOIN files f ON f.id = m.file"
);

const SINCE: &str = concat!(
    "SELECT d.client, m.client_seq, ",
    columns!(),
    " FROM messages m JOIN dialogs d ON d.id = m.dialog
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id > ? ORDER BY m.id"
);

const AT_PLACE: &str = concat!(
    walk!("client = ?1", "m.id > ?3 AND ifnull(m.client_seq > ?2, 1)"),
    " SELECT m.id FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.client_seq <= ?2 AND m.id > ?3 LIMIT 1"
);

const OF_CLIENT: &str = concat!(
    walk!("client = ?1", "ifnull(m.client_seq > ?2, 1)"),
    " SELECT d.client, m.client_seq, ",
    columns!(),
    " FROM walk CROSS JOIN messages m ON m.id = walk.id
      JOIN dialogs d ON d.id = m.dialog
      LEFT JOIN files f ON f.id = m.file
      WHERE m.client_seq > ?2 ORDER BY m.id"
);

const PAGE: &str = concat!(
    walk!("id = ?1", "?2", "1"),
    " SELECT ",
    columns!(),
    " FROM walk CROSS JOIN messages m ON m.id = walk.id
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id < ?2 LIMIT ?3"
);

const VISITOR_PAGE: &str = concat!(
    walk!("client = ?1", "?2", "1"),
    " SELECT ",
    columns!(),
    " FROM walk CROSS JOIN messages m ON m.id = walk.id
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id < ?2 AND m.kind IN ('visitor', 'operator') LIMIT ?3"
);

const OF_OPERATORS: &str = concat!(
    walk!("client = ?1", "?3 + 1", "m.id > ?2"),
    " SELECT m.dialog, max(m.id) FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.id > ?2 AND m.id <= ?3 AND m.kind = 'operator' GROUP BY m.dialog"
);

const UNREAD: &str = concat!(
    walk!("client = ?1", "m.id > ?2"),
    " SELECT count(*) FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.id > ?2 AND m.kind = 'operator'"
);

const UNOPENED: &str = concat!(
    walk!("id = ?1", "m.id > ?2"),
    " SELECT count(*) FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.id > ?2 AND m.kind = 'visitor'"
);

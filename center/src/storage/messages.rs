//! Messages. Each is its own event: its id is its place in the log.

use std::collections::BTreeMap;

use beseda_protocol::ids::{Cid, DialogId, IdentityId, MessageId, Seq};
use beseda_protocol::limits::HISTORY_PAGE;
use beseda_protocol::message::Message;

use super::cells::Cells;
use super::fault::Fault;
use super::mentions;
use super::message_chain::walk;
pub(crate) use super::message_row::Named;
use super::message_row::{columns, read, rest_columns};
use super::row::Columns;
use super::sender::Sender;
use super::sql::{Row, Value};
use super::write_buffer::Storage;

/// Before this come all.
pub(crate) const NEWEST: MessageId = MessageId((1 << 53) - 1);

/// What was stored under this cid, if anything was.
pub(crate) fn by_cid(
    storage: &Storage<'_>,
    sender: &Sender,
    cid: &Cid,
) -> Result<Option<Message>, Fault> {
    // Almost always there is none, which the index alone can tell.
    let rows = storage.query(ID_BY_CID, &[sender.into(), cid.into()])?;
    let Some(mut found) = Cells::maybe(rows, "messages") else {
        return Ok(None);
    };
    let rows = storage.query(BY_ID, &[MessageId(found.int()?).into()])?;
    read(&mut Cells::first(rows, "messages")?).map(Some)
}

/// A message by its id.
pub(crate) fn load(storage: &Storage<'_>, id: MessageId) -> Result<Option<Message>, Fault> {
    let rows = storage.query(BY_ID, &[id.into()])?;
    let Some(mut cells) = Cells::maybe(rows, "messages") else {
        return Ok(None);
    };
    let mut found = [read(&mut cells)?];
    mentions::fill(storage, found.iter_mut())?;
    let [found] = found;
    Ok(Some(found))
}

/// What was stored under many cids, each of a sender.
pub(crate) fn by_cids(
    storage: &Storage<'_>,
    named: &[Named],
) -> Result<Vec<(Named, Message)>, Fault> {
    let named: Vec<_> = (named.iter())
        .map(|(sender, cid)| (sender.text(), cid))
        .collect();
    let rows = storage.query(BY_CIDS, &[Value::list(&named)])?;
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "messages");
            let sender = Sender::read(&mut cells)?;
            let message = read(&mut cells)?;
            let cid = message.cid.clone().ok_or(Fault::Corrupt("messages"))?;
            Ok(((sender, cid), message))
        })
        .collect()
}

/// A message, and whose dialog it is in.
pub(crate) type OfIdentity = (IdentityId, Message);

/// All messages of the center after a place in its log.
pub(crate) fn since(storage: &Storage<'_>, after: Seq) -> Result<Vec<OfIdentity>, Fault> {
    let mut since = of_identities(storage.query(SINCE, &[after.into()])?)?;
    mentions::fill(storage, since.iter_mut().map(|(_, message)| message))?;
    Ok(since)
}

/// The first messages of the center after a place, so many of them at most.
pub(crate) fn next(
    storage: &Storage<'_>,
    after: Seq,
    limit: u64,
) -> Result<Vec<OfIdentity>, Fault> {
    let mut next = of_identities(storage.query(NEXT, &[after.into(), limit.into()])?)?;
    mentions::fill(storage, next.iter_mut().map(|(_, message)| message))?;
    Ok(next)
}

/// The newest messages of a client's view after a place.
pub(crate) fn of_identity(
    storage: &Storage<'_>,
    identity: &IdentityId,
    after: Seq,
    limit: u64,
) -> Result<Vec<OfIdentity>, Fault> {
    let values = [identity.into(), after.into(), limit.into()];
    of_identities(storage.query(OF_IDENTITY, &values)?)
}

fn of_identities(rows: Vec<Row>) -> Result<Vec<OfIdentity>, Fault> {
    let read = |row| {
        let mut cells = Cells::new(row, "messages");
        let identity = IdentityId(cells.text()?);
        Ok((identity, read(&mut cells)?))
    };
    rows.into_iter().map(read).collect()
}

/// Some of a dialog's messages before one, newest first: one more than a page.
pub(crate) fn page(
    storage: &Storage<'_>,
    dialog: DialogId,
    before: MessageId,
) -> Result<Vec<Message>, Fault> {
    let mut page = newest_first(storage, PAGE, dialog.into(), before)?;
    mentions::fill(storage, page.iter_mut())?;
    Ok(page)
}

/// The same of all that a client sees, through all his dialogs.
pub(crate) fn identity_page(
    storage: &Storage<'_>,
    identity: &IdentityId,
    before: MessageId,
) -> Result<Vec<Message>, Fault> {
    newest_first(storage, IDENTITY_PAGE, identity.into(), before)
}

fn newest_first(
    storage: &Storage<'_>,
    statement: &str,
    whose: Value,
    before: MessageId,
) -> Result<Vec<Message>, Fault> {
    let limit = HISTORY_PAGE as u64 + 1;
    let rows = storage.query(statement, &[whose, before.into(), limit.into()])?;
    let read = |row| read(&mut Cells::new(row, "messages"));
    rows.into_iter().map(read).collect()
}

/// The newest message before one that a client sees; 0: there is none.
pub(crate) fn last_of_identity(
    storage: &Storage<'_>,
    identity: &IdentityId,
    before: MessageId,
) -> Result<MessageId, Fault> {
    let rows = storage.query(LAST_OF_IDENTITY, &[identity.into(), before.into()])?;
    let id = Cells::maybe(rows, "messages").map(|mut cells| cells.int());
    Ok(MessageId(id.transpose()?.unwrap_or(0)))
}

/// Whether a client sees such a message of his.
pub(crate) fn seen_by_identity(
    storage: &Storage<'_>,
    identity: &IdentityId,
    id: MessageId,
) -> Result<bool, Fault> {
    let rows = storage.query(
        "SELECT 1 FROM messages m JOIN dialogs d ON d.id = m.dialog
         WHERE m.id = ?2 AND d.identity = ?1 AND m.kind IN ('visitor', 'operator')",
        &[identity.into(), id.into()],
    )?;
    Ok(!rows.is_empty())
}

/// The newest operators' messages of a client in `(after, upto]`, by dialog.
pub(crate) fn of_operators(
    storage: &Storage<'_>,
    identity: &IdentityId,
    after: MessageId,
    upto: MessageId,
) -> Result<Vec<(DialogId, MessageId)>, Fault> {
    let values = [identity.into(), after.into(), upto.into()];
    let rows = storage.query(OF_OPERATORS, &values)?;
    rows.into_iter()
        .map(|row| {
            let mut cells = Cells::new(row, "messages");
            Ok((DialogId(cells.int()?), MessageId(cells.int()?)))
        })
        .collect()
}

/// How many operators' messages a client has not read.
pub(crate) fn unread_by_identity(
    storage: &Storage<'_>,
    identity: &IdentityId,
    read_upto: MessageId,
) -> Result<u32, Fault> {
    let rows = storage.query(UNREAD, &[identity.into(), read_upto.into()])?;
    Cells::first(rows, "messages")?.count()
}

/// Clients with messages of their own in `(after, upto]`, each with the newest of them.
pub(crate) fn writers(
    storage: &Storage<'_>,
    after: MessageId,
    upto: MessageId,
) -> Result<BTreeMap<IdentityId, MessageId>, Fault> {
    let rows = storage.query(
        "SELECT d.identity, max(m.id) FROM messages m JOIN dialogs d ON d.id = m.dialog
         WHERE m.id > ? AND m.id <= ? AND m.kind = 'visitor' GROUP BY d.identity",
        &[after.into(), upto.into()],
    )?;
    let read = |row| {
        let mut cells = Cells::new(row, "messages");
        Ok((IdentityId(cells.text()?), MessageId(cells.int()?)))
    };
    rows.into_iter().map(read).collect()
}

/// How many of the client's messages in a dialog nobody has opened.
pub(crate) fn unopened(
    storage: &Storage<'_>,
    dialog: DialogId,
    upto: MessageId,
) -> Result<u32, Fault> {
    let rows = storage.query(UNOPENED, &[dialog.into(), upto.into()])?;
    Cells::first(rows, "messages")?.count()
}

/// Up to where operators have opened a client's messages.
pub(crate) fn opened_upto(
    storage: &Storage<'_>,
    identity: &IdentityId,
) -> Result<MessageId, Fault> {
    let rows = storage.query(
        "SELECT max(opened_upto) FROM dialogs WHERE identity = ?",
        &[identity.into()],
    )?;
    let upto = Cells::first(rows, "dialogs")?.maybe_int()?;
    Ok(MessageId(upto.unwrap_or(0)))
}

// Without the join of BY_ID: beside it SQLite makes another plan for each value
// bound, and a plan takes it longer than all else that is done for a message.
const ID_BY_CID: &str = "SELECT id FROM messages WHERE sender = ? AND cid = ?";

const BY_ID: &str = concat!(
    "SELECT ",
    columns!(),
    ", ",
    rest_columns!(),
    " FROM messages m LEFT JOIN files f ON f.id = m.file WHERE m.id = ?"
);

const BY_CIDS: &str = concat!(
    "SELECT m.sender, ",
    columns!(),
    ", ",
    rest_columns!(),
    " FROM json_each(?) wanted
      JOIN messages m ON m.sender = wanted.value ->> 0 AND m.cid = wanted.value ->> 1
      LEFT JOIN files f ON f.id = m.file"
);

const SINCE: &str = concat!(
    "SELECT d.identity, ",
    columns!(),
    ", ",
    rest_columns!(),
    " FROM messages m JOIN dialogs d ON d.id = m.dialog
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id > ? ORDER BY m.id"
);

const NEXT: &str = concat!(
    "SELECT d.identity, ",
    columns!(),
    ", ",
    rest_columns!(),
    " FROM messages m JOIN dialogs d ON d.id = m.dialog
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id > ? ORDER BY m.id LIMIT ?"
);

const OF_IDENTITY: &str = concat!(
    walk!("identity = ?1", "m.id > ?2"),
    " SELECT d.identity, ",
    columns!(),
    ", ",
    rest_columns!(),
    " FROM walk CROSS JOIN messages m ON m.id = walk.id
      JOIN dialogs d ON d.id = m.dialog
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id > ?2 AND m.kind IN ('visitor', 'operator') LIMIT ?3"
);

const LAST_OF_IDENTITY: &str = concat!(
    walk!("identity = ?1", "?2", "1"),
    " SELECT m.id FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.id < ?2 AND m.kind IN ('visitor', 'operator') LIMIT 1"
);

const PAGE: &str = concat!(
    walk!("id = ?1", "?2", "1"),
    " SELECT ",
    columns!(),
    ", ",
    rest_columns!(),
    " FROM walk CROSS JOIN messages m ON m.id = walk.id
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id < ?2 LIMIT ?3"
);

const IDENTITY_PAGE: &str = concat!(
    walk!("identity = ?1", "?2", "1"),
    " SELECT ",
    columns!(),
    ", ",
    rest_columns!(),
    " FROM walk CROSS JOIN messages m ON m.id = walk.id
      LEFT JOIN files f ON f.id = m.file
      WHERE m.id < ?2 AND m.kind IN ('visitor', 'operator') LIMIT ?3"
);

const OF_OPERATORS: &str = concat!(
    walk!("identity = ?1", "?3 + 1", "m.id > ?2"),
    " SELECT m.dialog, max(m.id) FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.id > ?2 AND m.id <= ?3 AND m.kind = 'operator' GROUP BY m.dialog"
);

const UNREAD: &str = concat!(
    walk!("identity = ?1", "m.id > ?2"),
    " SELECT count(*) FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.id > ?2 AND m.kind = 'operator'"
);

const UNOPENED: &str = concat!(
    walk!("id = ?1", "m.id > ?2"),
    " SELECT count(*) FROM walk CROSS JOIN messages m ON m.id = walk.id
      WHERE m.id > ?2 AND m.kind = 'visitor'"
);

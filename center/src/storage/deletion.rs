//! Deleting a client for good: what is reached through his rows goes in one turn, so that
//! nobody finds any of it afterwards; the messages, which nothing leads to any more, go in
//! slices. Of what is left to do there are rows: chains of messages, and files whose bytes
//! lie in stores of their own.

use beseda_protocol::ids::{ClientId, DialogId, FileId, IdentityId, JobId, MessageId, Seq};

use super::cells::Cells;
use super::dialogs::Dialog;
use super::fault::Fault;
use super::sql::Value;
use super::write_buffer::Storage;

/// How much there is of a client.
pub(crate) struct Extent {
    pub(crate) dialogs: u64,
    pub(crate) messages: u64,
    pub(crate) files: u64,
}

/// The clients who turned out to be this one.
pub(crate) fn merged_into(storage: &Storage<'_>, client: ClientId) -> Result<Vec<ClientId>, Fault> {
    let rows = storage.query(MERGED_INTO, &[client.into()])?;
    let id = |row| Ok(ClientId(Cells::new(row, "clients").int()?));
    rows.into_iter().map(id).collect()
}

/// Counts it.
pub(crate) fn extent(storage: &Storage<'_>, client: ClientId) -> Result<Extent, Fault> {
    let rows = storage.query(EXTENT, &[client.into()])?;
    let mut cells = Cells::first(rows, "dialogs")?;
    Ok(Extent {
        dialogs: cells.int()?,
        messages: cells.int()?,
        files: cells.int()?,
    })
}

/// Deletes everything by which a client is found, and notes what is left for `job`.
pub(crate) fn hide(
    storage: &Storage<'_>,
    client: ClientId,
    identities: &[IdentityId],
    dialogs: &[Dialog],
    job: &JobId,
) -> Result<(), Fault> {
    let ids: Vec<DialogId> = dialogs.iter().map(|dialog| dialog.id).collect();
    let (ids, identities) = (Value::list(&ids), [Value::list(identities)]);
    storage.exec(KEEP_CHAINS, &[job.into(), ids.clone()])?;
    storage.exec(KEEP_FILES, &identities)?;
    for statement in BY_IDENTITY {
        storage.exec(statement, &identities)?;
    }
    for statement in BY_DIALOG {
        storage.exec(statement, std::slice::from_ref(&ids))?;
    }
    for statement in BY_CLIENT {
        storage.exec(statement, &[client.into()])?;
    }
    Ok(())
}

/// Some messages of a chain that `job` has to delete, newest first.
pub(crate) fn some_messages(
    storage: &Storage<'_>,
    job: &JobId,
    limit: u64,
) -> Result<Vec<MessageId>, Fault> {
    let rows = storage.query(SOME_MESSAGES, &[job.into(), limit.into()])?;
    let id = |row| Ok(MessageId(Cells::new(row, "messages").int()?));
    rows.into_iter().map(id).collect()
}

/// Deletes messages of a chain, from its newest on: the rest of it begins behind them.
pub(crate) fn cut_chain(storage: &Storage<'_>, messages: &[MessageId]) -> Result<(), Fault> {
    let (Some(newest), Some(oldest)) = (messages.first(), messages.last()) else {
        return Ok(());
    };
    storage.exec(CUT_CHAIN, &[(*newest).into(), (*oldest).into()])?;
    storage.exec(END_CHAIN, &[])?;
    let messages = [Value::list(messages)];
    storage.exec(FIRST_TEXTS, &messages)?;
    storage.exec(MENTIONS, &messages)?;
    storage.exec(MESSAGES, &messages)
}

/// Deletes events in `(after, upto]` that refer to what there is no more, but for those
/// that say so, and those that say who could see it before: whoever was away since has to
/// be told that it is gone.
pub(crate) fn forget_events(storage: &Storage<'_>, after: Seq, upto: Seq) -> Result<(), Fault> {
    storage.exec(EVENTS, &[after.into(), upto.into()])
}

/// Some files of an identity whose bytes are to be deleted.
pub(crate) fn some_files(
    storage: &Storage<'_>,
    identity: &IdentityId,
    limit: u64,
) -> Result<Vec<FileId>, Fault> {
    let rows = storage.query(SOME_FILES, &[identity.into(), limit.into()])?;
    let id = |row| Ok(FileId(Cells::new(row, "deleted_files").text()?));
    rows.into_iter().map(id).collect()
}

/// Their bytes are deleted.
pub(crate) fn forget_files(storage: &Storage<'_>, files: &[FileId]) -> Result<(), Fault> {
    storage.exec(
        "DELETE FROM deleted_files WHERE id IN (SELECT value FROM json_each(?))",
        &[Value::list(files)],
    )
}

const MERGED_INTO: &str = "SELECT id FROM clients WHERE merged_into = ?";

const EXTENT: &str = "SELECT
    (SELECT count(*) FROM identities i JOIN dialogs d ON d.identity = i.id WHERE i.client = ?1),
    (SELECT ifnull(sum(d.n_messages), 0)
     FROM identities i JOIN dialogs d ON d.identity = i.id WHERE i.client = ?1),
    (SELECT ifnull(sum(s.files), 0)
     FROM identities i JOIN stores s ON s.identity = i.id WHERE i.client = ?1)";

const KEEP_CHAINS: &str = "INSERT INTO deleted_chains (newest_id, job)
    SELECT newest_id, ?1 FROM dialogs
    WHERE id IN (SELECT value FROM json_each(?2)) AND newest_id IS NOT NULL";

const KEEP_FILES: &str = "INSERT INTO deleted_files (id, identity)
    SELECT id, identity FROM files WHERE identity IN (SELECT value FROM json_each(?))";

const BY_IDENTITY: [&str; 10] = [
    "DELETE FROM page_views WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM arrivals WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM consents WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM files WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM stores WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM visits WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM events WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM whences WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM addresses WHERE identity IN (SELECT value FROM json_each(?))",
    "DELETE FROM identities WHERE id IN (SELECT value FROM json_each(?))",
];

const BY_DIALOG: [&str; 9] = [
    "DELETE FROM mentioned WHERE dialog IN (SELECT value FROM json_each(?))",
    "DELETE FROM pins WHERE dialog IN (SELECT value FROM json_each(?))",
    "DELETE FROM drafts WHERE dialog IN (SELECT value FROM json_each(?))",
    "DELETE FROM deliveries WHERE dialog IN (SELECT value FROM json_each(?))",
    "DELETE FROM merged_dialogs WHERE into_id IN (SELECT value FROM json_each(?))",
    "DELETE FROM closings WHERE dialog IN (SELECT value FROM json_each(?))",
    "DELETE FROM automatic_replies WHERE dialog IN (SELECT value FROM json_each(?))",
    "DELETE FROM dialog_marks WHERE dialog IN (SELECT value FROM json_each(?))",
    "DELETE FROM dialogs WHERE id IN (SELECT value FROM json_each(?))",
];

const BY_CLIENT: [&str; 8] = [
    // What a table said of him.
    "DELETE FROM import_rows
     WHERE client = ?1 OR client IN (SELECT id FROM clients WHERE merged_into = ?1)",
    "DELETE FROM client_texts
     WHERE client = ?1 OR client IN (SELECT id FROM clients WHERE merged_into = ?1)",
    "DELETE FROM client_contacts WHERE client = ?",
    "DELETE FROM client_marks WHERE client = ?",
    "DELETE FROM client_notes WHERE client = ?",
    "DELETE FROM client_variables WHERE client = ?",
    // Those who turned out to be him.
    "DELETE FROM clients WHERE merged_into = ?",
    "DELETE FROM clients WHERE id = ?",
];

const SOME_MESSAGES: &str = "WITH RECURSIVE walk(id) AS (
         SELECT * FROM (SELECT newest_id FROM deleted_chains WHERE job = ?1 LIMIT 1)
         UNION ALL
         SELECT m.before_id FROM walk CROSS JOIN messages m ON m.id = walk.id
         WHERE m.before_id IS NOT NULL)
     SELECT id FROM walk LIMIT ?2";

const CUT_CHAIN: &str = "UPDATE deleted_chains
    SET newest_id = ifnull((SELECT before_id FROM messages WHERE id = ?2), 0)
    WHERE newest_id = ?1";

const END_CHAIN: &str = "DELETE FROM deleted_chains WHERE newest_id = 0";

const MESSAGES: &str = "DELETE FROM messages WHERE id IN (SELECT value FROM json_each(?))";

const FIRST_TEXTS: &str =
    "DELETE FROM first_texts WHERE message IN (SELECT value FROM json_each(?))";

const MENTIONS: &str = "DELETE FROM mentions WHERE message IN (SELECT value FROM json_each(?))";

const EVENTS: &str = "DELETE FROM events
    WHERE seq > ? AND seq <= ? AND kind NOT IN ('moved', 'deleted', 'client_deleted')
        AND (dialog IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dialogs WHERE id = events.dialog)
             OR kind IN ('client', 'merged')
             AND NOT EXISTS (SELECT 1 FROM clients WHERE id = events.subject))";

const SOME_FILES: &str = "SELECT id FROM deleted_files WHERE identity = ? LIMIT ?";

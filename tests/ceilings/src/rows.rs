//! The rows that the relay writes with a message, and none of its rules: a relay
//! with these tables can't be faster.

use std::cell::Cell;

use beseda_protocol::message::Draft;
use beseda_protocol::visitor::FromVisitor;
use worker::{Error, Result, SqlStorage, SqlStorageValue, State};

use crate::store::Store;

/// A message's row and its entry in one index; the columns of the center's schema.
const MESSAGES: &str = "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY,
    dialog INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
    sender TEXT, cid TEXT, quote INTEGER, text TEXT, file TEXT, happened TEXT,
    before_id INTEGER, milestone_id INTEGER) STRICT";
const CIDS: &str = "CREATE UNIQUE INDEX IF NOT EXISTS messages_cid ON messages (cid, sender)";

/// A dialog's row, and the entry that each message moves. (The center's dialogs have indexes
/// also of who waits; the message that changes that is one of many.)
const DIALOGS: &str = "CREATE TABLE IF NOT EXISTS dialogs (id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL, created_at INTEGER NOT NULL, responsible INTEGER NOT NULL,
    unread_count INTEGER NOT NULL, awaiting_reply_count INTEGER NOT NULL,
    waiting_since INTEGER, first_reply_at INTEGER, last_id INTEGER NOT NULL,
    last_at INTEGER NOT NULL, last_label TEXT NOT NULL, last_preview TEXT NOT NULL,
    last_client_at INTEGER NOT NULL, opened_upto INTEGER NOT NULL,
    delivered_upto INTEGER NOT NULL, read_upto INTEGER NOT NULL, burst_at INTEGER NOT NULL,
    newest_id INTEGER, milestone_id INTEGER, n_messages INTEGER NOT NULL,
    closed_at INTEGER) STRICT";
const LIST: &str = "CREATE INDEX IF NOT EXISTS dialogs_open ON dialogs (last_client_at)
    WHERE closed_at IS NULL";

const IS_SAID: &str = "SELECT id FROM messages WHERE sender = ? AND cid = ?";

const SAY: &str = "INSERT INTO messages (id, dialog, at, kind, sender, cid, text,
    before_id, milestone_id) VALUES (?1, ?2, ?3, 'visitor', ?4, ?5, ?6, ?1, ?1)";

const CHANGE: &str = "INSERT INTO dialogs (id, identity, created_at, responsible, unread_count,
    awaiting_reply_count, waiting_since, last_id, last_at, last_label, last_preview,
    last_client_at, opened_upto, delivered_upto, read_upto, burst_at, newest_id, milestone_id,
    n_messages) VALUES (?1, ?2, ?3, 0, ?4, ?4, ?3, ?4, ?3, 'visitor', ?5, ?3, 0, 0, 0, ?3, ?4,
    ?4, ?4)
    ON CONFLICT (id) DO UPDATE SET
    unread_count = excluded.unread_count, awaiting_reply_count = excluded.awaiting_reply_count,
    waiting_since = excluded.waiting_since, first_reply_at = excluded.first_reply_at,
    last_id = excluded.last_id, last_at = excluded.last_at, last_label = excluded.last_label,
    last_preview = excluded.last_preview, last_client_at = excluded.last_client_at,
    opened_upto = excluded.opened_upto, delivered_upto = excluded.delivered_upto,
    read_upto = excluded.read_upto, burst_at = excluded.burst_at,
    newest_id = excluded.newest_id, milestone_id = excluded.milestone_id,
    n_messages = excluded.n_messages";

/// Messages and dialogs.
pub(crate) struct Rows {
    sql: SqlStorage,
    /// The last message, and its time: here nothing else passes.
    last: Cell<f64>,
}

impl Store for Rows {
    fn keep(&self, frame: &str) -> Result<()> {
        let said: FromVisitor = serde_json::from_str(frame)?;
        let FromVisitor::Say {
            cid,
            body: Draft::Text { text },
            ..
        } = said
        else {
            return Err(Error::from("it is a text"));
        };
        // The driver numbers senders at the end of their cids.
        let (_, number) = cid.as_str().split_at_checked(24).unwrap_or_default();
        let dialog = u32::from_str_radix(number, 16).map_err(|error| error.to_string())?;
        let client = format!("{dialog:032x}");
        if self.is_said(&client, cid.as_str())? {
            return Err(Error::from("each is said once"));
        }
        self.say(dialog, &client, cid.as_str(), &text)?;
        self.change(dialog, &client, &text)
    }
}

impl Rows {
    /// Opens the storage and makes the tables if they are missing.
    pub(crate) fn open(state: &State) -> Self {
        let sql = state.storage().sql();
        for statement in [MESSAGES, CIDS, DIALOGS, LIST] {
            sql.exec(statement, None)
                .expect("a new object's storage takes tables");
        }
        let last = last(&sql).expect("a table has a last row or none");
        Self {
            sql,
            last: Cell::new(last),
        }
    }

    /// Asks the index for a cid.
    pub(crate) fn is_said(&self, sender: &str, cid: &str) -> Result<bool> {
        let mut rows = self
            .sql
            .exec(IS_SAID, vec![sender.into(), cid.into()])?
            .raw();
        rows.next().transpose().map(|row| row.is_some())
    }

    /// A message's row.
    pub(crate) fn say(&self, dialog: u32, sender: &str, cid: &str, text: &str) -> Result<()> {
        self.last.set(self.last.get() + 1.0);
        let values = vec![
            self.number(),
            SqlStorageValue::Float(dialog.into()),
            self.number(),
            sender.into(),
            cid.into(),
            text.into(),
        ];
        self.sql.exec(SAY, values).map(drop)
    }

    /// Its dialog's row.
    pub(crate) fn change(&self, dialog: u32, client: &str, preview: &str) -> Result<()> {
        let values = vec![
            SqlStorageValue::Float(dialog.into()),
            client.into(),
            self.number(),
            self.number(),
            preview.into(),
        ];
        self.sql.exec(CHANGE, values).map(drop)
    }

    fn number(&self) -> SqlStorageValue {
        SqlStorageValue::Float(self.last.get())
    }
}

fn last(sql: &SqlStorage) -> Result<f64> {
    let mut rows = sql.exec("SELECT max(id) FROM messages", None)?.raw();
    match rows.next().transpose()?.as_deref() {
        Some([SqlStorageValue::Integer(id)]) => Ok(*id as f64),
        Some([SqlStorageValue::Float(id)]) => Ok(*id),
        _ => Ok(0.0),
    }
}

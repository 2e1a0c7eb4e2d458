//! Rows that are written behind: those of the three tables that every message
//! writes are kept back until somebody reads or the turn ends, and then go in
//! one statement a table. A statement costs about as much as three rows, so a
//! turn of a hundred messages costs four statements instead of four hundred.
//!
//! Nobody can tell: whoever reads makes the kept rows be written first.

use std::cell::RefCell;
use std::collections::BTreeMap;

use beseda_protocol::ids::DialogId;

use crate::fault::Fault;
use crate::sql::{Row, Sql, Value};
use crate::{dialogs, events, messages};

/// Rows are written when they are this long together, in bytes: a bound value
/// may have 2 MB (the limit of a Durable Object), and each row far less.
const KEPT_BYTES_MAX: usize = 256 * 1024;

/// A storage that writes some rows behind.
pub(crate) struct Behind<'a> {
    sql: &'a dyn Sql,
    kept: RefCell<Kept>,
}

/// Rows as JSON arrays, in the order of their statement's columns.
#[derive(Default)]
struct Kept {
    messages: Vec<String>,
    events: Vec<String>,
    /// The last row of each dialog is the one that counts.
    dialogs: BTreeMap<DialogId, DialogRow>,
    n_bytes: usize,
}

struct DialogRow {
    is_new: bool,
    row: String,
}

impl<'a> Behind<'a> {
    /// Before a storage, for one turn.
    pub(crate) fn new(sql: &'a dyn Sql) -> Self {
        Self {
            sql,
            kept: RefCell::default(),
        }
    }

    /// Keeps a row of a message.
    pub(crate) fn message(&self, row: String) -> Result<(), Fault> {
        self.keep(row.len(), |kept| kept.messages.push(row))
    }

    /// Keeps a row of an event.
    pub(crate) fn event(&self, row: String) -> Result<(), Fault> {
        self.keep(row.len(), |kept| kept.events.push(row))
    }

    /// Keeps a dialog's row, instead of an earlier one.
    pub(crate) fn dialog(&self, id: DialogId, is_new: bool, row: String) -> Result<(), Fault> {
        self.keep(row.len(), |kept| {
            let was_new = kept.dialogs.get(&id).is_some_and(|earlier| earlier.is_new);
            let is_new = is_new || was_new;
            kept.dialogs.insert(id, DialogRow { is_new, row });
        })
    }

    fn keep(&self, n_bytes: usize, keep: impl FnOnce(&mut Kept)) -> Result<(), Fault> {
        let is_full = {
            let mut kept = self.kept.borrow_mut();
            keep(&mut kept);
            kept.n_bytes += n_bytes;
            kept.n_bytes > KEPT_BYTES_MAX
        };
        if is_full { self.write() } else { Ok(()) }
    }

    /// Writes what is kept.
    pub(crate) fn write(&self) -> Result<(), Fault> {
        let Kept {
            messages,
            events,
            dialogs,
            n_bytes: _,
        } = self.kept.take();
        let (begun, changed): (Vec<_>, Vec<_>) =
            dialogs.into_values().partition(|dialog| dialog.is_new);
        let rows = |dialogs: Vec<DialogRow>| dialogs.into_iter().map(|dialog| dialog.row).collect();
        self.write_all(messages::INSERT, messages)?;
        self.write_all(events::INSERT, events)?;
        self.write_all(dialogs::INSERT, rows(begun))?;
        self.write_all(dialogs::UPDATE, rows(changed))
    }

    fn write_all(&self, statement: &str, rows: Vec<String>) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let list = format!("[{}]", rows.join(","));
        self.sql.exec(statement, &[list.into()])
    }
}

impl Sql for Behind<'_> {
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.write()?;
        self.sql.query(statement, values)
    }

    /// Reads none of the tables that are written behind.
    fn exec(&self, statement: &str, values: &[Value]) -> Result<(), Fault> {
        self.sql.exec(statement, values)
    }
}

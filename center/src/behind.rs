//! Rows that are written behind: those of the three tables that messages write are
//! kept back until somebody reads or the turn ends, and then go many to a
//! statement. A statement costs about as much as three rows, and a dialog that
//! changes with each of its messages is written once.
//!
//! Nobody can tell: whoever reads makes the kept rows be written first.

use std::cell::RefCell;
use std::collections::BTreeMap;

use beseda_protocol::ids::DialogId;

use crate::fault::Fault;
use crate::sql::{Row, Sql, Value};
use crate::{dialogs, events, messages};

/// Variables of one statement: the limit of a Durable Object. (A list as one JSON
/// value would have none, and took SQLite two to three times as long to read.)
const VARIABLES_MAX: usize = 100;

/// A statement that writes rows: what it says before their values, and after.
pub(crate) struct Writes {
    pub(crate) before: &'static str,
    pub(crate) n_columns: usize,
    pub(crate) after: &'static str,
}

impl Writes {
    /// The statement for so many rows.
    fn statement(&self, n_rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.n_columns].join(", "));
        let rows = vec![row.as_str(); n_rows].join(", ");
        format!("{} VALUES {rows} {}", self.before, self.after)
    }
}

/// A storage that writes some rows behind.
pub(crate) struct Behind<'a> {
    sql: &'a dyn Sql,
    kept: RefCell<Kept>,
}

/// Rows in the order of their statement's columns, one after the other.
#[derive(Default)]
struct Kept {
    messages: Vec<Value>,
    events: Vec<Value>,
    /// The last row of each dialog is the one that counts.
    dialogs: BTreeMap<DialogId, DialogRow>,
}

struct DialogRow {
    is_new: bool,
    row: Row,
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
    pub(crate) fn message(&self, row: Row) {
        self.kept.borrow_mut().messages.extend(row);
    }

    /// Keeps a row of an event.
    pub(crate) fn event(&self, row: Row) {
        self.kept.borrow_mut().events.extend(row);
    }

    /// Keeps a dialog's row, instead of an earlier one.
    pub(crate) fn dialog(&self, id: DialogId, is_new: bool, row: Row) {
        let dialogs = &mut self.kept.borrow_mut().dialogs;
        let was_new = dialogs.get(&id).is_some_and(|earlier| earlier.is_new);
        let is_new = is_new || was_new;
        dialogs.insert(id, DialogRow { is_new, row });
    }

    /// Writes what is kept.
    pub(crate) fn write(&self) -> Result<(), Fault> {
        let Kept {
            messages,
            events,
            dialogs,
        } = self.kept.take();
        let (begun, changed): (Vec<_>, Vec<_>) =
            dialogs.into_values().partition(|dialog| dialog.is_new);
        let rows = |dialogs: Vec<DialogRow>| -> Vec<Value> {
            dialogs.into_iter().flat_map(|dialog| dialog.row).collect()
        };
        self.write_all(&messages::WRITES, &messages)?;
        self.write_all(&events::WRITES, &events)?;
        self.write_all(&dialogs::BEGINS, &rows(begun))?;
        self.write_all(&dialogs::CHANGES, &rows(changed))
    }

    fn write_all(&self, writes: &Writes, rows: &[Value]) -> Result<(), Fault> {
        let n_rows_max = VARIABLES_MAX / writes.n_columns;
        for rows in rows.chunks(n_rows_max * writes.n_columns) {
            let statement = writes.statement(rows.len() / writes.n_columns);
            self.sql.exec(&statement, rows)?;
        }
        Ok(())
    }
}

impl Sql for Behind<'_> {
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.write()?;
        self.sql.query(statement, values)
    }

    /// Reads nothing that was written behind: the pruning of events, which reads such a
    /// table, reads only what is a hundred thousand events old.
    fn exec(&self, statement: &str, values: &[Value]) -> Result<(), Fault> {
        self.sql.exec(statement, values)
    }
}

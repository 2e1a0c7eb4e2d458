//! The write buffer: rows of the tables that talk writes are kept back until somebody
//! reads or writes in another way, or the turn ends, and then go many to a statement.
//! A statement costs about as much as three rows, and a dialog that changes with each
//! of its messages is written once.
//!
//! It can't be passed by: whoever is in a turn has the storage only through it, and
//! whatever else he says to it, the buffered rows are written first. (An `UPDATE` of
//! many dialogs that came before them would be undone by them.)

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::fault::Fault;
use super::row::{Columns, Keeps, Key, Writes};
use super::sql::{Row, Sql, Value};

/// Variables of one statement: the limit of a Durable Object. (A list as one JSON
/// value would have none, and took SQLite two to three times as long to read.)
const VARIABLES_MAX: usize = 100;

impl Writes {
    /// The statement for so many rows.
    pub(super) fn statement(&self, n_rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.n_columns].join(", "));
        let rows = vec![row.as_str(); n_rows].join(", ");
        format!("{} VALUES {rows} {}", self.before, self.after)
    }
}

/// The storage of one turn.
pub(crate) struct Storage<'a> {
    sql: &'a dyn Sql,
    buffered: RefCell<Buffered>,
}

/// What is buffered, each table by the beginning of its statement.
#[derive(Default)]
struct Buffered {
    added: BTreeMap<&'static str, Added>,
    kept: BTreeMap<&'static str, Kept>,
}

/// New rows in the order of their statement's columns, one after the other.
struct Added {
    insert: &'static Writes,
    rows: Vec<Value>,
}

/// Rows that may be changed again: the last one of each key is the one that counts.
struct Kept {
    keeps: Keeps,
    rows: BTreeMap<Key, Last>,
}

struct Last {
    change: Written,
    row: Row,
}

/// By which statement a row is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Written {
    /// There is one: by the upsert of this place, which names all that has changed.
    Changed(usize),
    /// There is none yet.
    New,
}

impl Written {
    /// Of a row with one upsert.
    pub(crate) fn of(is_new: bool) -> Self {
        match is_new {
            true => Self::New,
            false => Self::Changed(0),
        }
    }
}

fn cells(columns: impl Columns) -> Row {
    let mut row = Row::new();
    columns.write(&mut row);
    row
}

impl<'a> Storage<'a> {
    /// Before a storage, for one turn.
    pub(crate) fn new(sql: &'a dyn Sql) -> Self {
        Self {
            sql,
            buffered: RefCell::default(),
        }
    }

    /// Reads rows, after what is buffered was written.
    pub(crate) fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.flush()?;
        self.sql.query(statement, values)
    }

    /// Writes, after what is buffered was written.
    pub(crate) fn exec(&self, statement: &str, values: &[Value]) -> Result<(), Fault> {
        self.flush()?;
        self.sql.exec(statement, values)
    }

    /// Writes one row, after what is buffered was written.
    pub(crate) fn put(&self, writes: &Writes, row: impl Columns) -> Result<(), Fault> {
        self.flush()?;
        self.write_all(writes, &cells(row))
    }

    /// Buffers a row that is new and never changes.
    pub(crate) fn add(&self, insert: &'static Writes, row: impl Columns) {
        let added = &mut self.buffered.borrow_mut().added;
        let rows = Vec::new();
        let added = added.entry(insert.before).or_insert(Added { insert, rows });
        row.write(&mut added.rows);
    }

    /// Buffers a row that is new or has changed, instead of an earlier one of its key.
    pub(crate) fn keep(&self, keeps: Keeps, key: Key, change: Written, row: impl Columns) {
        let kept = &mut self.buffered.borrow_mut().kept;
        let rows = BTreeMap::new();
        let kept = kept.entry(keeps.insert.before);
        let kept = kept.or_insert(Kept { keeps, rows });
        let before = kept.rows.get(&key).map(|earlier| earlier.change);
        let change = before.map_or(change, |before| before.max(change));
        let row = cells(row);
        kept.rows.insert(key, Last { change, row });
    }

    /// Writes what is buffered.
    pub(crate) fn flush(&self) -> Result<(), Fault> {
        let Buffered { added, kept } = self.buffered.take();
        for Added { insert, rows } in added.into_values() {
            self.write_all(insert, &rows)?;
        }
        for Kept { keeps, rows } in kept.into_values() {
            let mut by_statement: BTreeMap<Written, Vec<Value>> = BTreeMap::new();
            for Last { change, row } in rows.into_values() {
                by_statement.entry(change).or_default().extend(row);
            }
            for (change, rows) in by_statement {
                let writes = match change {
                    Written::New => keeps.insert,
                    Written::Changed(place) => keeps.upserts[place],
                };
                self.write_all(writes, &rows)?;
            }
        }
        Ok(())
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

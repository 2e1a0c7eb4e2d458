//! rusqlite as strict as the SQLite of a Durable Object.

use std::cell::RefCell;
use std::rc::Rc;

use beseda_center::storage::fault::Fault;
use beseda_center::storage::sql::{Row, Sql, Value};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, StatementStatus, ToSql};

/// Statements that a Durable Object refuses, by their first word.
const REFUSED: &[&str] = &[
    "PRAGMA",
    "VACUUM",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "ATTACH",
];

/// A database in memory that outlives the centers over it.
#[derive(Clone)]
pub(crate) struct StrictSql(Rc<Inner>);

struct Inner {
    connection: Connection,
    heard: RefCell<Option<Vec<Heard>>>,
}

/// A statement that was carried out.
pub(crate) struct Heard {
    pub(crate) statement: String,
    /// Rows that it was given; else it is about one.
    pub(crate) n_listed: usize,
    /// Steps of SQLite's machine, which do not depend on the real one.
    pub(crate) n_steps: i64,
    /// Whether SQLite had to prepare it anew for the values that it was given.
    pub(crate) is_reprepared: bool,
}

impl Heard {
    fn of(statement: &str, n_steps: i32, n_reprepared: i32) -> Self {
        let listed = statement.split_once("VALUES");
        Self {
            statement: statement.to_owned(),
            n_listed: listed.map_or(1, |(_, rows)| rows.matches("(?").count()),
            n_steps: n_steps.into(),
            is_reprepared: n_reprepared > 0,
        }
    }
}

impl StrictSql {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self::over(Connection::open_in_memory().unwrap())
    }

    /// Another database with the same content: a backup of it.
    pub(crate) fn copy(&self) -> Self {
        let mut copy = Connection::open_in_memory().unwrap();
        let backup = Backup::new(self.raw(), &mut copy).unwrap();
        assert_eq!(backup.step(-1).unwrap(), StepResult::Done);
        drop(backup);
        Self::over(copy)
    }

    fn over(connection: Connection) -> Self {
        for (limit, most) in [
            (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
            (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 100),
            (Limit::SQLITE_LIMIT_COLUMN, 100),
            (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
            (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 5),
            (Limit::SQLITE_LIMIT_LENGTH, 2 * 1024 * 1024),
        ] {
            connection.set_limit(limit, most).unwrap();
        }
        connection.set_prepared_statement_cache_capacity(200);
        let heard = RefCell::new(None);
        Self(Rc::new(Inner { connection, heard }))
    }

    /// SQLite itself, for what a test wants to see or to plant.
    pub(crate) fn raw(&self) -> &Connection {
        &self.0.connection
    }

    /// From here on, remembers every statement.
    pub(crate) fn listen(&self) {
        *self.0.heard.borrow_mut() = Some(Vec::new());
    }

    /// The statements since [`Self::listen`].
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.0.heard.take().unwrap_or_default()
    }

    /// Everything in the database, to be compared.
    pub(crate) fn content(&self) -> String {
        let tables: Vec<String> =
            self.column("SELECT name FROM sqlite_master WHERE type = 'table'");
        let mut content = String::new();
        for table in tables {
            let statement = format!("SELECT * FROM {table}");
            let rows = self.query(&statement, &[]).unwrap();
            content.push_str(&format!("{table}: {rows:?}\n"));
        }
        content
    }

    /// Whether a word lies anywhere in the database, be it in the midst of bytes.
    pub(crate) fn holds(&self, word: &str) -> bool {
        let tables = self.column("SELECT name FROM sqlite_master WHERE type = 'table'");
        tables.iter().any(|table| {
            let rows = self.query(&format!("SELECT * FROM {table}"), &[]).unwrap();
            rows.into_iter().flatten().any(|cell| match cell {
                Value::Text(text) => text.contains(word),
                Value::Blob(bytes) => {
                    let mut parts = bytes.windows(word.len());
                    parts.any(|part| part == word.as_bytes())
                }
                Value::Int(_) | Value::Null => false,
            })
        })
    }

    /// One column of text.
    pub(crate) fn column(&self, statement: &str) -> Vec<String> {
        let mut statement = self.raw().prepare(statement).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// One number.
    pub(crate) fn number(&self, statement: &str) -> i64 {
        self.raw()
            .query_row(statement, [], |row| row.get(0))
            .unwrap()
    }
}

impl Sql for StrictSql {
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let first = statement.split_whitespace().next().unwrap_or_default();
        assert!(!REFUSED.contains(&first), "refused: {statement}");
        assert!(!statement.contains("TEMP"), "refused: {statement}");
        assert!(values.len() <= 100, "too many variables");
        let fault = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Fault::StorageFull,
            _ => Fault::Storage(format!("{error} in {statement}")),
        };
        let mut prepared = self.raw().prepare_cached(statement).map_err(fault)?;
        let values = values.iter().map(Bound);
        let mut found = prepared
            .query(rusqlite::params_from_iter(values))
            .map_err(fault)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(fault)? {
            rows.push(
                (0..row.as_ref().column_count())
                    .map(|i| read(row.get_ref(i).unwrap()))
                    .collect(),
            );
        }
        drop(found);
        let n_steps = prepared.reset_status(StatementStatus::VmStep);
        let n_reprepared = prepared.reset_status(StatementStatus::RePrepare);
        if let Some(heard) = self.0.heard.borrow_mut().as_mut() {
            heard.push(Heard::of(statement, n_steps, n_reprepared));
        }
        Ok(rows)
    }
}

/// Every number is a REAL there.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Real(*number as f64),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn read(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) if number.fract() == 0.0 => Value::Int(number as i64),
        ValueRef::Real(number) => panic!("{number} is not whole"),
        ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_vec()).unwrap()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

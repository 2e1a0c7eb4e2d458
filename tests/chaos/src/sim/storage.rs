//! SQLite without a runtime, with turns that can be rolled back: what a crash leaves.

use std::rc::Rc;

use beseda_center::storage::fault::Fault;
use beseda_center::storage::sql::{Row, Sql, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, ToSql, params_from_iter};

/// A database that outlives the centers over it.
#[derive(Clone)]
pub struct Storage(Rc<Connection>);

impl Storage {
    /// In memory.
    pub(super) fn new() -> Self {
        Self::over(Connection::open_in_memory().expect("memory can be had"))
    }

    /// A database that is there already.
    pub fn over(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(200);
        Self(Rc::new(connection))
    }

    /// SQLite itself.
    pub fn raw(&self) -> &Connection {
        &self.0
    }

    /// Begins a turn.
    pub fn begin(&self) {
        self.run("BEGIN");
    }

    /// Keeps what it has written.
    pub fn commit(&self) {
        self.run("COMMIT");
    }

    pub(super) fn roll_back(&self) {
        self.run("ROLLBACK");
    }

    /// Carries a statement out, and shows it when it is done.
    ///
    /// # Errors
    /// As [`Sql::query`].
    pub fn query_and_see(
        &self,
        statement: &str,
        values: &[Value],
        see: impl FnOnce(&Statement<'_>),
    ) -> Result<Vec<Row>, Fault> {
        let fault = |error: rusqlite::Error| Fault::Storage(format!("{error} in {statement}"));
        let mut prepared = self.0.prepare_cached(statement).map_err(fault)?;
        let n_columns = prepared.column_count();
        let bound = params_from_iter(values.iter().map(Bound));
        let mut found = prepared.query(bound).map_err(fault)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(fault)? {
            let cells = (0..n_columns).map(|i| row.get_ref(i).map(read));
            rows.push(cells.collect::<Result<Row, _>>().map_err(fault)?);
        }
        drop(found);
        see(&prepared);
        Ok(rows)
    }

    fn run(&self, statement: &str) {
        (self.0.execute_batch(statement)).expect("turns do not overlap");
    }
}

impl Sql for Storage {
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        self.query_and_see(statement, values, |_| {})
    }
}

/// Every number is a REAL, as in a Durable Object.
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
        ValueRef::Real(number) => Value::Int(number as i64),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

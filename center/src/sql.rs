//! The storage port: SQLite, however it is reached.
//!
//! Over `SqlStorage` in a Durable Object every number is bound as a REAL, at
//! most 100 variables are allowed, and LIKE patterns end at 50 bytes; the
//! rusqlite side of the tests imitates that. So tables are STRICT and id lists
//! travel as JSON through `json_each`.

use crate::fault::Fault;

/// What is bound, and what comes back.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// A whole number, exact to 2^53.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// One row, in the order of the statement's columns.
pub type Row = Vec<Value>;

/// A way to SQLite. Calls are synchronous; all writes of one turn become
/// durable together or not at all.
pub trait Sql {
    /// Runs one statement and returns its rows.
    fn query(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, Fault>;
    /// Runs one statement that returns none.
    fn exec(&self, statement: &str, values: &[Value]) -> Result<(), Fault> {
        self.query(statement, values).map(drop)
    }
}

//! What an object writes with each message.

use worker::{Result, SqlStorage, State};

/// An object's storage.
pub(crate) trait Store {
    /// Writes what a frame says.
    fn keep(&self, frame: &str) -> Result<()>;
}

/// One table, one row a message.
pub(crate) struct OneRow(SqlStorage);

impl OneRow {
    /// Opens the storage and makes the table if it is missing.
    pub(crate) fn open(state: &State) -> Self {
        let sql = state.storage().sql();
        sql.exec(
            "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
            None,
        )
        .expect("a new object's storage takes a table");
        Self(sql)
    }
}

impl Store for OneRow {
    fn keep(&self, frame: &str) -> Result<()> {
        self.0
            .exec("INSERT INTO messages (text) VALUES (?)", vec![frame.into()])
            .map(drop)
    }
}

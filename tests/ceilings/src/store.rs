//! One table, one row a message.

use worker::{Result, SqlStorage, State};

/// The object's storage with its table.
pub(crate) struct Store(SqlStorage);

impl Store {
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

    /// Inserts one row.
    pub(crate) fn insert(&self, text: &str) -> Result<()> {
        self.0
            .exec("INSERT INTO messages (text) VALUES (?)", vec![text.into()])
            .map(drop)
    }
}

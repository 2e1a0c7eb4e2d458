//! The tables, in numbered migrations.
//!
//! Each migration adds only what the code before it can live with, so that a
//! rollback by one version is no outage; one that can't says so by raising
//! `readable_from`. Nothing is written before the center is created.

mod migrations;

use crate::storage::cells::Cells;
use crate::storage::fault::Fault;
use crate::storage::sql::{Sql, Value};
use migrations::FIRST;

/// One step, and the oldest code that still runs after it.
#[derive(Clone, Copy)]
struct Migration {
    readable_from: u64,
    statements: &'static [&'static str],
}

const MIGRATIONS: &[Migration] = &[Migration {
    readable_from: 1,
    statements: FIRST,
}];

/// The schema that this code writes.
pub const VERSION: u64 = MIGRATIONS.len() as u64;

/// A version of the code, by the migrations that it knows: this one, or in tests
/// the next.
#[derive(Clone, Copy)]
pub(crate) struct Edition(&'static [Migration]);

impl Edition {
    /// This code.
    pub(crate) const THIS: Self = Self(MIGRATIONS);

    fn version(self) -> u64 {
        self.0.len() as u64
    }
}

/// Makes the tables of a new center.
pub(crate) fn create(sql: &dyn Sql, edition: Edition) -> Result<(), Fault> {
    sql.exec(
        "CREATE TABLE schema (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            version INTEGER NOT NULL,
            readable_from INTEGER NOT NULL
        ) STRICT",
        &[],
    )?;
    sql.exec(
        "INSERT INTO schema (one, version, readable_from) VALUES (1, 0, 0)",
        &[],
    )?;
    migrate(sql, edition, 0)
}

/// Whether the center exists; brings its tables up to date if so.
pub(crate) fn ready(sql: &dyn Sql, edition: Edition) -> Result<bool, Fault> {
    const EXISTS: &str = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema'";
    if sql.query(EXISTS, &[])?.is_empty() {
        return Ok(false);
    }
    let rows = sql.query(
        "SELECT version, readable_from FROM schema WHERE one = 1",
        &[],
    )?;
    let mut cells = Cells::first(rows, "schema")?;
    let (version, readable_from) = (cells.int()?, cells.int()?);
    if readable_from > edition.version() {
        return Err(Fault::TooNew { readable_from });
    }
    if version < edition.version() {
        migrate(sql, edition, version)?;
    }
    Ok(true)
}

fn migrate(sql: &dyn Sql, edition: Edition, from: u64) -> Result<(), Fault> {
    let missing = edition.0.iter().skip(usize::try_from(from).unwrap_or(0));
    for (version, migration) in (from + 1..).zip(missing) {
        for statement in migration.statements {
            sql.exec(statement, &[])?;
        }
        sql.exec(
            "UPDATE schema SET version = ?, readable_from = ? WHERE one = 1",
            &[Value::from(version), migration.readable_from.into()],
        )?;
    }
    Ok(())
}

/// A version that is still to come: what every next one may do to the tables
/// under code that knows nothing of it.
#[cfg(feature = "testing")]
mod next {
    use super::{Edition, MIGRATIONS, Migration};

    const NEXT: Migration = Migration {
        readable_from: MIGRATIONS.len() as u64,
        statements: &[
            "ALTER TABLE messages ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",
            "ALTER TABLE dialogs ADD COLUMN mood TEXT",
            "ALTER TABLE clients ADD COLUMN mood TEXT",
            "ALTER TABLE identities ADD COLUMN mood TEXT",
            "ALTER TABLE events ADD COLUMN mood TEXT",
            "ALTER TABLE center ADD COLUMN mood TEXT",
            "UPDATE messages SET mood = 'glad' WHERE kind = 'visitor'",
            "UPDATE dialogs SET mood = 'glad' WHERE closed_at IS NOT NULL",
            "CREATE INDEX messages_mood ON messages (mood)",
            "CREATE TABLE moods (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
            "INSERT INTO moods (word) VALUES ('glad'), ('calm')",
        ],
    };

    const ALL: [Migration; MIGRATIONS.len() + 1] = {
        let mut all = [NEXT; MIGRATIONS.len() + 1];
        let mut n = 0;
        while n < MIGRATIONS.len() {
            all[n] = MIGRATIONS[n];
            n += 1;
        }
        all
    };

    impl Edition {
        /// The next code.
        pub(crate) const NEXT: Self = Self(&ALL);
    }
}

//! A client's files in SQLite: pieces under the attempt that brought them, and a
//! row for each file that is whole. What has no such row does not exist.

use beseda_center::fault::Fault;
use beseda_center::sql::{Sql, Value};
use beseda_protocol::ids::{FileId, Timestamp};
use sha2::{Digest, Sha256};

use crate::files_call::Stored;

/// The files of one client.
pub(crate) struct FilesStore<S: Sql> {
    sql: S,
}

/// One upload on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt(pub(crate) String);

const SCHEMA: [&str; 4] = [
    "CREATE TABLE IF NOT EXISTS files (
        file TEXT PRIMARY KEY, attempt TEXT NOT NULL, size INTEGER NOT NULL, mime TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS pieces (
        attempt TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (attempt, n)
    ) STRICT",
    // SQLite does not notice a changed byte inside a blob. A file without a digest
    // is of an earlier build.
    "CREATE TABLE IF NOT EXISTS digests (
        attempt TEXT PRIMARY KEY, sha256 BLOB NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS attempts (
        attempt TEXT PRIMARY KEY, begun_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
];

impl<S: Sql> FilesStore<S> {
    /// Over a storage, which may be empty.
    pub(crate) fn new(sql: S) -> Self {
        Self { sql }
    }

    /// Notes that bytes are about to come; the first ones make the tables.
    pub(crate) fn begin(&self, attempt: &Attempt, now: Timestamp) -> Result<(), Fault> {
        for statement in SCHEMA {
            self.sql.exec(statement, &[])?;
        }
        self.sql.exec(
            "INSERT INTO attempts (attempt, begun_at) VALUES (?, ?)",
            &[text(&attempt.0), now.into()],
        )
    }

    /// Keeps a piece.
    pub(crate) fn add(&self, attempt: &Attempt, n: u32, bytes: Vec<u8>) -> Result<(), Fault> {
        self.sql.exec(
            "INSERT INTO pieces (attempt, n, bytes) VALUES (?, ?, ?)",
            &[text(&attempt.0), n.into(), Value::Blob(bytes)],
        )
    }

    /// The last piece is here: from now on the file exists. When another attempt
    /// was faster, its bytes stay and these go.
    pub(crate) fn finish(
        &self,
        attempt: &Attempt,
        file: &FileId,
        stored: Stored,
        sha256: &[u8],
    ) -> Result<Stored, Fault> {
        if let Some((_, faster)) = self.find(file)? {
            self.give_up(attempt)?;
            return Ok(faster);
        }
        self.sql.exec(
            "INSERT INTO files (file, attempt, size, mime) VALUES (?, ?, ?, ?)",
            &[
                file.into(),
                text(&attempt.0),
                stored.size.into(),
                text(&stored.mime),
            ],
        )?;
        self.sql.exec(
            "INSERT INTO digests (attempt, sha256) VALUES (?, ?)",
            &[text(&attempt.0), Value::Blob(sha256.to_vec())],
        )?;
        self.forget(attempt)?;
        Ok(stored)
    }

    /// Drops what an attempt brought.
    pub(crate) fn give_up(&self, attempt: &Attempt) -> Result<(), Fault> {
        self.drop_pieces(&attempt.0)?;
        self.forget(attempt)
    }

    /// Drops the attempts that began before a moment; says whether others remain.
    pub(crate) fn sweep(&self, before: Timestamp) -> Result<bool, Fault> {
        if !self.has_tables()? {
            return Ok(false);
        }
        let old = self.sql.query(
            "SELECT attempt FROM attempts WHERE begun_at <= ?",
            &[before.into()],
        )?;
        for row in old {
            if let [Value::Text(attempt)] = &row[..] {
                self.give_up(&Attempt(attempt.clone()))?;
            }
        }
        let left = self.sql.query("SELECT 1 FROM attempts LIMIT 1", &[])?;
        Ok(!left.is_empty())
    }

    /// A whole file: the attempt that brought it, and what it is.
    pub(crate) fn find(&self, file: &FileId) -> Result<Option<(Attempt, Stored)>, Fault> {
        if !self.has_tables()? {
            return Ok(None);
        }
        let rows = self.sql.query(
            "SELECT attempt, size, mime FROM files WHERE file = ?",
            &[file.into()],
        )?;
        match rows.first().map(Vec::as_slice) {
            None => Ok(None),
            Some([Value::Text(attempt), Value::Int(size), Value::Text(mime)]) => Ok(Some((
                Attempt(attempt.clone()),
                Stored {
                    size: u64::try_from(*size).map_err(|_| Fault::Corrupt("a file's size"))?,
                    mime: mime.clone(),
                },
            ))),
            Some(_) => Err(Fault::Corrupt("a file's row")),
        }
    }

    /// A file that the center says is here, exactly as it came.
    pub(crate) fn whole(&self, file: &FileId) -> Result<(Vec<u8>, Stored), Fault> {
        let found = self.find(file)?;
        let (attempt, stored) = found.ok_or(Fault::Corrupt("a file is gone"))?;
        let bytes = self.bytes(&attempt)?;
        let is_same = match self.digest(&attempt)? {
            Some(sha256) => Sha256::digest(&bytes)[..] == sha256,
            None => bytes.len() as u64 == stored.size,
        };
        match is_same {
            true => Ok((bytes, stored)),
            false => Err(Fault::Corrupt("a file's bytes have changed")),
        }
    }

    fn digest(&self, attempt: &Attempt) -> Result<Option<Vec<u8>>, Fault> {
        if !self.has("digests")? {
            return Ok(None);
        }
        let rows = self.sql.query(
            "SELECT sha256 FROM digests WHERE attempt = ?",
            &[text(&attempt.0)],
        )?;
        Ok(rows.into_iter().flatten().find_map(|value| match value {
            Value::Blob(sha256) => Some(sha256),
            _ => None,
        }))
    }

    /// All bytes of an attempt.
    fn bytes(&self, attempt: &Attempt) -> Result<Vec<u8>, Fault> {
        let rows = self.sql.query(
            "SELECT bytes FROM pieces WHERE attempt = ? ORDER BY n",
            &[text(&attempt.0)],
        )?;
        let mut all = Vec::new();
        for row in rows {
            match &row[..] {
                [Value::Blob(bytes)] => all.extend_from_slice(bytes),
                _ => return Err(Fault::Corrupt("a piece of a file")),
            }
        }
        Ok(all)
    }

    /// Drops files.
    pub(crate) fn drop_files(&self, files: &[FileId]) -> Result<(), Fault> {
        for file in files {
            if let Some((attempt, _)) = self.find(file)? {
                self.drop_pieces(&attempt.0)?;
                self.sql
                    .exec("DELETE FROM files WHERE file = ?", &[file.into()])?;
                if self.has("digests")? {
                    let gone = [text(&attempt.0)];
                    self.sql
                        .exec("DELETE FROM digests WHERE attempt = ?", &gone)?;
                }
            }
        }
        Ok(())
    }

    /// What lies here (testing build).
    #[cfg(feature = "testing")]
    pub(crate) fn count(&self) -> Result<crate::files_call::Held, Fault> {
        let count = |table: &str| -> Result<u64, Fault> {
            if !self.has(table)? {
                return Ok(0);
            }
            let rows = self
                .sql
                .query(&format!("SELECT count(*) FROM {table}"), &[])?;
            match rows.first().map(Vec::as_slice) {
                Some([Value::Int(n)]) => u64::try_from(*n).map_err(|_| Fault::Corrupt("count")),
                _ => Err(Fault::Corrupt("count")),
            }
        };
        Ok(crate::files_call::Held {
            files: count("files")?,
            attempts: count("attempts")?,
            pieces: count("pieces")?,
        })
    }

    fn drop_pieces(&self, attempt: &str) -> Result<(), Fault> {
        self.sql
            .exec("DELETE FROM pieces WHERE attempt = ?", &[text(attempt)])
    }

    fn forget(&self, attempt: &Attempt) -> Result<(), Fault> {
        self.sql.exec(
            "DELETE FROM attempts WHERE attempt = ?",
            &[text(&attempt.0)],
        )
    }

    /// Reading must not write: a store that has nothing has no tables either.
    fn has_tables(&self) -> Result<bool, Fault> {
        self.has("attempts")
    }

    fn has(&self, table: &str) -> Result<bool, Fault> {
        let rows = self
            .sql
            .query("SELECT 1 FROM sqlite_schema WHERE name = ?", &[text(table)])?;
        Ok(!rows.is_empty())
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

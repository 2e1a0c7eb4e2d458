//! A client's files in SQLite: pieces under the attempt that brought them, and a
//! row for each file that is whole. What has no such row does not exist.
//!
//! Nothing may lie here that nobody can ask for: an attempt that a crash has cut is
//! swept away, and a whole file is in doubt until the center says that it was sent.

use beseda_center::storage::fault::Fault;
use beseda_center::storage::sql::{Row, Sql, Value};
use beseda_protocol::ids::{CenterId, FileId, IdentityId, Timestamp};
use sha2::{Digest, Sha256};

use crate::files_call::{Owner, Stored};

/// The files of one client.
pub(crate) struct FilesStore<S: Sql> {
    sql: S,
}

/// One upload on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt(pub(crate) String);

/// No attempt that goes on is this old, in ms; what an interrupted one left goes (F3).
const ORPHAN_MS: u64 = 45 * 60 * 1_000;

/// When the center is asked about a file, in ms after its last byte: it keeps an
/// unsent one for an hour.
const DOUBT_MS: u64 = 75 * 60 * 1_000;

const SCHEMA: [&str; 6] = [
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
    "CREATE TABLE IF NOT EXISTS doubts (
        file TEXT PRIMARY KEY, since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS owner (
        one INTEGER PRIMARY KEY CHECK (one = 1), center TEXT NOT NULL, identity TEXT NOT NULL
    ) STRICT",
];

impl<S: Sql> FilesStore<S> {
    /// Over a storage, which may be empty.
    pub(crate) fn new(sql: S) -> Self {
        Self { sql }
    }

    /// Notes that bytes are about to come; the first ones make the tables.
    pub(crate) fn begin(
        &self,
        owner: &Owner,
        attempt: &Attempt,
        now: Timestamp,
    ) -> Result<(), Fault> {
        for statement in SCHEMA {
            self.sql.exec(statement, &[])?;
        }
        self.sql.exec(
            "INSERT OR IGNORE INTO owner (one, center, identity) VALUES (1, ?, ?)",
            &[(&owner.center).into(), (&owner.identity).into()],
        )?;
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
        now: Timestamp,
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
        self.sql.exec(
            "INSERT INTO doubts (file, since) VALUES (?, ?)",
            &[file.into(), now.into()],
        )?;
        self.forget(attempt)?;
        Ok(stored)
    }

    /// Drops what an attempt brought.
    pub(crate) fn give_up(&self, attempt: &Attempt) -> Result<(), Fault> {
        self.drop_pieces(&attempt.0)?;
        self.forget(attempt)
    }

    /// Drops the attempts that were interrupted.
    pub(crate) fn sweep(&self, now: Timestamp) -> Result<(), Fault> {
        if !self.has_tables()? {
            return Ok(());
        }
        let before = Timestamp(now.0.saturating_sub(ORPHAN_MS));
        let old = self.sql.query(
            "SELECT attempt FROM attempts WHERE begun_at <= ?",
            &[before.into()],
        )?;
        for row in old {
            if let [Value::Text(attempt)] = &row[..] {
                self.give_up(&Attempt(attempt.clone()))?;
            }
        }
        Ok(())
    }

    /// Files that the center is to be asked about now, and whose they are.
    pub(crate) fn doubted(&self, now: Timestamp) -> Result<Option<(Owner, Vec<FileId>)>, Fault> {
        if !self.has("doubts")? {
            return Ok(None);
        }
        let since = Timestamp(now.0.saturating_sub(DOUBT_MS));
        let statement = "SELECT file FROM doubts WHERE since <= ?";
        let files: Vec<FileId> = texts(self.sql.query(statement, &[since.into()])?)
            .map(FileId)
            .collect();
        let mut owner = texts(self.sql.query("SELECT center, identity FROM owner", &[])?);
        match (owner.next(), owner.next()) {
            (Some(center), Some(identity)) if !files.is_empty() => {
                let (center, identity) = (CenterId(center), IdentityId(identity));
                Ok(Some((Owner { center, identity }, files)))
            }
            _ => Ok(None),
        }
    }

    /// The center has said what is to become of these.
    pub(crate) fn settle(&self, files: &[FileId]) -> Result<(), Fault> {
        files.iter().try_for_each(|file| {
            let gone = "DELETE FROM doubts WHERE file = ?";
            self.sql.exec(gone, &[file.into()])
        })
    }

    /// When something here will be too old or in doubt.
    pub(crate) fn due(&self) -> Result<Option<Timestamp>, Fault> {
        let first = |table: &str, column: &str, after_ms: u64| {
            if !self.has(table)? {
                return Ok(None);
            }
            let statement = format!("SELECT min({column}) FROM {table}");
            let rows = self.sql.query(&statement, &[])?;
            Ok(match rows.first().map(Vec::as_slice) {
                Some([Value::Int(at)]) => u64::try_from(*at).ok(),
                _ => None,
            }
            .map(|at| Timestamp(at).plus_ms(after_ms)))
        };
        let orphaned = first("attempts", "begun_at", ORPHAN_MS)?;
        let doubted = first("doubts", "since", DOUBT_MS)?;
        Ok(orphaned.into_iter().chain(doubted).min())
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
        if self.has("doubts")? {
            self.settle(files)?;
        }
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

/// All texts of an answer.
fn texts(rows: Vec<Row>) -> impl Iterator<Item = String> {
    rows.into_iter().flatten().filter_map(|value| match value {
        Value::Text(text) => Some(text),
        _ => None,
    })
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

//! One object's SQLite, seen from outside of workerd.
//!
//! A copy is made by `VACUUM INTO`, not page by page: it is one snapshot however
//! long it takes and whatever is written meanwhile, and pages that hold nothing
//! but deleted rows stay behind.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::storage::{self, ALARMS};

/// For a lock that workerd holds: it recovers a log, or ends one.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came of compacting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compacted {
    /// It has only what it holds.
    Whole,
    /// It held nothing and is gone: its object begins anew, as it would anyway.
    Dropped,
}

/// Copies a database, in whose place others may write meanwhile; both are checked.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    let source = open(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // The log belongs to whoever writes: it is not ours to end.
    source.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    check(&source).with_context(|| damaged(from))?;
    copy_into(&source, to).with_context(|| format!("copying {}", from.display()))
}

/// Leaves in a database's files nothing but what it holds. Nobody else may have it
/// open. A database that is damaged stays as it is.
pub(crate) fn compact(path: &Path) -> Result<Compacted> {
    let database = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    check(&database).with_context(|| damaged(path))?;
    end_log(&database).with_context(|| format!("{}", path.display()))?;
    let folder = path.parent().context("a database lies in a folder")?;
    if !path.ends_with(ALARMS) && holds_nothing(&database)? {
        drop(database);
        fs::remove_file(path)?;
        storage::sync_folder(folder)?;
        return Ok(Compacted::Dropped);
    }
    let fresh = path.with_extension("sqlite.partial");
    if fresh.exists() {
        fs::remove_file(&fresh)?;
    }
    copy_into(&database, &fresh).with_context(|| format!("compacting {}", path.display()))?;
    drop(database);
    fs::rename(&fresh, path)?;
    storage::sync_folder(folder)?;
    Ok(Compacted::Whole)
}

/// Bytes of a database, its log included.
pub(crate) fn bytes(path: &Path) -> u64 {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let files = [path.to_owned(), PathBuf::from(log)];
    let sizes = files.iter().filter_map(|file| fs::metadata(file).ok());
    sizes.map(|metadata| metadata.len()).sum()
}

fn open(path: &Path, mode: OpenFlags) -> Result<Connection> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags);
    let database = opened.with_context(|| format!("{}", path.display()))?;
    database.busy_timeout(PATIENCE)?;
    Ok(database)
}

fn check(database: &Connection) -> Result<()> {
    let found: String = database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    match found.as_str() {
        "ok" => Ok(()),
        _ => bail!("{found}"),
    }
}

fn damaged(path: &Path) -> String {
    format!(
        "{} is damaged. Restore the last good backup; or, if it is a client's files \
         that are lost anyway, stop the relay and move it away",
        path.display()
    )
}

/// What the log has goes into the file, and the log goes.
fn end_log(database: &Connection) -> Result<()> {
    let mode: String = database.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    match mode.as_str() {
        "delete" => Ok(()),
        _ => bail!("somebody else has it open"),
    }
}

fn copy_into(source: &Connection, to: &Path) -> Result<()> {
    let name = to.to_str().context("the path is not UTF-8")?;
    source.execute("VACUUM INTO ?", [name])?;
    fs::set_permissions(to, Permissions::from_mode(0o600))?;
    check(&open(to, OpenFlags::SQLITE_OPEN_READ_ONLY)?).context("the copy is not good")?;
    // SQLite leaves that to whoever wants to rely on it.
    File::open(to)?.sync_all()?;
    Ok(())
}

/// Whether no table has a row but the runtime's own note of the object's alarm: an
/// alarm alone finds nothing to do.
fn holds_nothing(database: &Connection) -> Result<bool> {
    let mut tables = database.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> '_cf_METADATA'",
    )?;
    let tables = tables.query_map([], |row| row.get::<_, String>(0))?;
    for table in tables {
        let table = table?.replace('"', "\"\"");
        let has_rows = format!("SELECT EXISTS (SELECT 1 FROM \"{table}\")");
        if database.query_row(&has_rows, [], |row| row.get(0))? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    const CANARY: &str = "a canary that was deleted";

    struct Object {
        folder: TempDir,
        writer: Connection,
    }

    /// As workerd has one open: with a write-ahead log.
    fn object() -> Object {
        let folder = tempfile::tempdir().unwrap();
        let writer = Connection::open(folder.path().join("ab.sqlite")).unwrap();
        writer
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
            )
            .unwrap();
        Object { folder, writer }
    }

    impl Object {
        fn path(&self) -> PathBuf {
            self.folder.path().join("ab.sqlite")
        }

        fn say(&self, text: &str) {
            let say = "INSERT INTO said (text) VALUES (?)";
            self.writer.execute(say, [text]).unwrap();
        }

        /// Whether any file beside the database, or itself, has these bytes.
        fn has(&self, text: &str) -> bool {
            let files = fs::read_dir(self.folder.path()).unwrap();
            files
                .map(|file| fs::read(file.unwrap().path()).unwrap())
                .any(|bytes| has(&bytes, text))
        }
    }

    fn has(bytes: &[u8], text: &str) -> bool {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    }

    fn said(path: &Path) -> Vec<String> {
        let database = Connection::open(path).unwrap();
        let mut texts = database
            .prepare("SELECT text FROM said ORDER BY id")
            .unwrap();
        let texts = texts.query_map([], |row| row.get(0)).unwrap();
        texts.map(Result::unwrap).collect()
    }

    #[test]
    fn a_copy_has_what_was_committed_and_nothing_that_was_not() {
        let object = object();
        object.say("one");
        object.say("two");
        object.writer.execute_batch("BEGIN").unwrap();
        object.say("not yet");
        let copied = object.folder.path().join("copy");
        copy(&object.path(), &copied).unwrap();
        object.writer.execute_batch("COMMIT").unwrap();
        assert_eq!(said(&copied), ["one", "two"]);
        assert_eq!(said(&object.path()), ["one", "two", "not yet"]);
        let mode = fs::metadata(&copied).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_copy_leaves_the_log_to_whoever_writes() {
        let object = object();
        object.say("in the log");
        // As after a kill: the log is there, and nobody has it open.
        let killed = tempfile::tempdir().unwrap();
        for name in ["ab.sqlite", "ab.sqlite-wal"] {
            fs::copy(object.folder.path().join(name), killed.path().join(name)).unwrap();
        }
        let log = killed.path().join("ab.sqlite-wal");
        let before = fs::read(&log).unwrap();
        let copied = killed.path().join("copy");
        copy(&killed.path().join("ab.sqlite"), &copied).unwrap();
        assert_eq!(said(&copied), ["in the log"]);
        assert!(fs::read(&log).unwrap() == before, "untouched");
    }

    #[test]
    fn deleted_bytes_are_in_no_copy_and_after_compacting_nowhere() {
        let object = object();
        object.say(CANARY);
        object.say("stays");
        let delete = "DELETE FROM said WHERE id = 1";
        object.writer.execute_batch(delete).unwrap();
        assert!(object.has(CANARY), "a deletion alone leaves them");
        let copied = object.folder.path().join("copy");
        copy(&object.path(), &copied).unwrap();
        assert!(!has(&fs::read(&copied).unwrap(), CANARY));

        let Object { folder, writer } = object;
        writer.close().unwrap();
        let path = folder.path().join("ab.sqlite");
        assert!(has(&fs::read(&path).unwrap(), CANARY), "still there");
        assert_eq!(compact(&path).unwrap(), Compacted::Whole);
        assert!(!has(&fs::read(&path).unwrap(), CANARY));
        assert_eq!(said(&path), ["stays"]);
    }

    #[test]
    fn a_database_that_somebody_has_open_is_not_compacted() {
        let object = object();
        object.say("one");
        let database = open(&object.path(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        database.busy_timeout(Duration::ZERO).unwrap();
        assert!(end_log(&database).is_err());
        drop(database);
        object.say("two");
        assert_eq!(said(&object.path()), ["one", "two"]);
    }

    #[test]
    fn an_object_that_holds_nothing_is_dropped_with_its_file() {
        let object = object();
        object.say("one");
        let noted = "DELETE FROM said;
            CREATE TABLE _cf_METADATA (key INTEGER PRIMARY KEY, value BLOB);
            INSERT INTO _cf_METADATA VALUES (1, 2);";
        object.writer.execute_batch(noted).unwrap();
        let Object { folder, writer } = object;
        writer.close().unwrap();
        let path = folder.path().join("ab.sqlite");
        assert_eq!(compact(&path).unwrap(), Compacted::Dropped);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_list_of_alarms_stays_however_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(ALARMS);
        fs::write(&path, "").unwrap();
        assert_eq!(compact(&path).unwrap(), Compacted::Whole);
        assert!(path.exists());
    }

    #[test]
    fn a_damaged_database_is_told_and_stays_as_it_is() {
        let object = object();
        for n in 0..200 {
            object.say(&format!("{n} {}", "x".repeat(500)));
        }
        let Object { folder, writer } = object;
        writer.close().unwrap();
        let path = folder.path().join("ab.sqlite");
        let mut bytes = fs::read(&path).unwrap();
        bytes[3 * 4096..5 * 4096].fill(0xA5);
        fs::write(&path, &bytes).unwrap();
        let copied = folder.path().join("copy");
        let said = format!("{:#}", copy(&path, &copied).unwrap_err());
        assert!(said.contains("ab.sqlite is damaged"), "{said}");
        assert!(!copied.exists());
        assert!(compact(&path).is_err());
        assert!(fs::read(&path).unwrap() == bytes, "untouched");
    }
}

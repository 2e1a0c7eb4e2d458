//! `backup`: copies all that is kept, whether a relay serves from it or not.
//!
//! The center is copied first and its clients' files after it. So each message of
//! the copied center has its file; bytes that came meanwhile belong to no message
//! of it, and harm nobody.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::data_folder::{self, SECRETS};
use crate::manifest::{Held, Manifest, megabytes};
use crate::{database, storage};

/// A database is announced from this size on: it takes a while.
const LARGE_BYTES: u64 = 16 * 1024 * 1024;
/// Databases between two words of progress.
const N_BETWEEN: usize = 500;

/// Makes a backup of a data folder.
pub(crate) fn backup(data: &Path, to: &Path) -> Result<()> {
    // A folder on which nothing has ever run is a mistyped one.
    let origin = data_folder::note(data)?.origin;
    let made_at = now_ms()?;
    let making = Making::begin(to)?;
    let manifest = making.fill(data, Manifest::new(made_at, origin))?;
    making.finish(&manifest)?;
    println!("{}: {}", to.display(), manifest.summary());
    Ok(())
}

/// A backup on its way, under another name; it goes when it does not get whole.
struct Making {
    partial: PathBuf,
    to: PathBuf,
}

impl Making {
    fn begin(to: &Path) -> Result<Self> {
        if to.exists() {
            bail!(
                "{} exists already: a backup is never written over; give it a new name",
                to.display()
            );
        }
        let mut name = to
            .file_name()
            .context("the backup needs a name")?
            .to_owned();
        name.push(".partial");
        let partial = to.with_file_name(name);
        match fs::DirBuilder::new().mode(0o700).create(&partial) {
            Ok(()) => Ok(Self {
                partial,
                to: to.to_owned(),
            }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => bail!(
                "another backup is on its way to {0}, or one broke off: \
                 if none runs, remove {1} and try again",
                to.display(),
                partial.display()
            ),
            Err(error) => {
                Err(error).with_context(|| format!("{} cannot be made", partial.display()))
            }
        }
    }

    /// Copies everything into it.
    fn fill(&self, data: &Path, mut manifest: Manifest) -> Result<Manifest> {
        storage::each(data, |path| {
            let (from, to) = (data.join(path), self.partial.join(path));
            let bytes = database::bytes(&from);
            if bytes >= LARGE_BYTES {
                eprintln!("copying {}, {}", path.display(), megabytes(bytes));
            }
            make_folder_of(&to)?;
            database::copy(&from, &to)?;
            manifest.databases.push(Held::of(&self.partial, path)?);
            if manifest.databases.len().is_multiple_of(N_BETWEEN) {
                eprintln!("copied so far: {}", manifest.summary());
            }
            Ok(())
        })?;
        if manifest.databases.is_empty() {
            bail!("nothing was ever stored in {}", data.display());
        }
        // Without them no token is good, and every visitor would begin anew.
        let secrets = fs::read(data.join(SECRETS)).context("no secrets")?;
        data_folder::replace(&self.partial.join(SECRETS), &secrets)?;
        eprintln!("copied and checked: {}", manifest.summary());
        Ok(manifest)
    }

    /// Everything is on the disk before it gets its name.
    fn finish(self, manifest: &Manifest) -> Result<()> {
        storage::sync(&self.partial)?;
        manifest.write(&self.partial)?;
        storage::sync_folder(&self.partial)?;
        fs::rename(&self.partial, &self.to)
            .with_context(|| format!("{} cannot be made", self.to.display()))?;
        let beside = self.to.parent().filter(|parent| *parent != Path::new(""));
        storage::sync_folder(beside.unwrap_or(Path::new(".")))
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        // After a success there is nothing under this name any more.
        fs::remove_dir_all(&self.partial).ok();
    }
}

/// Makes the folder in which a database is to lie.
pub(crate) fn make_folder_of(database: &Path) -> Result<()> {
    let folder = database.parent().context("a database lies in a folder")?;
    let mut make = fs::DirBuilder::new();
    make.recursive(true).mode(0o700).create(folder)?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the edge of a process: when a backup was made"
)]
fn now_ms() -> Result<u64> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(u64::try_from(since.as_millis())?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use rusqlite::Connection;
    use tempfile::TempDir;

    use super::*;
    use crate::config::CENTERS;
    use crate::data_folder::{Claim, DataFolder, RelayNote, STORAGE};

    /// A folder on which a relay ran, with one row in its center.
    fn data() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let Claim::Ours(data) = DataFolder::claim(folder.path()).unwrap() else {
            panic!("nobody else knows it");
        };
        data.secrets().unwrap();
        data.note(&RelayNote {
            origin: "https://chat.example".to_owned(),
            port: 1,
            host_port: 2,
            workerd: 3,
        })
        .unwrap();
        let center = folder.path().join(STORAGE).join(CENTERS).join("ab.sqlite");
        make_folder_of(&center).unwrap();
        let center = Connection::open(center).unwrap();
        let fill = "CREATE TABLE said (text TEXT); INSERT INTO said VALUES ('Hello?')";
        center.execute_batch(fill).unwrap();
        folder
    }

    fn left_beside(target: &Path) -> usize {
        fs::read_dir(target.parent().unwrap()).unwrap().count()
    }

    #[test]
    fn a_backup_has_databases_and_secrets_for_its_owners_eyes() {
        let (data, place) = (data(), tempfile::tempdir().unwrap());
        let target = place.path().join("monday");
        backup(data.path(), &target).unwrap();
        let manifest = Manifest::read(&target).unwrap();
        assert_eq!(manifest.databases.len(), 1);
        assert_eq!(manifest.origin, "https://chat.example");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&target), 0o700);
        assert_eq!(mode(&target.join(SECRETS)), 0o600);
        let secrets = |folder: &Path| data_folder::secrets(folder).unwrap().relay;
        assert_eq!(secrets(&target), secrets(data.path()));
        assert_eq!(left_beside(&target), 1, "nothing but the backup");
    }

    #[test]
    fn a_backup_is_never_written_over() {
        let (data, place) = (data(), tempfile::tempdir().unwrap());
        let target = place.path().join("monday");
        backup(data.path(), &target).unwrap();
        let said = backup(data.path(), &target).unwrap_err().to_string();
        assert!(said.contains("exists already"), "{said}");
        let on_its_way = place.path().join("tuesday.partial");
        fs::create_dir(&on_its_way).unwrap();
        let tuesday = place.path().join("tuesday");
        let said = backup(data.path(), &tuesday).unwrap_err().to_string();
        assert!(said.contains("on its way"), "{said}");
        assert!(on_its_way.exists(), "it is somebody else's");
    }

    #[test]
    fn a_backup_that_fails_leaves_nothing() {
        let (data, place) = (data(), tempfile::tempdir().unwrap());
        let center = data.path().join(STORAGE).join(CENTERS).join("ab.sqlite");
        let damaged = "no database at all ".repeat(500);
        fs::write(&center, damaged).unwrap();
        let target = place.path().join("monday");
        let said = format!("{:#}", backup(data.path(), &target).unwrap_err());
        assert!(said.contains("ab.sqlite is damaged"), "{said}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_on_which_nothing_ran_and_a_backup_are_not_backed_up() {
        let (data, place) = (data(), tempfile::tempdir().unwrap());
        let target = place.path().join("monday");
        assert!(backup(place.path(), &target).is_err());
        let manifest = Manifest::new(0, String::new());
        manifest.write(data.path()).unwrap();
        let said = backup(data.path(), &target).unwrap_err().to_string();
        assert!(said.contains("is a backup"), "{said}");
    }
}

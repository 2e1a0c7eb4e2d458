//! The folder with everything that is kept.
//!
//! ```text
//! lock           held while a relay runs on the folder
//! secrets.json   never leaves this machine, mode 0600
//! relay.json     how to reach the relay that runs, or ran last
//! storage/       the objects' databases, written by workerd alone
//! run/           what workerd was started with, made anew at each start
//! ```
//!
//! A folder with a `backup.json` is none of these: it is a backup, or a restore
//! into it broke off.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// A folder of which nobody else runs a relay.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
    /// Open as long as the lock is held; workerd inherits it, so that the folder
    /// stays locked should this program die first.
    pub(crate) lock: File,
}

/// What makes tokens unforgeable. Lost, every visitor begins anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Secrets {
    /// For site keys and visitor tokens.
    pub(crate) relay: String,
    /// For the relay's second door.
    pub(crate) host: String,
}

/// How to reach the relay of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RelayNote {
    /// The public origin.
    pub(crate) origin: String,
    /// Where it serves.
    pub(crate) port: u16,
    /// The second door, for who knows the host's secret.
    pub(crate) host_port: u16,
    /// The process of workerd.
    pub(crate) workerd: u32,
}

/// The file that makes a folder a backup.
pub(crate) const MANIFEST: &str = "backup.json";
/// The file with [`Secrets`].
pub(crate) const SECRETS: &str = "secrets.json";
/// The folder with the objects' databases.
pub(crate) const STORAGE: &str = "storage";

/// What came of asking for a folder.
#[derive(Debug)]
pub(crate) enum Claim {
    /// Nobody runs a relay on it.
    Ours(DataFolder),
    /// Somebody does.
    Theirs,
}

impl DataFolder {
    /// Makes the folder, if it is missing, and locks it.
    pub(crate) fn claim(path: &Path) -> Result<Claim> {
        not_a_backup(path)?;
        let said = || format!("the data folder {}", path.display());
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .with_context(said)?;
        let path = path.canonicalize().with_context(said)?;
        let lock = private(&path.join("lock"), false).with_context(said)?;
        match lock.try_lock() {
            Ok(()) => Ok(Claim::Ours(Self { path, lock })),
            Err(TryLockError::WouldBlock) => Ok(Claim::Theirs),
            Err(TryLockError::Error(error)) => Err(error).with_context(said),
        }
    }

    /// The secrets, made at the first start.
    pub(crate) fn secrets(&self) -> Result<Secrets> {
        let file = self.path.join(SECRETS);
        if !file.exists() {
            let secrets = Secrets {
                relay: secret()?,
                host: secret()?,
            };
            replace(&file, &serde_json::to_vec_pretty(&secrets)?)?;
        }
        secrets(&self.path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A folder of the folder, made when missing.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.path.join(name);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)?;
        Ok(path)
    }

    /// Notes how to reach the relay.
    pub(crate) fn note(&self, note: &RelayNote) -> Result<()> {
        replace(
            &self.path.join("relay.json"),
            &serde_json::to_vec_pretty(note)?,
        )
    }
}

/// A backup is not to be served: its views have the names that clients know, so
/// they would go on from it, and miss in silence what it has not.
fn not_a_backup(path: &Path) -> Result<()> {
    if path.join(MANIFEST).exists() {
        bail!(
            "{0} is a backup, or a restore into it broke off: \
             `restore --data EMPTY-DIR --from BACKUP` makes a folder that can be used",
            path.display()
        );
    }
    Ok(())
}

/// The secrets of a folder that need not be ours.
pub(crate) fn secrets(path: &Path) -> Result<Secrets> {
    let file = path.join(SECRETS);
    let text = fs::read(&file).with_context(|| format!("no {}", file.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is damaged", file.display()))
}

/// How to reach the relay that runs on a folder, or ran last.
pub(crate) fn note(path: &Path) -> Result<RelayNote> {
    not_a_backup(path)?;
    let file = path.join("relay.json");
    let Ok(text) = fs::read(&file) else {
        bail!("no relay has ever run on {}", path.display());
    };
    serde_json::from_slice(&text).with_context(|| format!("{} is damaged", file.display()))
}

/// Writes a file that appears whole or not at all, for its owner's eyes.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let partial = path.with_extension("partial");
    let mut file = private(&partial, true)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    Ok(())
}

/// Opens a file for its owner alone, made when missing.
pub(crate) fn private(path: &Path, truncate: bool) -> std::io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(truncate)
        .mode(0o600)
        .open(path)
}

/// 256 unguessable bits, in hex.
fn secret() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).context("the system has no randomness")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn claim(path: &Path) -> Option<DataFolder> {
        match DataFolder::claim(path).unwrap() {
            Claim::Ours(folder) => Some(folder),
            Claim::Theirs => None,
        }
    }

    #[test]
    fn a_folder_has_one_holder() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("a/b");
        let first = claim(&path).unwrap();
        assert!(claim(&path).is_none());
        drop(first);
        assert!(claim(&path).is_some());
    }

    #[test]
    fn secrets_are_made_once_and_for_their_owner() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = claim(temporary.path()).unwrap();
        let made = folder.secrets().unwrap();
        assert_eq!(folder.secrets().unwrap().relay, made.relay);
        assert_eq!((made.relay.len(), made.host.len()), (64, 64));
        assert_ne!(made.relay, made.host);
        let file = temporary.path().join("secrets.json");
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_note_is_read_back() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = claim(temporary.path()).unwrap();
        assert!(note(temporary.path()).is_err());
        let written = RelayNote {
            origin: "https://chat.example".to_owned(),
            port: 1,
            host_port: 2,
            workerd: 3,
        };
        folder.note(&written).unwrap();
        assert_eq!(note(temporary.path()).unwrap(), written);
    }
}

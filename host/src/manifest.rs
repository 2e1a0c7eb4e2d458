//! What a backup says of itself: `backup.json`.
//!
//! ```text
//! backup.json    when, of which relay, and each database with its digest
//! secrets.json   as in the data folder, mode 0600
//! storage/       the objects' databases, each whole in one file
//! ```

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Component, Path};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config::{CENTERS, FILES};
use crate::data_folder::{self, MANIFEST, STORAGE};
use crate::storage::ALARMS;

/// The form of backups that this program makes, and the newest that it reads.
const FORM: u32 = 1;
/// Bytes read at once.
const PIECE_BYTES: usize = 1024 * 1024;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    form: u32,
    /// When it was begun: milliseconds since 1970.
    made_at: u64,
    /// The relay's public origin.
    pub(crate) origin: String,
    /// In the order of copying.
    pub(crate) databases: Vec<Held>,
}

/// One database of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    /// Where, in the folder.
    path: String,
    bytes: u64,
    /// In hex.
    sha256: String,
}

impl Manifest {
    /// Of a backup that has nothing yet.
    pub(crate) fn new(made_at: u64, origin: String) -> Self {
        Self {
            form: FORM,
            made_at,
            origin,
            databases: Vec::new(),
        }
    }

    /// Of a backup that is there.
    pub(crate) fn read(backup: &Path) -> Result<Self> {
        let file = backup.join(MANIFEST);
        let Ok(text) = fs::read(&file) else {
            bail!(
                "{} is no backup: it has no {MANIFEST}, which is written last",
                backup.display()
            );
        };
        let damaged = || format!("{} is damaged", file.display());
        let manifest: Self = serde_json::from_slice(&text).with_context(damaged)?;
        if manifest.form > FORM {
            bail!(
                "{} was made by a newer beseda-host: restore it with that one",
                backup.display()
            );
        }
        Ok(manifest)
    }

    /// Makes a folder a backup.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        data_folder::replace(&folder.join(MANIFEST), &text)
    }

    /// What it holds, in words.
    pub(crate) fn summary(&self) -> String {
        let of_kind = |kind: &str| {
            let place = format!("{STORAGE}/{kind}/");
            let held = self.databases.iter().map(|held| held.path.as_str());
            held.filter(|path| path.starts_with(&place) && !path.ends_with(ALARMS))
                .count()
        };
        let bytes: u64 = self.databases.iter().map(|held| held.bytes).sum();
        format!(
            "{}, files of {}, the secrets; {}",
            counted(of_kind(CENTERS), "center"),
            counted(of_kind(FILES), "client"),
            megabytes(bytes),
        )
    }
}

impl Held {
    /// A database that lies in a backup.
    pub(crate) fn of(backup: &Path, path: &Path) -> Result<Self> {
        let name = path.to_str().context("the path is not UTF-8")?;
        let (bytes, sha256) = pour(&backup.join(path), &mut std::io::sink())?;
        Ok(Self {
            path: name.to_owned(),
            bytes,
            sha256,
        })
    }

    /// Copies it out of a backup, if it is what it was.
    pub(crate) fn copy(&self, backup: &Path, to: &Path) -> Result<()> {
        let path = self.inside()?;
        let to = to.join(path);
        let mut file = data_folder::private(&to, true)
            .with_context(|| format!("{} cannot be made", to.display()))?;
        let (bytes, sha256) = pour(&backup.join(path), &mut file)?;
        if (bytes, &sha256) != (self.bytes, &self.sha256) {
            bail!(
                "the backup is damaged: {} is not what was backed up. Take another one",
                self.path
            );
        }
        file.sync_all()?;
        Ok(())
    }

    /// The path, which leads nowhere else.
    pub(crate) fn inside(&self) -> Result<&Path> {
        let path = Path::new(&self.path);
        let is_inside = path.starts_with(STORAGE)
            && path
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
        match is_inside {
            true => Ok(path),
            false => bail!("the backup is damaged: it names {}", self.path),
        }
    }
}

/// Bytes, for people.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1_000_000.0)
}

/// How many, in words.
pub(crate) fn counted(n: usize, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {what}{s}")
}

/// Copies a file; how many bytes, and their digest.
fn pour(from: &Path, to: &mut impl Write) -> Result<(u64, String)> {
    let said = || format!("{}", from.display());
    let mut file = File::open(from).with_context(said)?;
    let (mut n, mut digest) = (0, Sha256::new());
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let length = file.read(&mut piece).with_context(said)?;
        if length == 0 {
            break;
        }
        let read = &piece[..length];
        digest.update(read);
        to.write_all(read)?;
        n += length as u64;
    }
    let hex = digest
        .finalize()
        .into_iter()
        .map(|byte| format!("{byte:02x}"));
    Ok((n, hex.collect()))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn backup() -> (TempDir, Held) {
        let folder = tempfile::tempdir().unwrap();
        let path = Path::new("storage/beseda-center/ab.sqlite");
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), "what was said").unwrap();
        let held = Held::of(folder.path(), path).unwrap();
        (folder, held)
    }

    fn copied(backup: &TempDir, held: &Held) -> Result<String> {
        let to = tempfile::tempdir().unwrap();
        fs::create_dir_all(to.path().join(&held.path).parent().unwrap()).unwrap();
        held.copy(backup.path(), to.path())?;
        Ok(fs::read_to_string(to.path().join(&held.path)).unwrap())
    }

    #[test]
    fn a_database_is_taken_out_as_it_was_put_in() {
        let (backup, held) = backup();
        assert_eq!(copied(&backup, &held).unwrap(), "what was said");
    }

    #[test]
    fn a_database_that_was_altered_or_cut_or_lost_is_not_taken() {
        let (backup, held) = backup();
        let file = backup.path().join(&held.path);
        for other in ["what was sAid", "what was sai", ""] {
            fs::write(&file, other).unwrap();
            let said = copied(&backup, &held).unwrap_err().to_string();
            assert!(said.contains("the backup is damaged"), "{said}");
        }
        fs::remove_file(&file).unwrap();
        assert!(copied(&backup, &held).is_err());
    }

    #[test]
    fn a_path_leads_nowhere_but_into_the_storage() {
        let (_, held) = backup();
        for path in ["storage/../../x", "/etc/passwd", "secrets.json", ""] {
            let path = path.to_owned();
            let held = Held {
                path,
                ..held.clone()
            };
            assert!(held.inside().is_err(), "{held:?}");
        }
    }

    #[test]
    fn a_backup_is_known_by_what_it_says_of_itself() {
        let (backup, held) = backup();
        let said = Manifest::read(backup.path()).unwrap_err().to_string();
        assert!(said.contains("is no backup"), "{said}");
        let mut manifest = Manifest::new(5, "https://chat.example".to_owned());
        manifest.databases.push(held);
        manifest.write(backup.path()).unwrap();
        assert_eq!(Manifest::read(backup.path()).unwrap(), manifest);
        assert!(
            manifest
                .summary()
                .starts_with("1 center, files of 0 clients")
        );
        manifest.form = FORM + 1;
        manifest.write(backup.path()).unwrap();
        assert!(Manifest::read(backup.path()).is_err(), "of newer code");
    }
}

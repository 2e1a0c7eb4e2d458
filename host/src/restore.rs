//! `restore`: puts a backup into an empty folder.
//!
//! What a client has seen after the backup is not in it, and the numbers of that
//! will be given again. So before the folder can be served its center gives every
//! view a new name, by a relay that runs for that moment alone: each client is
//! told the whole view anew, and sends again what it was not told is stored.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::arguments::Place;
use crate::backup::make_folder_of;
use crate::data_folder::{self, Claim, DataFolder, MANIFEST, SECRETS, STORAGE};
use crate::manifest::Manifest;
use crate::relay::Relay;
use crate::{storage, visit};

/// What a new file system may have of its own.
const OF_THE_SYSTEM: &str = "lost+found";

/// Restores a backup.
pub(crate) fn restore(place: &Place, from: &Path) -> Result<()> {
    let manifest = Manifest::read(from)?;
    let data = claim_empty(place.data())?;
    let undo = Undo(Some(data.path().to_owned()));
    // From here to its removal nobody serves this folder.
    manifest.write(data.path())?;
    fill(data.path(), from, &manifest)?;
    eprintln!("copied; giving every view a new name");
    let renew = |relay: &Relay| relay.renew();
    let ((), data) = visit::for_a_moment(data, place, &manifest.origin, renew)?;
    storage::sync(data.path())?;
    fs::remove_file(data.path().join(MANIFEST))?;
    storage::sync_folder(data.path())?;
    undo.forget();
    println!("{}: {}", place.data().display(), manifest.summary());
    Ok(())
}

/// A folder in which there is nothing, and which is ours from now on.
fn claim_empty(path: &Path) -> Result<DataFolder> {
    let is_empty = is_empty(path).with_context(|| format!("{}", path.display()))?;
    // Elsewhere a lock must not be made, only looked at.
    if is_empty || path.join("lock").exists() {
        match DataFolder::claim(path)? {
            Claim::Ours(data) if is_empty => return Ok(data),
            Claim::Ours(_) => {}
            Claim::Theirs => bail!(
                "a relay runs on {}: restore into an empty folder, and serve that",
                path.display()
            ),
        }
    }
    bail!(
        "{} is not empty: a backup is restored into a new or empty folder, \
         so that nothing is written over",
        path.display()
    )
}

fn is_empty(path: &Path) -> io::Result<bool> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    for entry in entries {
        if entry?.file_name() != OF_THE_SYSTEM {
            return Ok(false);
        }
    }
    Ok(true)
}

fn fill(data: &Path, from: &Path, manifest: &Manifest) -> Result<()> {
    data_folder::secrets(from)?;
    let secrets = fs::read(from.join(SECRETS))?;
    data_folder::replace(&data.join(SECRETS), &secrets)?;
    for held in &manifest.databases {
        make_folder_of(&data.join(held.inside()?))?;
        held.copy(from, data)?;
    }
    Ok(())
}

/// Empties the folder again, unless all went well.
struct Undo(Option<PathBuf>);

impl Undo {
    fn forget(mut self) {
        self.0 = None;
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        let Some(folder) = &self.0 else { return };
        for made in [STORAGE, "run"] {
            fs::remove_dir_all(folder.join(made)).ok();
        }
        // The mark that nobody serves this goes last.
        for made in [SECRETS, "relay.json", "lock", MANIFEST] {
            fs::remove_file(folder.join(made)).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(path: &Path) -> String {
        claim_empty(path).unwrap_err().to_string()
    }

    #[test]
    fn a_new_or_empty_folder_is_taken() {
        let temporary = tempfile::tempdir().unwrap();
        claim_empty(&temporary.path().join("new")).unwrap();
        let empty = temporary.path().join("empty");
        fs::create_dir_all(empty.join(OF_THE_SYSTEM)).unwrap();
        claim_empty(&empty).unwrap();
    }

    #[test]
    fn a_folder_with_anything_is_refused_and_not_touched() {
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("letter.txt"), "dear").unwrap();
        let said = refusal(temporary.path());
        assert!(said.contains("is not empty"), "{said}");
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_of_a_relay_is_refused_whether_it_runs_or_not() {
        let temporary = tempfile::tempdir().unwrap();
        let Claim::Ours(held) = DataFolder::claim(temporary.path()).unwrap() else {
            panic!("nobody else knows it");
        };
        let said = refusal(temporary.path());
        assert!(said.contains("a relay runs on"), "{said}");
        drop(held);
        let said = refusal(temporary.path());
        assert!(said.contains("is not empty"), "{said}");
    }

    #[test]
    fn a_restore_that_broke_off_is_served_by_nobody() {
        let temporary = tempfile::tempdir().unwrap();
        let manifest = Manifest::new(0, String::new());
        manifest.write(temporary.path()).unwrap();
        let said = DataFolder::claim(temporary.path()).unwrap_err();
        assert!(said.to_string().contains("broke off"), "{said}");
    }

    #[test]
    fn a_restore_that_fails_leaves_the_folder_empty() {
        let temporary = tempfile::tempdir().unwrap();
        let (data, from) = (temporary.path().join("a"), temporary.path().join("b"));
        fs::create_dir_all(data.join(STORAGE)).unwrap();
        fs::write(data.join(SECRETS), "x").unwrap();
        let undo = Undo(Some(data.clone()));
        let manifest = Manifest::new(0, String::new());
        manifest.write(&data).unwrap();
        assert!(fill(&data, &from, &manifest).is_err(), "no secrets there");
        drop(undo);
        assert_eq!(fs::read_dir(&data).unwrap().count(), 0);
    }
}

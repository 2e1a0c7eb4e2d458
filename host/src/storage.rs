//! The objects' databases: in `storage/` a folder for each kind of object, and in it
//! a file for each object that was ever addressed, beside workerd's list of their
//! alarms.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::config::CENTERS;
use crate::data_folder::STORAGE;

/// The file in which workerd keeps the alarms of a kind.
pub(crate) const ALARMS: &str = "metadata.sqlite";

/// Visits each database, by its path in the data folder: centers first, then
/// everything else. What there is of a kind is looked up when its turn has come: a
/// center that was copied names no file of an object that is not visited after it.
pub(crate) fn each(data: &Path, mut visit: impl FnMut(&Path) -> Result<()>) -> Result<()> {
    let storage = data.join(STORAGE);
    for database in databases(&storage, CENTERS)? {
        visit(&database)?;
    }
    let kinds = names(&storage)?;
    for kind in kinds.iter().filter(|kind| *kind != CENTERS) {
        for database in databases(&storage, kind)? {
            visit(&database)?;
        }
    }
    Ok(())
}

/// Bytes of all files of the storage.
pub(crate) fn bytes(data: &Path) -> Result<u64> {
    let mut bytes = 0;
    for file in files(data)? {
        bytes += fs::metadata(&file).map_or(0, |metadata| metadata.len());
    }
    Ok(bytes)
}

/// Gets everything in the storage, and its names, to the disk.
pub(crate) fn sync(data: &Path) -> Result<()> {
    for file in files(data)? {
        File::open(file)?.sync_all()?;
    }
    let storage = data.join(STORAGE);
    for kind in names(&storage)? {
        sync_folder(&storage.join(kind))?;
    }
    sync_folder(&storage)
}

/// Gets the names in a folder to the disk.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.with_context(|| format!("the folder {}", folder.display()))
}

/// The databases of a kind, by their paths in the data folder; the alarms come last.
fn databases(storage: &Path, kind: &str) -> Result<Vec<PathBuf>> {
    let mut found = names(&storage.join(kind))?;
    found.retain(|name| name.ends_with(".sqlite"));
    found.sort_by_key(|name| name == ALARMS);
    let place = Path::new(STORAGE).join(kind);
    Ok(found.iter().map(|name| place.join(name)).collect())
}

fn files(data: &Path) -> Result<Vec<PathBuf>> {
    let storage = data.join(STORAGE);
    let mut files = Vec::new();
    for kind in names(&storage)? {
        let folder = storage.join(kind);
        files.extend(names(&folder)?.iter().map(|name| folder.join(name)));
    }
    Ok(files)
}

/// What lies in a folder, in order; nothing when it is no folder.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_no_folder(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("{}", folder.display())),
    };
    let mut names = Vec::new();
    for entry in entries {
        // workerd's names are ASCII: any other is not its own.
        names.extend(entry?.file_name().into_string().ok());
    }
    names.sort();
    Ok(names)
}

fn is_no_folder(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FILES;

    fn put(data: &Path, kind: &str, name: &str) {
        let folder = data.join(STORAGE).join(kind);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), "12345").unwrap();
    }

    #[test]
    fn centers_come_first_and_alarms_after_their_objects() {
        let temporary = tempfile::tempdir().unwrap();
        let data = temporary.path();
        put(data, "a-kind-before", "00.sqlite");
        put(data, FILES, ALARMS);
        put(data, FILES, "ff.sqlite");
        put(data, CENTERS, "c1.sqlite");
        put(data, CENTERS, "c1.sqlite-wal");
        let mut seen = Vec::new();
        each(data, |path| {
            // A file of which the center could not know yet.
            if seen.is_empty() {
                put(data, FILES, "new.sqlite");
            }
            seen.push(path.to_string_lossy().into_owned());
            Ok(())
        })
        .unwrap();
        assert_eq!(
            seen,
            [
                "storage/beseda-center/c1.sqlite",
                "storage/a-kind-before/00.sqlite",
                "storage/beseda-files/ff.sqlite",
                "storage/beseda-files/new.sqlite",
                "storage/beseda-files/metadata.sqlite",
            ]
        );
        assert_eq!(bytes(data).unwrap(), 6 * 5);
        sync(data).unwrap();
    }

    #[test]
    fn a_folder_without_storage_has_none() {
        let temporary = tempfile::tempdir().unwrap();
        each(temporary.path(), |_| panic!("nothing to visit")).unwrap();
        assert_eq!(bytes(temporary.path()).unwrap(), 0);
    }
}

//! Where a relay keeps its bytes: a SQLite database for each object, with its log
//! beside it. For tests that damage them or put something into them; none reads
//! its answers there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objects {
    /// Centers.
    Centers,
    /// The files of one client each.
    Files,
}

impl Objects {
    const fn folder(self) -> &'static str {
        match self {
            Self::Centers => "beseda-center",
            Self::Files => "beseda-files",
        }
    }
}

/// The databases of a kind of object in a relay's data folder, and their logs.
pub fn databases(data: &Path, of: Objects) -> BTreeSet<PathBuf> {
    let files = data.join("storage").join(of.folder()).read_dir();
    let files = files.into_iter().flatten().flatten();
    let is_objects = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // The runtime's own is about alarms.
        name.contains(".sqlite") && !name.starts_with("metadata")
    };
    files.map(|file| file.path()).filter(is_objects).collect()
}

/// The database of a relay's one center.
///
/// # Panics
/// When there is none.
pub fn center(data: &Path) -> PathBuf {
    let is_database = |path: &PathBuf| path.extension().is_some_and(|it| it == "sqlite");
    let mut found = databases(data, Objects::Centers)
        .into_iter()
        .filter(is_database);
    found.next().expect("a center has a database")
}

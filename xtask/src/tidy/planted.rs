//! A checkout made up for a test.

use std::fs;
use std::path::PathBuf;

use crate::workspace::Workspace;

/// A folder with a few files, gone with its owner.
pub(super) struct Planted(PathBuf);

impl Planted {
    /// Files and their texts; `name` tells it from those of other tests.
    pub(super) fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let name = format!("beseda-{name}-{}", std::process::id());
        let root = std::env::temp_dir().join(name);
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        }
        Self(root)
    }

    /// The checkout.
    pub(super) fn workspace(&self) -> Workspace {
        Workspace::at(&self.0)
    }
}

impl Drop for Planted {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

//! One at a time: two `cargo x` must not write the same folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;

/// Held until dropped; the system frees it when the process ends, however.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits until nobody else works in `folder`.
    pub(crate) fn hold(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
        let path = folder.join(".lock");
        let file = File::create(&path).with_context(|| format!("can't open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                process::step(&format!(
                    "waiting for another `cargo x` in {}",
                    folder.display()
                ));
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        Ok(Self { _file: file })
    }
}

//! What an output was made of, to tell whether it must be made again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::Kit;
use crate::hex::hex;

/// The inputs of one output, digested as they are named.
pub(super) struct Stamp {
    file: PathBuf,
    digest: Sha256,
}

impl Stamp {
    /// Begins with what every output depends on: compiler, tools, and the recipe,
    /// which is the source of what makes it.
    pub(super) fn new(kit: &Kit<'_>, name: &str, recipe: &[&str]) -> Self {
        let stamp = Self {
            file: kit.workspace.wasm_target().join("stamps").join(name),
            digest: Sha256::new(),
        };
        let stamp = stamp
            .with(kit.toolchain.version().as_bytes())
            .with(kit.tools.versions().as_bytes());
        let recipe = recipe.iter();
        recipe.fold(stamp, |stamp, source| stamp.with(source.as_bytes()))
    }

    /// One more input.
    pub(super) fn with(mut self, input: &[u8]) -> Self {
        self.digest.update((input.len() as u64).to_be_bytes());
        self.digest.update(input);
        self
    }

    /// One more input: a file's content.
    pub(super) fn with_file(self, file: &Path) -> Result<Self> {
        Ok(self.with(&fs::read(file)?))
    }

    /// Makes the outputs, unless they are there and were made of the same.
    pub(super) fn make(self, outputs: &[PathBuf], make: impl FnOnce() -> Result<()>) -> Result<()> {
        let wanted = hex(&self.digest.finalize());
        let same = fs::read_to_string(&self.file).is_ok_and(|last| last == wanted);
        if same && outputs.iter().all(|output| output.is_file()) {
            return Ok(());
        }
        // A run that is cut short must not leave an old stamp beside new outputs.
        let _ = fs::remove_file(&self.file);
        make()?;
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(&self.file, wanted)?)
    }
}

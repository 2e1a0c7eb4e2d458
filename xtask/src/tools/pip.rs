//! Packages from PyPI, pinned by a committed file with their hashes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::lock::Lock;
use crate::process::{command, on_path, run};
use crate::progress;
use crate::workspace::Workspace;

/// A folder for `PYTHONPATH`.
pub(crate) struct Modules(PathBuf);

impl Modules {
    /// What `xtask/tools/SET/requirements.txt` names, as built by their makers: nothing of
    /// theirs is run to install them. The file is made of `requirements.in` beside it by
    /// `uv pip compile --universal --generate-hashes`.
    pub(crate) fn install(workspace: &Workspace, set: &str) -> Result<Self> {
        let wanted = workspace.path(format!("xtask/tools/{set}/requirements.txt"));
        let text = fs::read(&wanted).with_context(|| format!("no {}", wanted.display()))?;
        let key = hex(&Sha256::digest(&text)[..6]);
        let folder = workspace.cache().join(format!("pip-{set}-{key}"));
        if folder.is_dir() {
            return Ok(Self(folder));
        }
        let _lock = Lock::hold(workspace.cache())?;
        if folder.is_dir() {
            return Ok(Self(folder));
        }
        if on_path("python3").is_none() {
            bail!("python3 is not there");
        }
        let what = format!("installing Python packages ({set})");
        progress::take(workspace, &what, || {
            let partial = workspace.partial(&folder);
            let _ = fs::remove_dir_all(&partial);
            run(command("python3")
                .args(["-m", "pip", "install", "--quiet", "--no-input"])
                .args(["--disable-pip-version-check", "--only-binary", ":all:"])
                .args(["--require-hashes", "--requirement"])
                .arg(&wanted)
                .arg("--target")
                .arg(&partial))?;
            Ok(fs::rename(partial, &folder)?)
        })?;
        Ok(Self(folder))
    }

    /// Where they are.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }
}

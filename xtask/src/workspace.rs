//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout, and the folders that hold what is made of it.
pub(crate) struct Workspace {
    root: PathBuf,
    cache: PathBuf,
}

impl Workspace {
    /// The checkout that this `cargo x` was built from.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies in the workspace")?
            .to_owned();
        Ok(Self {
            root,
            cache: user_cache()?.join("beseda/tools"),
        })
    }

    /// The checkout itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the checkout.
    pub(crate) fn path(&self, inside: impl AsRef<Path>) -> PathBuf {
        self.root.join(inside)
    }

    /// The target folder of native builds.
    pub(crate) fn target(&self) -> PathBuf {
        self.path("target")
    }

    /// The target folder of wasm builds: other flags, other toolchain.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.path("target/wasm")
    }

    /// What runs: assets and Worker bundles.
    pub(crate) fn dist(&self) -> PathBuf {
        self.path("target/dist")
    }

    /// The native binary.
    pub(crate) fn host_binary(&self) -> PathBuf {
        self.path("target/release/beseda-host")
    }

    /// Where a folder of the cache is made, to be renamed when it is complete.
    pub(crate) fn partial(&self, of: &Path) -> PathBuf {
        let mut name = of.as_os_str().to_owned();
        name.push(".partial");
        name.into()
    }

    /// Tools shared by every checkout of this user.
    pub(crate) fn cache(&self) -> &Path {
        &self.cache
    }
}

fn user_cache() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(dir.into());
    }
    let home = env::home_dir().context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(home.join(".cache"))
}

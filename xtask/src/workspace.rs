//! Where things are.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process::{command, output};

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

    /// A folder that stands for a checkout.
    #[cfg(test)]
    pub(crate) fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            cache: root.join("cache"),
        }
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

/// A native `cargo VERB`, by the Rust that runs `cargo x`.
pub(crate) fn cargo(workspace: &Workspace, verb: &str) -> Command {
    let mut cargo = command("cargo");
    cargo
        .current_dir(workspace.root())
        .env("CARGO_TARGET_DIR", workspace.target())
        .arg(verb);
    cargo
}

/// A crate of the workspace.
pub(crate) struct Package {
    pub(crate) name: String,
    /// Runs in a browser or a Worker: its library is a `cdylib`.
    pub(crate) is_wasm: bool,
    /// Direct dependencies, those of its tests apart.
    pub(crate) depends_on: Vec<String>,
}

impl Workspace {
    /// The crates, as cargo sees them.
    pub(crate) fn packages(&self) -> Result<Vec<Package>> {
        let text = output(cargo(self, "metadata").args(["--no-deps", "--format-version=1"]))?;
        let metadata: Metadata = serde_json::from_str(&text)?;
        Ok(metadata.packages.into_iter().map(Package::from).collect())
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Manifest>,
}

#[derive(Deserialize)]
struct Manifest {
    name: String,
    targets: Vec<Target>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Target {
    crate_types: Vec<String>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

impl From<Manifest> for Package {
    fn from(manifest: Manifest) -> Self {
        let of_tests = |dependency: &Dependency| dependency.kind.as_deref() == Some("dev");
        let dependencies = manifest.dependencies.into_iter();
        let mut kinds = manifest
            .targets
            .iter()
            .flat_map(|target| &target.crate_types);
        Self {
            name: manifest.name,
            is_wasm: kinds.any(|kind| kind == "cdylib"),
            depends_on: dependencies
                .filter(|dependency| !of_tests(dependency))
                .map(|dependency| dependency.name)
                .collect(),
        }
    }
}

fn user_cache() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(dir.into());
    }
    let home = env::home_dir().context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(home.join(".cache"))
}

//! The programs that builds and tests use, installed once per user into
//! `~/.cache/beseda/tools`. Every folder there carries the version in its name,
//! so another version is another folder, and appears only when it is complete.

pub(crate) mod apt;
pub(crate) mod browser;
pub(crate) mod npm;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::lock::Lock;
use crate::process::{command, on_path, probe, run, step};
use crate::workspace::Workspace;
use npm::Packages;

/// The one whose checks `deny.toml` was written for.
const CARGO_DENY: &str = "0.20.2";

/// What a build needs besides Rust.
pub(crate) struct Tools {
    /// `wasm-bindgen`: the glue between wasm and JavaScript.
    pub(crate) wasm_bindgen: PathBuf,
    /// `worker-build`: the same for Workers.
    pub(crate) worker_build: PathBuf,
    /// The rest, from npm.
    pub(crate) npm: Packages,
    versions: String,
}

impl Tools {
    /// Finds or installs everything.
    pub(crate) fn provide(workspace: &Workspace) -> Result<Self> {
        // Both must equal the libraries that they were made for.
        let locked = locked_versions(workspace)?;
        let version = |name: &str| {
            let found = locked.get(name).cloned();
            found.with_context(|| format!("no {name} in Cargo.lock"))
        };
        let (bindgen, worker) = (version("wasm-bindgen")?, version("worker")?);
        let npm = Packages::install(workspace, "build")?;
        Ok(Self {
            wasm_bindgen: from_crates(workspace, "wasm-bindgen-cli", "wasm-bindgen", &bindgen)?,
            worker_build: from_crates(workspace, "worker-build", "worker-build", &worker)?,
            versions: format!("{bindgen} {worker} {}", npm.key()),
            npm,
        })
    }

    /// Changes when any tool does: what they made is then made again.
    pub(crate) fn versions(&self) -> &str {
        &self.versions
    }
}

/// `cargo-deny`: what may be depended on.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    from_crates(workspace, "cargo-deny", "cargo-deny", CARGO_DENY)
}

/// A program from crates.io: the user's own if it is of this version, else ours.
fn from_crates(
    workspace: &Workspace,
    package: &str,
    program: &str,
    version: &str,
) -> Result<PathBuf> {
    let folder = workspace.cache().join(format!("{package}-{version}"));
    let ours = folder.join("bin").join(program);
    if ours.is_file() {
        return Ok(ours);
    }
    if let Some(theirs) = on_path(program).filter(|file| {
        let said = probe(command(file).arg("--version"));
        said.is_some_and(|said| said.split(' ').any(|word| word == version))
    }) {
        return Ok(theirs);
    }
    let _lock = Lock::hold(workspace.cache())?;
    if ours.is_file() {
        return Ok(ours);
    }
    step(&format!(
        "installing {package} {version} (once, some minutes)"
    ));
    let partial = workspace.partial(&folder);
    let _ = fs::remove_dir_all(&partial);
    run(command("cargo")
        .current_dir(workspace.cache())
        .args(["install", package, "--quiet", "--version", version])
        .arg("--root")
        .arg(&partial))?;
    fs::rename(partial, folder)?;
    Ok(ours)
}

#[derive(Deserialize)]
struct CargoLock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
}

fn locked_versions(workspace: &Workspace) -> Result<HashMap<String, String>> {
    let text = fs::read_to_string(workspace.path("Cargo.lock"))?;
    let lock: CargoLock = toml::from_str(&text)?;
    let packages = lock.package.into_iter();
    Ok(packages
        .map(|package| (package.name, package.version))
        .collect())
}

//! The programs that builds and tests use, installed once per user into
//! `~/.cache/beseda/tools`. Every folder there carries the version in its name,
//! so another version is another folder, and appears only when it is complete.

pub(crate) mod apt;
pub(crate) mod browser;
pub(crate) mod npm;
pub(crate) mod pip;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::lock::Lock;
use crate::process::{command, on_path, probe, run};
use crate::progress::{self, quiet_unless_watched};
use crate::workspace::Workspace;
use npm::Packages;

/// The one whose checks `deny.toml` was written for.
const CARGO_DENY: &str = "0.20.2";

/// The set of packages for builds.
const NPM: &str = "build";

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
        let [bindgen, worker] = Program::of_builds(workspace)?;
        let npm = Packages::install(workspace, NPM)?;
        Ok(Self {
            wasm_bindgen: bindgen.provide(workspace)?,
            worker_build: worker.provide(workspace)?,
            versions: format!("{} {} {}", bindgen.version, worker.version, npm.key()),
            npm,
        })
    }

    /// How many of them are still to be installed.
    pub(crate) fn n_missing(workspace: &Workspace) -> Result<usize> {
        let programs = Program::of_builds(workspace)?;
        let missing = programs
            .iter()
            .filter(|program| program.find(workspace).is_none());
        Ok(missing.count() + usize::from(!Packages::are_there(workspace, NPM)?))
    }

    /// Changes when any tool does: what they made is then made again.
    pub(crate) fn versions(&self) -> &str {
        &self.versions
    }
}

/// `cargo-deny`: what may be depended on.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    let program = Program {
        package: "cargo-deny",
        name: "cargo-deny",
        version: CARGO_DENY.to_owned(),
    };
    program.provide(workspace)
}

/// A program from crates.io.
struct Program {
    package: &'static str,
    name: &'static str,
    version: String,
}

impl Program {
    /// Both must equal the libraries that they were made for.
    fn of_builds(workspace: &Workspace) -> Result<[Self; 2]> {
        let locked = locked_versions(workspace)?;
        let version = |name: &str| {
            let found = locked.get(name).cloned();
            found.with_context(|| format!("no {name} in Cargo.lock"))
        };
        Ok([
            Self {
                package: "wasm-bindgen-cli",
                name: "wasm-bindgen",
                version: version("wasm-bindgen")?,
            },
            Self {
                package: "worker-build",
                name: "worker-build",
                version: version("worker")?,
            },
        ])
    }

    /// Ours, or the user's own if it is of this version.
    fn find(&self, workspace: &Workspace) -> Option<PathBuf> {
        let ours = self.folder(workspace).join("bin").join(self.name);
        if ours.is_file() {
            return Some(ours);
        }
        on_path(self.name).filter(|file| {
            let said = probe(command(file).arg("--version"));
            said.is_some_and(|said| said.split(' ').any(|word| word == self.version))
        })
    }

    fn provide(&self, workspace: &Workspace) -> Result<PathBuf> {
        if let Some(found) = self.find(workspace) {
            return Ok(found);
        }
        let _lock = Lock::hold(workspace.cache())?;
        if let Some(found) = self.find(workspace) {
            return Ok(found);
        }
        let what = format!("installing {} {}", self.package, self.version);
        progress::take(workspace, &what, || self.install(workspace))?;
        self.find(workspace)
            .with_context(|| format!("{} brought no {}", self.package, self.name))
    }

    fn install(&self, workspace: &Workspace) -> Result<()> {
        let folder = self.folder(workspace);
        let partial = workspace.partial(&folder);
        let _ = fs::remove_dir_all(&partial);
        let mut install = command("cargo");
        install
            .current_dir(workspace.cache())
            .args(["install", self.package, "--version", &self.version])
            .arg("--root")
            .arg(&partial)
            // They share most of what they are made of.
            .env("CARGO_TARGET_DIR", workspace.cache().join("target"))
            // They run for seconds, and to optimize them takes minutes.
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        run(quiet_unless_watched(&mut install))?;
        Ok(fs::rename(partial, folder)?)
    }

    fn folder(&self, workspace: &Workspace) -> PathBuf {
        let name = format!("{}-{}", self.package, self.version);
        workspace.cache().join(name)
    }
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

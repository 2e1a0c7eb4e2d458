//! Packages from npm, pinned by a committed lock file.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::lock::Lock;
use crate::process::{command, on_path, run};
use crate::progress;
use crate::workspace::Workspace;

/// An installed `node_modules`.
pub(crate) struct Packages {
    modules: PathBuf,
    key: String,
}

impl Packages {
    /// What `xtask/tools/SET/package-lock.json` names. No package of ours needs
    /// its install script: programs are packages of their own, one per platform.
    pub(crate) fn install(workspace: &Workspace, set: &str) -> Result<Self> {
        Self::provide(workspace, set, &["--ignore-scripts"])
    }

    /// As [`Self::install`], for packages that bring their programs as source.
    pub(crate) fn compile(workspace: &Workspace, set: &str) -> Result<Self> {
        Self::provide(workspace, set, &[])
    }

    fn provide(workspace: &Workspace, set: &str, options: &[&str]) -> Result<Self> {
        let source = workspace.path("xtask/tools").join(set);
        let (folder, key) = Self::place(workspace, set)?;
        let packages = Self {
            modules: folder.join("node_modules"),
            key,
        };
        if folder.is_dir() {
            return Ok(packages);
        }
        let _lock = Lock::hold(workspace.cache())?;
        if folder.is_dir() {
            return Ok(packages);
        }
        if on_path("npm").is_none() {
            bail!("npm is not there: install Node 20 or newer");
        }
        let what = format!("installing npm packages ({set})");
        progress::take(workspace, &what, || {
            let partial = workspace.partial(&folder);
            let _ = fs::remove_dir_all(&partial);
            fs::create_dir_all(&partial)?;
            for file in ["package.json", "package-lock.json"] {
                fs::copy(source.join(file), partial.join(file))?;
            }
            run(command("npm")
                .current_dir(&partial)
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .args(options))?;
            Ok(fs::rename(partial, folder)?)
        })?;
        Ok(packages)
    }

    /// Whether a set is installed already.
    pub(crate) fn are_there(workspace: &Workspace, set: &str) -> Result<bool> {
        Ok(Self::place(workspace, set)?.0.is_dir())
    }

    /// The folder of a set, and what changes with its lock file.
    fn place(workspace: &Workspace, set: &str) -> Result<(PathBuf, String)> {
        let file = workspace.path(format!("xtask/tools/{set}/package-lock.json"));
        let text = fs::read(&file).with_context(|| format!("no {}", file.display()))?;
        let key = hex(&Sha256::digest(&text)[..6]);
        let folder = workspace.cache().join(format!("npm-{set}-{key}"));
        Ok((folder, key))
    }

    /// Changes with the lock file.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// A file of a package.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.modules.join(path)
    }

    /// The bundler, without Node around it.
    pub(crate) fn esbuild(&self) -> Result<PathBuf> {
        let (os, arch) = (node_os(), node_arch()?);
        self.program(format!("@esbuild/{os}-{arch}/bin/esbuild"))
    }

    /// The optimizer of wasm: itself wasm, run by Node.
    pub(crate) fn wasm_opt(&self) -> Result<PathBuf> {
        self.program("binaryen/bin/wasm-opt".into())
    }

    /// The Workers runtime, without Node around it.
    pub(crate) fn workerd(&self) -> Result<PathBuf> {
        let (os, arch) = (
            node_os(),
            if node_arch()? == "x64" { "64" } else { "arm64" },
        );
        self.program(format!("@cloudflare/workerd-{os}-{arch}/bin/workerd"))
    }

    fn program(&self, path: String) -> Result<PathBuf> {
        let file = self.file(&path);
        if !file.is_file() {
            bail!("npm brought no {path}: is {OS} on {ARCH} supported by it?");
        }
        Ok(file)
    }
}

fn node_os() -> &'static str {
    if OS == "macos" { "darwin" } else { OS }
}

fn node_arch() -> Result<&'static str> {
    match ARCH {
        "x86_64" => Ok("x64"),
        "aarch64" => Ok("arm64"),
        other => bail!("no tools for {other}"),
    }
}

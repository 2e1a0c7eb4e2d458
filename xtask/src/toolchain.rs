//! A Rust that can make `wasm32-unknown-unknown`: found, or provided.
//!
//! In this order: the Rust that runs `cargo x`, as it is; a private sysroot made
//! earlier; `rustup target add`; a private sysroot over Debian's `rustc-web`
//! ([`debian`]), for machines where rustup has nowhere to download from.

mod debian;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{self, command, probe, step};
use crate::progress;
use crate::workspace::Workspace;

/// The only target of the browser's and the Worker's code.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// A Rust that has the wasm target.
pub(crate) struct Toolchain {
    /// Where its `cargo` and `rustc` are, when they are not those on PATH.
    bin: Option<PathBuf>,
    sysroot: PathBuf,
    version: String,
}

impl Toolchain {
    /// Finds one, else provides one.
    pub(crate) fn provide(workspace: &Workspace) -> Result<Self> {
        match Self::find(workspace) {
            Some(usable) => Ok(usable),
            None => progress::take(workspace, "making a Rust for wasm", || {
                Self::make(workspace)
            }),
        }
    }

    /// One that is there already.
    pub(crate) fn find(workspace: &Workspace) -> Option<Self> {
        Self::on_path().or_else(|| {
            let sysroot = debian::Sysroot::in_cache(workspace)?;
            Self::in_folder(&sysroot.bin())
        })
    }

    fn make(workspace: &Workspace) -> Result<Self> {
        if let Err(no_rustup) = add_by_rustup() {
            eprintln!("  rustup can't help ({no_rustup:#}); trying Debian's packages");
            let sysroot = debian::Sysroot::make(workspace).with_context(|| {
                format!(
                    "no Rust here can build for {WASM}: rustup could not add the target \
                     (rustup target add {WASM}), and Debian's packages could not stand in"
                )
            })?;
            return Self::in_folder(&sysroot.bin()).context("the sysroot just made is not usable");
        }
        Self::on_path().context("rustup added the target, and yet it is not there")
    }

    fn on_path() -> Option<Self> {
        Self::usable(None)
    }

    fn in_folder(bin: &Path) -> Option<Self> {
        Self::usable(Some(bin.to_owned()))
    }

    fn usable(bin: Option<PathBuf>) -> Option<Self> {
        let mut found = Self {
            bin,
            sysroot: PathBuf::new(),
            version: String::new(),
        };
        found.version = probe(found.program("rustc").arg("--version"))?;
        found.sysroot = probe(found.program("rustc").args(["--print", "sysroot"]))?.into();
        let libraries = found.sysroot.join("lib/rustlib").join(WASM).join("lib");
        has_std(&libraries).then_some(found)
    }

    /// `rustc --version`: other compiler, other bytes.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Whether std can be built anew, smaller than the one that is shipped.
    pub(crate) fn has_std_source(&self) -> bool {
        let source = self
            .sysroot
            .join("lib/rustlib/src/rust/library/std/Cargo.toml");
        source.is_file()
    }

    /// Whether it can lint; Debian's is completed first.
    pub(crate) fn has_clippy(&self, workspace: &Workspace) -> bool {
        let works = || probe(self.program("cargo-clippy").arg("--version")).is_some();
        works() || (self.bin.is_some() && debian::add_clippy(workspace).is_ok() && works())
    }

    /// A program of this toolchain, or one that calls them (`worker-build`):
    /// they come first on its PATH.
    pub(crate) fn program(&self, name: impl AsRef<Path>) -> Command {
        let name = name.as_ref();
        let Some(bin) = &self.bin else {
            return command(name);
        };
        let own = bin.join(name);
        let mut command = command(if own.exists() { &own } else { name });
        command.env("PATH", first_on_path(bin));
        command.env_remove("RUSTUP_TOOLCHAIN");
        // Where clippy looks for the standard library.
        command.env("SYSROOT", &self.sysroot);
        command
    }

    /// `cargo VERB --target wasm32-unknown-unknown`.
    pub(crate) fn cargo(&self, workspace: &Workspace, verb: &str) -> Command {
        let mut cargo = self.program("cargo");
        cargo
            .current_dir(workspace.root())
            .env("CARGO_TARGET_DIR", workspace.wasm_target())
            .env(RUSTFLAGS, rustflags(workspace, &[]))
            .args([verb, "--target", WASM]);
        cargo
    }
}

/// The variable by which flags reach rustc even when a folder has a space.
pub(crate) const RUSTFLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";

/// [`RUSTFLAGS`] that make the same bytes whoever builds, and tell nobody's
/// folders; and some more.
pub(crate) fn rustflags(workspace: &Workspace, more: &[&str]) -> OsString {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
        .unwrap_or_default();
    let named = [
        (cargo_home.as_path(), "cargo"),
        (workspace.root(), "beseda"),
    ];
    let remapped = named.map(|(folder, name)| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder);
        flag.push(format!("={name}"));
        flag
    });
    let more = more.iter().map(OsString::from);
    let flags: Vec<OsString> = remapped.into_iter().chain(more).collect();
    flags.join(OsStr::new("\u{1f}"))
}

fn first_on_path(bin: &Path) -> OsString {
    let mut path = bin.as_os_str().to_owned();
    if let Some(rest) = std::env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    path
}

fn has_std(libraries: &Path) -> bool {
    let Ok(entries) = libraries.read_dir() else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn add_by_rustup() -> Result<()> {
    step(&format!("adding {WASM} with rustup"));
    process::run(command("rustup").args(["target", "add", WASM]))?;
    // With the source of std the widget is smaller by a fifth; without it, it still works.
    if let Err(error) = process::run(command("rustup").args(["component", "add", "rust-src"])) {
        eprintln!("  no source of std ({error:#}): the widget will be larger");
    }
    Ok(())
}

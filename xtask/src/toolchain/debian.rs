//! The wasm target where rustup can fetch nothing: Debian packages a current
//! Rust as `rustc-web`, without a wasm std but with its source. From these a
//! sysroot is made in the user's cache: Debian's compiler, host libraries and
//! source by link, and the wasm std built once. Nothing in `/usr` is changed.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::WASM;
use crate::lock::Lock;
use crate::process::{command, probe, run, step};
use crate::tools::apt;
use crate::workspace::Workspace;

const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const LINTER: &[&str] = &["rust-web-clippy"];
const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const LINKER: &str = "/usr/bin/lld-22";
const LIBRARIES: &str = "/usr/lib/rustlib";

/// A folder that looks like a toolchain: `bin` and `lib`.
pub(super) struct Sysroot(PathBuf);

impl Sysroot {
    /// The one made earlier from the compiler that is installed now.
    pub(super) fn in_cache(workspace: &Workspace) -> Option<Self> {
        let sysroot = Self::of_installed(workspace)?;
        sysroot.0.is_dir().then_some(sysroot)
    }

    /// Installs what is missing and builds std.
    pub(super) fn make(workspace: &Workspace) -> Result<Self> {
        let _lock = Lock::hold(workspace.cache())?;
        if !installed() {
            step("installing Debian's Rust for wasm");
            apt::install(PACKAGES)?;
        }
        let sysroot = Self::of_installed(workspace).context("rustc-web is not there")?;
        if sysroot.0.is_dir() {
            return Ok(sysroot);
        }
        step("building std for wasm");
        let partial = Self(workspace.partial(&sysroot.0));
        let _ = fs::remove_dir_all(&partial.0);
        partial.link()?;
        partial.build_std()?;
        // The wrapper names its folder, so it is written again before the move.
        partial.write_rustc(&sysroot.0)?;
        fs::rename(&partial.0, &sysroot.0)?;
        Ok(sysroot)
    }

    /// Where `cargo` and `rustc` are.
    pub(super) fn bin(&self) -> PathBuf {
        self.0.join("bin")
    }

    fn of_installed(workspace: &Workspace) -> Option<Self> {
        let version = probe(command(RUSTC).arg("--version"))?;
        let number = version.split(' ').nth(1)?;
        Some(Self(workspace.cache().join(format!("sysroot-{number}"))))
    }

    fn link(&self) -> Result<()> {
        let host = host_triple()?;
        let libraries = self.0.join("lib/rustlib");
        let of_host = libraries.join(&host);
        fs::create_dir_all(self.bin())?;
        fs::create_dir_all(of_host.join("bin"))?;
        for program in ["cargo", "cargo-clippy", "clippy-driver"] {
            symlink(format!("/usr/bin/{program}"), self.bin().join(program))?;
        }
        symlink(format!("{LIBRARIES}/src"), libraries.join("src"))?;
        symlink(format!("{LIBRARIES}/{host}/lib"), of_host.join("lib"))?;
        // The linker of wasm is looked for under this name.
        symlink(LINKER, of_host.join("bin/rust-lld"))?;
        self.write_rustc(&self.0)
    }

    fn write_rustc(&self, sysroot: &Path) -> Result<()> {
        let path = self.bin().join("rustc");
        let script = format!(
            "#!/bin/sh\nexec {RUSTC} --sysroot '{}' \"$@\"\n",
            sysroot.display()
        );
        fs::write(&path, script)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        Ok(())
    }

    /// std is built as a dependency of an empty crate, then kept.
    fn build_std(&self) -> Result<()> {
        let seed = self.0.join("seed");
        fs::create_dir_all(seed.join("src"))?;
        fs::write(seed.join("src/lib.rs"), "#![no_std]\n")?;
        fs::write(
            seed.join("Cargo.toml"),
            "[package]\nname = \"std-seed\"\nedition = \"2024\"\n[workspace]\n",
        )?;
        run(command(self.bin().join("cargo"))
            .current_dir(&seed)
            .env_remove("RUSTUP_TOOLCHAIN")
            .env("RUSTC", self.bin().join("rustc"))
            .env("RUSTC_BOOTSTRAP", "1")
            // Without bitcode in the libraries, fat LTO fails.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .args([
                "build",
                "--release",
                "--target",
                WASM,
                "--target-dir",
                "out",
            ])
            .args(["-Z", "build-std=std,panic_abort,proc_macro"]))?;

        let kept = self.0.join("lib/rustlib").join(WASM).join("lib");
        fs::create_dir_all(&kept)?;
        for built in seed
            .join("out")
            .join(WASM)
            .join("release/deps")
            .read_dir()?
        {
            let built = built?;
            let name = built.file_name().to_string_lossy().into_owned();
            if name.ends_with(".rlib") && !name.starts_with("libstd_seed") {
                fs::copy(built.path(), kept.join(&name))?;
            }
        }
        fs::remove_dir_all(seed)?;
        Ok(())
    }
}

/// Installs the linter that belongs to the compiler.
pub(super) fn add_clippy(workspace: &Workspace) -> Result<()> {
    let _lock = Lock::hold(workspace.cache())?;
    step("installing Debian's clippy");
    apt::install(LINTER)
}

fn installed() -> bool {
    let source = format!("{LIBRARIES}/src/rust/library/std/Cargo.toml");
    [RUSTC, CARGO, LINKER, source.as_str()]
        .iter()
        .all(|file| Path::new(file).exists())
}

fn host_triple() -> Result<String> {
    let about = probe(command(RUSTC).arg("-vV")).context("rustc-web does not start")?;
    match about.lines().find_map(|line| line.strip_prefix("host: ")) {
        Some(triple) => Ok(triple.to_owned()),
        None => bail!("rustc-web does not tell its host"),
    }
}

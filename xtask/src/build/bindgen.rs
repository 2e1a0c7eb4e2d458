//! From a crate to a small wasm file and its glue.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::Kit;
use super::shorten::shorten;
use super::stamp::Stamp;
use crate::process::{command, run, step};
use crate::toolchain::{RUSTFLAGS, WASM, rustflags};

/// What rustc enables for this target, by name: with every feature of binaryen
/// enabled the result is a module that no browser loads.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

const STRIP: &[&str] = &[
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// A panic is a trap without words, and nothing carries its place in the source.
const SMALLEST: &[&str] = &[
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
];

/// How much a crate's size matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Strangers download it: std is built anew, small, and a panic is a trap.
    Featherweight,
    /// Operators download it once; its panics are worth a message.
    Plain,
}

/// The two files that a browser loads.
pub(super) struct Module {
    /// The glue: an ES module.
    pub(super) glue: PathBuf,
    /// The wasm.
    pub(super) wasm: PathBuf,
}

/// Compiles `beseda-NAME` and makes `NAME.js` and `NAME_bg.wasm` of it.
pub(super) fn build(kit: &Kit<'_>, name: &str, weight: Weight) -> Result<Module> {
    step(&format!("building {name}"));
    compile(kit, name, weight)?;

    let compiled = kit
        .workspace
        .wasm_target()
        .join(WASM)
        .join(format!("browser/beseda_{name}.wasm"));
    let folder = kit.workspace.wasm_target().join("bindgen").join(name);
    let module = Module {
        glue: folder.join(format!("{name}.js")),
        wasm: folder.join(format!("{name}_bg.wasm")),
    };
    let outputs = [module.glue.clone(), module.wasm.clone()];
    Stamp::new(kit, name)
        .with_file(&compiled)?
        .make(&outputs, || {
            let _ = fs::remove_dir_all(&folder);
            run(command(&kit.tools.wasm_bindgen)
                .args([
                    "--target",
                    "web",
                    "--no-typescript",
                    "--omit-default-module-path",
                ])
                .args(["--out-name", name, "--out-dir"])
                .arg(&folder)
                .arg(&compiled))?;
            run(wasm_opt(kit)?
                .args(["-Oz", "--converge", "--low-memory-unused"])
                .args(STRIP)
                .arg(&module.wasm)
                .arg("-o")
                .arg(&module.wasm))?;
            match weight {
                Weight::Featherweight => shorten(&mut wasm_opt(kit)?, &module),
                Weight::Plain => Ok(()),
            }
        })?;
    Ok(module)
}

/// `wasm-opt`, told what modules of rustc may contain. That the first kilobyte
/// of the memory is unused holds: there the stack ends.
fn wasm_opt(kit: &Kit<'_>) -> Result<Command> {
    let mut wasm_opt = command(kit.tools.npm.wasm_opt()?);
    wasm_opt.args(FEATURES);
    Ok(wasm_opt)
}

fn compile(kit: &Kit<'_>, name: &str, weight: Weight) -> Result<()> {
    let mut cargo = kit.toolchain.cargo(kit.workspace, "build");
    cargo.args(["--quiet", "--profile", "browser", "--lib", "--package"]);
    cargo.arg(format!("beseda-{name}"));
    if weight == Weight::Featherweight && kit.toolchain.has_std_source() {
        cargo
            .env("RUSTC_BOOTSTRAP", "1")
            .env(RUSTFLAGS, rustflags(kit.workspace, SMALLEST))
            .args(["-Z", "build-std=std,panic_abort"])
            .args(["-Z", "build-std-features=optimize_for_size"]);
    }
    run(&mut cargo)
}

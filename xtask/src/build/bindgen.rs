//! From a crate to a small wasm file and its glue.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::Kit;
use super::likeness;
use super::shorten::shorten;
use super::stamp::Stamp;
use crate::process::{command, run};
use crate::progress::{self, quiet_unless_watched};
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

const SMALL: &[&str] = &["-Oz", "--converge", "--low-memory-unused"];

/// By itself binaryen inlines every function that has one caller, however large.
/// That makes the file smaller by a fiftieth and the download larger by a
/// thirtieth: alike bodies, which brotli finds again, vanish inside unlike ones.
const ALIKE: &[&str] = &["--one-caller-inline-max-function-size", "20"];

/// How a module is made small: another way, another module.
const RECIPE: &[&str] = &[
    include_str!("bindgen.rs"),
    include_str!("likeness.rs"),
    include_str!("shorten.rs"),
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
    let what = format!("building {name}");
    progress::take(kit.workspace, &what, || make(kit, name, weight))
}

fn make(kit: &Kit<'_>, name: &str, weight: Weight) -> Result<Module> {
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
    Stamp::new(kit, name, RECIPE)
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
            match weight {
                Weight::Featherweight => make_smallest(kit, &module),
                Weight::Plain => optimize(kit, &module.wasm, &[SMALL, ALIKE, STRIP]),
            }
        })?;
    Ok(module)
}

/// Small, then in an order that packs well, then with short names.
fn make_smallest(kit: &Kit<'_>, module: &Module) -> Result<()> {
    // Functions have to be told apart by name until they are in order.
    optimize(kit, &module.wasm, &[SMALL, ALIKE, &["--debuginfo"]])?;
    fs::write(&module.wasm, likeness::ranked(&fs::read(&module.wasm)?)?)?;
    optimize(
        kit,
        &module.wasm,
        &[&["--reorder-functions-by-name"], STRIP],
    )?;
    shorten(&mut wasm_opt(kit)?, &module.wasm, &module.glue)
}

fn optimize(kit: &Kit<'_>, wasm: &Path, options: &[&[&str]]) -> Result<()> {
    let mut wasm_opt = wasm_opt(kit)?;
    wasm_opt.args(options.concat());
    run(wasm_opt.arg(wasm).arg("-o").arg(wasm))
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
    cargo.args(["--profile", "browser", "--lib", "--package"]);
    cargo.arg(format!("beseda-{name}"));
    if weight == Weight::Featherweight && kit.toolchain.has_std_source() {
        cargo
            .env("RUSTC_BOOTSTRAP", "1")
            .env(RUSTFLAGS, rustflags(kit.workspace, SMALLEST))
            .args(["-Z", "build-std=std,panic_abort"])
            .args(["-Z", "build-std-features=optimize_for_size"]);
    }
    run(quiet_unless_watched(&mut cargo))
}

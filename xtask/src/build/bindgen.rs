//! From a crate to a small wasm file, its glue, and parts that are loaded later.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use anyhow::Result;

use super::likeness;
use super::shorten::{free_beginning, shorten};
use super::split::{self, Parts};
use super::stamp::Stamp;
use super::{Kit, Purpose, QUICK};
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
    include_str!("split.rs"),
];

/// A panic is a trap without words, and nothing carries its place in the source.
const SMALLEST: &[&str] = &[
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    RELOCATIONS,
];

/// What a module needs that is to be cut into parts.
const RELOCATIONS: &str = "-Clink-arg=--emit-relocs";

/// How much a crate's size matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// Strangers download it: std is built anew, small, and a panic is a trap.
    Featherweight,
    /// Operators download it once; its panics are worth a message.
    Plain,
}

impl Kit<'_> {
    /// Whether a module is only looked at, and so not cut into parts. One whose size
    /// matters is always made as it is shipped.
    fn is_quick(&self, weight: Weight) -> bool {
        self.purpose == Purpose::Dev && weight == Weight::Plain
    }

    fn browser_profile(&self, weight: Weight) -> &'static str {
        match self.is_quick(weight) {
            true => QUICK,
            false => "browser",
        }
    }
}

/// The files that a browser loads.
pub(super) struct Module {
    /// The glue: an ES module.
    pub(super) glue: PathBuf,
    /// The wasm.
    pub(super) wasm: PathBuf,
    /// What is loaded when it is first used.
    pub(super) parts: Parts,
}

/// Compiles `beseda-NAME` and makes `NAME.js` and `NAME_bg.wasm` of it, and the parts that
/// are cut out of it, unless it is only looked at.
pub(super) fn build(kit: &Kit<'_>, name: &str, weight: Weight) -> Result<Module> {
    let what = format!("building {}", kit.called(name));
    progress::take(kit.workspace, &what, || make(kit, name, weight))
}

fn make(kit: &Kit<'_>, name: &str, weight: Weight) -> Result<Module> {
    compile(kit, name, weight)?;

    let compiled = kit
        .workspace
        .wasm_target()
        .join(WASM)
        .join(kit.browser_profile(weight))
        .join(format!("beseda_{name}.wasm"));
    let called = match kit.is_quick(weight) {
        true => kit.called(name),
        false => name.to_owned(),
    };
    let folder = kit.workspace.wasm_target().join("bindgen").join(&called);
    let parts = folder.join("parts");
    let glue = folder.join(format!("{name}.js"));
    let wasm = folder.join(format!("{name}_bg.wasm"));
    Stamp::new(kit, &called, RECIPE)
        .with_file(&compiled)?
        .make(&[glue.clone(), wasm.clone()], || {
            let _ = fs::remove_dir_all(&folder);
            if kit.is_quick(weight) {
                bind(kit, name, &compiled, &folder, &[])?;
                return free_beginning(&glue);
            }
            fs::create_dir_all(&parts)?;
            let rest = split::split(&compiled, &parts)?;
            // Parts are linked to the rest by what the linker has exported.
            bind(kit, name, &rest, &folder, &["--keep-lld-exports"])?;
            let files = split::parts(&parts)?.into_values().flatten();
            make_each_smallest(kit, &wasm, files.collect())?;
            shorten(&mut wasm_opt(kit)?, &wasm, &folder)
        })?;
    Ok(Module {
        glue,
        wasm,
        parts: split::parts(&parts)?,
    })
}

/// Makes the glue, and the wasm that fits it.
fn bind(kit: &Kit<'_>, name: &str, linked: &Path, folder: &Path, options: &[&str]) -> Result<()> {
    run(command(&kit.tools.wasm_bindgen)
        .args([
            "--target",
            "web",
            "--no-typescript",
            "--omit-default-module-path",
        ])
        .args(options)
        .args(["--out-name", name, "--out-dir"])
        .arg(folder)
        .arg(linked))
}

/// A module and its parts, side by side: they are files of their own, and `wasm-opt` has
/// one thread. The module is as large as half of its parts, so it comes first.
fn make_each_smallest(kit: &Kit<'_>, wasm: &Path, parts: BTreeSet<PathBuf>) -> Result<()> {
    let todo = Mutex::new(parts.iter());
    let make_parts = || {
        loop {
            // The lock is given back before the work begins.
            let next = todo.lock().expect("nobody panics with it").next();
            let Some(part) = next else { return Ok(()) };
            // Of names that the splitter gives `wasm-opt` would warn.
            rank(part)?;
            make_smallest(kit, part)?;
        }
    };
    thread::scope(|scope| {
        let beside = scope.spawn(make_parts);
        let made = make_smallest(kit, wasm).and_then(|()| make_parts());
        made.and(beside.join().expect("a failure is returned"))
    })
}

/// Small, then in an order that packs well.
fn make_smallest(kit: &Kit<'_>, wasm: &Path) -> Result<()> {
    // Functions have to be told apart by name until they are in order.
    optimize(kit, wasm, &[SMALL, ALIKE, &["--debuginfo"]])?;
    rank(wasm)?;
    optimize(kit, wasm, &[&["--reorder-functions-by-name"], STRIP])
}

/// Names each function by its place in the order that packs well.
fn rank(wasm: &Path) -> Result<()> {
    Ok(fs::write(wasm, likeness::ranked(&fs::read(wasm)?)?)?)
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
    cargo.args([
        "--profile",
        kit.browser_profile(weight),
        "--lib",
        "--package",
    ]);
    cargo.arg(format!("beseda-{name}"));
    match weight {
        Weight::Featherweight if kit.toolchain.has_std_source() => {
            cargo
                .env("RUSTC_BOOTSTRAP", "1")
                .env(RUSTFLAGS, rustflags(kit.workspace, SMALLEST))
                .args(["-Z", "build-std=std,panic_abort"])
                .args(["-Z", "build-std-features=optimize_for_size"]);
        }
        Weight::Featherweight => {
            cargo.env(RUSTFLAGS, rustflags(kit.workspace, &[RELOCATIONS]));
        }
        Weight::Plain if kit.is_quick(weight) => {
            cargo.env(RUSTFLAGS, kit.rustflags(&[]));
            cargo.args(["--features", "whole"]);
        }
        Weight::Plain => {
            cargo.env(RUSTFLAGS, kit.rustflags(&[RELOCATIONS]));
        }
    }
    run(quiet_unless_watched(&mut cargo))
}

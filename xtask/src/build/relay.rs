//! The Worker's bundles.

use std::fs;

use anyhow::{Context, Result, bail};

use super::Kit;
use super::stamp::Stamp;
use crate::process::{run, step};
use crate::toolchain::{RUSTFLAGS, WASM, rustflags};

/// Which Worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// The one that is deployed.
    Release,
    /// With kill points, test transport and seeding.
    Testing,
}

/// The two files of a bundle.
const FILES: [&str; 2] = ["index.js", "index_bg.wasm"];

/// A route that only the testing flavour may have, as it stands in its wasm.
const ONLY_IN_TESTING: &[u8] = b"/host/seed";

/// Makes `dist/relay` or `dist/relay-testing`.
pub(super) fn build(kit: &Kit<'_>, flavour: Flavour) -> Result<()> {
    let (name, features): (_, &[&str]) = match flavour {
        Flavour::Release => ("relay", &[]),
        Flavour::Testing => ("relay-testing", &["--features", "testing"]),
    };
    step(&format!("building {name}"));
    compile(kit, features)?;

    let compiled = kit
        .workspace
        .wasm_target()
        .join(WASM)
        .join("release/beseda_relay.wasm");
    let bundle = kit.workspace.dist().join(name);
    Stamp::new(kit, name)
        .with_file(&compiled)?
        .with_file(&kit.workspace.path("relay/Cargo.toml"))?
        .make(&FILES.map(|file| bundle.join(file)), || {
            bundle_up(kit, name, flavour, features)?;
            check(kit, name, flavour)
        })
}

/// As worker-build does it, so that its own call finds nothing left to do.
fn compile(kit: &Kit<'_>, features: &[&str]) -> Result<()> {
    run(kit
        .toolchain
        .cargo(kit.workspace, "build")
        .current_dir(kit.workspace.path("relay"))
        .env("WASM_BINDGEN_USE_JS_SYS", "1")
        .args(["--quiet", "--release", "--lib"])
        .args(features))
}

fn bundle_up(kit: &Kit<'_>, name: &str, flavour: Flavour, features: &[&str]) -> Result<()> {
    // Optimizing takes a minute and changes nothing that tests could see; those
    // of the release bundle see it.
    let quick: &[&str] = match flavour {
        Flavour::Release => &[],
        Flavour::Testing => &["--no-opt"],
    };
    let made = kit.workspace.wasm_target().join("worker").join(name);
    run(kit
        .toolchain
        .program(&kit.tools.worker_build)
        .current_dir(kit.workspace.path("relay"))
        .env("CARGO_TARGET_DIR", kit.workspace.wasm_target())
        .env(RUSTFLAGS, rustflags(kit.workspace, &[]))
        .env("WASM_BINDGEN_BIN", &kit.tools.wasm_bindgen)
        .env("WASM_OPT_BIN", kit.tools.npm.wasm_opt()?)
        .env("ESBUILD_BIN", kit.tools.npm.esbuild()?)
        .args(["--release", "--out-dir"])
        .arg(&made)
        .args(quick)
        .args(features))?;

    let bundle = kit.workspace.dist().join(name);
    fs::create_dir_all(&bundle)?;
    for file in FILES {
        fs::copy(made.join(file), bundle.join(file))
            .with_context(|| format!("worker-build made no {file}"))?;
    }
    Ok(())
}

/// What only tests may do must not be in what is deployed.
fn check(kit: &Kit<'_>, name: &str, flavour: Flavour) -> Result<()> {
    let wasm = fs::read(kit.workspace.dist().join(name).join("index_bg.wasm"))?;
    let seeds = wasm
        .windows(ONLY_IN_TESTING.len())
        .any(|bytes| bytes == ONLY_IN_TESTING);
    match (flavour, seeds) {
        (Flavour::Release, true) => bail!("the release bundle carries code of the testing build"),
        (Flavour::Testing, false) => bail!("nothing tells the testing bundle from the release"),
        _ => Ok(()),
    }
}

//! The Worker's bundles.

use std::fs;

use anyhow::{Context, Result, bail};

use super::stamp::Stamp;
use super::{Kit, Purpose, QUICK};
use crate::process::run;
use crate::progress::{self, quiet_unless_watched};
use crate::toolchain::{RUSTFLAGS, WASM};

/// Which Worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worker {
    /// The relay that is deployed.
    Relay,
    /// With kill points, test transport and seeding.
    RelayTesting,
    /// The same, as fast as the one that is deployed.
    RelayMeasured,
    /// The bare objects that the relay is measured against.
    Ceilings,
}

impl Worker {
    /// Its folder in `dist`.
    fn name(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::RelayTesting => "relay-testing",
            Self::RelayMeasured => "relay-measured",
            Self::Ceilings => "ceilings",
        }
    }

    /// Its crate, and the wasm that cargo makes of it.
    fn source(self) -> (&'static str, &'static str) {
        match self {
            Self::Relay | Self::RelayTesting | Self::RelayMeasured => {
                ("relay", "beseda_relay.wasm")
            }
            Self::Ceilings => ("tests/ceilings", "beseda_ceilings.wasm"),
        }
    }

    fn features(self) -> &'static [&'static str] {
        match self {
            Self::Relay | Self::Ceilings => &[],
            Self::RelayTesting | Self::RelayMeasured => &["--features", "testing"],
        }
    }

    /// Optimizing takes a minute and changes nothing that tests could see; those
    /// of the release bundle see it.
    fn haste(self, purpose: Purpose) -> &'static [&'static str] {
        match (purpose, self) {
            (Purpose::Dev, _) | (_, Self::RelayTesting) => &["--no-opt"],
            (_, Self::Relay | Self::RelayMeasured | Self::Ceilings) => &[],
        }
    }
}

impl Purpose {
    /// How cargo and worker-build are told the profile, and cargo's folder of it.
    fn worker_profile(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Release => (&["--release"], "release"),
            Self::Dev => (&["--profile", QUICK], QUICK),
        }
    }
}

/// The two files of a bundle.
const FILES: [&str; 2] = ["index.js", "index_bg.wasm"];

/// A route that only the testing flavour may have, as it stands in its wasm.
const ONLY_IN_TESTING: &[u8] = b"/host/seed";

/// Makes the bundle of a Worker.
pub(super) fn build(kit: &Kit<'_>, worker: Worker) -> Result<()> {
    let what = format!("building {}", kit.called(worker.name()));
    progress::take(kit.workspace, &what, || make(kit, worker))
}

fn make(kit: &Kit<'_>, worker: Worker) -> Result<()> {
    compile(kit, worker)?;

    let name = worker.name();
    let (folder, wasm) = worker.source();
    let (_, profile) = kit.purpose.worker_profile();
    let compiled = kit.workspace.wasm_target().join(WASM).join(profile);
    let compiled = compiled.join(wasm);
    let bundle = kit.dist().join(name);
    Stamp::new(kit, &kit.called(name), &[include_str!("worker.rs")])
        .with_file(&compiled)?
        .with_file(&kit.workspace.path(folder).join("Cargo.toml"))?
        .make(&FILES.map(|file| bundle.join(file)), || {
            bundle_up(kit, worker)?;
            check(kit, worker)
        })
}

/// As worker-build does it, so that its own call finds nothing left to do.
fn compile(kit: &Kit<'_>, worker: Worker) -> Result<()> {
    let (folder, _) = worker.source();
    let mut cargo = kit.toolchain.cargo(kit.workspace, "build");
    cargo
        .current_dir(kit.workspace.path(folder))
        .env("WASM_BINDGEN_USE_JS_SYS", "1")
        .env(RUSTFLAGS, kit.rustflags(&[]))
        .args(kit.purpose.worker_profile().0)
        .arg("--lib")
        .args(worker.features());
    run(quiet_unless_watched(&mut cargo))
}

fn bundle_up(kit: &Kit<'_>, worker: Worker) -> Result<()> {
    let (folder, _) = worker.source();
    let made = kit
        .workspace
        .wasm_target()
        .join("worker")
        .join(kit.called(worker.name()));
    run(kit
        .toolchain
        .program(&kit.tools.worker_build)
        .current_dir(kit.workspace.path(folder))
        .env("CARGO_TARGET_DIR", kit.workspace.wasm_target())
        .env(RUSTFLAGS, kit.rustflags(&[]))
        .env("WASM_BINDGEN_BIN", &kit.tools.wasm_bindgen)
        .env("WASM_OPT_BIN", kit.tools.npm.wasm_opt()?)
        .env("ESBUILD_BIN", kit.tools.npm.esbuild()?)
        .args(kit.purpose.worker_profile().0)
        .arg("--out-dir")
        .arg(&made)
        .args(worker.haste(kit.purpose))
        .args(worker.features()))?;

    let bundle = kit.dist().join(worker.name());
    fs::create_dir_all(&bundle)?;
    for file in FILES {
        fs::copy(made.join(file), bundle.join(file))
            .with_context(|| format!("worker-build made no {file}"))?;
    }
    Ok(())
}

/// What only tests may do must not be in what is deployed.
fn check(kit: &Kit<'_>, worker: Worker) -> Result<()> {
    let wasm = fs::read(kit.dist().join(worker.name()).join("index_bg.wasm"))?;
    let seeds = wasm
        .windows(ONLY_IN_TESTING.len())
        .any(|bytes| bytes == ONLY_IN_TESTING);
    match (worker, seeds) {
        (Worker::Relay, true) => bail!("the release bundle carries code of the testing build"),
        (Worker::RelayTesting, false) => {
            bail!("nothing tells the testing bundle from the release")
        }
        _ => Ok(()),
    }
}

//! Format and lints.

use anyhow::Result;

use crate::process::{command, probe, run};
use crate::report::Outcome;
use crate::toolchain::{Toolchain, WASM};
use crate::tools;
use crate::tools::npm::Packages;
use crate::workspace::{Workspace, cargo};

/// rustfmt changes nothing.
pub(crate) fn format(workspace: &Workspace) -> Result<Outcome> {
    run(cargo(workspace, "fmt").args(["--all", "--check"]))?;
    Ok(Outcome::Passed)
}

/// clippy is silent about what runs natively.
pub(crate) fn native(workspace: &Workspace) -> Result<Outcome> {
    let mut clippy = cargo(workspace, "clippy");
    clippy.args(["--quiet", "--all-targets"]);
    // Tests that run on workerd alone are compiled nowhere else before they run.
    clippy.args(["--features", "beseda-chaos/relay"]);
    for package in workspace
        .packages()?
        .iter()
        .filter(|package| !package.is_wasm)
    {
        clippy.args(["--package", &package.name]);
    }
    run(clippy.args(["--", "-D", "warnings"]))?;
    Ok(Outcome::Passed)
}

/// clippy is silent about what runs in browsers and Workers.
pub(crate) fn wasm(workspace: &Workspace, toolchain: &Toolchain) -> Result<Outcome> {
    if !toolchain.has_clippy(workspace) {
        return Ok(Outcome::Skipped(
            "the Rust that has the wasm target has no clippy".into(),
        ));
    }
    for package in workspace
        .packages()?
        .iter()
        .filter(|package| package.is_wasm)
    {
        // One by one: features of one must not leak into another.
        let mut clippy = toolchain.program("cargo-clippy");
        clippy
            .current_dir(workspace.root())
            .env("CARGO_TARGET_DIR", workspace.wasm_target())
            .args([
                "clippy",
                "--quiet",
                "--target",
                WASM,
                "--package",
                &package.name,
            ]);
        run(clippy.args(["--", "-D", "warnings"]))?;
    }
    Ok(Outcome::Passed)
}

/// Licences, bans and sources; advisories where they can be fetched.
pub(crate) fn deny(workspace: &Workspace) -> Result<Outcome> {
    let program = tools::cargo_deny(workspace)?;
    let deny = |arguments: &[&str]| {
        let mut deny = command(&program);
        deny.current_dir(workspace.root()).args(arguments);
        deny
    };
    run(&mut deny(&[
        "--offline",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))?;
    if probe(&mut deny(&["fetch", "db"])).is_none() {
        return Ok(Outcome::Skipped("advisories can't be fetched".into()));
    }
    run(&mut deny(&["--offline", "check", "advisories"]))?;
    Ok(Outcome::Passed)
}

/// The description of the API as others read it: a linter, and types made of it that compile.
pub(crate) fn api(workspace: &Workspace) -> Result<Outcome> {
    let Ok(packages) = Packages::install(workspace, "api") else {
        return Ok(Outcome::Skipped("its tools can't be fetched".into()));
    };
    let description = workspace.path("protocol/openapi.json");
    let node = |program: &str| {
        let mut node = command("node");
        node.arg(packages.file(program))
            // A linter need not tell anybody that it runs.
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        node
    };
    run(node("@redocly/cli/bin/cli.js")
        .arg("lint")
        .arg(&description))?;
    let types = workspace.cache().join("api.d.ts");
    run(node("openapi-typescript/bin/cli.js")
        .arg(&description)
        .arg("--output")
        .arg(&types))?;
    run(node("typescript/bin/tsc")
        .args(["--noEmit", "--strict"])
        .arg(&types))?;
    Ok(Outcome::Passed)
}

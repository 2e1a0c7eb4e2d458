//! `cargo x bench`: figures beside their ceilings, measured in the same run.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::build::{Kit, Part, Purpose};
use crate::process::step;
use crate::tools::browser;
use crate::tools::npm::Packages;
use crate::workspace::{Workspace, cargo};

/// Where the figures of whole runs are kept, a chapter of each.
const REPORT: &str = "tests/REPORT.md";

/// `cargo x bench relay [--json FILE] [--parts LIST] [--sizes LIST]`,
/// `cargo x bench center [--json FILE] [--sizes LIST]`, `cargo x bench console [--json FILE]`,
/// `cargo x bench widget [--json FILE] [--url PAGE --launcher CSS --panel CSS --field CSS
/// --acknowledged CSS]`.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    match arguments.next()? {
        Some(Arg::Value(what)) if what == "relay" => relay(workspace, arguments),
        Some(Arg::Value(what)) if what == "center" => center(workspace, arguments),
        Some(Arg::Value(what)) if what == "console" => console(workspace, arguments),
        Some(Arg::Value(what)) if what == "widget" => widget(workspace, arguments),
        Some(Arg::Value(what)) => bail!("there is no bench of {}", what.display()),
        Some(other) => Err(other.unexpected().into()),
        None => bail!("which bench? relay, center, console, widget"),
    }
}

fn relay(workspace: &Workspace, arguments: Parser) -> Result<()> {
    let kit = Kit::provide(workspace, Purpose::Release)?;
    let mut bench = bench(&kit)?;
    bench
        .arg("--ceilings")
        .arg(workspace.dist().join("ceilings"));
    pass_on(workspace, arguments, &mut bench, &["parts", "sizes"])?;
    match Packages::compile(workspace, "bench") {
        Ok(node) => drop(bench.arg("--node-modules").arg(node.file(""))),
        Err(error) => step(&format!("without Node beside it: {error:#}")),
    }
    kit.build(&[
        Part::Assets,
        Part::RelayMeasured,
        Part::Ceilings,
        Part::Host,
    ])?;
    step("measuring");
    Err(bench.exec().into())
}

fn center(workspace: &Workspace, arguments: Parser) -> Result<()> {
    let kit = Kit::provide(workspace, Purpose::Release)?;
    let mut bench = bench(&kit)?;
    bench.args(["--parts", "center"]);
    pass_on(workspace, arguments, &mut bench, &["sizes"])?;
    kit.build(&[Part::Assets, Part::RelayMeasured, Part::Host])?;
    step("measuring");
    Err(bench.exec().into())
}

/// In a browser.
fn console(workspace: &Workspace, arguments: Parser) -> Result<()> {
    let kit = Kit::provide(workspace, Purpose::Release)?;
    let mut bench = bench(&kit)?;
    bench
        .args(["--parts", "console"])
        .env("CHROMEDRIVER", browser::chromedriver()?);
    pass_on(workspace, arguments, &mut bench, &[])?;
    kit.build(&[Part::Assets, Part::RelayMeasured, Part::Host])?;
    step("measuring");
    Err(bench.exec().into())
}

/// In a browser, beside others; any other widget by the address of its page and selectors.
fn widget(workspace: &Workspace, arguments: Parser) -> Result<()> {
    let kit = Kit::provide(workspace, Purpose::Release)?;
    let mut bench = bench(&kit)?;
    bench
        .args(["--parts", "widget"])
        .env("CHROMEDRIVER", browser::chromedriver()?);
    let other = ["url", "launcher", "panel", "field", "acknowledged"];
    pass_on(workspace, arguments, &mut bench, &other)?;
    match Packages::install(workspace, "peers") {
        Ok(peers) => drop(bench.arg("--node-modules").arg(peers.file(""))),
        Err(error) => step(&format!("without deep-chat beside it: {error:#}")),
    }
    kit.build(&[Part::Assets, Part::RelayMeasured, Part::Host])?;
    step("measuring");
    Err(bench.exec().into())
}

/// What measures, and what all of it needs.
fn bench(kit: &Kit<'_>) -> Result<Command> {
    let workspace = kit.workspace;
    let data = workspace.target().join("bench");
    fs::create_dir_all(&data)?;
    let mut bench = cargo(workspace, "run");
    bench
        .args([
            "--quiet",
            "--profile",
            "measure",
            "--package",
            "beseda-bench",
            "--",
        ])
        .arg("--workerd")
        .arg(kit.tools.npm.workerd()?)
        .arg("--host")
        .arg(workspace.host_binary())
        .env("BESEDA_DIST", workspace.dist())
        // On the disk of the checkout: a folder in memory would flush for nothing.
        .env("TMPDIR", data);
    Ok(bench)
}

/// Passes the rest of the command line on; what is measured whole is kept.
fn pass_on(
    workspace: &Workspace,
    mut arguments: Parser,
    bench: &mut Command,
    narrowing: &[&str],
) -> Result<()> {
    let mut is_whole = true;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("json") => {
                let file = PathBuf::from(arguments.value()?);
                bench.arg("--json").arg(std::path::absolute(file)?);
            }
            Arg::Long(name) if narrowing.contains(&name) => {
                is_whole = false;
                bench.arg(format!("--{name}"));
                bench.arg(arguments.value()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if is_whole {
        bench.arg("--markdown").arg(workspace.path(REPORT));
    }
    Ok(())
}

//! `cargo x chaos`: the chaos suite at any length, on any seed.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Kit, Part};
use crate::process::step;
use crate::workspace::{Workspace, cargo};

/// What a run goes through, each with its share of the time. The last is all of
/// it at once.
const PLANS: &[&str] = &["kills", "points", "weather", "disorder", "everything"];

/// `cargo x chaos --minutes N --seed S [--plan NAME]`.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let (mut minutes, mut seed, mut plan) = (5_u64, 1_u64, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("minutes") => minutes = arguments.value()?.parse()?,
            Arg::Long("seed") => seed = arguments.value()?.parse()?,
            Arg::Long("plan") => plan = Some(arguments.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let kit = Kit::provide(workspace)?;
    kit.build(&[Part::Assets, Part::RelayTesting, Part::Host])?;
    let folder = workspace.target().join("chaos");
    fs::create_dir_all(&folder)?;
    let plans = match &plan {
        Some(plan) => vec![plan.as_str()],
        None => PLANS.to_vec(),
    };
    let seconds = (minutes * 60 / plans.len() as u64).max(10);
    step(&format!("seed {seed}: {minutes} minutes of chaos"));
    let mut broken = Vec::new();
    for plan in plans {
        if !one(&kit, &folder, plan, seed, seconds)? {
            broken.push(plan);
        }
    }
    match broken[..] {
        [] => Ok(()),
        _ => bail!(
            "broken: {}; `cargo x chaos --minutes {minutes} --seed {seed}` replays it, \
             ledgers are in {}",
            broken.join(", "),
            folder.display()
        ),
    }
}

/// The driver, and then the checker as a process of its own.
fn one(kit: &Kit<'_>, folder: &Path, plan: &str, seed: u64, seconds: u64) -> Result<bool> {
    let ledger = folder.join(format!("{plan}-{seed}.ledger"));
    let dump = folder.join(format!("{plan}-{seed}.dump"));
    if ledger.exists() {
        fs::remove_file(&ledger)?;
    }
    step(&format!("{plan}, seed {seed}, {seconds} s"));
    let mut drive = program(kit)?;
    drive
        .args(["run", plan])
        .args(["--seed", &seed.to_string()])
        .args(["--seconds", &seconds.to_string()])
        .arg("--ledger")
        .arg(&ledger)
        .arg("--dump")
        .arg(&dump);
    if !drive.status()?.success() {
        return Ok(false);
    }
    let mut check = program(kit)?;
    check
        .arg("check")
        .arg("--ledger")
        .arg(&ledger)
        .arg("--dump")
        .arg(&dump);
    Ok(check.status()?.success())
}

fn program(kit: &Kit<'_>) -> Result<Command> {
    let mut command = cargo(kit.workspace, "run");
    command
        .args(["--quiet", "--package", "beseda-chaos", "--"])
        .env("BESEDA_DIST", kit.workspace.dist())
        .env("BESEDA_HOST", kit.workspace.host_binary())
        .env("BESEDA_WORKERD", kit.tools.npm.workerd()?);
    Ok(command)
}

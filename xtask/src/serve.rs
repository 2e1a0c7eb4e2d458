//! `cargo x serve`: the relay for one machine.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Kit, Part};
use crate::process::command;
use crate::workspace::Workspace;

/// What a machine needs.
pub(crate) const PARTS: &[Part] = &[Part::Assets, Part::Relay, Part::Host];

/// Builds, then becomes the host: its signals and its exit code are ours.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let mut options = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long(name @ ("port" | "data" | "origin" | "trusted-proxy")) => {
                options.push(format!("--{name}").into());
                options.push(arguments.value()?);
            }
            Arg::Value(value) => bail!("unexpected {:?}", value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let kit = Kit::make(workspace, PARTS)?;
    Err(host(&kit, "serve")?.args(options).exec().into())
}

/// `beseda-host VERB` on what was built here.
pub(crate) fn host(kit: &Kit<'_>, verb: &str) -> Result<Command> {
    let mut host = command(kit.host_binary());
    host.arg(verb)
        .env("BESEDA_DIST", kit.dist())
        .env("BESEDA_WORKERD", kit.tools.npm.workerd()?);
    Ok(host)
}

//! `cargo x host <verb>`: what can be done to a data folder.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};
use lexopt::{Parser, ValueExt};

use crate::build::Kit;
use crate::serve;
use crate::workspace::Workspace;

/// What there is to do, in the host's own words.
pub(crate) const USAGE: &str = include_str!("../../host/src/usage.txt");

/// Builds what `serve` runs, then becomes the host: verbs and arguments are its own.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let verb = arguments.value().context("which verb?")?.string()?;
    let kit = Kit::make(workspace, serve::PARTS)?;
    let mut host = serve::host(&kit, &verb)?;
    host.args(arguments.raw_args()?);
    Err(host.exec().into())
}

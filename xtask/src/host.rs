//! `cargo x host <verb>`: what can be done to a data folder.

use std::os::unix::process::CommandExt;

use anyhow::Result;
use lexopt::Parser;

use crate::build;
use crate::process::command;
use crate::workspace::Workspace;

/// Builds the binary, then becomes it: verbs and arguments are its own.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    build::host::build(workspace)?;
    let mut host = command(workspace.host_binary());
    host.args(arguments.raw_args()?);
    Err(host.exec().into())
}

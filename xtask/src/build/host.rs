//! The native binary.

use anyhow::Result;

use crate::process::run;
use crate::progress::{self, quiet_unless_watched};
use crate::workspace::{Workspace, cargo};

/// Builds it with the Rust that runs `cargo x`.
pub(super) fn build(workspace: &Workspace) -> Result<()> {
    progress::take(workspace, "building host", || {
        let mut build = cargo(workspace, "build");
        build.args(["--release", "--package", "beseda-host"]);
        run(quiet_unless_watched(&mut build))
    })
}

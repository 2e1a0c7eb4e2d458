//! The native binary.

use anyhow::Result;

use crate::process::{run, step};
use crate::workspace::{Workspace, cargo};

/// Builds it with the Rust that runs `cargo x`.
pub(super) fn build(workspace: &Workspace) -> Result<()> {
    step("building host");
    run(cargo(workspace, "build").args(["--quiet", "--release", "--package", "beseda-host"]))
}

//! The native binary.

use anyhow::Result;

use crate::process::{command, run, step};
use crate::workspace::Workspace;

/// Builds it with the Rust that runs `cargo x`.
pub(super) fn build(workspace: &Workspace) -> Result<()> {
    step("building host");
    run(command("cargo")
        .current_dir(workspace.root())
        .env("CARGO_TARGET_DIR", workspace.target())
        .args(["build", "--quiet", "--release", "--package", "beseda-host"]))
}

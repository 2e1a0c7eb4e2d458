//! The native binary.

use anyhow::Result;

use super::{Kit, Purpose};
use crate::process::run;
use crate::progress::{self, quiet_unless_watched};
use crate::workspace::cargo;

/// Builds it with the Rust that runs `cargo x`.
pub(super) fn build(kit: &Kit<'_>) -> Result<()> {
    let what = format!("building {}", kit.called("host"));
    progress::take(kit.workspace, &what, || {
        let mut build = cargo(kit.workspace, "build");
        build.args(["--package", "beseda-host"]);
        if kit.purpose == Purpose::Release {
            build.arg("--release");
        }
        run(quiet_unless_watched(&mut build))
    })
}

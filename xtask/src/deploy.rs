//! `cargo x deploy`: to Cloudflare, with wrangler.

use anyhow::{Context, Result};
use lexopt::{Arg, Parser};

use crate::build::{Kit, Part};
use crate::process::{command, run as run_to_end, step};
use crate::tools::npm::Packages;
use crate::workspace::Workspace;

/// Builds and deploys; with `--dry-run` only checks the bundle.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let mut dry = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("dry-run") => dry = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let kit = Kit::provide(workspace)?;
    kit.build(&[Part::Assets, Part::Relay])?;
    let wrangler = Packages::install(workspace, "deploy")?;
    step(if dry {
        "checking the bundle"
    } else {
        "deploying"
    });
    let mut deploy = command("node");
    deploy
        .current_dir(workspace.path("relay"))
        .env("WRANGLER_SEND_METRICS", "false")
        .arg(wrangler.file("wrangler/bin/wrangler.js"))
        .args(["deploy", "--config", "wrangler.toml"]);
    if dry {
        deploy.arg("--dry-run");
    }
    run_to_end(&mut deploy).context("wrangler")
}

//! Cloudflare's program, pinned, told about our relay.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::PACKAGES;
use crate::process::{command, probe, run};
use crate::tools::npm::Packages;
use crate::workspace::Workspace;

/// wrangler, installed.
pub(super) struct Wrangler {
    program: PathBuf,
    relay: PathBuf,
}

impl Wrangler {
    /// Installs it the first time.
    pub(super) fn provide(workspace: &Workspace) -> Result<Self> {
        let packages = Packages::install(workspace, PACKAGES)?;
        Ok(Self {
            program: packages.file("wrangler/bin/wrangler.js"),
            relay: workspace.path("relay"),
        })
    }

    /// `wrangler ARGUMENTS` beside `wrangler.toml`.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut wrangler = command("node");
        wrangler
            .current_dir(&self.relay)
            .env("WRANGLER_SEND_METRICS", "false")
            .arg(&self.program)
            .args(arguments)
            .args(["--config", "wrangler.toml"]);
        wrangler
    }

    /// Bundles, and goes nowhere.
    pub(super) fn check(&self) -> Result<()> {
        run(&mut self.command(&["deploy", "--dry-run"])).context("wrangler")
    }

    /// Opens a browser to sign in, unless somebody is or a token is given.
    pub(super) fn sign_in(&self) -> Result<()> {
        let has_token = std::env::var_os("CLOUDFLARE_API_TOKEN").is_some();
        if has_token || probe(&mut self.command(&["whoami", "--json"])).is_some() {
            return Ok(());
        }
        run(&mut self.command(&["login"])).context("wrangler")
    }
}

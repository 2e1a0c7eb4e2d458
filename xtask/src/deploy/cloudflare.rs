//! The account of whoever has signed in to wrangler.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::center;
use super::note::write_private;
use super::place::Place;
use super::wrangler::Wrangler;
use crate::process::run;
use crate::workspace::Workspace;

/// What wrangler says of a Worker that has never been deployed: it has no secrets.
/// Any other failure must not be taken for that: a second `SECRET` would make a
/// stranger of every visitor.
const NEVER_DEPLOYED: &str = "If this is a new Worker, run `wrangler deploy` first";

/// A host here needs no domain of one's own.
const SHARED_DOMAIN: &str = ".workers.dev";

/// Cloudflare.
pub(super) struct Cloudflare<'a> {
    wrangler: &'a Wrangler,
    /// Where secrets are for a moment.
    file: PathBuf,
}

/// A line of `wrangler secret list`.
#[derive(Deserialize)]
struct Secret {
    name: String,
}

impl<'a> Cloudflare<'a> {
    pub(super) fn new(workspace: &Workspace, wrangler: &'a Wrangler) -> Self {
        Self {
            wrangler,
            file: workspace.target().join("secrets.json"),
        }
    }
}

impl Place for Cloudflare<'_> {
    fn secrets(&mut self) -> Result<BTreeSet<String>> {
        let listed = self.wrangler.command(&["secret", "list"]).output();
        let listed = listed.context("can't start wrangler")?;
        let complaint = String::from_utf8_lossy(&listed.stderr);
        if !listed.status.success() && complaint.contains(NEVER_DEPLOYED) {
            return Ok(BTreeSet::new());
        }
        if !listed.status.success() {
            bail!("wrangler can't list the secrets: {}", complaint.trim());
        }
        let secrets: Vec<Secret> =
            serde_json::from_slice(&listed.stdout).context("the list of secrets")?;
        Ok(secrets.into_iter().map(|secret| secret.name).collect())
    }

    fn bring(&mut self, origin: &str, secrets: &BTreeMap<&'static str, String>) -> Result<()> {
        let host = origin.trim_start_matches("https://");
        let address = format!("ORIGIN:{origin}");
        let mut deploy = self.wrangler.command(&["deploy", "--var", &address]);
        if !host.ends_with(SHARED_DOMAIN) {
            deploy.args(["--domain", host]);
        }
        if secrets.is_empty() {
            return run(&mut deploy).context("wrangler");
        }
        // In the same step as the code: no version of it ever runs without them.
        write_private(&self.file, &serde_json::to_vec(secrets)?)?;
        let done = run(deploy.arg("--secrets-file").arg(&self.file));
        fs::remove_file(&self.file)?;
        done.context("wrangler")
    }

    fn create(&mut self, origin: &str, host_secret: &str) -> Result<Option<String>> {
        center::create(origin, host_secret)
    }
}

//! `wrangler dev` in the place of Cloudflare: the same bundle, configuration and
//! steps, on this machine and without an account.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::center;
use super::note::write_private;
use super::place::Place;
use super::wrangler::Wrangler;
use crate::child::Server;

/// A folder that stands for an account.
pub(super) struct Rehearsal<'a> {
    wrangler: &'a Wrangler,
    folder: PathBuf,
    port: u16,
    origin: String,
    server: Option<Server>,
}

impl<'a> Rehearsal<'a> {
    /// As the last rehearsal left it.
    pub(super) fn open(wrangler: &'a Wrangler, folder: &Path, port: u16) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
        Ok(Self {
            wrangler,
            folder: folder.canonicalize()?,
            port,
            origin: format!("http://127.0.0.1:{port}"),
            server: None,
        })
    }

    /// Where it listens.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Serves until it is told to stop.
    pub(super) fn wait(self) -> Result<()> {
        self.server.context("nothing was deployed")?.wait()
    }

    fn secrets_file(&self) -> PathBuf {
        self.folder.join("secrets.env")
    }

    fn kept(&self) -> Result<String> {
        match fs::read_to_string(self.secrets_file()) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            read => Ok(read?),
        }
    }
}

impl Place for Rehearsal<'_> {
    fn secrets(&mut self) -> Result<BTreeSet<String>> {
        let kept = self.kept()?;
        let names = kept.lines().filter_map(|line| line.split_once('='));
        Ok(names.map(|(name, _)| name.to_owned()).collect())
    }

    fn bring(&mut self, origin: &str, secrets: &BTreeMap<&'static str, String>) -> Result<()> {
        let mut kept = self.kept()?;
        for (name, value) in secrets {
            kept += &format!("{name}={value}\n");
        }
        write_private(&self.secrets_file(), kept.as_bytes())?;
        let (port, address) = (self.port.to_string(), format!("ORIGIN:{origin}"));
        let mut dev = self.wrangler.command(&["dev", "--local"]);
        dev.args(["--ip", "127.0.0.1", "--port", &port])
            .args(["--var", &address])
            .args(["--show-interactive-dev-session", "false"])
            .arg("--env-file")
            .arg(self.secrets_file())
            .arg("--persist-to")
            .arg(self.folder.join("state"));
        self.server = Some(Server::start(&dev, "Ready on ")?);
        Ok(())
    }

    fn create(&mut self, origin: &str, host_secret: &str) -> Result<Option<String>> {
        center::create(origin, host_secret)
    }
}

//! A center with a past, a shop to write from, and a relay that runs both.

use std::path::Path;

use anyhow::Result;

use super::folder::Folder;
use super::{Addresses, Operator, door, site};
use crate::build::{Kit, Purpose};
use crate::child::Server;
use crate::process::step;
use crate::serve;
use crate::workspace::Workspace;

/// Everything but the running relay.
pub(crate) struct Stage<'a> {
    kit: &'a Kit<'a>,
    folder: Folder,
    addresses: Addresses,
    key: String,
}

impl<'a> Stage<'a> {
    /// On this data folder, made when missing.
    pub(crate) fn open(kit: &'a Kit<'a>, data: &Path, addresses: Addresses) -> Result<Self> {
        let folder = Folder::open(data, addresses.port)?;
        let key = folder.key().unwrap_or_default().to_owned();
        Ok(Self {
            kit,
            folder,
            addresses,
            key,
        })
    }

    /// Starts the relay, and seeds its center the first time.
    pub(crate) fn start(&mut self) -> Result<Server> {
        self.fill_shop()?;
        step("starting");
        let mut command = serve::host(self.kit, "serve")?;
        command
            .arg("--testing")
            .args(["--port", &self.addresses.port.to_string()])
            .arg("--data")
            .arg(self.folder.relay())
            .arg("--demo-site")
            .arg(self.folder.site());
        let host = Server::start(&command, "listening on ")?;
        if self.key.is_empty() {
            step("seeding the demo center");
            self.key = door::seed(self.workspace(), &self.folder.relay(), self.addresses)?;
            self.fill_shop()?;
            self.folder.remember(&self.key)?;
        }
        Ok(host)
    }

    /// Makes the shop's pages anew.
    pub(crate) fn fill_shop(&self) -> Result<()> {
        let script = match self.kit.purpose {
            Purpose::Release => None,
            Purpose::Dev => Some(self.addresses.relay() + &self.kit.reload_script()?),
        };
        let into = self.folder.site();
        site::fill(
            self.workspace(),
            &into,
            self.addresses,
            &self.key,
            script.as_deref(),
        )
    }

    /// Prints where everything is, and who can sign in.
    pub(crate) fn show(&self) -> Result<()> {
        println!("  the shop      {}/demo/", self.addresses.shop());
        println!("  the console   {}/", self.addresses.relay());
        for Operator {
            name,
            email,
            password,
        } in door::operators(self.workspace())?
        {
            println!("                {name}: {email}, {password}");
        }
        Ok(())
    }

    pub(super) fn workspace(&self) -> &Workspace {
        self.kit.workspace
    }

    pub(super) fn addresses(&self) -> Addresses {
        self.addresses
    }

    /// The site's key, once there is a center.
    pub(super) fn key(&self) -> &str {
        &self.key
    }
}

//! `cargo x deploy --rehearse`: the steps of a deployment to Cloudflare, with
//! `wrangler dev` in its place.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::artifacts::{place, workspace};
use crate::port;
use crate::process::Process;
use crate::shop;
use crate::shop_server::ShopServer;
use crate::wait::until_within;

/// Bundling, a runtime and Node: more than a relay alone, and only once.
const START_DEADLINE: std::time::Duration = std::time::Duration::from_secs(180);

/// A rehearsed deployment that serves.
#[derive(Debug)]
pub struct Rehearsal {
    tool: Process,
    folder: TempDir,
    port: u16,
}

impl Rehearsal {
    /// The first deployment to an account that has none.
    pub async fn first() -> Self {
        let folder = TempDir::with_prefix("beseda-deploy-").expect("a folder can be made");
        let port = port::free();
        let mut rehearsal = Self {
            tool: start(folder.path(), port),
            folder,
            port,
        };
        rehearsal.deployed().await;
        rehearsal
    }

    /// The next deployment to the same account.
    pub async fn again(&mut self) {
        self.tool.terminate();
        self.tool.ended().await;
        self.tool = start(self.folder.path(), self.port);
        self.deployed().await;
    }

    /// Where the relay is.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The path of the owner's invitation, if the deployment printed one.
    pub fn invitation(&self) -> Option<String> {
        let log = self.tool.log();
        let path = &log[log.find("/join/")?..];
        path.split(char::is_whitespace).next().map(str::to_owned)
    }

    /// The secrets that the account has.
    ///
    /// # Panics
    /// When it has none.
    pub fn secrets(&self) -> String {
        let file = self.folder.path().join("account/secrets.env");
        std::fs::read_to_string(file).expect("a deployment makes secrets")
    }

    /// A shop on a server of its own, with a site's snippet on its pages.
    pub fn put_on(&self, shop: ShopServer, key: &str) -> ShopServer {
        let site = self.folder.path().join("site");
        let words = shop::Words {
            relay: &self.origin(),
            key,
        };
        shop::fill(&site, &words);
        shop.serve(site)
    }

    async fn deployed(&mut self) {
        let words = format!("deployed: {}", self.origin());
        let tool = &mut self.tool;
        until_within(START_DEADLINE, "the deployment", || {
            let log = tool.log();
            assert!(tool.is_alive(), "the deployment failed:\n{log}");
            let found = log.contains(&words).then_some(());
            async move { found }
        })
        .await;
    }
}

fn start(folder: &Path, port: u16) -> Process {
    let tool = place("BESEDA_XTASK", || {
        workspace().join("target/debug/beseda-xtask")
    });
    let mut deploy = Command::new(tool);
    deploy
        .args(["deploy", "--port", &port.to_string(), "--rehearse"])
        .arg(folder.join("account"));
    Process::start(&mut deploy)
}

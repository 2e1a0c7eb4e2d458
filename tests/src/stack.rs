//! A whole relay: the host binary, workerd under it, a data folder of its own.

mod folder;
mod form;
mod life;

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Weak};

use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::door::Door;
use crate::http::Http;
use crate::process::Process;
use crate::shop_server::ShopServer;
use crate::spent::Family;
use crate::wait::until;
use crate::{port, seed};
use form::{Form, start_host};

/// An account to sign in with.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// E-mail.
    pub email: String,
    /// Password.
    pub password: String,
}

/// A running relay.
#[derive(Debug)]
pub struct Stack {
    host: Process,
    folder: TempDir,
    port: u16,
    form: Form,
    seed: Value,
    key: String,
}

/// The stack that tests share while any of them holds it.
static SHARED: Mutex<Weak<Stack>> = Mutex::const_new(Weak::new());

impl Stack {
    /// The stack that tests share: for all that neither stop it nor count what
    /// others might add.
    pub async fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().await;
        if let Some(stack) = shared.upgrade() {
            return stack;
        }
        let stack = Arc::new(Self::start().await);
        *shared = Arc::downgrade(&stack);
        stack
    }

    /// A stack of one's own, with an owner, two operators and a site.
    pub async fn start() -> Self {
        let mut stack = Self::bare(Form::TESTING).await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// The same, with a shop on a server of its own: its pages are there whatever
    /// the relay does.
    pub async fn with_shop() -> (Self, ShopServer) {
        let shop = ShopServer::bind().await;
        let mut stack = Self::bare(Form::TESTING).await;
        stack
            .fill(seed::small(&[&stack.demo_origin(), &shop.origin()]))
            .await;
        let shop = shop.serve(stack.folder.path().join("site"));
        (stack, shop)
    }

    /// The same without the demo site, as companies run it. Its pages cost a worker of
    /// its own through which everything passes.
    pub async fn without_pages() -> Self {
        let mut stack = Self::bare(Form {
            has_pages: false,
            ..Form::TESTING
        })
        .await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// A stack whose processes may hold so few file descriptors.
    pub async fn cramped(descriptors: u64) -> Self {
        let mut stack = Self::bare(Form {
            descriptors_max: Some(descriptors),
            ..Form::TESTING
        })
        .await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// A stack that believes what a proxy on this machine says.
    pub async fn proxied() -> Self {
        let mut stack = Self::bare(Form {
            is_proxied: true,
            ..Form::TESTING
        })
        .await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// A stack for which the world outside is on this machine, at this port.
    pub async fn calling(outside: u16) -> Self {
        let mut stack = Self::bare(Form {
            outside: Some(outside),
            ..Form::TESTING
        })
        .await;
        stack.fill(seed::small(&[&stack.demo_origin()])).await;
        stack
    }

    /// A stack with the demo center: forty dialogs in every state.
    pub async fn demo() -> Self {
        let mut stack = Self::bare(Form::TESTING).await;
        stack.fill(seed::demo(&stack.demo_origin())).await;
        stack
    }

    /// A stack with so many dialogs that await a reply, by who is responsible:
    /// an employee, or nobody.
    pub async fn crowded(whose: &[(&str, usize)]) -> Self {
        let mut stack = Self::bare(Form::TESTING).await;
        stack
            .fill(seed::crowded(&[&stack.demo_origin()], whose))
            .await;
        stack
    }

    /// A stack with so many dialogs as a company has after years ([`seed::large`]).
    pub async fn large(n: usize) -> Self {
        let stack = Self::start().await;
        let door = Door::of(&stack.data());
        for part in seed::large(n) {
            door.seed(&part).await;
        }
        stack
    }

    /// A stack without a center's owner: the first run.
    pub async fn empty() -> Self {
        Self::bare(Form::TESTING).await
    }

    /// A stack of what is shipped, without an owner.
    pub async fn release() -> Self {
        Self::bare(Form::RELEASE).await
    }

    async fn bare(form: Form) -> Self {
        let folder = TempDir::with_prefix("beseda-").expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("site")).expect("the folder is ours");
        let port = port::free();
        let mut stack = Self {
            host: start_host(form, folder.path(), port),
            folder,
            port,
            form,
            seed: Value::Null,
            key: String::new(),
        };
        stack.ready().await;
        stack
    }

    async fn fill(&mut self, seed: Value) {
        let key = Door::of(&self.data()).seed(&seed).await;
        self.seed = seed;
        self.use_key(&key);
    }
}

impl Stack {
    /// The relay's public origin, where the console is too.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The origin of the demo site: another site to a browser.
    pub fn demo_origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// A page of the demo site.
    pub fn page(&self, name: &str) -> String {
        format!("{}/demo/{name}", self.demo_origin())
    }

    /// The site's script element.
    pub fn snippet(&self) -> String {
        format!(
            "<script async crossorigin src=\"{}/w/{}.js\"></script>",
            self.origin(),
            self.key
        )
    }

    /// Where both listen.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The host and workerd.
    pub fn family(&self) -> Family {
        Family(self.host.group())
    }

    /// The site's key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The relay's data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("relay")
    }

    /// What host and workerd have printed since the last start.
    pub fn log(&self) -> String {
        self.host.log()
    }

    /// A caller of the routes, on behalf of the demo site's pages.
    pub fn http(&self) -> Http {
        Http::new(self.origin(), self.demo_origin())
    }

    /// The host's own way in.
    pub fn door(&self) -> Door {
        Door::of(&self.data())
    }

    /// Anna, who answers (in the demo center also its owner).
    pub fn anna(&self) -> SignIn {
        seed::account(&self.seed, "Anna")
    }

    /// Boris, another operator.
    pub fn boris(&self) -> SignIn {
        seed::account(&self.seed, "Boris")
    }

    /// Olga, the owner.
    pub fn owner(&self) -> SignIn {
        seed::account(&self.seed, "Olga")
    }

    /// The path of the owner's invitation, as the host has printed it.
    ///
    /// # Panics
    /// When it prints none.
    pub async fn invitation(&self) -> String {
        until("an invitation", || async {
            let log = self.log();
            let path = &log[log.find("/join/")?..];
            let (path, _) = path.split_once(char::is_whitespace)?;
            Some(path.to_owned())
        })
        .await
    }
}

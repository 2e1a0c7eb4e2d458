//! A whole relay: the host binary, workerd under it, a data folder of its own.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Weak};

use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use crate::http::Http;
use crate::process::Process;
use crate::seed;
use crate::wait::until;

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
    data: TempDir,
    port: u16,
    kind: Kind,
    key: String,
}

/// What a stack starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The testing bundle with two operators, an owner and a site.
    Seeded,
    /// The testing bundle and nothing in it: the first run.
    Empty,
    /// The bundle that is shipped, and nothing in it.
    Release,
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

    /// A stack of one's own, with two operators, an owner and a site.
    pub async fn start() -> Self {
        Self::of_kind(Kind::Seeded).await
    }

    /// A stack without a center's owner: the first run.
    pub async fn empty() -> Self {
        Self::of_kind(Kind::Empty).await
    }

    /// A stack of what is shipped, without an owner.
    pub async fn release() -> Self {
        Self::of_kind(Kind::Release).await
    }
}

impl Stack {
    async fn of_kind(kind: Kind) -> Self {
        let data = TempDir::with_prefix("beseda-").expect("a temporary folder can be made");
        let port = free_port();
        let host = start_host(kind, data.path(), port);
        let mut stack = Self {
            host,
            data,
            port,
            kind,
            key: String::new(),
        };
        stack.ready().await;
        stack
    }

    /// SIGKILL to the host and to workerd, then a start on the same folder and port.
    pub async fn restart(&mut self) {
        self.kill().await;
        self.host = start_host(self.kind, self.data.path(), self.port);
        self.ready().await;
    }

    /// SIGKILL, as a power cut would do it.
    pub async fn kill(&mut self) {
        self.host.kill();
        let address = ("127.0.0.1", self.port);
        until("the port to be free", || async {
            TcpStream::connect(address).await.is_err().then_some(())
        })
        .await;
    }

    /// A second host on the folder of this one; it has its own port.
    pub fn second_host(&self) -> Process {
        start_host(self.kind, self.data.path(), free_port())
    }

    async fn ready(&mut self) {
        let ready = format!("listening on {}", self.origin());
        let host = &mut self.host;
        until("the host to listen", || {
            let log = host.log();
            assert!(host.is_alive(), "the host ended:\n{log}");
            let found = log.contains(&ready).then_some(log);
            async move { found }
        })
        .await;
    }
}

fn start_host(kind: Kind, data: &Path, port: u16) -> Process {
    let dist = dist();
    let relay = match kind {
        Kind::Seeded | Kind::Empty => "relay-testing",
        Kind::Release => "relay",
    };
    let mut command = Command::new(place("BESEDA_HOST", "target/release/beseda-host"));
    command
        .arg("serve")
        .arg("--port")
        .arg(port.to_string())
        .arg("--data")
        .arg(data)
        .arg("--dist")
        .arg(dist)
        .arg("--relay")
        .arg(relay);
    Process::start(&mut command)
}

/// What is served: bundles and assets.
pub fn dist() -> PathBuf {
    place("BESEDA_DIST", "target/dist")
}

/// `name` out of the environment, or the place where `cargo x build` puts it.
fn place(name: &str, default: &str) -> PathBuf {
    std::env::var_os(name).map_or_else(|| workspace().join(default), PathBuf::from)
}

/// The root of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a crate of the workspace lies in it")
}

fn free_port() -> u16 {
    // The port is free again when the listener is dropped; nobody else asks
    // for this one in the meantime, since the system hands them out in turn.
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a loopback port can be had")
        .port()
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

    /// Where both listen.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The site's key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// What host and workerd have printed since the last start.
    pub fn log(&self) -> String {
        self.host.log()
    }

    /// A caller of the routes, on behalf of the demo site's pages.
    pub fn http(&self) -> Http {
        Http::new(self.origin(), self.demo_origin())
    }

    /// Anna, an operator.
    pub fn anna(&self) -> SignIn {
        seed::account("Anna")
    }

    /// Boris, another one.
    pub fn boris(&self) -> SignIn {
        seed::account("Boris")
    }

    /// Olga, the owner.
    pub fn owner(&self) -> SignIn {
        seed::account("Olga")
    }

    /// The path of the owner's invitation, as the host has printed it.
    ///
    /// # Panics
    /// When it has printed none.
    pub fn invitation(&self) -> String {
        let log = self.log();
        let (_, rest) = log.split_once(&self.origin()).expect("an address");
        let path = rest.find("/join/").map(|at| &rest[at..]);
        let path = path.and_then(|path| path.split_whitespace().next());
        path.unwrap_or_else(|| panic!("no invitation:\n{log}"))
            .to_owned()
    }

    /// The processes of this relay: the host and workerd.
    pub fn group(&self) -> u32 {
        self.host.group()
    }

    /// SIGTERM, as a service manager would send it.
    pub fn terminate(&self) {
        self.host.terminate();
    }

    /// Waits for the host's own end, and for nothing to hold the port.
    pub async fn stopped(&mut self) {
        assert!(self.host.ended().await, "a stop is no failure");
        let address = ("127.0.0.1", self.port);
        let refused = TcpStream::connect(address).await.is_err();
        assert!(refused, "workerd has outlived the host");
    }

    /// Bytes in all files of the data folder.
    pub fn bytes_on_disk(&self) -> u64 {
        self.files()
            .iter()
            .filter_map(|file| fs::metadata(file).ok())
            .map(|m| m.len())
            .sum()
    }

    /// All files of the data folder.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        let mut folders = vec![self.data().to_owned()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            for path in entries.map(|entry| entry.path()) {
                match path.is_dir() {
                    true => folders.push(path),
                    false => drop(found.insert(path)),
                }
            }
        }
        found
    }
}

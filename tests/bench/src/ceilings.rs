//! What runs beside the relay in the same run: bare Durable Objects on the same
//! workerd, and Node with `ws` and SQLite, the usual way without Workers.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use beseda_tests::process::Process;
use beseda_tests::wait::until;
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::crowd::Crowd;
use crate::socket::{Socket, Upgrade};
use crate::spent::Group;

const MODULES: [&str; 2] = ["index.js", "index_bg.wasm"];

/// A server that forwards what sender N says to receiver N.
#[derive(Debug)]
pub(crate) struct Server {
    process: Process,
    port: u16,
    /// Lives as long as the process that writes into it.
    _data: TempDir,
}

impl Server {
    /// The three ceilings, in one workerd.
    pub(crate) async fn workerd(workerd: &Path, bundle: &Path) -> Self {
        Self::start(|data, port| {
            for module in MODULES {
                fs::copy(bundle.join(module), data.join(module)).expect("the ceilings are built");
            }
            let config = data.join("ceilings.capnp");
            fs::write(&config, capnp(port)).expect("the folder can be written");
            fs::create_dir(data.join("objects")).expect("the folder can be written");
            let mut command = Command::new(workerd);
            command.arg("serve").arg(config).current_dir(data);
            command
        })
        .await
    }

    /// Node with the packages of `modules`.
    pub(crate) async fn node(modules: &Path) -> Self {
        let script = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/node_server.cjs"));
        Self::start(|data, port| {
            let mut command = Command::new("node");
            command.arg(script).arg(port.to_string()).arg(data);
            command.env("NODE_PATH", modules);
            command
        })
        .await
    }

    async fn start(command: impl FnOnce(&Path, u16) -> Command) -> Self {
        let data = TempDir::with_prefix("ceiling-").expect("a temporary folder can be made");
        let port = free_port();
        let mut process = Process::start(&mut command(data.path(), port));
        until("a ceiling to listen", || {
            assert!(process.is_alive(), "it ended:\n{}", process.log());
            async move { TcpStream::connect(("127.0.0.1", port)).await.ok() }
        })
        .await;
        Self {
            process,
            port,
            _data: data,
        }
    }

    /// Its processes.
    pub(crate) fn group(&self) -> Group {
        Group(self.process.group())
    }

    /// Senders alone.
    pub(crate) async fn senders(&self, ceiling: &str, size: usize) -> Crowd {
        let senders = self.open(ceiling, "sender", size).await;
        Crowd::new(self.group(), senders, Vec::new(), 0)
    }

    /// Senders, each with its receiver.
    pub(crate) async fn pairs(&self, ceiling: &str, size: usize) -> Crowd {
        let receivers = self.open(ceiling, "receiver", size).await;
        let senders = self.open(ceiling, "sender", size).await;
        Crowd::new(self.group(), senders, receivers, 1)
    }

    async fn open(&self, ceiling: &str, role: &str, size: usize) -> Vec<Socket> {
        let mut sockets = Vec::with_capacity(size);
        // Numbers of another size would find the receivers of this one.
        for number in 0..size {
            let address = format!(
                "http://127.0.0.1:{}/{ceiling}/{role}/{size}.{number}",
                self.port
            );
            sockets.push(Socket::open(&address, Upgrade::default()).await);
        }
        sockets
    }
}

fn capnp(port: u16) -> String {
    let objects = ["Echo", "Each", "Group"];
    let list = |of: fn(&str) -> String| objects.map(of).join(",\n    ");
    let namespaces = list(|name| {
        format!(r#"(className = "{name}", uniqueKey = "{name}", enableSql = true)"#)
    });
    let bindings = list(|name| {
        let binding = name.to_uppercase();
        format!(r#"(name = "{binding}", durableObjectNamespace = "{name}")"#)
    });
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "ceilings", worker = .ceilings),
    (name = "objects", disk = (path = "objects", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:{port}", http = (), service = "ceilings")],
);
const ceilings :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "./index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-05-01",
  durableObjectNamespaces = [
    {namespaces}
  ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    {bindings}
  ],
);
"#
    )
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a loopback port can be had")
        .port()
}

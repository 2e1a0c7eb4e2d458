//! What the relay is compared with: bare Durable Objects on the same workerd,
//! and Node with `ws` and SQLite, the usual way without Workers.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::crowd::Crowd;
use crate::server::Server;
use crate::socket::{Socket, Upgrade};

const CONFIG: &str = include_str!("../../ceilings/ceilings.capnp");
const BUNDLE: [&str; 2] = ["index.js", "index_bg.wasm"];
const NODE_SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/node_server.cjs");

/// A server that forwards what sender N says to receiver N.
#[derive(Debug)]
pub(crate) struct Bare(Server);

impl Bare {
    /// The three bare objects, in one workerd.
    pub(crate) async fn objects(workerd: &Path, bundle: &Path) -> Self {
        let (workerd, bundle) = (workerd.to_owned(), bundle.to_owned());
        let server = Server::start(move |data, port| {
            for file in BUNDLE {
                fs::copy(bundle.join(file), data.join(file)).expect("the ceilings are built");
            }
            let config = data.join("ceilings.capnp");
            fs::write(&config, CONFIG).expect("the folder can be written");
            let objects = data.join("objects");
            fs::create_dir(&objects).expect("the folder can be written");
            let mut command = Command::new(&workerd);
            command
                .arg("serve")
                .arg(config)
                .arg(format!("--socket-addr=http=127.0.0.1:{port}"))
                .arg(format!("--directory-path=objects={}", objects.display()));
            command
        });
        Self(server.await)
    }

    /// Node with the packages of `modules`.
    pub(crate) async fn node(modules: &Path) -> Self {
        let modules = modules.to_owned();
        let server = Server::start(move |data, port| {
            let mut command = Command::new("node");
            command.arg(NODE_SERVER).arg(port.to_string()).arg(data);
            command.env("NODE_PATH", &modules);
            command
        });
        Self(server.await)
    }

    /// The program.
    pub(crate) fn server(&self) -> &Server {
        &self.0
    }

    /// Senders alone.
    pub(crate) async fn senders(&self, ceiling: &str, size: usize) -> Crowd {
        let senders = self.open(ceiling, "sender", size, numbered).await;
        Crowd::new(self.0.family(), senders, Vec::new(), 0)
    }

    /// Senders, each with its receiver.
    pub(crate) async fn pairs(&self, ceiling: &str, size: usize) -> Crowd {
        let receivers = self.open(ceiling, "receiver", size, numbered).await;
        let senders = self.open(ceiling, "sender", size, numbered).await;
        Crowd::new(self.0.family(), senders, receivers, 1)
    }

    /// Senders whom every receiver hears.
    pub(crate) async fn fan(&self, ceiling: &str, senders: usize, receivers: usize) -> Crowd {
        let one = move |_, _| format!("fan-{receivers}");
        let hearing = self.open(ceiling, "receiver", receivers, one).await;
        let speaking = self.open(ceiling, "sender", senders, one).await;
        Crowd::new(self.0.family(), speaking, hearing, receivers)
    }

    /// Sockets of a role. Who has the same name hears each other.
    pub(crate) async fn open(
        &self,
        ceiling: &str,
        role: &str,
        size: usize,
        name: impl Fn(usize, usize) -> String,
    ) -> Vec<Socket> {
        let mut sockets = Vec::with_capacity(size);
        for number in 0..size {
            let (origin, name) = (self.0.origin(), name(size, number));
            let address = format!("{origin}/{ceiling}/{role}/{name}");
            sockets.push(Socket::open(&address, Upgrade::default()).await);
        }
        sockets
    }
}

/// Numbers of another size would find the receivers of this one.
pub(crate) fn numbered(size: usize, number: usize) -> String {
    format!("{size}-{number}")
}

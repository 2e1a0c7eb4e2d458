//! A program that listens on a loopback port and keeps what it keeps in a folder
//! of its own.

use beseda_tests::spent::Family;
use std::fmt;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use beseda_tests::process::Process;
use beseda_tests::wait::until;
use tempfile::TempDir;
use tokio::net::TcpStream;

/// What starts the program on a folder and a port.
type Start = Box<dyn Fn(&Path, u16) -> Command>;

/// A running program.
pub(crate) struct Server {
    process: Process,
    port: u16,
    command: Start,
    /// Dropped last: the process writes into it.
    data: TempDir,
}

impl Server {
    /// Starts what the command says for a folder and a port.
    pub(crate) async fn start(command: impl Fn(&Path, u16) -> Command + 'static) -> Self {
        let data = TempDir::with_prefix("beseda-bench-").expect("a temporary folder can be made");
        let port = free_port();
        let mut server = Self {
            process: Process::start(&mut command(data.path(), port)),
            port,
            command: Box::new(command),
            data,
        };
        server.until_connected().await;
        server
    }

    /// Kills it and, when nothing of it is left, starts it again.
    pub(crate) async fn restart(&mut self, between: impl FnOnce()) {
        self.process.kill();
        let address = ("127.0.0.1", self.port);
        until("the port to be free", async || {
            TcpStream::connect(address).await.is_err().then_some(())
        })
        .await;
        between();
        self.process = Process::start(&mut (self.command)(self.data.path(), self.port));
        self.until_connected().await;
    }

    async fn until_connected(&mut self) {
        let address = ("127.0.0.1", self.port);
        let process = &mut self.process;
        until("a server to listen", || {
            assert!(process.is_alive(), "it ended:\n{}", process.log());
            async move { TcpStream::connect(address).await.ok() }
        })
        .await;
    }

    /// `http://HOST:PORT`.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it has printed so far.
    pub(crate) fn log(&self) -> String {
        self.process.log()
    }

    /// Its folder.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// Its processes.
    pub(crate) fn family(&self) -> Family {
        Family(self.process.group())
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("process", &self.process)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

fn free_port() -> u16 {
    // Free again when the listener is dropped; the system hands ports out in
    // turn, so that nobody else gets this one meanwhile.
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a loopback port can be had")
        .port()
}

//! A program that listens on a loopback port and keeps what it keeps in a folder
//! of its own.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use beseda_tests::process::Process;
use beseda_tests::wait::until;
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::spent::Group;

/// A running program.
#[derive(Debug)]
pub(crate) struct Server {
    process: Process,
    port: u16,
    data: TempDir,
}

impl Server {
    /// Starts it, and waits until it listens.
    pub(crate) async fn start(command: impl FnOnce(&Path, u16) -> Command) -> Self {
        let data = TempDir::with_prefix("beseda-bench-").expect("a temporary folder can be made");
        let port = free_port();
        let mut process = Process::start(&mut command(data.path(), port));
        until("a server to listen", || {
            assert!(process.is_alive(), "it ended:\n{}", process.log());
            async move { TcpStream::connect(("127.0.0.1", port)).await.ok() }
        })
        .await;
        Self {
            process,
            port,
            data,
        }
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
    pub(crate) fn group(&self) -> Group {
        Group(self.process.group())
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

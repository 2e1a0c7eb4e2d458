//! Stops, starts and the host's other verbs.

use std::fs;
use std::path::Path;

use rustix::process::Signal;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Stack;
use super::form::{Bundle, start_host};
use crate::artifacts::{dist, host};
use crate::port;
use crate::process::Process;
use crate::wait::{DEADLINE, START_DEADLINE, until_within};

impl Stack {
    /// SIGKILL to the host and to workerd, then a start on the same folder and port.
    pub async fn restart(&mut self) {
        self.kill().await;
        self.launch();
        self.ready().await;
    }

    /// After [`Self::kill`]: a start that nobody waits for.
    pub fn launch(&mut self) {
        self.host = start_host(self.form, self.folder.path(), self.port);
    }

    /// SIGKILL, as a power cut would do it. workerd dies with the host, a moment
    /// later: the folder and the port are free when it is gone.
    pub async fn kill(&mut self) {
        self.host.kill();
        until_within(START_DEADLINE, "workerd to be gone", || async {
            (self.is_unlocked() && !self.is_listening().await).then_some(())
        })
        .await;
    }

    /// Whether no process holds the data folder.
    fn is_unlocked(&self) -> bool {
        let lock = fs::File::open(self.data().join("lock"));
        lock.is_ok_and(|lock| lock.try_lock().is_ok())
    }

    /// The relay stands still: sockets stay open, and nobody is answered.
    pub fn pause(&self) {
        self.family().signal(Signal::STOP);
    }

    /// After [`Self::pause`].
    pub fn go_on(&self) {
        self.family().signal(Signal::CONT);
    }

    /// SIGTERM, as a service manager would send it.
    pub fn terminate(&self) {
        self.host.terminate();
    }

    /// Waits for the host's own end; nothing may outlive it.
    ///
    /// # Panics
    /// When it fails, or workerd lives on.
    pub async fn stopped(&mut self) {
        assert!(self.host.ended().await, "a stop is no failure");
        assert!(!self.is_listening().await, "workerd has outlived the host");
    }

    /// Another verb of the host on this folder: what it prints.
    ///
    /// # Errors
    /// When it fails: what it complains of.
    pub async fn verb(&self, arguments: &[&str]) -> Result<String, String> {
        self.verb_on(&self.data(), arguments).await
    }

    /// The same on another folder.
    ///
    /// # Errors
    /// When it fails: what it complains of.
    pub async fn verb_on(&self, data: &Path, arguments: &[&str]) -> Result<String, String> {
        let mut command = tokio::process::Command::from(host());
        command.args(arguments);
        command.arg("--data").arg(data);
        command.env("BESEDA_DIST", dist());
        let runs_a_relay = !matches!(arguments, ["backup" | "compact", ..]);
        if runs_a_relay && self.form.bundle == Bundle::Testing {
            command.arg("--testing");
        }
        let done = timeout(DEADLINE, command.output()).await;
        let done = done.expect("it ends").expect("the host is there");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        match done.status.success() {
            true => Ok(text(&done.stdout)),
            false => Err(text(&done.stderr)),
        }
    }

    /// A second host on the folder of this one; it has its own port.
    pub fn second_host(&self) -> Process {
        start_host(self.form, self.folder.path(), port::free())
    }

    async fn is_listening(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).await.is_ok()
    }

    pub(super) async fn ready(&mut self) {
        let ready = format!("listening on {}", self.origin());
        let host = &mut self.host;
        until_within(START_DEADLINE, "the host to listen", || {
            let log = host.log();
            assert!(host.is_alive(), "the host ended:\n{log}");
            let found = log.contains(&ready).then_some(());
            async move { found }
        })
        .await;
    }
}

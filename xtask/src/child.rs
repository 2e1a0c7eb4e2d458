//! A server as our child: ready when it says so, ended when we end, however.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lexopt::Parser;
use rustix::process::{Pid, Signal, getppid, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use crate::process::command;
use crate::workspace::Workspace;

/// The verb by which this program turns into the server.
pub(crate) const BECOME: &str = "become-server";

/// A running server. Dropped, it ends.
pub(crate) struct Server {
    child: Child,
    signals: Handle,
}

/// Between two words to a server that is to end at once.
const AGAIN: Duration = Duration::from_millis(50);

impl Server {
    /// Starts it and waits until it says these words.
    pub(crate) fn start(server: &Command, ready: &str) -> Result<Self> {
        let mut become_it = command(env::current_exe()?);
        become_it
            .arg(BECOME)
            .arg(std::process::id().to_string())
            .arg(server.get_program())
            .args(server.get_args());
        if let Some(folder) = server.get_current_dir() {
            become_it.current_dir(folder);
        }
        for (name, value) in server.get_envs() {
            if let Some(value) = value {
                become_it.env(name, value);
            }
        }
        let mut child = become_it
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("can't start the server")?;
        let said = child.stdout.take().context("the pipe was asked for")?;
        let signals = end_on_signals(&child)?;
        let server = Self { child, signals };
        until(ready, said)?;
        Ok(server)
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> Result<()> {
        let status = self.child.wait()?;
        if !status.success() && status.code().is_some() {
            bail!("the server failed ({status})");
        }
        Ok(())
    }

    /// Ends it without its farewell: told a second time, the host does not wait.
    pub(crate) fn end_at_once(mut self) -> Result<()> {
        while self.child.try_wait()?.is_none() {
            // An error says that it has ended meanwhile.
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
            thread::sleep(AGAIN);
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signals.close();
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
            drop(self.child.wait());
        }
    }
}

/// Ctrl+C reaches the whole group, other signals only us.
fn end_on_signals(child: &Child) -> Result<Handle> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let handle = signals.handle();
    let pid = Pid::from_child(child);
    thread::spawn(move || {
        for _ in signals.forever() {
            // An error says that it has already ended.
            let _ = kill_process(pid, Signal::TERM);
        }
    });
    Ok(handle)
}

/// Reads what the server prints and keeps it to ourselves: the host offers an
/// invitation that a seed is about to make void.
fn until(ready: &str, said: ChildStdout) -> Result<()> {
    let mut lines = BufReader::new(said).lines().map_while(Result::ok);
    if !lines.any(|line| line.contains(ready)) {
        bail!("the server has ended before it served");
    }
    thread::spawn(move || lines.for_each(drop));
    Ok(())
}

/// Turns this process into the server: `PARENT PROGRAM ARGUMENTS…`. It is told to
/// end when its parent dies, even of a SIGKILL.
pub(crate) fn become_it(_: &Workspace, mut arguments: Parser) -> Result<()> {
    let line: Vec<OsString> = arguments.raw_args()?.collect();
    let [parent, program, arguments @ ..] = line.as_slice() else {
        bail!("this verb is not for people");
    };
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(Signal::TERM))?;
    let now = getppid().map(|pid| pid.as_raw_nonzero().to_string());
    if now.as_deref() != parent.to_str() {
        bail!("cargo x has ended");
    }
    Err(Command::new(program).args(arguments).exec().into())
}

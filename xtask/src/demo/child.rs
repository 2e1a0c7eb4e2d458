//! The host as our child: ready when it says so, ended when we are told to end.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// What the host prints when it serves.
const READY: &str = "listening on ";

/// A running host. Dropped, it ends.
pub(super) struct Host {
    child: Child,
}

impl Host {
    /// Starts it and waits until it serves.
    pub(super) fn start(mut command: Command) -> Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .context("can't start the host")?;
        let said = child.stdout.take().context("the pipe was asked for")?;
        let host = Self { child };
        host.end_on_signals()?;
        host.wait_until_ready(said)?;
        Ok(host)
    }

    /// Waits for its end.
    pub(super) fn wait(mut self) -> Result<()> {
        let status = self.child.wait()?;
        if !status.success() && status.code().is_some() {
            bail!("the host failed ({status})");
        }
        Ok(())
    }

    /// Its words go to our standard error: ours are for results.
    fn wait_until_ready(&self, said: ChildStdout) -> Result<()> {
        let mut lines = BufReader::new(said).lines();
        let ready = lines.by_ref().map_while(Result::ok).any(|line| {
            eprintln!("  {line}");
            line.starts_with(READY)
        });
        if !ready {
            bail!("the host has ended before it served");
        }
        thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .for_each(|line| eprintln!("  {line}"))
        });
        Ok(())
    }

    /// Ctrl+C reaches the whole group, other signals only us.
    fn end_on_signals(&self) -> Result<()> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let pid = Pid::from_child(&self.child);
        thread::spawn(move || {
            for _ in signals.forever() {
                // An error says that it has already ended.
                let _ = kill_process(pid, Signal::TERM);
            }
        });
        Ok(())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
            drop(self.child.wait());
        }
    }
}

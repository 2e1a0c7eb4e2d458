//! The child process. It gets its listening sockets from here: a port that is
//! taken is found out before anything starts, and connections wait in the queue
//! while it is started again.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, PipeReader, Write};
use std::net::TcpListener;
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, bail};
use rustix::io::FdFlags;

use crate::arguments::BECOME;
use crate::config::{HOST, HOST_SECRET, PUBLIC, SECRET};
use crate::data_folder::{DataFolder, Secrets};

/// The sockets that workerd is given.
pub(crate) struct Doors {
    /// For everybody.
    pub(crate) public: TcpListener,
    /// For this program.
    pub(crate) host: TcpListener,
}

/// A workerd that has been started, and does not listen yet.
pub(crate) struct Started {
    /// The process.
    child: Child,
    control: PipeReader,
    /// Passes on what it says, to its end.
    speaking: JoinHandle<io::Result<()>>,
}

/// Starts workerd on a configuration.
pub(crate) fn start(
    program: &Path,
    config: &Path,
    doors: &Doors,
    data: &DataFolder,
    secrets: &Secrets,
) -> Result<Started> {
    let (control, its_end) = io::pipe()?;
    inherit(&its_end)?;
    inherit(&doors.public)?;
    inherit(&doors.host)?;
    inherit(&data.lock)?;
    let mut child = Command::new(env::current_exe()?)
        .arg(BECOME)
        .arg(std::process::id().to_string())
        .arg(program)
        .arg("serve")
        .arg(format!("--socket-fd={PUBLIC}={}", doors.public.as_raw_fd()))
        .arg(format!("--socket-fd={HOST}={}", doors.host.as_raw_fd()))
        .arg(format!("--control-fd={}", its_end.as_raw_fd()))
        .arg(config)
        .env(SECRET, &secrets.relay)
        .env(HOST_SECRET, &secrets.host)
        // Ctrl+C is for this program, which then stops the child in good order.
        .process_group(0)
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} does not start", program.display()))?;
    let said = child.stderr.take();
    let speaking = thread::spawn(|| said.map_or(Ok(()), pass_on));
    Ok(Started {
        child,
        control,
        speaking,
    })
}

impl Started {
    /// Its number.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Two waits: for both of its sockets to be served, which fails when workerd ends
    /// before, and for its end.
    pub(crate) fn split(
        mut self,
    ) -> (
        impl FnOnce() -> Result<()>,
        impl FnOnce() -> Option<ExitStatus>,
    ) {
        let control = self.control;
        let end = move || {
            let status = self.child.wait().ok();
            // Its last words come before ours. They are lost where ours would be too.
            drop(self.speaking.join());
            status
        };
        (move || until_listening(control), end)
    }
}

/// Passes on what workerd says, but for the one line that V8's flags cost: that its
/// own scripts are compiled, which takes a moment at the start.
fn pass_on(said: ChildStderr) -> io::Result<()> {
    const NO_NEWS: &str = "bootstrap compile cache failed its compatibility check";
    let mut said = BufReader::new(said);
    let mut line = Vec::new();
    while said.read_until(b'\n', &mut line)? > 0 {
        if !String::from_utf8_lossy(&line).contains(NO_NEWS) {
            // Nobody listens? It must not be kept waiting for that.
            io::stderr().write_all(&line).ok();
        }
        line.clear();
    }
    Ok(())
}

/// Turns this process into workerd: `PARENT PROGRAM ARGUMENTS…`. It dies with its
/// parent, whatever that dies of: two of them on one folder would tear it apart.
pub(crate) fn become_it(line: &[OsString]) -> Result<()> {
    let [parent, program, arguments @ ..] = line else {
        bail!("this verb is not for people");
    };
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let now = rustix::process::getppid().map(|pid| pid.as_raw_nonzero().to_string());
    if now.as_deref() != parent.to_str() {
        bail!("the host has ended");
    }
    Err(Command::new(program).args(arguments).exec().into())
}

/// workerd reports each socket in a line of its own.
fn until_listening(control: PipeReader) -> Result<()> {
    let mut lines = BufReader::new(control).lines();
    for _ in [PUBLIC, HOST] {
        let line = lines.next().context("workerd ended before it served")??;
        if !line.contains("\"listen\"") {
            bail!("workerd says {line}");
        }
    }
    Ok(())
}

/// Lets children keep this open.
fn inherit(fd: &impl AsFd) -> Result<()> {
    rustix::io::fcntl_setfd(fd, FdFlags::empty())?;
    Ok(())
}

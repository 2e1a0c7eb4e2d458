//! The child process. It gets its listening sockets from here: a port that is
//! taken is found out before anything starts, and connections wait in the queue
//! while it is started again.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, PipeReader};
use std::net::TcpListener;
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};

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
    pub(crate) child: Child,
    control: PipeReader,
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
    let child = Command::new(env::current_exe()?)
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
        .spawn()
        .with_context(|| format!("{} does not start", program.display()))?;
    Ok(Started { child, control })
}

impl Started {
    /// The process, and a wait for both of its sockets to be served. The wait
    /// fails when workerd ends before.
    pub(crate) fn split(self) -> (Child, impl FnOnce() -> Result<()>) {
        let control = self.control;
        (self.child, move || until_listening(control))
    }
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

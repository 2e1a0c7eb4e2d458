//! How a relay is started.

use std::path::Path;
use std::process::Command;

use crate::artifacts::{dist, host};
use crate::process::Process;

/// Which bundle a stack runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bundle {
    /// With seeding and planted failures.
    Testing,
    /// What is shipped.
    Release,
}

/// How a relay is started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) bundle: Bundle,
    /// Whether the demo site's pages are served from the same port.
    pub(super) has_pages: bool,
    /// How many file descriptors the processes may hold, if fewer than usual.
    pub(super) descriptors_max: Option<u64>,
    /// Whether a proxy on this machine is trusted.
    pub(super) is_proxied: bool,
    /// Where all that it calls arrives, on this machine.
    pub(super) outside: Option<u16>,
}

impl Form {
    pub(super) const TESTING: Self = Self {
        bundle: Bundle::Testing,
        has_pages: true,
        descriptors_max: None,
        is_proxied: false,
        outside: None,
    };

    pub(super) const RELEASE: Self = Self {
        bundle: Bundle::Release,
        has_pages: false,
        ..Self::TESTING
    };
}

/// Starts the host on the folder of a stack.
pub(super) fn start_host(form: Form, folder: &Path, port: u16) -> Process {
    let mut command = match form.descriptors_max {
        None => host(),
        Some(most) => limited(&host(), most),
    };
    command
        .arg("serve")
        .args(["--port", &port.to_string()])
        .arg("--data")
        .arg(folder.join("relay"))
        .arg("--dist")
        .arg(dist());
    if form.bundle == Bundle::Testing {
        command.arg("--testing");
    }
    if form.is_proxied {
        command.args(["--trusted-proxy", "127.0.0.1"]);
    }
    if let Some(port) = form.outside {
        command.args(["--outgoing-proxy", &format!("127.0.0.1:{port}")]);
    }
    if form.has_pages {
        command.arg("--demo-site").arg(folder.join("site"));
    }
    Process::start(&mut command)
}

/// The same program with fewer file descriptors.
fn limited(program: &Command, descriptors: u64) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("ulimit -n {descriptors}; exec \"$0\" \"$@\""));
    command.arg(program.get_program());
    let set = program.get_envs();
    command.envs(set.filter_map(|(name, value)| Some((name, value?))));
    command
}

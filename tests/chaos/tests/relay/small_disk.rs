//! A small disk under a relay's folder, and the right to mount one: root has it, and
//! anybody in a namespace of his own, where the system lets him make one.

use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Command;

use beseda_tests::stack::Stack;
use tempfile::TempDir;

/// Set where neither is to be had: the tests that need a small disk then say that
/// they were skipped. Without it they fail, so that nobody takes silence for success.
const NO_MOUNT: &str = "BESEDA_NO_MOUNT";

const MEGABYTE: u64 = 1024 * 1024;

/// A user who is root to himself, with mounts that nobody else sees. They go with the
/// last process in it.
const NAMESPACE: &[&str] = &["--user", "--map-root-user", "--mount"];

/// Who may mount a small disk here.
enum Right {
    /// This process.
    Ours,
    /// A process in a namespace of its own.
    InANamespace,
    Nobodys,
}

/// Runs the body of a test, named by its path, where a small disk may be mounted:
/// here, or in a second run of the test in a namespace.
///
/// # Panics
/// When nobody may mount one and [`NO_MOUNT`] is not set.
pub(crate) async fn with_the_right_to_mount(test: &str, body: impl Future<Output = ()>) {
    match right() {
        Right::Ours => body.await,
        Right::InANamespace => run_in_a_namespace(test),
        Right::Nobodys if std::env::var_os(NO_MOUNT).is_some() => {
            println!("skipped: {NO_MOUNT} says that nobody may mount a small disk here");
        }
        Right::Nobodys => panic!(
            "a small disk can't be mounted here: run this as root, or let users make \
             namespaces (sysctl kernel.unprivileged_userns_clone=1, on Ubuntu \
             kernel.apparmor_restrict_unprivileged_userns=0; a container needs \
             CAP_SYS_ADMIN), or set {NO_MOUNT}=1 to go without this test"
        ),
    }
}

fn right() -> Right {
    let folder = TempDir::with_prefix("beseda-mount-").expect("a folder can be made");
    let mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs"];
    let tried = [&mount[..], &[text(folder.path())]].concat();
    if run(tried[0], &tried[1..]) {
        assert!(run("umount", &[text(folder.path())]));
        return Right::Ours;
    }
    match run("unshare", &[NAMESPACE, &tried].concat()) {
        true => Right::InANamespace,
        false => Right::Nobodys,
    }
}

/// There the test finds that the right is its own.
fn run_in_a_namespace(test: &str) {
    let this = std::env::current_exe().expect("a test has a file");
    let again = Command::new("unshare")
        .args(NAMESPACE)
        .arg(this)
        .args(["--exact", test, "--nocapture"])
        .output()
        .expect("it was there a moment ago");
    let said = String::from_utf8_lossy(&again.stdout);
    println!("{said}");
    // A name that is no test's would be a success of nothing.
    assert!(
        again.status.success() && said.contains("test result: ok. 1 passed"),
        "in a namespace of its own: {}\n{}",
        again.status,
        String::from_utf8_lossy(&again.stderr)
    );
}

/// A small disk under a relay's folder; gone with its owner.
pub(crate) struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Moves a relay onto it: what is there, the relay's own code too, and so much room.
    pub(crate) async fn under(stack: &mut Stack, room_megabytes: u64) -> Self {
        stack.kill().await;
        let (data, aside) = (stack.data(), stack.data().with_extension("aside"));
        assert!(run("cp", &["-a", text(&data), text(&aside)]));
        let size = format!("size={}", bytes_in(&aside) + room_megabytes * MEGABYTE);
        let mount = ["-t", "tmpfs", "-o", &size, "tmpfs", text(&data)];
        assert!(run("mount", &mount), "what was tried before works again");
        let disk = Self(data.clone());
        let content = format!("{}/.", text(&aside));
        assert!(run("cp", &["-a", &content, text(&data)]));
        stack.restart().await;
        disk
    }

    pub(crate) fn grow(&self, megabytes: u64) {
        let size = format!("remount,size={megabytes}m");
        // The size alone: repeating whose the disk is, as it would by itself, is
        // forbidden in a namespace.
        let mount = ["--options-source", "disable", "-o", &size, text(&self.0)];
        assert!(run("mount", &mount));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the relay may still run on it.
        run("umount", &["--lazy", text(&self.0)]);
    }
}

/// How much the files of a folder take, and its folders.
fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder can be read");
    let bytes = entries.map(|entry| {
        let entry = entry.expect("an entry can be read");
        let about = entry.metadata().expect("a file is there");
        match about.is_dir() {
            true => bytes_in(&entry.path()),
            false => about.len(),
        }
    });
    bytes.sum()
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a folder of a test has a plain name")
}

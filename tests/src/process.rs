//! A child process in a group of its own: its log is kept, and nothing of it
//! outlives its owner.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process_group};

/// A running program with all its children.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: Log,
}

impl Process {
    /// Starts a program.
    ///
    /// # Panics
    /// When it can't be started.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let log = Log::default();
        log.follow(child.stdout.take());
        log.follow(child.stderr.take());
        Self { name, child, log }
    }

    /// What it has printed so far.
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// The group of the program and all its children.
    pub fn group(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits for its end; true when it succeeded.
    ///
    /// # Panics
    /// When the operating system does not know the child.
    pub async fn ended(&mut self) -> bool {
        let what = format!("the end of {}", self.name);
        crate::wait::until(&what, || {
            let ended = self.child.try_wait().expect("the child is ours");
            async move { ended.map(|status| status.success()) }
        })
        .await
    }

    /// SIGKILL to the whole group, as a power cut would do it.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        // Only a child that was never ours can't be waited for.
        drop(self.child.wait());
    }

    /// SIGTERM to the whole group, as a service manager would do it.
    pub fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
            // An error says that the group has already ended.
            kill_process_group(group, signal).ok();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("--- {} said ---\n{}---", self.name, self.log());
        }
    }
}

/// Lines of both output streams, in the order of their arrival.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn follow(&self, stream: Option<impl Read + Send + 'static>) {
        let (Some(stream), log) = (stream, self.clone()) else {
            return;
        };
        std::thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                let mut text = log.0.lock().unwrap_or_else(PoisonError::into_inner);
                text.push_str(&String::from_utf8_lossy(&line));
                text.push('\n');
            }
        });
    }

    fn text(&self) -> String {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

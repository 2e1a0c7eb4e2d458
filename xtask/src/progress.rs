//! Steps that take minutes the first time: which one it is, of how many, how long
//! it took before, and that it moves.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process::step;
use crate::workspace::Workspace;

/// What is over sooner tells nothing of how long it takes when there is work.
const LONG: Duration = Duration::from_secs(5);

/// The terminal is one for the whole process, and so is the count of its steps.
static N_EXPECTED: AtomicUsize = AtomicUsize::new(0);
static N_BEGUN: AtomicUsize = AtomicUsize::new(0);
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// So many steps follow.
pub(crate) fn expect(n_steps: usize) {
    N_BEGUN.store(0, Ordering::Relaxed);
    N_EXPECTED.store(n_steps, Ordering::Relaxed);
}

/// Another program listens: it wants results, and no progress.
pub(crate) fn be_quiet() {
    IS_QUIET.store(true, Ordering::Relaxed);
}

/// Lets a cargo or its like show how it gets on to somebody who watches.
pub(crate) fn quiet_unless_watched(command: &mut Command) -> &mut Command {
    match is_watched() {
        true => command,
        false => command.arg("--quiet"),
    }
}

/// Takes one of the steps that were expected.
pub(crate) fn take<T>(
    workspace: &Workspace,
    what: &str,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let mut before = Durations::read(workspace);
    let place = place(
        N_BEGUN.fetch_add(1, Ordering::Relaxed) + 1,
        N_EXPECTED.load(Ordering::Relaxed),
    );
    step(&format!("{what}{place}{}", before.told(what)));
    #[expect(clippy::disallowed_methods, reason = "a user is told how long it took")]
    let begun = Instant::now();
    let made = work()?;
    let took = begun.elapsed();
    if took >= LONG {
        eprintln!("  done in {}", in_words(took));
        before.keep(what, took);
    }
    Ok(made)
}

fn is_watched() -> bool {
    let is_asked = !IS_QUIET.load(Ordering::Relaxed) && std::env::var_os("CI").is_none();
    is_asked && io::stderr().is_terminal()
}

fn place(n: usize, n_expected: usize) -> String {
    match n <= n_expected {
        true => format!(", {n} of {n_expected}"),
        false => String::new(),
    }
}

/// How long each step took when it last had something to do, by this user.
struct Durations {
    file: PathBuf,
    seconds: BTreeMap<String, u64>,
}

impl Durations {
    fn read(workspace: &Workspace) -> Self {
        let file = workspace.cache().join("durations.json");
        let kept = fs::read(&file).ok();
        let seconds = kept.and_then(|text| serde_json::from_slice(&text).ok());
        Self {
            file,
            seconds: seconds.unwrap_or_default(),
        }
    }

    fn told(&self, what: &str) -> String {
        match self.seconds.get(what) {
            Some(&seconds) => format!(
                " ({} when it last had work)",
                in_words(Duration::from_secs(seconds))
            ),
            None => String::new(),
        }
    }

    fn keep(&mut self, what: &str, took: Duration) {
        self.seconds.insert(what.to_owned(), took.as_secs());
        let kept = serde_json::to_vec(&self.seconds).map(|text| fs::write(&self.file, text));
        // It is a convenience: without it the next run says less.
        drop(kept);
    }
}

fn in_words(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_its_place_and_how_long_it_took_before() {
        let folder = std::env::temp_dir().join(format!("beseda-steps-{}", std::process::id()));
        let workspace = Workspace::at(&folder);
        fs::create_dir_all(workspace.cache()).unwrap();
        let mut before = Durations::read(&workspace);
        assert_eq!(before.told("building widget"), "");
        before.keep("building widget", Duration::from_secs(95));
        let before = Durations::read(&workspace);
        assert_eq!(
            before.told("building widget"),
            " (1 min 35 s when it last had work)"
        );
        assert_eq!((place(2, 7), place(3, 2)), (", 2 of 7".into(), "".into()));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_time_is_told_in_minutes_and_seconds() {
        let words = [5, 60, 185].map(|seconds| in_words(Duration::from_secs(seconds)));
        assert_eq!(words, ["5 s", "1 min", "3 min 5 s"]);
    }
}

//! Files that change, and what has to be built for which.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher, event::ModifyKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::build::Part;
use crate::workspace::Workspace;

/// One thing that a change may have to be built into, in the order of building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    Console,
    Widget,
    TestChat,
    Shop,
    Relay,
    Host,
}

impl Piece {
    /// How it is built; the shop's pages are only filled in.
    pub(super) fn part(self) -> Option<Part> {
        match self {
            Self::Console => Some(Part::Console),
            Self::Widget => Some(Part::Widget),
            Self::TestChat => Some(Part::TestChat),
            Self::Relay => Some(Part::RelayTesting),
            Self::Host => Some(Part::Host),
            Self::Shop => None,
        }
    }
}

/// Where sources lie; `target` is not among them.
const FOLDERS: &[&str] = &[
    "protocol",
    "center",
    "relay",
    "client",
    "parts",
    "widget",
    "console",
    "host",
    "demo-site",
];

/// What sources are called; not what editors put beside them.
const ENDINGS: &[&str] = &[
    "rs", "js", "css", "html", "json", "svg", "toml", "sql", "txt", "lock",
];

/// An editor that saves, or a checkout, writes many files: built is what lies there
/// when nothing has changed for so long.
const QUIET: Duration = Duration::from_millis(60);

/// What a change of this file, named from the workspace's root, has to be built into.
fn pieces(file: &Path) -> &'static [Piece] {
    use Piece::{Console, Host, Relay, Shop, TestChat, Widget};
    let ending = file.extension().and_then(|ending| ending.to_str());
    if !ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
        return &[];
    }
    let words: Vec<&str> = file.iter().filter_map(|word| word.to_str()).collect();
    match words.as_slice() {
        ["Cargo.toml" | "Cargo.lock"] => &[Console, Widget, Relay, Host],
        [_, "tests", ..] | ["relay", "wrangler.toml"] | ["demo-site", "seed.json"] => &[],
        ["protocol", ..] => &[Console, Widget, Relay],
        ["center", ..] => &[Relay],
        ["relay", "pages", ..] => &[TestChat],
        ["relay", ..] => &[Relay],
        ["client", "texts", ..] => &[Console, Widget, TestChat],
        ["client" | "parts", ..] => &[Console, Widget],
        ["widget", ..] => &[Widget],
        ["console", ..] => &[Console],
        ["host", ..] => &[Host],
        ["demo-site", ..] => &[Shop],
        _ => &[],
    }
}

/// What has changed since it was last asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    files: BTreeSet<PathBuf>,
    /// What has to be built.
    pub(super) pieces: BTreeSet<Piece>,
}

impl Change {
    /// The file, or one of them and how many more.
    pub(super) fn in_words(&self) -> String {
        let first = self.files.first().map(|file| file.display().to_string());
        match (first, self.files.len().saturating_sub(1)) {
            (Some(file), 0) => file,
            (Some(file), more) => format!("{file} and {more} more"),
            (None, _) => String::new(),
        }
    }

    fn add(&mut self, file: PathBuf) {
        let pieces = pieces(&file);
        if !pieces.is_empty() {
            self.pieces.extend(pieces);
            self.files.insert(file);
        }
    }
}

enum Heard {
    Changed(PathBuf),
    Stop,
}

/// Hears of changes, and of the end.
pub(super) struct Changes {
    heard: Receiver<Heard>,
    /// Watches until it is dropped.
    _watcher: RecommendedWatcher,
}

impl Changes {
    /// Watches the sources of a checkout.
    pub(super) fn watch(workspace: &Workspace) -> Result<Self> {
        let (tell, heard) = channel();
        stop_on_signals(tell.clone())?;
        let root = workspace.root().to_owned();
        let mut watcher = notify::recommended_watcher(move |event| {
            for file in changed(event) {
                if let Ok(file) = file.strip_prefix(&root) {
                    // Nobody hears it when this program is about to end.
                    tell.send(Heard::Changed(file.to_owned())).ok();
                }
            }
        })?;
        watcher.watch(workspace.root(), RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let folder = workspace.path(folder);
            watcher
                .watch(&folder, RecursiveMode::Recursive)
                .with_context(|| format!("can't watch {}", folder.display()))?;
        }
        Ok(Self {
            heard,
            _watcher: watcher,
        })
    }

    /// Waits for a change that has to be built, and until it is complete; none when
    /// it is time to stop.
    pub(super) fn next(&self) -> Option<Change> {
        next(&self.heard)
    }
}

fn next(heard: &Receiver<Heard>) -> Option<Change> {
    let mut change = Change::default();
    loop {
        let more = match change.pieces.is_empty() {
            true => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
            false => heard.recv_timeout(QUIET),
        };
        match more {
            Ok(Heard::Changed(file)) => change.add(file),
            Err(RecvTimeoutError::Timeout) => return Some(change),
            Ok(Heard::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// The files of an event that says more than that somebody has read them.
fn changed(event: notify::Result<notify::Event>) -> Vec<PathBuf> {
    match event {
        Ok(event) => match event.kind {
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => Vec::new(),
            _ => event.paths,
        },
        Err(error) => {
            eprintln!("a change may be missed: {error}");
            Vec::new()
        }
    }
}

fn stop_on_signals(tell: Sender<Heard>) -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            tell.send(Heard::Stop).ok();
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Piece::{Console, Host, Relay, Shop, TestChat, Widget};
    use super::*;

    fn change(files: &[&str]) -> Option<Change> {
        let (tell, heard) = channel();
        for file in files {
            tell.send(Heard::Changed(file.into())).unwrap();
        }
        if files.is_empty() {
            tell.send(Heard::Stop).unwrap();
        }
        // The channel stays open for as long as is waited for more.
        let change = next(&heard);
        drop(tell);
        change
    }

    #[test]
    fn a_change_is_built_into_what_is_made_of_it_and_into_nothing_else() {
        for (file, wanted) in [
            ("console/src/ui/list.rs", &[Console][..]),
            ("console/style/list.css", &[Console]),
            ("console/index.html", &[Console]),
            ("widget/src/chat.rs", &[Widget]),
            ("widget/loader/loader.js", &[Widget]),
            ("client/src/outbox.rs", &[Console, Widget]),
            ("client/texts/ru.json", &[Console, Widget, TestChat]),
            ("protocol/src/operator.rs", &[Console, Widget, Relay]),
            ("center/src/turn.rs", &[Relay]),
            ("relay/src/gate.rs", &[Relay]),
            ("relay/src/common_passwords.txt", &[Relay]),
            ("relay/pages/test-chat.html", &[TestChat]),
            ("demo-site/cart.html", &[Shop]),
            ("host/src/serve.rs", &[Host]),
            ("Cargo.lock", &[Console, Widget, Relay, Host]),
            ("center/tests/rules/main.rs", &[]),
            ("relay/wrangler.toml", &[]),
            ("demo-site/seed.json", &[]),
            ("console/src/ui/.list.rs.swp", &[]),
            ("console/src/ui/list.rs~", &[]),
            ("console/src/ui", &[]),
            ("widget/README.md", &[]),
            ("xtask/src/main.rs", &[]),
            ("tests/src/stack.rs", &[]),
        ] {
            assert_eq!(pieces(Path::new(file)), wanted, "{file}");
        }
    }

    #[test]
    fn changes_in_a_row_are_one_build() {
        let change = change(&[
            "console/src/ui/list.rs",
            "console/src/ui/list.rs",
            "README.md",
            "center/src/turn.rs",
        ]);
        let change = change.unwrap();
        assert_eq!(change.pieces, BTreeSet::from([Console, Relay]));
        assert_eq!(change.in_words(), "center/src/turn.rs and 1 more");
    }

    #[test]
    fn the_word_to_stop_ends_the_waiting() {
        assert_eq!(change(&[]), None);
    }

    #[test]
    fn a_file_that_was_only_read_has_not_changed() {
        use notify::event::{AccessKind, AccessMode, DataChange};
        let event = |kind| Ok(notify::Event::new(kind).add_path("a.rs".into()));
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert!(changed(event(opened)).is_empty());
        assert_eq!(changed(event(written)), [PathBuf::from("a.rs")]);
    }
}

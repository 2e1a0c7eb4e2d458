//! How the storage of each object was when it was last used.
//!
//! A storage that is full or damaged ends its object: a commit that fails takes
//! the object and everything in it away, and no code of ours hears of it. So the
//! note is kept beside the objects, in the process, and each finds its own when it
//! wakes. It is no truth, only a hint what to try first: without it (a new
//! process) the object tries to write, and ends once more.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use beseda_center::storage::fault::Fault;
use beseda_protocol::ids::{JobId, Timestamp};
use beseda_protocol::refusal::{Code, Refusal};
use worker::State;

use crate::runtime;

/// The pause after a second failure in a row, in ms; doubled each time…
const PAUSE_FIRST_MS: u64 = 1_000;
/// …up to this: so long may it take until the end of the trouble is noticed.
const PAUSE_MAX_MS: u64 = 30_000;
/// After so long a time without a failure the next one is a first one, in ms.
const STEADY_MS: u64 = 2 * 60 * 1_000;

/// When to come back to a storage of which no more is known than that it failed,
/// in ms.
pub(crate) const RETRY_MS: u64 = 10_000;

/// What is the matter with a storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It takes no more: reading works (C10).
    Full,
    /// It cannot be read, or not by this code (C14).
    Broken,
}

impl Trouble {
    /// What a fault says of the storage; `None`: nothing that lasts.
    pub(crate) fn of(fault: &Fault) -> Option<Self> {
        match fault {
            Fault::StorageFull => Some(Self::Full),
            Fault::TooNew { .. } | Fault::Corrupt(_) => Some(Self::Broken),
            Fault::Storage(text) => Self::told_by(text),
        }
    }

    /// What SQLite's or the runtime's words for an error say.
    pub(crate) fn told_by(error: &str) -> Option<Self> {
        const FULL: &[&str] = &[
            "SQLITE_FULL",
            "disk is full",
            "No space left",
            Trouble::Full.reason(),
        ];
        const BROKEN: &[&str] = &[
            Trouble::Broken.reason(),
            "SQLITE_CORRUPT",
            "SQLITE_NOTADB",
            "SQLITE_IOERR",
            "malformed",
            "not a database",
            "disk I/O error",
        ];
        let says = |words: &[&str]| words.iter().any(|word| error.contains(word));
        match (says(FULL), says(BROKEN)) {
            (true, _) => Some(Self::Full),
            (_, true) => Some(Self::Broken),
            _ => None,
        }
    }

    /// Why its object ends: whoever waits for an answer of it is told this.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Full => "beseda: the storage is full",
            Self::Broken => "beseda: the storage is broken",
        }
    }

    /// In words for a peer.
    pub(crate) fn refusal(self, retry_ms: u64) -> Refusal {
        match self {
            Self::Full => Refusal::until(
                Code::StorageFull,
                "The storage is full: it can be read, but nothing can be written.",
                retry_ms,
            ),
            Self::Broken => Refusal::until(
                Code::Broken,
                "The storage is damaged. Contact the server administrator.",
                retry_ms,
            ),
        }
    }
}

/// What to do with the next turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advice {
    /// As ever.
    GoOn,
    /// Look for room first; without it, only read.
    LookForRoom,
    /// Only read.
    ReadOnly,
    /// Nothing, for so many ms.
    Refuse {
        /// From now.
        retry_ms: u64,
    },
}

/// The note of one object.
#[derive(Clone)]
pub(crate) struct Health(Rc<Note>);

#[derive(Default)]
struct Note {
    /// Turns that have written, or tried to.
    n_written: Cell<u64>,
    /// Of them, so many are known to be on disk.
    n_kept: Cell<u64>,
    trouble: Cell<Option<Trouble>>,
    failed_at: Cell<Timestamp>,
    /// Failures in a row.
    n_failures: Cell<u32>,
    retry_at: Cell<Timestamp>,
    failed_slice: Cell<Option<JobId>>,
}

thread_local! {
    static NOTES: RefCell<HashMap<String, Rc<Note>>> = RefCell::default();
}

impl Health {
    /// The note of an object that wakes. If it went away while a turn's writes
    /// were on their way to the disk, they did not get there.
    pub(crate) fn wake(state: &State) -> Self {
        let id = state.id().to_string();
        let note = NOTES.with_borrow_mut(|notes| Rc::clone(notes.entry(id).or_default()));
        let health = Self(note);
        if health.0.n_kept.get() < health.0.n_written.get() {
            worker::console_error!("a turn did not get to the disk: is it full?");
            health.fails(Trouble::Full, runtime::now());
        }
        health
    }

    /// A turn is about to write.
    pub(crate) fn writes(&self) {
        self.0.n_written.set(self.0.n_written.get() + 1);
    }

    /// Turns that have written so far.
    pub(crate) fn written(&self) -> u64 {
        self.0.n_written.get()
    }

    /// The first so many turns are on disk; one that was not known to be shows that
    /// the storage works.
    pub(crate) fn kept(&self, n: u64) {
        if n > self.0.n_kept.get() {
            self.0.n_kept.set(n);
            self.0.trouble.set(None);
        }
    }

    /// The storage failed; says in how many ms it is worth another try.
    pub(crate) fn fails(&self, trouble: Trouble, now: Timestamp) -> u64 {
        let note = &self.0;
        if now.ms_since(note.failed_at.get()) > STEADY_MS {
            note.n_failures.set(0);
        }
        let pause_ms = match (trouble, note.n_failures.get()) {
            // It may be a false alarm, and looking for room costs nobody anything.
            (Trouble::Full, 0) => 0,
            (_, n) => (PAUSE_FIRST_MS << n.min(16)).min(PAUSE_MAX_MS),
        };
        self.settle();
        note.trouble.set(Some(trouble));
        note.n_failures.set(note.n_failures.get() + 1);
        note.failed_at.set(now);
        note.retry_at.set(now.plus_ms(pause_ms));
        pause_ms
    }

    /// What is not known of earlier turns is of no more interest.
    pub(crate) fn settle(&self) {
        self.0.n_kept.set(self.0.n_written.get());
    }

    /// The turn of a slice of this job has ended by a fault.
    pub(crate) fn slice_fails(&self, job: JobId) {
        self.0.failed_slice.set(Some(job));
    }

    /// The job whose slice was the end of the object before this one: told once.
    pub(crate) fn take_failed_slice(&self) -> Option<JobId> {
        self.0.failed_slice.take()
    }

    /// There is room again.
    pub(crate) fn heals(&self) {
        self.0.trouble.set(None);
    }

    /// What to do now. The clock is looked at only when there is trouble: every
    /// frame comes by here.
    pub(crate) fn advice(&self, now: impl FnOnce() -> Timestamp) -> Advice {
        let Some(trouble) = self.0.trouble.get() else {
            return Advice::GoOn;
        };
        match (trouble, self.0.retry_at.get().ms_since(now())) {
            (Trouble::Broken, 0) => Advice::GoOn,
            (Trouble::Full, 0) => Advice::LookForRoom,
            (Trouble::Full, _) => Advice::ReadOnly,
            (Trouble::Broken, retry_ms) => Advice::Refuse { retry_ms },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    fn well() -> Health {
        Health(Rc::default())
    }

    #[test]
    fn a_full_storage_is_looked_at_again_at_once_and_then_ever_more_rarely() {
        let health = well();
        assert_eq!(health.advice(|| NOW), Advice::GoOn);
        health.fails(Trouble::Full, NOW);
        assert_eq!(health.advice(|| NOW), Advice::LookForRoom);
        let pauses: Vec<u64> = (0..7).map(|_| health.fails(Trouble::Full, NOW)).collect();
        assert_eq!(
            pauses,
            [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(health.advice(|| NOW.plus_ms(29_999)), Advice::ReadOnly);
        assert_eq!(health.advice(|| NOW.plus_ms(30_000)), Advice::LookForRoom);
        health.heals();
        assert_eq!(health.advice(|| NOW), Advice::GoOn);
        assert_eq!(health.fails(Trouble::Full, NOW.plus_ms(STEADY_MS + 1)), 0);
    }

    #[test]
    fn a_broken_storage_is_left_alone_and_tried_again_later() {
        let health = well();
        assert_eq!(health.fails(Trouble::Broken, NOW), 1_000);
        assert_eq!(health.advice(|| NOW), Advice::Refuse { retry_ms: 1_000 });
        assert_eq!(health.advice(|| NOW.plus_ms(1_000)), Advice::GoOn);
        assert_eq!(health.fails(Trouble::Broken, NOW.plus_ms(1_000)), 2_000);
        // A turn that gets to the disk shows that it is mended.
        health.writes();
        health.kept(health.written());
        assert_eq!(health.advice(|| NOW.plus_ms(1_000)), Advice::GoOn);
    }

    #[test]
    fn a_slice_that_has_failed_is_told_of_once() {
        let health = well();
        assert_eq!(health.take_failed_slice(), None);
        health.slice_fails("j".into());
        assert_eq!(health.take_failed_slice(), Some("j".into()));
        assert_eq!(health.take_failed_slice(), None);
        assert_eq!(health.advice(|| NOW), Advice::GoOn, "people go on talking");
    }

    #[test]
    fn faults_that_say_nothing_of_the_storage_leave_its_note_alone() {
        assert_eq!(Trouble::of(&Fault::Storage("planted".to_owned())), None);
        assert_eq!(Trouble::of(&Fault::StorageFull), Some(Trouble::Full));
        let new = Fault::TooNew { readable_from: 9 };
        assert_eq!(Trouble::of(&new), Some(Trouble::Broken));
        let text = "Error: database disk image is malformed: SQLITE_CORRUPT";
        let corrupt = Fault::Storage(text.to_owned());
        assert_eq!(Trouble::of(&corrupt), Some(Trouble::Broken));
    }
}

//! When jobs go on. A slice is a turn of its own: its commit would be what the
//! acknowledgements of others wait for. So it comes when nothing waits, even after what has
//! arrived during the one before was handed over, or when jobs have stood still long
//! enough.

use std::cell::Cell;

use beseda_protocol::ids::Timestamp;

use crate::runtime;

/// How long jobs stand still while people talk, in ms; longer after a slice that took
/// long, so that jobs have a third of the object's time at most.
const REST_MS: u64 = 20;

/// See the module.
#[derive(Default)]
pub(super) struct Slices {
    is_wanted: Cell<bool>,
    /// Nothing waits, and one comes when others were given time to be heard.
    is_waiting: Cell<bool>,
    begun_at: Cell<Timestamp>,
    /// From here on those who wait let a slice pass.
    not_before: Cell<Timestamp>,
    #[cfg(feature = "testing")]
    hangs: Cell<bool>,
}

impl Slices {
    /// The rules want one.
    pub(super) fn ask(&self) {
        self.is_wanted.set(true);
    }

    /// Whether one is wanted.
    pub(super) fn are_wanted(&self) -> bool {
        self.is_wanted.get()
    }

    /// Whether it is a slice's turn, though somebody waits.
    pub(super) fn are_due(&self) -> bool {
        self.is_wanted.get() && runtime::now() >= self.not_before.get()
    }

    /// One is to wait until others were heard; false: it does already.
    pub(super) fn wait(&self) -> bool {
        !self.is_waiting.replace(true)
    }

    /// They were.
    pub(super) fn end_wait(&self) {
        self.is_waiting.set(false);
    }

    /// One begins; the rules ask again if there is more.
    pub(super) fn begin(&self) {
        self.is_wanted.set(false);
        self.begun_at.set(runtime::now());
    }

    /// Nothing follows this slice.
    #[cfg(feature = "testing")]
    pub(super) fn hang(&self) {
        self.hangs.set(true);
    }

    /// Whether a slice is on disk that nothing follows; says so in the log.
    #[cfg(feature = "testing")]
    pub(super) fn hangs(&self) -> bool {
        if self.hangs.get() {
            worker::console_log!("planted: a slice is kept");
        }
        self.hangs.get()
    }

    /// A turn is on disk: if it was a slice, others come first for a while.
    pub(super) fn rest(&self) {
        let begun_at = self.begun_at.take();
        if begun_at != Timestamp::default() {
            let now = runtime::now();
            let ms = now.ms_since(begun_at) * 2;
            self.not_before.set(now.plus_ms(ms.max(REST_MS)));
        }
    }
}

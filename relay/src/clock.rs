//! How wrong the relay's clock is. It is not, but for a hook of the `testing` build
//! that lets a whole isolate live at another time (C11): the rules, the alarms and
//! the runtime's own times all go by it, as after a step of the machine's clock.

use beseda_protocol::ids::Timestamp;

#[cfg(feature = "testing")]
thread_local! {
    static OFF_BY_MS: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}

/// A moment of the runtime's clock, by ours.
pub(crate) fn ours(runtimes: Timestamp) -> Timestamp {
    Timestamp(runtimes.0.saturating_add_signed(off_by_ms()))
}

/// A moment of our clock, by the runtime's.
pub(crate) fn runtimes(ours: Timestamp) -> Timestamp {
    Timestamp(ours.0.saturating_add_signed(-off_by_ms()))
}

#[cfg(not(feature = "testing"))]
fn off_by_ms() -> i64 {
    0
}

#[cfg(feature = "testing")]
fn off_by_ms() -> i64 {
    OFF_BY_MS.get()
}

/// From here on it is wrong by so much.
#[cfg(feature = "testing")]
pub(crate) fn step(off_by_ms: i64) {
    OFF_BY_MS.set(off_by_ms);
}

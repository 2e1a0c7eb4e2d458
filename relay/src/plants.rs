//! Uploads that are to stop where it hurts (testing build): the test kills the
//! relay there. An upload's parts run in several objects and none of its turns, so
//! the plant lies beside them all.

use std::cell::Cell;
use std::time::Duration;

use worker::Delay;

use crate::center_call::Plant;

thread_local! {
    static PLANTED: Cell<Option<Plant>> = const { Cell::new(None) };
}

/// The next upload stops at this point.
pub(crate) fn plant(plant: Plant) {
    PLANTED.set(Some(plant));
}

/// Whether the next upload is to stop at this point.
pub(crate) fn is_planted(here: Plant) -> bool {
    PLANTED.get() == Some(here)
}

/// Stops for longer than any test, and says so in the log, if that is planted.
pub(crate) async fn stall_at(here: Plant) {
    if is_planted(here) {
        PLANTED.set(None);
        worker::console_log!("planted: an upload stops at {here:?}");
        // What waits for nothing at all, the runtime takes for hung and ends.
        Delay::from(Duration::from_secs(600)).await;
    }
}

//! How many sockets each object of this process has.

use std::cell::RefCell;
use std::collections::HashMap;

use worker::State;

thread_local! {
    /// Open sockets of each object in this process.
    static CENSUS: RefCell<HashMap<String, usize>> = RefCell::new(HashMap::new());
}

/// Sockets of this process. To look at each of an object's would make a crowd that
/// comes back wait for the square of its number, so they are counted as they come
/// and go, and anew whenever all are looked at.
pub(crate) fn count(state: &State) -> usize {
    CENSUS.with_borrow_mut(|census| {
        let here = census.entry(state.id().to_string());
        here.or_insert_with(|| state.get_websockets().len());
        census.values().sum()
    })
}

/// A socket has come.
pub(crate) fn count_in(state: &State) {
    CENSUS.with_borrow_mut(|census| *census.entry(state.id().to_string()).or_default() += 1);
}

/// A socket has gone.
pub(crate) fn count_out(state: &State) {
    CENSUS.with_borrow_mut(|census| {
        if let Some(here) = census.get_mut(&state.id().to_string()) {
            *here = here.saturating_sub(1);
        }
    });
}

/// All were looked at: so many there are.
pub(crate) fn count_anew(state: &State, n_sockets: usize) {
    CENSUS.with_borrow_mut(|census| census.insert(state.id().to_string(), n_sockets));
}

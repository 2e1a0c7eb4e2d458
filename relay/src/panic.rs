//! A panic is a bug, and costs the whole wasm instance: every object of it would
//! lose its queue in silence while its sockets stay open. So all of them are
//! aborted: their clients notice, come back and say again what had no answer.

use std::cell::RefCell;
use std::panic;

use worker::State;

use crate::runtime::{self, Doom};

/// Told to the runtime's log, and to nobody else.
const REASON: &str = "beseda: a panic in this instance";

thread_local! {
    static LIVE: RefCell<Vec<(String, Doom)>> = const { RefCell::new(Vec::new()) };
    static HOOKED: RefCell<bool> = const { RefCell::new(false) };
}

/// Makes a panic anywhere in this instance end the object too. An object that
/// lived in an instance that was lost ends here and now: what it had queued is lost.
pub(crate) fn watch(state: &State) {
    if runtime::mark(state) {
        Doom::of(state).begin("beseda: its instance was lost");
    }
    HOOKED.with_borrow_mut(|hooked| {
        if !std::mem::replace(hooked, true) {
            hook();
        }
    });
    let id = state.id().to_string();
    let doom = Doom::of(state);
    LIVE.with_borrow_mut(|live| {
        // The same object after an eviction: its earlier context is gone.
        live.retain(|(known, _)| *known != id);
        live.push((id, doom));
    });
}

fn hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        previous(info);
        LIVE.with(|live| {
            if let Ok(live) = live.try_borrow() {
                live.iter().for_each(|(_, doom)| doom.begin(REASON));
            }
        });
    }));
}

//! Keys: those that are ours, and what was pressed.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::KeyboardEvent;

use crate::model::keys::Pressed;

/// What Safari names a key that has just ended a composition, when it does not say
/// that it composes any more.
const PROCESSED: u32 = 229;

/// Keys of a composition are the input method's: none of our listeners hears of
/// them, whichever element they are on.
pub(crate) fn leave_compositions_alone() {
    let heard = Closure::<dyn FnMut(KeyboardEvent)>::new(|event: KeyboardEvent| {
        if event.is_composing() || event.key_code() == PROCESSED {
            event.stop_immediate_propagation();
        }
    });
    for event in ["keydown", "keyup"] {
        // On the way down, before any other. Fails for no name.
        window()
            .add_event_listener_with_callback_and_bool(event, heard.as_ref().unchecked_ref(), true)
            .ok();
    }
    // As long as the page lives.
    heard.forget();
}

/// Calls with what was pressed.
pub(crate) fn pressed<T>(event: &KeyboardEvent, call: impl FnOnce(Pressed<'_>) -> T) -> T {
    let key = event.key();
    call(Pressed {
        key: &key,
        control: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    })
}

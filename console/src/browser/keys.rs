//! Keys: those that are ours, and what was pressed.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, KeyboardEvent};

use super::page;
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

/// Whether a key was pressed with Alt alone: one of our shortcuts. A key is named by its
/// place (`KeyN`), for with Alt, or in another script, it is another letter.
pub(crate) fn is_shortcut(event: &KeyboardEvent, code: &str) -> bool {
    let is_held = event.alt_key() && !event.ctrl_key() && !event.meta_key();
    is_held && event.code() == code
}

/// What a shortcut is called on this machine.
pub(crate) fn shortcut(letter: char) -> String {
    match page::is_mac() {
        true => format!("⌥{letter}"),
        false => format!("Alt+{letter}"),
    }
}

/// Whether nobody else has use for a key: nothing is typed, and nothing is asked that has to
/// be answered first.
pub(crate) fn is_free(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let is_anothers = target.is_some_and(|target| {
        let others = "input, textarea, select, [contenteditable], [role=menu], dialog";
        matches!(target.closest(others), Ok(Some(_)) | Err(_))
    });
    !is_anothers && !event.default_prevented()
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

//! What is open closes when somebody presses elsewhere.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

/// Closes it at a press outside of `host`, which holds its button as well.
pub(crate) fn close_outside(host: NodeRef<Div>, is_open: RwSignal<bool>) {
    pressed_outside(host, move || {
        if is_open.get_untracked() {
            is_open.set(false);
        }
    });
}

/// Hears of each press outside of `host`, or anywhere while that is not on the page.
pub(crate) fn pressed_outside(host: NodeRef<Div>, heard: impl Fn() + 'static) {
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        let is_inside = host
            .get_untracked()
            .is_some_and(|host| host.contains(target.as_ref()));
        if !is_inside {
            heard();
        }
    });
    on_cleanup(move || outside.remove());
}

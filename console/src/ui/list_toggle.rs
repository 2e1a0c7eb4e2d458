//! Takes the list out of the way of the open dialog, and brings it back (KC-27): by a press,
//! or Alt+L.

use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::icon::{self, Icon};
use crate::browser::keys;
use crate::session::Desk;
use crate::texts::say;

/// The button at the beginning of a dialog's head, where there is room for both.
#[component]
pub(crate) fn ListToggle() -> impl IntoView {
    let desk: Desk = expect_context();
    let button = NodeRef::<leptos::html::Button>::new();
    let is_folded = Memo::new(move |_| desk.prefs.with(|prefs| prefs.list_folded));
    let toggle = move || {
        desk.choose(|prefs| prefs.list_folded = !prefs.list_folded);
        // What goes takes the keyboard along.
        let active = document().active_element();
        let is_in_list = active.is_some_and(|one| matches!(one.closest(".list-pane"), Ok(Some(_))));
        if let Some(button) = button.get_untracked().filter(|_| is_in_list) {
            button.focus().ok();
        }
    };
    let heard = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if keys::is_shortcut(&event, "KeyL") {
            event.prevent_default();
            toggle();
        }
    });
    on_cleanup(move || heard.remove());
    let tip = move || {
        let name = say(if is_folded.get() {
            "list_show"
        } else {
            "list_hide"
        });
        format!("{name} · {}", keys::shortcut('L'))
    };
    view! {
        <button
            type="button"
            node_ref=button
            class="icon-button list-toggle"
            aria-label=say("list_toggle")
            aria-expanded=move || (!is_folded.get()).to_string()
            aria-keyshortcuts="Alt+L"
            data-tip=tip
            data-tip-side="left-edge"
            on:click=move |_| toggle()
        >
            <Icon of=icon::PANEL_LEFT size=18 />
        </button>
    }
}

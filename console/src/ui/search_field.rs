//! The search field above a list. "/" leads to it; Escape empties it and leads back.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};

use super::icon::{self, Icon};
use crate::browser::keys::is_free;
use crate::texts::say;

/// The field.
#[component]
pub(crate) fn SearchField(
    /// What is sought, as a key.
    label: &'static str,
    /// What is written in it.
    #[prop(into)]
    text: Signal<String>,
    /// Something else was written.
    seek: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    let keys = window_event_listener(ev::keydown, move |event| {
        if !leads_here(&event) {
            return;
        }
        if let Some(input) = input.get_untracked() {
            event.prevent_default();
            came_from.set_value(focused());
            focus(&input);
            input.select();
        }
    });
    on_cleanup(move || keys.remove());
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            seek.run(String::new());
            match came_from.try_update_value(Option::take).flatten() {
                Some(back) if back.is_connected() => focus(&back),
                _ => blur(input.get_untracked()),
            }
        }
    };
    let empty = move |_| {
        seek.run(String::new());
        if let Some(input) = input.get_untracked() {
            focus(&input);
        }
    };
    view! {
        <div class="search-field" role="search">
            <Icon of=icon::SEARCH size=16 />
            <input
                node_ref=input
                class="input slim"
                type="search"
                dir="auto"
                autocomplete="off"
                enterkeyhint="search"
                aria-label=say(label)
                aria-keyshortcuts="/"
                placeholder=say(label)
                prop:value=text
                on:input:target=move |event| seek.run(event.target().value())
                on:keydown=escape
            />
            <Show
                when=move || text.with(|text| !text.is_empty())
                fallback=|| view! { <kbd class="search-key" aria-hidden="true">"/"</kbd> }
            >
                <button type="button" class="search-empty" aria-label=say("search_clear") title=say("search_clear") on:click=empty>
                    <Icon of=icon::CLOSE size=14 />
                </button>
            </Show>
        </div>
    }
}

/// Whether a key is the one of the search, and nobody else's.
fn leads_here(event: &KeyboardEvent) -> bool {
    let is_held = event.ctrl_key() || event.meta_key() || event.alt_key();
    event.key() == "/" && !is_held && is_free(event)
}

fn focused() -> Option<HtmlElement> {
    let active = document().active_element()?;
    // The page itself can be led back to by leaving the field.
    let active = active.dyn_into::<HtmlElement>().ok();
    active.filter(|active| !active.matches("body").unwrap_or_default())
}

/// An element in the page takes the focus.
fn focus(element: &HtmlElement) {
    element.focus().ok();
}

fn blur(input: Option<HtmlInputElement>) {
    if let Some(input) = input {
        input.blur().ok();
    }
}

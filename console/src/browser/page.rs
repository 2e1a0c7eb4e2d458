//! The page: its address, title, theme, language, and whether it is looked at.

use leptos::prelude::{document, window};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, EventTarget, VisibilityState};

use crate::model::place::Place;
use crate::model::prefs::Theme;

/// What the address names.
pub(crate) fn place() -> Place {
    Place::from_path(&window().location().pathname().unwrap_or_default())
}

/// Puts a place into the address; `replace`: without a step back to the last one.
pub(crate) fn show_place(place: &Place, replace: bool) {
    let path = place.path();
    if window().location().pathname().ok().as_deref() == Some(path.as_str()) {
        return;
    }
    let Ok(history) = window().history() else {
        return;
    };
    // Fails only for an address of another origin.
    match replace {
        true => history
            .replace_state_with_url(&JsValue::NULL, "", Some(&path))
            .ok(),
        false => history
            .push_state_with_url(&JsValue::NULL, "", Some(&path))
            .ok(),
    };
}

/// The relay's own origin.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The browser's first language.
pub(crate) fn language() -> String {
    window().navigator().language().unwrap_or_default()
}

/// The tab's title.
pub(crate) fn set_title(title: &str) {
    if document().title() != title {
        document().set_title(title);
    }
}

/// The page's language, for readers aloud and for hyphenation.
pub(crate) fn set_language(tag: &str) {
    set_root("lang", tag);
}

/// Light or dark.
pub(crate) fn set_theme(theme: Theme) {
    set_root("data-theme", theme.word());
}

/// Whether the window is focused and visible: only then is what it shows seen.
pub(crate) fn is_watched() -> bool {
    document().visibility_state() == VisibilityState::Visible
        && document().has_focus().unwrap_or(false)
}

/// Whether keys should be named as on a Mac.
pub(crate) fn is_mac() -> bool {
    let platform = window().navigator().platform().unwrap_or_default();
    platform.starts_with("Mac") || platform.starts_with("iP")
}

/// Puts text into the clipboard; false when the browser does not let us.
pub(crate) async fn copy(text: String) -> bool {
    if !window().is_secure_context() {
        return false;
    }
    let copied = window().navigator().clipboard().write_text(&text);
    JsFuture::from(copied).await.is_ok()
}

/// The content of a `<meta name=…>` of the page.
pub(crate) fn meta(name: &str) -> Option<String> {
    let element = document()
        .query_selector(&format!("meta[name=\"{name}\"]"))
        .ok()??;
    element.get_attribute("content")
}

/// Calls back on every event of these names, as long as the page lives.
pub(crate) fn on(target: &EventTarget, events: &[&str], call: impl FnMut(Event) + 'static) {
    let call = Closure::<dyn FnMut(Event)>::new(call);
    for event in events {
        // Fails for no name.
        target
            .add_event_listener_with_callback(event, call.as_ref().unchecked_ref())
            .ok();
    }
    // The page owns it.
    call.forget();
}

/// Whether a keyboard on the screen would cover the page when a field is focused.
pub(crate) fn is_touch() -> bool {
    let media = window().match_media("(pointer: coarse)").ok().flatten();
    media.is_some_and(|media| media.matches())
}

/// Scheme and host of an address as somebody types it: with or without a scheme.
pub(crate) fn scheme_and_host(address: &str) -> Option<(String, String)> {
    let address = address.trim();
    let whole = match address.contains("://") {
        true => address.to_owned(),
        false => format!("https://{address}"),
    };
    let url = web_sys::Url::new(&whole).ok()?;
    let scheme = url.protocol().trim_end_matches(':').to_owned();
    let host = url.host();
    (matches!(scheme.as_str(), "http" | "https") && !host.is_empty()).then_some((scheme, host))
}

fn set_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        root.set_attribute(name, value).ok();
    }
}

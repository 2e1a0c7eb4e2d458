//! The page that the visitor is on. Single-page applications change it without
//! loading: the Navigation API and `popstate` tell, and elsewhere the address is
//! compared when something of our own happens. Nothing of the page is patched.

use beseda_client::page::{document, window};
use beseda_protocol::dialog::Page;
use beseda_protocol::limits::PAGE_CHARS_MAX;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

use super::dom::listen;

/// The page now, its address without the fragment.
pub(super) fn current() -> Option<Page> {
    let window = window();
    let href = window.location().href().ok()?;
    let url = href.split('#').next().unwrap_or_default();
    let title = document().title();
    Some(Page {
        url: url.chars().take(PAGE_CHARS_MAX).collect(),
        title: title.chars().take(PAGE_CHARS_MAX).collect(),
    })
}

/// Calls back whenever the page may have changed.
pub(super) fn watch(changed: impl Fn() + Clone + 'static) {
    let window = window();
    let navigation = Reflect::get(&window, &JsValue::from_str("navigation")).ok();
    if let Some(navigation) = navigation.filter(JsValue::is_object) {
        let navigation: EventTarget = navigation.unchecked_into();
        let changed = changed.clone();
        // After it the document has its new title, more often than not.
        listen::<Event>(&navigation, "navigatesuccess", move |_| changed());
    }
    listen::<Event>(&window, "popstate", move |_| changed());
}

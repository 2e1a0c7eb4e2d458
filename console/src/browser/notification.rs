//! Desktop notifications.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// What the browser allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    /// Notifications may be shown.
    Granted,
    /// The operator has not been asked.
    Default,
    /// The operator, or the browser for him, has said no.
    Denied,
    /// This browser, or this address, has none.
    Missing,
}

/// What the browser allows now.
pub(crate) fn permission() -> Permission {
    let is_there = web_sys::window().is_some_and(|window| {
        js_sys::Reflect::has(&window, &"Notification".into()).unwrap_or(false)
            && window.is_secure_context()
    });
    if !is_there {
        return Permission::Missing;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Default,
    }
}

/// Lets the browser ask the operator; must follow a click.
pub(crate) async fn ask() -> Permission {
    if permission() == Permission::Default
        && let Ok(asked) = Notification::request_permission()
    {
        // A refusal to answer leaves the permission as it was.
        JsFuture::from(asked).await.ok();
    }
    permission()
}

/// Shows one; a later one with the same tag takes its place. False when it is
/// not allowed.
pub(crate) fn show(title: &str, body: &str, tag: &str, on_click: impl FnOnce() + 'static) -> bool {
    if permission() != Permission::Granted {
        return false;
    }
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_tag(tag);
    // Chrome on Android throws here: it wants a service worker.
    let Ok(notification) = Notification::new_with_options(title, &options) else {
        return false;
    };
    let shown = notification.clone();
    let clicked = Closure::once_into_js(move || {
        if let Some(window) = web_sys::window() {
            window.focus().ok();
        }
        shown.close();
        on_click();
    });
    notification.set_onclick(Some(clicked.unchecked_ref()));
    true
}

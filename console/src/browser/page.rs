//! The page: its address, title, theme, language, and whether it is looked at.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, EventTarget, VisibilityState};

use crate::model::card_prefs::Density;
use crate::model::origins::{NoSite, SiteAddress};
use crate::model::place::Address;
use crate::model::prefs::Theme;

/// How an address follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// In its place.
    Same,
    /// After it: Back leads there.
    Next,
    /// After it, and over it: what closes this one leads there, too.
    Above,
}

/// What a step over another one is remembered by in the history.
const ABOVE: &str = "above";

/// What any other step of ours is remembered by.
const OURS: &str = "ours";

/// What the address names.
pub(crate) fn address() -> Address {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    Address::read(&path, &location.search().unwrap_or_default())
}

/// Puts an address where the browser shows it.
pub(crate) fn show(address: &Address, step: Step) {
    let Ok(history) = window().history() else {
        return;
    };
    let written = address.written();
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let is_here = written == path + &location.search().unwrap_or_default();
    // Fails only for an address of another origin.
    match step {
        Step::Next | Step::Above if !is_here => {
            let state = if step == Step::Above { ABOVE } else { OURS };
            history
                .push_state_with_url(&state.into(), "", Some(&written))
                .ok()
        }
        _ if is_here && !is_fresh() => None,
        _ => history
            .replace_state_with_url(&OURS.into(), "", Some(&written))
            .ok(),
    };
}

/// Whether the page was opened at this address, and not led here by the console.
pub(crate) fn is_fresh() -> bool {
    history_state().is_none()
}

/// Whether the last step leads to what lies below.
pub(crate) fn is_above() -> bool {
    history_state().as_deref() == Some(ABOVE)
}

/// As the browser's own button does.
pub(crate) fn step_back() {
    if let Ok(history) = window().history() {
        history.back().ok();
    }
}

fn history_state() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// The relay's own origin.
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The browser's first language.
pub(crate) fn language() -> String {
    window().navigator().language().unwrap_or_default()
}

/// The browser's languages, the first one first.
pub(crate) fn languages() -> Vec<String> {
    let wanted = window().navigator().languages();
    let wanted = wanted.iter().filter_map(|tag| tag.as_string());
    std::iter::once(language()).chain(wanted).collect()
}

/// The tab's title.
pub(crate) fn set_title(title: &str) {
    if document().title() != title {
        document().set_title(title);
    }
}

/// The tab's icon: with a dot on it while there is something to do.
pub(crate) fn set_icon(has_dot: bool) {
    const DOT: &str =
        "%3Ccircle cx='25' cy='7' r='6' fill='%23d92d20' stroke='white' stroke-width='2'/%3E";
    const END: &str = "%3C/svg%3E";
    let icon = document().query_selector("link[rel=icon]").ok().flatten();
    let drawn = icon.and_then(|icon| Some((icon.get_attribute("href")?, icon)));
    if let Some((drawn, icon)) = drawn {
        let plain = drawn.replace(DOT, "");
        let wanted = match has_dot {
            true => plain.replace(END, &format!("{DOT}{END}")),
            false => plain,
        };
        // Fails only for a name that is no attribute's.
        icon.set_attribute("href", &wanted).ok();
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

/// How high cards are.
pub(crate) fn set_density(density: Density) {
    set_root("data-density", density.word());
}

/// Whether the list is out of the way of the open dialog.
pub(crate) fn set_list_folded(is_folded: bool) {
    set_root("data-list", if is_folded { "folded" } else { "beside" });
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

/// Takes away the shape that the page has before its code comes.
pub(crate) fn drop_shape() {
    if let Some(shape) = document().get_element_by_id("shape") {
        shape.remove();
    }
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

/// An address as somebody types it: with or without a scheme.
pub(crate) fn site_address(text: &str) -> Result<SiteAddress, NoSite> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NoSite::Empty);
    }
    let has_scheme = text.contains("://");
    let whole = match has_scheme {
        true => text.to_owned(),
        false => format!("https://{text}"),
    };
    let url = web_sys::Url::new(&whole).ok().ok_or(NoSite::Unreadable)?;
    let scheme = url.protocol().trim_end_matches(':').to_owned();
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err(NoSite::Scheme);
    }
    Ok(SiteAddress {
        scheme,
        has_scheme,
        host: url.host(),
    })
}

fn set_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        root.set_attribute(name, value).ok();
    }
}

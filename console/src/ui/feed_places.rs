//! Where messages stand in the feed: what is brought into sight, what stays where it is, and
//! how keys lead along.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::confirm::focus;

/// So far below the upper edge stands the line over what is new, in pixels.
const NEW_PX: f64 = 16.0;

/// Brings the message that is looked at into the middle of the feed. (What the browser has
/// for it would scroll whatever is around the feed, too.)
pub(super) fn show_looked_at(feed: &Element) {
    if let Ok(Some(row)) = feed.query_selector("[aria-current]") {
        let (frame, row) = (
            feed.get_bounding_client_rect(),
            row.get_bounding_client_rect(),
        );
        let below = row.top() - frame.top() - (frame.height() - row.height()) / 2.0;
        feed.set_scroll_top(feed.scroll_top() + below as i32);
    }
}

/// One stop for all menus of the messages: Enter leads from the feed to the newest one's,
/// arrows from one to the next.
pub(super) fn lead_along(event: &KeyboardEvent) {
    let feed = event.current_target();
    let Some(feed) = feed.and_then(|feed| feed.dyn_into::<Element>().ok()) else {
        return;
    };
    let Ok(all) = feed.query_selector_all(".message-more") else {
        return;
    };
    let active = document().active_element();
    let is_active = |place: &u32| all.get(*place).as_ref() == active.as_deref();
    let here = (0..all.length()).find(is_active);
    let to = match (event.key().as_str(), here) {
        ("Enter", None) if active.as_ref() == Some(&feed) => all.length().checked_sub(1),
        ("ArrowUp", Some(here)) => here.checked_sub(1),
        ("ArrowDown", Some(here)) => Some(here + 1),
        _ => None,
    };
    let dots = to.and_then(|to| all.get(to));
    if let Some(dots) = dots.and_then(|dots| dots.dyn_into::<Element>().ok()) {
        event.prevent_default();
        focus(&dots);
    }
}

/// The row that is first in sight, and where its upper edge is.
pub(super) type Held = StoredValue<Option<(Element, f64)>, LocalStorage>;

/// Finds it.
pub(super) fn first_in_sight(feed: &Element) -> Option<(Element, f64)> {
    let top = feed.get_bounding_client_rect().top();
    let rows = feed.query_selector_all(".message").ok()?;
    let rows = (0..rows.length()).filter_map(|place| rows.get(place)?.dyn_into::<Element>().ok());
    rows.map(|row| (row.get_bounding_client_rect(), row))
        .find(|(place, _)| place.bottom() > top)
        .map(|(place, row)| (row, place.top()))
}

/// Scrolls by as much as a row has moved. At the very end new rows come in from below.
pub(super) fn hold(feed: &Element, (row, top): &(Element, f64)) {
    let by = (row.get_bounding_client_rect().top() - top) as i32;
    if by != 0 && feed.scroll_top() != 0 && row.is_connected() {
        feed.set_scroll_top(feed.scroll_top() + by);
    }
}

/// Brings the line over what is new into sight, if it begins above.
pub(super) fn show_new(feed: &Element) {
    if let Ok(Some(line)) = feed.query_selector(".feed-new") {
        let (frame, line) = (
            feed.get_bounding_client_rect(),
            line.get_bounding_client_rect(),
        );
        let below = line.top() - frame.top() - NEW_PX;
        if below < 0.0 {
            feed.set_scroll_top(feed.scroll_top() + below as i32);
        }
    }
}

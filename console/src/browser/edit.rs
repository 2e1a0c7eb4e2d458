//! Changes of a text field that the browser takes for the operator's own, so that
//! it can undo them. A value that is set would leave its history to another text.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Puts text in the place of what is selected, and the cursor behind it.
pub(crate) fn insert(area: &HtmlTextAreaElement, text: &str) {
    area.focus().ok();
    if !command("insertText", text) {
        insert_for_good(area, text);
    }
}

/// The same, in the place of so many UTF-16 units before the cursor as well.
pub(crate) fn insert_over(area: &HtmlTextAreaElement, n_before: u32, text: &str) {
    let end = cursor(area);
    if n_before > 0 {
        // Fails for a field that has no text only.
        area.set_selection_range(end.saturating_sub(n_before), end)
            .ok();
    }
    insert(area, text);
}

/// Where the cursor is, or the end of what is selected, in UTF-16 units.
pub(crate) fn cursor(area: &HtmlTextAreaElement) -> u32 {
    let end = area.selection_end().ok().flatten();
    end.unwrap_or_else(|| area.text_length())
}

/// What stands before the cursor; nothing while something is selected.
pub(crate) fn before_cursor(area: &HtmlTextAreaElement) -> String {
    let end = cursor(area);
    if area.selection_start().ok().flatten() != Some(end) {
        return String::new();
    }
    let units: Vec<u16> = area.value().encode_utf16().take(end as usize).collect();
    String::from_utf16_lossy(&units)
}

/// Takes the whole text away.
pub(crate) fn clear(area: &HtmlTextAreaElement) {
    area.focus().ok();
    area.select();
    if !command("delete", "") {
        area.set_value("");
    }
}

/// There is no other way to do what the browser can undo.
fn command(name: &str, value: &str) -> bool {
    let document: HtmlDocument = document().unchecked_into();
    document
        .exec_command_with_show_ui_and_value(name, false, value)
        .unwrap_or(false)
}

fn insert_for_good(area: &HtmlTextAreaElement, text: &str) {
    let end = area.text_length();
    let from = area.selection_start().ok().flatten().unwrap_or(end);
    let to = area.selection_end().ok().flatten().unwrap_or(end);
    // Fails for a place beyond the end only.
    area.set_range_text_with_start_and_end(text, from, to).ok();
    let cursor = from + text.encode_utf16().count() as u32;
    area.set_selection_range(cursor, cursor).ok();
}

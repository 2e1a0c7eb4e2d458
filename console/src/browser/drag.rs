//! Drags: of files they are ours, all others the browser's.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::DragEvent;

use super::page;

/// Whether files are dragged.
pub(crate) fn has_files(event: &DragEvent) -> bool {
    let Some(data) = event.data_transfer() else {
        return false;
    };
    data.types().iter().any(|kind| kind == "Files")
}

/// A file that misses the composer opens nothing in the place of this page.
pub(crate) fn catch_strays() {
    page::on(&window(), &["dragover", "drop"], |event| {
        let event: &DragEvent = event.unchecked_ref();
        if event.default_prevented() || !has_files(event) {
            return;
        }
        event.prevent_default();
        if let Some(data) = event.data_transfer() {
            data.set_drop_effect("none");
        }
    });
}

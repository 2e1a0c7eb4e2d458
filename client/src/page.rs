//! The page that all of this runs in: there is one, or nothing runs.

use wasm_bindgen::JsCast;
use web_sys::{Document, Window};

/// The page's window. Not asked whether it is one, as `web_sys::window` does: each
/// caller would carry what to do if not.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The page's document.
///
/// # Panics
/// Never: a window without one runs nothing.
pub fn document() -> Document {
    window().document().expect("a page has a document")
}

//! The page that all of this runs in: there is one, or nothing runs.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Window};

/// The page's window. Not asked whether it is one, as `web_sys::window` does: each
/// caller would carry what to do if not.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The page's document, as a stand-in that no name in the page can cover (`page.js`).
/// It answers and is listened to as the document; it is no node.
pub fn document() -> Document {
    PAGE.with(Clone::clone)
}

#[wasm_bindgen(module = "/page.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = page)]
    static PAGE: Document;
}

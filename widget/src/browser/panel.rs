//! The panel among the page's things (`panel.js`): what is done in it stays in it, and
//! on a phone it is a page of its own.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::ShadowRoot;

/// Screens on which the panel covers the page: as the style sheets have it.
const PHONE: &str = "(max-width: 479px)";

/// Sees to it for as long as the page lives.
pub(super) fn begin(root: &ShadowRoot) {
    guard(root, PHONE);
}

#[wasm_bindgen(module = "/panel.js")]
extern "C" {
    fn guard(root: &ShadowRoot, phone: &str);
}

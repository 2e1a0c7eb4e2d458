//! Makes an operator's message heard: once among all tabs of a visitor, and not
//! where he is reading it anyway (G6). In script: the lock, the storage and the tone
//! through web-sys would cost several times that.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/bell.js")]
extern "C" {
    /// From the next touch of the page on the browser lets it sound. Under this name
    /// tabs tell each other what was heard.
    pub(super) fn begin(name: &str);

    /// The newest message of an operator, by its id; whether it needs no sound.
    pub(super) fn arrived(id: f64, seen: bool);
}

//! Makes an operator's message heard: once among all tabs of a visitor, and not
//! where he is reading it anyway (G6). In script (`talk.js`): the lock, the storage and
//! the tone through web-sys would cost several times that.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The module, which comes with the part.
    pub(super) type Bell;

    /// From a touch of the page on the browser lets it sound. Under this name tabs tell
    /// each other what was heard.
    #[wasm_bindgen(method)]
    pub(super) fn begin(this: &Bell, name: &str);

    /// The newest message of an operator, by its id; whether it needs no sound.
    #[wasm_bindgen(method)]
    pub(super) fn arrived(this: &Bell, id: f64, seen: bool);
}

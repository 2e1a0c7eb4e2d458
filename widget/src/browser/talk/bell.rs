//! Makes an operator's message heard: once among all tabs of a visitor, and not
//! where he is reading it anyway (G6); and counted in the title of a page that is out of
//! sight. In script (`talk.js`): the lock, the storage and
//! the tone through web-sys would cost several times that.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The module, which comes with the part.
    #[derive(Clone)]
    pub(super) type Bell;

    /// From a touch of the page on the browser lets it sound. Under this name tabs tell
    /// each other what was heard.
    #[wasm_bindgen(method)]
    pub(super) fn begin(this: &Bell, name: &str);

    /// The newest message of an operator, by its id; how many are unread: none needs no
    /// sound.
    #[wasm_bindgen(method)]
    pub(super) fn arrived(this: &Bell, id: f64, unread: u32);

    /// The visitor waits since then, in ms, and is told so in this element; 0: he does not.
    /// Whether nobody has answered him ever (`reach.js`).
    #[wasm_bindgen(method)]
    pub(super) fn waits(this: &Bell, place: &Element, since: f64, is_first: bool);
}

//! Calls to the relay that are not frames (`http.js`).

use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

/// Gets an answer's text; none, if there was no answer.
pub(super) type Told = Box<dyn FnOnce(Option<String>)>;

/// Asks, by posting JSON if there is any. Without an answer for so many ms there is none.
pub(super) fn call(url: &str, body: Option<&str>, silence_ms: u32, told: Told) {
    let told = Closure::once_into_js(move |text: JsValue| told(text.as_string()));
    ask(url, body, silence_ms, &told);
}

#[wasm_bindgen(module = "/http.js")]
extern "C" {
    fn ask(url: &str, body: Option<&str>, ms: u32, told: &JsValue);
}

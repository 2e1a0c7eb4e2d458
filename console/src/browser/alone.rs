//! What only one of several tabs does.

use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

/// Does it, unless another tab has done the same a moment ago. All hear of it at
/// the same time, so a second is moment enough.
pub(crate) fn alone(name: &str, act: impl FnOnce() + 'static) {
    ask(name, &Closure::once_into_js(act));
}

#[wasm_bindgen(module = "/src/browser/alone.js")]
extern "C" {
    #[wasm_bindgen(js_name = alone)]
    fn ask(name: &str, act: &JsValue);
}

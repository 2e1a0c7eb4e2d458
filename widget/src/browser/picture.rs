//! Pictures, before they are sent and before they are shown. What is decided, is in
//! `client`; what the browser does, is in script: promises, bitmaps and canvases
//! through web-sys would cost several times that.

use beseda_client::picture::{HEAD_BYTES, Kind, Picture};
use beseda_protocol::limits::FILE_BYTES_MAX;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use web_sys::{Blob, Element, File};

/// The longest side that is drawn, in canvas pixels: twice what is shown.
const DRAWN_MAX: u32 = 520;

/// Gives a file as it is sent: a picture that is too large is made smaller first.
pub(super) fn fit(file: File, then: Box<dyn FnOnce(File)>) {
    let whole = file.clone();
    let decide = move |picture: Option<Picture>| {
        let bytes = file.size() as u64;
        let Some(picture) = picture.filter(|picture| picture.is_too_large(bytes)) else {
            return then(file);
        };
        let kind = match picture.kind {
            Kind::Clear => "image/webp",
            Kind::Moving | Kind::Solid => "image/jpeg",
        };
        let shares = picture.shares().collect();
        let given = file.clone();
        let told = Closure::once_into_js(move |smaller: JsValue| {
            let is_made = smaller.is_truthy();
            then(if is_made {
                smaller.unchecked_into()
            } else {
                file
            });
        });
        shrink(&given, shares, kind, FILE_BYTES_MAX as u32, &told);
    };
    look(&whole, Box::new(decide));
}

/// Draws a picture on a canvas, and tells whether that is possible: it may be too
/// large, or no picture at all.
pub(super) fn show(canvas: Element, blob: Blob, then: Box<dyn FnOnce(bool)>) {
    let whole = blob.clone();
    let decide = move |picture: Option<Picture>| {
        if !picture.is_some_and(|picture| picture.is_drawn()) {
            return then(false);
        }
        let told = Closure::once_into_js(move |is_drawn: JsValue| then(is_drawn.is_truthy()));
        draw(&canvas, &blob, DRAWN_MAX, &told);
    };
    look(&whole, Box::new(decide));
}

/// Gives what the first bytes show.
fn look(blob: &Blob, then: Box<dyn FnOnce(Option<Picture>)>) {
    let told = Closure::once_into_js(move |bytes: JsValue| {
        then(Picture::of(&Uint8Array::new(&bytes).to_vec()));
    });
    head(blob, HEAD_BYTES as u32, &told);
}

// Unsigned numbers: a function that takes only what wasm can pass by itself would be
// imported past the glue, under a name of its own.
#[wasm_bindgen(module = "/picture.js")]
extern "C" {
    fn head(blob: &Blob, n: u32, told: &JsValue);
    fn draw(canvas: &Element, blob: &Blob, side: u32, told: &JsValue);
    fn shrink(file: &File, shares: Vec<f64>, kind: &str, bytes: u32, told: &JsValue);
}

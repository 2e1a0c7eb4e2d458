//! What the browser does with files (`files.js`); what is decided, is in `client`.

use beseda_client::picture::{HEAD_BYTES, Kind, Picture};
use beseda_protocol::limits::FILE_BYTES_MAX;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use web_sys::{Blob, Element, File, MouseEvent, XmlHttpRequest};

/// The longest side that is drawn, in canvas pixels: twice what is shown.
const DRAWN_MAX: u32 = 520;

#[wasm_bindgen]
extern "C" {
    /// The module, which comes with the part.
    #[derive(Clone)]
    pub(super) type Script;

    #[wasm_bindgen(method)]
    pub(super) fn upload(
        this: &Script,
        url: &str,
        token: &str,
        file: &File,
        ms: u32,
        moved: &JsValue,
        told: &JsValue,
    ) -> XmlHttpRequest;

    #[wasm_bindgen(method)]
    pub(super) fn bytes(this: &Script, url: &str, token: &str, mime: &str, told: &JsValue);

    #[wasm_bindgen(method)]
    pub(super) fn save(this: &Script, blob: &Blob, name: &str);

    /// Shows a picture that was pressed as large as it fits. The words are what its two
    /// buttons are called.
    #[wasm_bindgen(method)]
    pub(super) fn view(
        this: &Script,
        pressed: &MouseEvent,
        blob: &Blob,
        name: &str,
        close: &str,
        save: &str,
    );

    #[wasm_bindgen(method)]
    fn head(this: &Script, blob: &Blob, n: u32, told: &JsValue);

    #[wasm_bindgen(method)]
    fn draw(this: &Script, canvas: &Element, blob: &Blob, side: u32, told: &JsValue);

    #[wasm_bindgen(method)]
    fn shrink(this: &Script, file: &File, shares: Vec<f64>, kind: &str, bytes: u32, told: &JsValue);
}

impl Script {
    /// Gives a file as it is sent: a picture that is too large is made smaller first.
    pub(super) fn fit(&self, file: File, then: Box<dyn FnOnce(File)>) {
        let (whole, script) = (file.clone(), self.clone());
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
            script.shrink(&given, shares, kind, FILE_BYTES_MAX as u32, &told);
        };
        self.look(&whole, Box::new(decide));
    }

    /// Draws a picture on a canvas, and tells whether that is possible: it may be too
    /// large, or no picture at all.
    pub(super) fn show(&self, canvas: Element, blob: Blob, then: Box<dyn FnOnce(bool)>) {
        let (whole, script) = (blob.clone(), self.clone());
        let decide = move |picture: Option<Picture>| {
            if !picture.is_some_and(|picture| picture.is_drawn()) {
                return then(false);
            }
            let told = Closure::once_into_js(move |is_drawn: JsValue| then(is_drawn.is_truthy()));
            script.draw(&canvas, &blob, DRAWN_MAX, &told);
        };
        self.look(&whole, Box::new(decide));
    }

    /// Gives what the first bytes show.
    fn look(&self, blob: &Blob, then: Box<dyn FnOnce(Option<Picture>)>) {
        let told = Closure::once_into_js(move |bytes: JsValue| {
            then(Picture::of(&Uint8Array::new(&bytes).to_vec()));
        });
        self.head(blob, HEAD_BYTES as u32, &told);
    }
}

//! Tables out of files and into files.

use beseda_client::page::document;
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, TextDecoder, Url};

/// The bytes of a file that somebody has chosen.
pub(crate) async fn bytes(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Bytes as text of an encoding; what is none of it becomes a mark.
pub(crate) fn text(bytes: &[u8], encoding: &str) -> Option<String> {
    let decoder = TextDecoder::new_with_label(encoding).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

/// Carries out what may panic on bytes that are not what they say: then there is nothing, and
/// the rest goes on. A trap leaves the module's own code by an exception, which the browser
/// catches here.
pub(crate) fn guarded<T: 'static>(read: impl FnOnce() -> T + 'static) -> Option<T> {
    let made = std::rc::Rc::new(std::cell::RefCell::new(None));
    let into = made.clone();
    let call = Closure::once_into_js(move || {
        let read = read();
        *into.borrow_mut() = Some(read);
    });
    call.unchecked_ref::<Function>()
        .call0(&JsValue::NULL)
        .ok()?;
    made.borrow_mut().take()
}

/// Lets the browser keep a text as a file of this name.
pub(crate) fn save(name: &str, text: &str) {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/csv;charset=utf-8");
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind);
    let Some(url) = blob
        .ok()
        .and_then(|blob| Url::create_object_url_with_blob(&blob).ok())
    else {
        return;
    };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has it by then: it takes the blob when the link is followed.
    Url::revoke_object_url(&url).ok();
}

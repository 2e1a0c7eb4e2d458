//! Stored files: fetched once by cookie, kept as blobs while the page lives.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_protocol::ids::FileId;
use beseda_protocol::message::File;
use gloo_net::http::Request;
use wasm_bindgen::JsValue;
use web_sys::Url;

/// Blobs kept at once: 64 of at most 2 MiB. Older ones are fetched again.
const KEPT_MAX: usize = 64;

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

#[derive(Default)]
struct Kept {
    urls: HashMap<FileId, String>,
    order: Vec<FileId>,
}

/// The address of a file on the relay: what a link names, for "save as".
pub(crate) fn path(id: &FileId) -> String {
    format!("/v1/operator/files/{id}")
}

/// A `blob:` address of a file's bytes, typed as the relay recognised them.
pub(crate) async fn blob_url(file: &File) -> Option<String> {
    if let Some(url) = KEPT.with_borrow(|kept| kept.urls.get(&file.id).cloned()) {
        return Some(url);
    }
    let answer = Request::get(&path(&file.id)).send().await.ok()?;
    if !answer.ok() {
        return None;
    }
    let bytes = answer.binary().await.ok()?;
    let url = typed(&bytes, &file.mime)?;
    KEPT.with_borrow_mut(|kept| kept.keep(file.id.clone(), url.clone()));
    Some(url)
}

impl Kept {
    fn keep(&mut self, id: FileId, url: String) {
        if self.order.len() >= KEPT_MAX {
            let oldest = self.order.remove(0);
            if let Some(url) = self.urls.remove(&oldest) {
                Url::revoke_object_url(&url).ok();
            }
        }
        self.order.push(id.clone());
        self.urls.insert(id, url);
    }
}

fn typed(bytes: &[u8], mime: &str) -> Option<String> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let blob =
        web_sys::Blob::new_with_u8_array_sequence_and_options(&JsValue::from(parts), &options)
            .ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

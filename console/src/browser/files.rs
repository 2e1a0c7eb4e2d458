//! Stored files: fetched once by cookie, kept as blobs while the page lives.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_client::picture::{Picture, Size};
use beseda_protocol::ids::FileId;
use beseda_protocol::message::File;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlImageElement, Url};

use super::fetch::get;
use super::in_turn::in_turn;
use super::scaling::head;

/// Blobs kept at once: 64 of at most 2 MiB. Older ones are fetched again.
const KEPT_MAX: usize = 64;

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// A picture that the browser has drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawn {
    /// A `blob:` address of its bytes, typed as the relay recognised them.
    pub(crate) url: String,
    /// Turned as its camera says.
    pub(crate) size: Size,
}

#[derive(Default)]
struct Kept {
    pictures: HashMap<FileId, Drawn>,
    order: Vec<FileId>,
}

/// The address of a file on the relay: what a link names, for "save as".
pub(crate) fn path(id: &FileId) -> String {
    format!("/v1/operator/files/{id}")
}

/// A picture of a file, if its bytes come and can be drawn. They tell how large it
/// will be before they are.
pub(crate) async fn drawn(file: &File) -> Option<Drawn> {
    if let Some(drawn) = KEPT.with_borrow(|kept| kept.pictures.get(&file.id).cloned()) {
        return Some(drawn);
    }
    let answer = get(&path(&file.id)).await?;
    if !answer.ok() {
        return None;
    }
    let bytes = answer.bytes().await?;
    Picture::of(&bytes).filter(Picture::is_drawn)?;
    let url = typed(&bytes, &file.mime)?;
    let Some(size) = in_turn(draw(&url)).await else {
        Url::revoke_object_url(&url).ok();
        return None;
    };
    let drawn = Drawn { url, size };
    KEPT.with_borrow_mut(|kept| kept.keep(file.id.clone(), drawn.clone()));
    Some(drawn)
}

/// The bytes of a stored file, to be sent once more.
pub(crate) async fn copy(file: &File) -> Option<web_sys::File> {
    let answer = get(&path(&file.id)).await?;
    if !answer.ok() {
        return None;
    }
    let bytes = answer.bytes().await?;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    web_sys::File::new_with_u8_array_sequence(&JsValue::from(parts), &file.name).ok()
}

/// An address at which a file that is yet to be sent can be seen, if it is a picture. Whoever
/// asks gives it up.
pub(crate) async fn preview(file: &web_sys::File) -> Option<String> {
    Picture::of(&head(file).await?).filter(Picture::is_drawn)?;
    let url = Url::create_object_url_with_blob(file).ok()?;
    if in_turn(draw(&url)).await.is_none() {
        Url::revoke_object_url(&url).ok();
        return None;
    }
    Some(url)
}

async fn draw(url: &str) -> Option<Size> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    Some(Size {
        width: image.natural_width(),
        height: image.natural_height(),
    })
}

impl Kept {
    fn keep(&mut self, id: FileId, drawn: Drawn) {
        if self.order.len() >= KEPT_MAX {
            let oldest = self.order.remove(0);
            if let Some(drawn) = self.pictures.remove(&oldest) {
                Url::revoke_object_url(&drawn.url).ok();
            }
        }
        self.order.push(id.clone());
        self.pictures.insert(id, drawn);
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

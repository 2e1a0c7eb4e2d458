//! Pictures made smaller before they are sent.

use beseda_client::picture::{HEAD_BYTES, Kind, Picture, Size};
use beseda_protocol::file_name::with_ending;
use beseda_protocol::limits::FILE_BYTES_MAX;
use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, File, FilePropertyBag, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

use super::in_turn::in_turn;

/// How much of a picture's detail is kept: nobody sees what is lost.
const QUALITY: f64 = 0.86;

/// The file to send for one that was given: itself, or a smaller picture.
pub(crate) async fn prepared(file: File) -> File {
    let smaller = async {
        let picture = Picture::of(&head(&file).await?)?;
        match picture.is_too_large(file.size() as u64) {
            true => in_turn(smaller(&file, picture.kind)).await,
            false => None,
        }
    };
    smaller.await.unwrap_or(file)
}

/// The first bytes of a file, which say what it is.
pub(super) async fn head(file: &File) -> Option<Vec<u8>> {
    let head = file.slice_with_f64_and_f64(0.0, HEAD_BYTES as f64).ok()?;
    let bytes = JsFuture::from(head.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

async fn smaller(file: &File, kind: Kind) -> Option<File> {
    let bitmap = window().create_image_bitmap_with_blob(file).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.ok()?.unchecked_into();
    // Turned as its camera says, which its first bytes do not show.
    let size = Size {
        width: bitmap.width(),
        height: bitmap.height(),
    };
    let mime = match kind {
        Kind::Clear => "image/webp",
        Kind::Solid | Kind::Moving => "image/jpeg",
    };
    let mut smaller = None;
    for size in size.attempts() {
        let blob = drawn(&bitmap, size, mime).await?;
        if blob.size() as u64 <= FILE_BYTES_MAX {
            smaller = named(&blob, &file.name());
            break;
        }
    }
    bitmap.close();
    smaller
}

async fn drawn(bitmap: &ImageBitmap, size: Size, mime: &str) -> Option<Blob> {
    let canvas = OffscreenCanvas::new(size.width, size.height).ok()?;
    let context: OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d").ok()??.unchecked_into();
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into()).ok();
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)
        .ok()?;
    let options = ImageEncodeOptions::new();
    options.set_type(mime);
    options.set_quality(QUALITY);
    let blob = canvas.convert_to_blob_with_options(&options).ok()?;
    JsFuture::from(blob).await.ok()?.dyn_into().ok()
}

/// What a browser cannot write, it writes as PNG.
fn named(blob: &Blob, name: &str) -> Option<File> {
    let ending = match blob.type_().as_str() {
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "png",
    };
    let options = FilePropertyBag::new();
    options.set_type(&blob.type_());
    let parts = Array::of1(blob);
    let name = with_ending(name, ending);
    File::new_with_blob_sequence_and_options(&JsValue::from(parts), &name, &options).ok()
}

//! A picture: drawn on a canvas, because a page's policy may forbid foreign and
//! blob images. The link around it opens the picture itself.

use beseda_protocol::message::File;
use leptos::html::{Canvas, a, canvas};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, Url};

use crate::browser::desk::Desk;
use crate::browser::intent::Intent;

/// The longest side that is drawn, in canvas pixels: twice what is shown.
const SIDE_MAX: f64 = 520.0;

/// Where a picture's bytes are.
#[derive(Debug, Clone, PartialEq)]
enum Bytes {
    Awaited,
    Missing,
    At(String),
}

/// Shows a picture.
pub(super) fn picture(file: File, desk: Desk) -> AnyView {
    let place = NodeRef::<Canvas>::new();
    let bytes = RwSignal::new(Bytes::Awaited);
    let name = file.name.clone();
    Effect::new(move |asked: Option<bool>| {
        let Some(canvas) = place.get().filter(|_| asked != Some(true)) else {
            return asked == Some(true);
        };
        let then = Box::new(move |blob: Option<Blob>| {
            let url = blob
                .as_ref()
                .and_then(|blob| Url::create_object_url_with_blob(blob).ok());
            bytes.try_set(url.map_or(Bytes::Missing, Bytes::At));
            if let Some(blob) = blob {
                spawn_local(async move {
                    if draw(&canvas, &blob).await.is_none() {
                        bytes.try_set(Bytes::Missing);
                    }
                });
            }
        });
        desk.emit(Intent::Fetch(file.clone(), then));
        true
    });
    on_cleanup(move || {
        if let Some(Bytes::At(url)) = bytes.try_get_untracked() {
            Url::revoke_object_url(&url).ok();
        }
    });
    let href = move || match bytes.get() {
        Bytes::At(url) => url,
        _ => "#".to_owned(),
    };
    let class = move || match bytes.get() {
        Bytes::Awaited => "picture awaited",
        Bytes::Missing => "picture missing",
        Bytes::At(_) => "picture",
    };
    let drawing = canvas()
        .node_ref(place)
        .attr("role", "img")
        .attr("aria-label", name.clone());
    a().class(class)
        .attr("href", href)
        .attr("target", "_blank")
        .attr("title", name)
        .child(drawing)
        .into_any()
}

async fn draw(canvas: &HtmlCanvasElement, blob: &Blob) -> Option<()> {
    let promise = web_sys::window()?
        .create_image_bitmap_with_blob(blob)
        .ok()?;
    let bitmap: ImageBitmap = JsFuture::from(promise).await.ok()?.unchecked_into();
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (SIDE_MAX / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).max(1.0), (height * scale).max(1.0));
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)
        .ok()?;
    bitmap.close();
    Some(())
}

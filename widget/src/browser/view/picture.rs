//! A picture: drawn on a canvas, because a page's policy may forbid foreign and
//! blob images. The link around it opens the picture itself.

use std::cell::RefCell;
use std::rc::Rc;

use beseda_client::page::window;
use beseda_protocol::message::File;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement, ImageBitmap, Url};

use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::intent::Intent;

/// The longest side that is drawn, in canvas pixels: twice what is shown.
const SIDE_MAX: f64 = 520.0;

/// An address of bytes in this page, let go when dropped.
#[derive(Default)]
struct Address(Option<String>);

impl Drop for Address {
    fn drop(&mut self) {
        if let Some(url) = &self.0 {
            Url::revoke_object_url(url).ok();
        }
    }
}

/// Shows a picture.
pub(super) fn picture(file: &File, desk: &Desk) -> El {
    let canvas = el("canvas")
        .attr("role", "img")
        .attr("aria-label", &file.name);
    let drawing: HtmlCanvasElement = canvas.node_as();
    let link = el("a")
        .class("picture awaited")
        .attr("href", "#")
        .attr("target", "_blank")
        .attr("title", &file.name)
        .child(canvas);
    let address = Rc::new(RefCell::new(Address::default()));
    let (place, kept) = (link.node().clone(), Rc::downgrade(&address));
    let then = move |blob: Option<Blob>| {
        let Some(address) = kept.upgrade() else {
            return;
        };
        let Some(blob) = blob else {
            return become_class(&place, "picture missing");
        };
        if let Ok(url) = Url::create_object_url_with_blob(&blob) {
            place.set_attribute("href", &url).ok();
            address.borrow_mut().0 = Some(url);
        }
        spawn_local(async move {
            let drawn = draw(&drawing, &blob).await;
            become_class(
                &place,
                if drawn.is_some() {
                    "picture"
                } else {
                    "picture missing"
                },
            );
        });
    };
    desk.emit(Intent::Fetch(file.clone(), Box::new(then)));
    link.keep(address)
}

fn become_class(link: &Element, class: &str) {
    link.set_attribute("class", class).ok();
}

async fn draw(canvas: &HtmlCanvasElement, blob: &Blob) -> Option<()> {
    let promise = window().create_image_bitmap_with_blob(blob).ok()?;
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

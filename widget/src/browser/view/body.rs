//! What a message says: text with its links, a file, or a file on its way.

use beseda_client::links::{Piece, pieces};
use beseda_client::outbox::Pending;
use beseda_protocol::message::File;
use leptos::ev;
use leptos::html::{a, div, progress, span};
use leptos::prelude::*;

use super::icon::{FILE, icon};
use super::picture::picture;
use crate::browser::desk::Desk;
use crate::browser::intent::Intent;
use crate::browser::speech;

/// The inside of a bubble.
pub(super) fn body(message: Pending, desk: Desk) -> AnyView {
    match message {
        Pending::Text(text) => words(&text),
        Pending::Upload { name, size, sent } => upload(name, size, sent),
        Pending::File(file) if file.is_image() => picture(file, desk),
        Pending::File(file) => download(file, desk),
    }
}

/// Text as text nodes; nothing in it is ever taken for markup.
fn words(text: &str) -> AnyView {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Text(text) => text.to_owned().into_any(),
        Piece::Link { text, href } => a()
            .attr("href", href)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow")
            .child(text.to_owned())
            .into_any(),
    };
    let pieces: Vec<_> = pieces(text).into_iter().map(piece).collect();
    div()
        .class("text")
        .attr("dir", "auto")
        .child(pieces)
        .into_any()
}

fn upload(name: String, size: u64, sent: u64) -> AnyView {
    let share = if size == 0 {
        0.0
    } else {
        sent as f64 / size as f64
    };
    let told = [
        ("percent", &*speech::percent(share)),
        ("size", &*speech::size(size)),
    ];
    let told = speech::fill("widget.uploading", &told);
    let bar = progress()
        .attr("max", "1")
        .attr("value", share.to_string())
        .attr("aria-label", name.clone());
    let lines = div().child((label(name), span().class("size").child(told), bar));
    div().class("file").child((icon(FILE), lines)).into_any()
}

fn download(file: File, desk: Desk) -> AnyView {
    let size = speech::size(file.size);
    let name = speech::fill("widget.download", &[("name", &file.name), ("size", &size)]);
    let lines = div().child((label(file.name.clone()), span().class("size").child(size)));
    let press = move |event: ev::MouseEvent| {
        event.prevent_default();
        let name = file.name.clone();
        let then = Box::new(move |blob: Option<web_sys::Blob>| {
            if let Some(blob) = blob {
                save(&blob, &name);
            }
        });
        desk.emit(Intent::Fetch(file.clone(), then));
    };
    a().class("file")
        .attr("href", "#")
        .attr("aria-label", name)
        .on(ev::click, press)
        .child((icon(FILE), lines))
        .into_any()
}

fn label(name: String) -> impl IntoView {
    span().class("label").attr("dir", "auto").child(name)
}

/// Hands bytes to the browser's downloads.
fn save(blob: &web_sys::Blob, name: &str) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else {
        return;
    };
    let link: web_sys::HtmlAnchorElement = wasm_bindgen::JsCast::unchecked_into(
        document()
            .create_element("a")
            .expect("a is a name of an element"),
    );
    link.set_href(&url);
    link.set_download(name);
    link.click();
    let revoke = move || {
        web_sys::Url::revoke_object_url(&url).ok();
    };
    set_timeout(revoke, std::time::Duration::from_secs(60));
}

//! What a message says: text with its links, a file, or a file on its way.

use beseda_client::links::{Piece, pieces};
use beseda_client::outbox::Pending;
use beseda_protocol::file_name;
use beseda_protocol::message::File;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;
use wasm_bindgen::JsCast;
use web_sys::{Blob, Event, HtmlAnchorElement, Url};

use super::icon::{FILE, icon};
use super::picture::picture;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, after_ms, el};
use crate::browser::intent::Intent;
use crate::browser::speech;
use crate::rows::Row;

/// How long a download may take to begin before its address is let go, in ms.
const SAVED_MS: u64 = 60_000;

/// The inside of a bubble.
pub(super) fn body(message: &Pending, desk: &Desk) -> El {
    match message {
        Pending::Text(text) => words(text),
        Pending::File(file) if file.is_image() => picture(file, desk),
        Pending::File(file) => download(file, desk),
        Pending::Upload { .. } => el("div"),
    }
}

/// Text as text nodes; nothing in it is ever taken for markup.
fn words(text: &str) -> El {
    let line = el("div").class("text").attr("dir", "auto");
    pieces(text)
        .into_iter()
        .fold(line, |line, piece| match piece {
            Piece::Text(text) => line.text(text),
            Piece::Link { text, href } => line.child(
                el("a")
                    .attr("href", &href)
                    .attr("target", "_blank")
                    .attr("rel", "noopener noreferrer nofollow")
                    .text(text),
            ),
        })
}

/// A file on its way: its name, and how much of it has left.
pub(super) fn upload(row: &ArcRwSignal<Row>) -> El {
    let by = |read: fn(&str, u64, Option<u64>) -> String| {
        let row = row.clone();
        move || {
            row.with(|row| match &row.body {
                Pending::Upload { name, size, sent } => {
                    read(name, *size, row.is_moving().then_some(*sent))
                }
                _ => String::new(),
            })
        }
    };
    let told = |_: &str, bytes: u64, sent: Option<u64>| {
        let size = speech::size(bytes);
        let Some(sent) = sent else { return size };
        let percent = speech::percent(sent as f64 / bytes as f64);
        speech::fill(
            "widget.uploading",
            &[("percent", &percent), ("size", &size)],
        )
    };
    let name = by(|name, _, _| name.to_owned());
    let bar = el("progress")
        .attr_by("max", by(|_, size, _| speech::number(size.max(1))))
        .attr_by(
            "value",
            by(|_, _, sent| sent.map(speech::number).unwrap_or_default()),
        )
        .attr_by("aria-label", name.clone());
    file_with([label(name), size(by(told)), bar], el("div"))
}

/// A file that can be fetched. Its name for a screen reader is what is seen, in one
/// piece.
pub(super) fn download(file: &File, desk: &Desk) -> El {
    let told = speech::size(file.size);
    let link = el("a")
        .attr("href", "#")
        .attr("aria-label", &[&*file.name, " ", &*told].concat());
    let name = file.name.clone();
    let lines = [label(move || name.clone()), size(move || told.clone())];
    let (file, desk) = (file.clone(), desk.clone());
    let link = link.on("click", move |event: Event| {
        event.prevent_default();
        let name = file.name.clone();
        let then = move |blob: Option<Blob>| blob.into_iter().for_each(|blob| save(&blob, &name));
        desk.emit(Intent::Fetch(file.clone(), Box::new(then)));
    });
    file_with(lines, link)
}

/// An icon, and lines beside it.
pub(super) fn file_with(lines: impl IntoIterator<Item = El>, around: El) -> El {
    around
        .class("file")
        .child(icon(FILE))
        .child(el("div").children(lines))
}

/// A name that is cut before its end where there is no room: the end tells what it is.
pub(super) fn label(name: impl Fn() -> String + Clone + 'static) -> El {
    let (head, end) = (name.clone(), name.clone());
    el("span")
        .class("label")
        .attr("dir", "auto")
        .attr_by("title", name)
        .child(el("span").text_by(move || file_name::parted(&head()).0.to_owned()))
        .child(el("span").text_by(move || file_name::parted(&end()).1.to_owned()))
        // So that it does not run together with the size for who hears it.
        .text(" ")
}

/// How large it is, and how much of it has left.
pub(super) fn size(told: impl Fn() -> String + 'static) -> El {
    el("div").class("size").text_by(told)
}

/// Hands bytes to the browser's downloads.
fn save(blob: &Blob, name: &str) {
    let Ok(url) = Url::create_object_url_with_blob(blob) else {
        return;
    };
    let link = el("a").attr("href", &url).attr("download", name);
    link.node().unchecked_ref::<HtmlAnchorElement>().click();
    after_ms(SAVED_MS, move || {
        Url::revoke_object_url(&url).ok();
    });
}

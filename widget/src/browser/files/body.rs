//! A file in its bubble: to be fetched, or on its way.

use beseda_client::outbox::Pending;
use beseda_protocol::file_name;
use beseda_protocol::message::File;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{Blob, Event};

use super::figures;
use super::script::Script;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::browser::view::icon::{FILE, icon};
use crate::rows::Row;

/// A file on its way: its name, and how much of it has left.
pub(super) fn on_its_way(row: &ArcRwSignal<Row>) -> El {
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
        let size = figures::size(bytes);
        let Some(sent) = sent else { return size };
        let percent = figures::percent(sent as f64 / bytes as f64);
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
pub(super) fn download(file: &File, script: &Script, desk: &Desk) -> El {
    let told = figures::size(file.size);
    let link = el("a")
        .attr("href", "#")
        .attr("aria-label", &[&*file.name, " ", &*told].concat());
    let name = file.name.clone();
    let lines = [label(move || name.clone()), size(move || told.clone())];
    let (file, script, desk) = (file.clone(), script.clone(), desk.clone());
    let link = link.on("click", move |event: Event| {
        event.prevent_default();
        let (name, saver) = (file.name.clone(), script.clone());
        fetch(&file, &script, &desk, move |blob| {
            if let Some(blob) = blob {
                saver.save(&blob, &name);
            }
        });
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

/// Gets a file's bytes; none, if the relay does not give them.
pub(super) fn fetch(
    file: &File,
    script: &Script,
    desk: &Desk,
    then: impl FnOnce(Option<Blob>) + 'static,
) {
    let url = desk.address(&["/v1/visitor/files/", file.id.as_str()]);
    let token = desk.token().unwrap_or_default();
    let told = Closure::once_into_js(move |bytes: JsValue| {
        then(bytes.is_truthy().then(|| bytes.unchecked_into()));
    });
    script.bytes(&url, &token, &file.mime, &told);
}

//! A picture: drawn on a canvas, because a page's policy may forbid foreign and
//! blob images. A press on it shows it as large as it fits; the link around it, held with
//! a key that says so, opens the picture itself. What can't be drawn is shown as the file
//! that it is.

use std::cell::RefCell;
use std::rc::Rc;

use beseda_protocol::message::File;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, Set};
use web_sys::{Blob, MouseEvent, Url};

use super::body::{download, fetch};
use super::script::Script;
use crate::browser::desk::Desk;
use crate::browser::dom::{El, el};
use crate::browser::speech;

/// The bytes of a picture, and their address in this page, which is let go when dropped.
#[derive(Default)]
struct Bytes {
    blob: Option<Blob>,
    url: Option<String>,
}

impl Drop for Bytes {
    fn drop(&mut self) {
        if let Some(url) = &self.url {
            Url::revoke_object_url(url).ok();
        }
    }
}

/// Shows a picture.
pub(super) fn picture(file: &File, script: &Script, desk: &Desk) -> El {
    let lost = ArcRwSignal::new(false);
    let (is_lost, file) = (lost.clone(), file.clone());
    let (script, desk) = (script.clone(), desk.clone());
    el("div").slot(
        move || is_lost.get(),
        move |is_lost| {
            Some(match is_lost {
                true => download(&file, &script, &desk),
                false => drawn(&file, &script, &desk, &lost),
            })
        },
    )
}

/// The picture; tells when it is lost.
fn drawn(file: &File, script: &Script, desk: &Desk, lost: &ArcRwSignal<bool>) -> El {
    let canvas = el("canvas")
        .attr("role", "img")
        .attr("aria-label", &file.name);
    let drawing = canvas.node().clone();
    let link = el("a")
        .class("picture awaited")
        .attr("href", "#")
        .attr("target", "_blank")
        .attr("title", &file.name)
        .child(canvas);
    let bytes = Rc::new(RefCell::new(Bytes::default()));
    let (place, kept, lost) = (link.node().clone(), Rc::downgrade(&bytes), lost.clone());
    let painter = script.clone();
    let then = move |blob: Option<Blob>| {
        let Some(bytes) = kept.upgrade() else {
            return;
        };
        let Some(blob) = blob else {
            return lost.set(true);
        };
        if let Ok(url) = Url::create_object_url_with_blob(&blob) {
            place.set_attribute("href", &url).ok();
            bytes.borrow_mut().url = Some(url);
        }
        bytes.borrow_mut().blob = Some(blob.clone());
        let done = move |is_drawn| match is_drawn {
            true => drop(place.set_attribute("class", "picture")),
            false => lost.set(true),
        };
        painter.show(drawing, blob, Box::new(done));
    };
    fetch(file, script, desk, then);
    let (shown, viewer, name) = (bytes.clone(), script.clone(), file.name.clone());
    let link = link.on("click", move |event: MouseEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if let (true, Some(blob)) = (is_plain, &shown.borrow().blob) {
            event.prevent_default();
            let words = ["widget.picture_close", "widget.picture_save"].map(speech::text);
            let [close, save] = &words;
            viewer.view(&event, blob, &name, close, save);
        }
    });
    link.keep(bytes)
}

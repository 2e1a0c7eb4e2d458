//! Files that wait for Send: whoever has chosen, dropped or pasted a wrong one can take
//! it away.

use beseda_protocol::file_name;
use reactive_graph::traits::{Get, Update};
use web_sys::{Event, File};

use super::body::{file_with, label, size};
use super::figures;
use crate::browser::dom::{El, el};
use crate::browser::speech;
use crate::browser::view::Field;
use crate::browser::view::icon::{CROSS, icon};

/// A row of them over the composer.
pub(super) fn waiting(field: &Field) -> El {
    let (files, field) = (field.files.clone(), field.clone());
    el("div").class("waiting").attr("role", "status").slot(
        move || files.get(),
        move |files| {
            let chips = files.iter().enumerate();
            Some(el("div").children(chips.map(|(place, file)| chip(place, file, &field))))
        },
    )
}

fn chip(place: usize, file: &File, field: &Field) -> El {
    let name = file_name::plain(&file.name());
    let bytes = file.size() as u64;
    let field = field.clone();
    let remove = el("button")
        .attr("type", "button")
        .attr("aria-label", &speech::text("widget.remove"))
        .child(icon(CROSS))
        .on("click", move |_: Event| {
            field.files.update(|files| drop(files.remove(place)));
            field.focus();
        });
    file_with(
        [
            label(move || name.clone()),
            size(move || figures::size(bytes)),
        ],
        el("div"),
    )
    .child(remove)
}

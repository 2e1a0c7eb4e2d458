//! Files dragged over the panel.

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, GetUntracked, Set};
use wasm_bindgen::JsCast;
use web_sys::DragEvent;

use crate::browser::dom::{El, el, listen};
use crate::browser::shell::Shell;
use crate::browser::speech;
use crate::browser::view::Field;
use crate::browser::view::field::all;

/// Says that files can be dropped while they are held over the panel.
pub(super) fn drop_zone(shell: &Shell, field: &Field) -> El {
    let over = ArcRwSignal::new(false);
    let entered = over.clone();
    listen::<DragEvent>(&shell.panel, "dragover", move |event| {
        // Prevented of files, and of nothing else.
        if event.default_prevented() && !entered.get_untracked() {
            entered.set(true);
        }
    });
    let (panel, left) = (shell.panel.clone(), over.clone());
    listen::<DragEvent>(&shell.panel, "dragleave", move |event| {
        let to = event.related_target();
        if !panel.contains(to.as_ref().map(JsCast::unchecked_ref)) {
            left.set(false);
        }
    });
    let (dropped, field) = (over.clone(), field.clone());
    listen::<DragEvent>(&shell.panel, "drop", move |event| {
        dropped.set(false);
        let files = all(event.data_transfer().and_then(|data| data.files()));
        if !files.is_empty() {
            field.add(files);
        }
    });
    el("div").slot(
        move || over.get(),
        |over| over.then(|| el("div").class("drop").text(&speech::text("widget.drop"))),
    )
}

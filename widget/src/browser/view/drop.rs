//! Files dragged over the panel.

use leptos::html::div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Node};

use super::field::all;
use crate::browser::desk::Desk;
use crate::browser::intent::Intent;
use crate::browser::shell::{Shell, listen};
use crate::browser::speech;

/// Says that files can be dropped while they are held over the panel.
pub(super) fn drop_zone(shell: &Shell, desk: Desk) -> impl IntoView + use<> {
    let over = RwSignal::new(false);
    listen::<DragEvent>(&shell.panel, "dragover", move |event| {
        let types = event.data_transfer().map(|data| data.types());
        if types.is_some_and(|types| types.includes(&"Files".into(), 0)) {
            // Without it the browser would open the file in place of the page.
            event.prevent_default();
            if !over.get_untracked() {
                over.set(true);
            }
        }
    });
    let panel = shell.panel.clone();
    listen::<DragEvent>(&shell.panel, "dragleave", move |event| {
        let to = event
            .related_target()
            .and_then(|to| to.dyn_into::<Node>().ok());
        if !panel.contains(to.as_ref()) {
            over.set(false);
        }
    });
    listen::<DragEvent>(&shell.panel, "drop", move |event| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        desk.emit(Intent::Attach(all(files)));
    });
    move || {
        over.get()
            .then(|| div().class("drop").child(speech::text("widget.drop")))
    }
}

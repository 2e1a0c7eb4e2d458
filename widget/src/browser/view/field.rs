//! The loader's text field: read, cleared and added to, never replaced.

use leptos::prelude::*;
use web_sys::{ClipboardEvent, Event, File, FileList, HtmlElement, HtmlTextAreaElement};

use crate::browser::desk::Desk;
use crate::browser::intent::Intent;
use crate::browser::shell::{Shell, listen};
use crate::weigh::{self, Weight};

/// The field, and what can be done with its text.
#[derive(Clone, Copy)]
pub(super) struct Field {
    text: StoredValue<HtmlTextAreaElement, LocalStorage>,
    /// Of the text as it stands.
    pub(super) weight: RwSignal<Weight>,
    /// Whether the emoji picker is open.
    pub(super) picking: RwSignal<bool>,
}

impl Field {
    /// Takes over the field with what has been typed into it by now.
    pub(super) fn take(shell: &Shell, desk: Desk) -> Self {
        let field = Self {
            text: StoredValue::new_local(shell.text.clone()),
            weight: RwSignal::new(weigh::text(&shell.text.value())),
            picking: RwSignal::new(false),
        };
        field.fit();
        listen::<Event>(&shell.text, "input", move |_| {
            field.changed();
            desk.emit(Intent::Type(field.weight.get_untracked() != Weight::Empty));
        });
        listen::<Event>(&shell.root, "send", move |_| field.send(desk));
        listen::<ClipboardEvent>(&shell.text, "paste", move |event| {
            let pasted = event.clipboard_data().and_then(|data| data.files());
            let files = all(pasted);
            if !files.is_empty() {
                event.prevent_default();
                desk.emit(Intent::Attach(files));
            }
        });
        for name in ["keyup", "keypress", "paste"] {
            // As the loader does with "keydown": the page must not hear it.
            listen::<Event>(&shell.panel, name, |event| event.stop_propagation());
        }
        keep_in_view(&shell.panel);
        field
    }

    /// Sends the text, if it can be sent.
    pub(super) fn send(self, desk: Desk) {
        let text = self.text.with_value(HtmlTextAreaElement::value);
        if let Weight::Fits { .. } = weigh::text(&text) {
            desk.emit(Intent::Say(text.trim().to_owned()));
            self.text.with_value(|field| field.set_value(""));
            self.changed();
        }
        self.focus();
    }

    /// Puts something where the caret is.
    pub(super) fn insert(self, piece: &str) {
        self.text.with_value(|field| {
            let start = field.selection_start().ok().flatten();
            let end = field.selection_end().ok().flatten();
            let place = start.unwrap_or(0)..end.unwrap_or(0);
            // Fails when the selection is outside, which the field's own is not.
            field
                .set_range_text_with_start_and_end_and_mode(piece, place.start, place.end, "end")
                .ok();
        });
        self.changed();
    }

    /// Moves the focus here.
    pub(super) fn focus(self) {
        self.text.with_value(|field| field.focus().ok());
    }

    fn changed(self) {
        let weight = self.text.with_value(|field| weigh::text(&field.value()));
        if self.weight.get_untracked() != weight {
            self.weight.set(weight);
        }
        self.fit();
    }

    /// Grows with its text; the style sheet knows when to stop.
    fn fit(self) {
        self.text.with_value(|field| {
            let style = HtmlElement::style(field);
            style.set_property("height", "").ok();
            let height = format!("{}px", field.scroll_height());
            style.set_property("height", &height).ok();
        });
    }
}

/// All files of a list.
pub(super) fn all(list: Option<FileList>) -> Vec<File> {
    let list = list
        .iter()
        .flat_map(|list| (0..list.length()).filter_map(|i| list.get(i)));
    list.collect()
}

/// On a phone the keyboard covers half the page without making it smaller: the
/// panel follows what is really in view.
fn keep_in_view(panel: &HtmlElement) {
    let Some(view) = window().visual_viewport() else {
        return;
    };
    let panel = panel.clone();
    let target = view.clone();
    let follow = move |_: Event| {
        let covered = window().inner_height().ok().and_then(|it| it.as_f64());
        let covered = covered.unwrap_or_default() - view.height() - view.offset_top();
        let style = HtmlElement::style(&panel);
        for (name, px) in [
            ("--covered", covered.max(0.0)),
            ("--above", view.offset_top()),
        ] {
            style.set_property(name, &format!("{px}px")).ok();
        }
    };
    listen(&target, "resize", follow.clone());
    listen(&target, "scroll", follow);
}

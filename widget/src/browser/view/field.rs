//! The loader's text field: read, cleared and added to, never replaced.

use beseda_client::page::window;
use beseda_protocol::json::write_number;
use js_sys::Array;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, File, FileList, HtmlElement, HtmlTextAreaElement};

use crate::browser::desk::Desk;
use crate::browser::dom::{focus, listen, tell_input};
use crate::browser::intent::Intent;
use crate::browser::shell::Shell;
use crate::weigh::{self, Weight};

/// The field, and what can be done with its text.
#[derive(Clone)]
pub(super) struct Field {
    text: HtmlTextAreaElement,
    /// Of the text as it stands.
    pub(super) weight: ArcRwSignal<Weight>,
    /// Whether the emoji picker is open.
    pub(super) picking: ArcRwSignal<bool>,
}

impl Field {
    /// Takes over the field with what has been typed into it by now.
    pub(super) fn take(shell: &Shell, desk: &Desk) -> Self {
        let field = Self {
            text: shell.text.clone(),
            weight: ArcRwSignal::new(weigh::text(&shell.text.value())),
            picking: ArcRwSignal::new(false),
        };
        field.fit();
        let (typed, intents) = (field.clone(), desk.clone());
        listen::<Event>(&shell.text, "input", move |_| {
            typed.changed();
            intents.emit(Intent::Type(typed.weight.get_untracked() != Weight::Empty));
        });
        let opened = field.clone();
        listen::<Event>(&shell.root, "open", move |_| opened.fit());
        let (sent, intents) = (field.clone(), desk.clone());
        listen::<Event>(&shell.root, "send", move |_| sent.send(&intents));
        let intents = desk.clone();
        listen::<ClipboardEvent>(&shell.text, "paste", move |event| {
            let files = all(event.clipboard_data().and_then(|data| data.files()));
            if !files.is_empty() {
                event.prevent_default();
                intents.emit(Intent::Attach(files));
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
    pub(super) fn send(&self, desk: &Desk) {
        let text = self.text.value();
        if let Weight::Fits { .. } = weigh::text(&text) {
            self.text.set_value("");
            self.changed();
            desk.emit(Intent::Say(text.trim().to_owned()));
        }
        self.focus();
    }

    /// Puts something where the caret is.
    pub(super) fn insert(&self, piece: &str) {
        let (start, end) = (self.text.selection_start(), self.text.selection_end());
        let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(0);
        // Fails when the selection is outside, which the field's own is not.
        self.text
            .set_range_text_with_start_and_end_and_mode(piece, place(start), place(end), "end")
            .ok();
        tell_input(&self.text);
    }

    /// Moves the focus here.
    pub(super) fn focus(&self) {
        focus(&self.text);
    }

    fn changed(&self) {
        let weight = weigh::text(&self.text.value());
        if self.weight.get_untracked() != weight {
            self.weight.set(weight);
        }
        self.fit();
    }

    /// Grows with its text; the style sheet knows when to stop.
    fn fit(&self) {
        let style = self.text.style();
        style.set_property("height", "").ok();
        let height = self.text.scroll_height();
        // Nothing has a height in a closed panel.
        if height > 0 {
            style.set_property("height", &px(height)).ok();
        }
    }
}

/// All files of a list.
pub(super) fn all(list: Option<FileList>) -> Vec<File> {
    let list = list.map(|list| Array::from(&list));
    let list = list.iter().flat_map(Array::iter);
    list.map(JsCast::unchecked_into).collect()
}

/// On a phone the keyboard covers half the page without making it smaller: the
/// panel follows what is really in view.
fn keep_in_view(panel: &HtmlElement) {
    let Some(view) = window().visual_viewport() else {
        return;
    };
    let (panel, target) = (panel.clone(), view.clone());
    let follow = move |_: Event| {
        let height = window().inner_height().ok().and_then(|it| it.as_f64());
        let above = view.offset_top();
        let covered = height.unwrap_or_default() - view.height() - above;
        let style = panel.style();
        style.set_property("--above", &px(above as i32)).ok();
        style
            .set_property("--covered", &px(covered.max(0.0) as i32))
            .ok();
    };
    listen(&target, "resize", follow.clone());
    listen(&target, "scroll", follow);
}

fn px(n: i32) -> String {
    let mut px = String::new();
    write_number(&mut px, n.unsigned_abs().into());
    px.push_str("px");
    px
}

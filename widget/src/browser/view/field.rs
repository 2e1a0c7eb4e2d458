//! The loader's text field: read, cleared and added to, never replaced. And files that
//! wait beside its text.

use std::cell::Cell;
use std::rc::Rc;

use beseda_client::page::{document, window};
use beseda_client::paste::is_text_meant;
use beseda_parts::Part;
use beseda_protocol::json::write_number;
use js_sys::Array;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update, WithUntracked};
use wasm_bindgen::JsCast;
use web_sys::{
    ClipboardEvent, Event, File, FileList, HtmlDocument, HtmlElement, HtmlTextAreaElement,
};

use crate::browser::desk::Desk;
use crate::browser::dom::{focus, listen, tell_input};
use crate::browser::intent::Intent;
use crate::browser::shell::Shell;
use crate::weigh::{self, Weight};

/// The field, and what can be done with its text.
#[derive(Clone)]
pub(in crate::browser) struct Field {
    text: HtmlTextAreaElement,
    /// Of the text as it stands.
    pub(super) weight: ArcRwSignal<Weight>,
    /// The emoji picker.
    pub(super) emoji: Part,
    /// Whether it is open.
    pub(super) picking: ArcRwSignal<bool>,
    /// What carries files.
    pub(super) carrier: Part,
    /// Files that wait for Send.
    pub(in crate::browser) files: ArcRwSignal<Vec<File>>,
    /// Whether it is cleared because its text is being sent: then the draft stays until
    /// the message is kept.
    is_sent: Rc<Cell<bool>>,
    /// Whether files were sent before what carries them was here.
    are_due: Rc<Cell<bool>>,
}

impl Field {
    /// Takes over the field with what has been typed into it by now.
    pub(super) fn take(shell: &Shell, desk: &Desk) -> Self {
        let field = Self {
            text: shell.text.clone(),
            weight: ArcRwSignal::new(weigh::text(&shell.text.value())),
            emoji: Part::new("emoji", &shell.root),
            picking: ArcRwSignal::new(false),
            carrier: desk.files().part.clone(),
            files: ArcRwSignal::new(Vec::new()),
            is_sent: Rc::default(),
            are_due: Rc::default(),
        };
        shell.text.set_attribute("dir", "auto").ok();
        field.fit();
        let (typed, intents) = (field.clone(), desk.clone());
        listen::<Event>(&shell.text, "input", move |_| {
            typed.changed();
            if !typed.is_sent.get() {
                intents.emit(Intent::Type(typed.weight.get_untracked() != Weight::Empty));
            }
        });
        let opened = field.clone();
        listen::<Event>(&shell.root, "open", move |_| opened.fit());
        let (sent, intents) = (field.clone(), desk.clone());
        listen::<Event>(&shell.root, "send", move |_| sent.send(&intents));
        let given = field.clone();
        listen::<ClipboardEvent>(&shell.text, "paste", move |event| {
            let Some(data) = event.clipboard_data() else {
                return;
            };
            let files = all(data.files());
            let text = data.get_data("text/plain").unwrap_or_default();
            let names: Vec<String> = files.iter().map(File::name).collect();
            if !files.is_empty() && !is_text_meant(&text, &names) {
                event.prevent_default();
                given.add(files);
            }
        });
        keep_in_view(&shell.panel);
        field
    }

    /// Sends the text and the files that wait, if they can be sent.
    pub(super) fn send(&self, desk: &Desk) {
        self.focus();
        let text = self.text.value();
        let weight = weigh::text(&text);
        if self.is_shut() || !weight.can_go(self.files.with_untracked(Vec::len)) || desk.holds() {
            return;
        }
        if weight != Weight::Empty {
            self.is_sent.set(true);
            self.text.select();
            self.insert("");
            self.is_sent.set(false);
            desk.emit(Intent::Say(text.trim().to_owned()));
        }
        self.are_due.set(true);
        self.send_due(desk);
    }

    /// Sends the files that wait, if that was wished and what carries them is here.
    pub(in crate::browser) fn send_due(&self, desk: &Desk) {
        let files = self.files.with_untracked(Vec::clone);
        if files.is_empty() {
            self.are_due.set(false);
        } else if desk.files().carrier().is_some() && self.are_due.take() {
            self.files.set(Vec::new());
            desk.emit(Intent::Attach(files));
        }
    }

    /// Lets nobody write here, or again somebody.
    pub(super) fn shut(&self, is_shut: bool) {
        self.text.set_read_only(is_shut);
    }

    fn is_shut(&self) -> bool {
        self.text.read_only()
    }

    /// Lets files wait for Send.
    pub(in crate::browser) fn add(&self, files: Vec<File>) {
        if self.is_shut() {
            return;
        }
        self.carrier.want();
        self.files.update(|waiting| waiting.extend(files));
    }

    /// Puts something in the place of what is selected, as a hand does: so it can be
    /// undone and done again.
    pub(super) fn insert(&self, piece: &str) {
        self.focus();
        if self.is_shut() {
            return;
        }
        let page: HtmlDocument = document().unchecked_into();
        let inserted = page.exec_command_with_show_ui_and_value("insertText", false, piece);
        // A browser that does not edit so edits all the same.
        if inserted != Ok(true) {
            let (start, end) = (self.text.selection_start(), self.text.selection_end());
            let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(0);
            self.text
                .set_range_text_with_start_and_end_and_mode(piece, place(start), place(end), "end")
                .ok();
            tell_input(&self.text);
        }
    }

    /// Moves the focus here.
    pub(in crate::browser) fn focus(&self) {
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
pub(in crate::browser) fn all(list: Option<FileList>) -> Vec<File> {
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
        let (above, covered) = match view.scale() > 1.0 {
            // Enlarged by two fingers: that is no keyboard, and the panel keeps its size.
            true => (0.0, 0.0),
            false => {
                let above = view.offset_top();
                (above, height.unwrap_or_default() - view.height() - above)
            }
        };
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

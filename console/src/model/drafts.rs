//! What was typed into composers and not sent.

use std::collections::HashMap;

use beseda_protocol::ids::DialogId;

/// One draft a dialog. Kept by the browser as well: see `session`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafts {
    texts: HashMap<DialogId, String>,
    notes: std::collections::HashSet<DialogId>,
}

impl Drafts {
    /// With what an earlier page left.
    pub fn restore(texts: impl IntoIterator<Item = (DialogId, String)>) -> Self {
        Self {
            texts: texts.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The draft of a dialog.
    pub fn text(&self, dialog: DialogId) -> &str {
        self.texts.get(&dialog).map_or("", String::as_str)
    }

    /// The composer's text changed.
    pub fn write(&mut self, dialog: DialogId, text: &str) {
        if text.is_empty() {
            self.texts.remove(&dialog);
        } else {
            self.texts.insert(dialog, text.to_owned());
        }
    }

    /// A message could neither be sent nor kept: it is a draft again, behind what
    /// came back before it.
    pub fn take_back(&mut self, dialog: DialogId, text: &str) {
        let draft = self.texts.entry(dialog).or_default();
        if !draft.is_empty() {
            draft.push('\n');
        }
        draft.push_str(text);
    }

    /// Whether the composer of a dialog writes a note.
    pub fn is_note(&self, dialog: DialogId) -> bool {
        self.notes.contains(&dialog)
    }

    /// The composer of a dialog writes notes, or replies again.
    pub fn set_note(&mut self, dialog: DialogId, on: bool) {
        if on {
            self.notes.insert(dialog);
        } else {
            self.notes.remove(&dialog);
        }
    }

    /// The dialogs that have one.
    pub fn dialogs(&self) -> Vec<DialogId> {
        self.texts.keys().copied().collect()
    }
}

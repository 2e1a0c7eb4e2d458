//! How the center gets to have what is typed and not sent, and this page what other tabs
//! have written.

use beseda_protocol::ask::dialogs::SavedDraft;
use beseda_protocol::draft::KeptDraft;
use beseda_protocol::ids::DialogId;

use super::{Model, Wish};

impl Model {
    /// What the composer of a dialog held was sent.
    pub fn draft_sent(&mut self, dialog: DialogId) -> Vec<Wish> {
        self.forget_meanwhile(dialog);
        self.drafts.sent(dialog);
        self.keep_draft_now(dialog)
    }

    /// A draft is kept at the center without waiting for more: its dialog is left, or it
    /// was sent. Without a line, that is for later.
    pub(super) fn keep_draft_now(&mut self, dialog: DialogId) -> Vec<Wish> {
        if !self.line.is_live() {
            return vec![];
        }
        let asked = self.drafts.ask(dialog);
        asked.map(Wish::ask).into_iter().collect()
    }

    /// The same of all: whoever signs out leaves nothing here.
    pub fn keep_all_drafts(&mut self) -> Vec<Wish> {
        let all = self.drafts.dialogs().into_iter();
        all.flat_map(|dialog| self.keep_draft_now(dialog)).collect()
    }

    /// The same of the open dialog, which is looked at no more.
    pub fn keep_open_draft(&mut self) -> Vec<Wish> {
        let open = self.open().filter(|open| self.drafts.is_changed(*open));
        open.map_or_else(Vec::new, |open| self.keep_draft_now(open))
    }

    /// A moment has passed: drafts in which nothing was typed since are kept.
    pub(super) fn keep_drafts(&mut self) -> Vec<Wish> {
        let due = match self.line.is_live() {
            true => self.drafts.due(),
            false => vec![],
        };
        if self.drafts.rest_any() {
            self.drafts.change_if(|drafts| {
                drafts.rest();
                false
            });
        }
        due.into_iter()
            .flat_map(|dialog| self.keep_draft_now(dialog))
            .collect()
    }

    /// What came of keeping one.
    pub(super) fn draft_saved(&mut self, dialog: DialogId, saved: SavedDraft) -> Vec<Wish> {
        self.drafts.saved(dialog, saved);
        vec![Wish::KeepDraft(dialog)]
    }

    /// Another tab has kept one, or taken it away.
    pub(super) fn draft_told(&mut self, told: KeptDraft) -> Vec<Wish> {
        let dialog = told.dialog;
        self.drafts.told(told);
        vec![Wish::KeepDraft(dialog)]
    }

    /// These are all that the center has: the line has just come about.
    pub(super) fn drafts_told(&mut self, told: Vec<KeptDraft>) -> Vec<Wish> {
        let mut known = self.drafts.dialogs();
        known.extend(told.iter().map(|draft| draft.dialog));
        if known.is_empty() {
            return vec![];
        }
        self.drafts.all_told(told);
        known.into_iter().map(Wish::KeepDraft).collect()
    }

    /// What is typed here shall stand, in spite of what another tab has written.
    pub fn keep_my_draft(&mut self, dialog: DialogId) -> Vec<Wish> {
        self.drafts.keep_mine(dialog);
        self.keep_draft_now(dialog)
    }

    /// What another tab has written shall stand.
    pub fn take_other_draft(&mut self, dialog: DialogId) -> Vec<Wish> {
        self.drafts.take_other(dialog);
        vec![Wish::KeepDraft(dialog)]
    }
}

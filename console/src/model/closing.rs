//! "Send and close": the dialog is closed when what was sent is stored, and not when any of
//! it was refused, nor late.

use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ids::{Cid, DialogId};

use super::question::{Form, Progress};
use super::{Model, Wish};

/// A dialog that is to be closed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToClose {
    dialog: DialogId,
    /// What is to be stored before.
    cids: Vec<Cid>,
}

impl Model {
    /// These messages were sent as the last ones: when they are stored their dialog is
    /// closed. Without a line it is not, which is told.
    pub fn close_behind(&mut self, dialog: DialogId, cids: Vec<Cid>) -> Vec<Wish> {
        match self.line.is_live() {
            true => *self.to_close = Some(ToClose { dialog, cids }),
            false => self.not_closed(dialog),
        }
        vec![]
    }

    /// A message of ours is stored.
    pub(super) fn stored_before_closing(&mut self, cid: &Cid) -> Vec<Wish> {
        if !self.is_before_closing(cid) {
            return vec![];
        }
        let to_close = self.to_close.as_mut().map(|to_close| {
            to_close.cids.retain(|other| other != cid);
            (to_close.dialog, to_close.cids.is_empty())
        });
        match to_close {
            Some((dialog, true)) => {
                *self.to_close = None;
                self.request(Close { dialog })
            }
            _ => vec![],
        }
    }

    /// A message of ours was refused: what is not answered stays open.
    pub(super) fn refused_before_closing(&mut self, cid: &Cid) {
        if self.is_before_closing(cid) {
            *self.to_close = None;
        }
    }

    /// The line was cut: closing late would hide what the client writes meanwhile.
    pub(super) fn cut_before_closing(&mut self) {
        if self.to_close.is_some()
            && let Some(to_close) = self.to_close.take()
        {
            self.not_closed(to_close.dialog);
        }
    }

    fn is_before_closing(&self, cid: &Cid) -> bool {
        let to_close = self.to_close.as_ref();
        to_close.is_some_and(|to_close| to_close.cids.contains(cid))
    }

    fn not_closed(&mut self, dialog: DialogId) {
        self.forms.insert(Form::Dialog(dialog), Progress::NoLine);
    }
}

//! What was done a moment ago, so that it can be undone.

use beseda_protocol::ask::Question;
use beseda_protocol::ask::dialogs::{Reopen, Spammed, UndoSpam, WakeDialog};
use beseda_protocol::ids::DialogId;

use super::Model;

/// An act that the toast offers to undo, with what undoing it needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Undoable {
    /// A dialog was taken for spam.
    Spam(DialogId, Spammed),
    /// A dialog was put off.
    Snoozed(DialogId),
    /// A dialog was closed.
    Closed(DialogId),
}

impl Undoable {
    /// The dialog it was done with.
    pub const fn dialog(&self) -> DialogId {
        match self {
            Self::Spam(dialog, _) | Self::Snoozed(dialog) | Self::Closed(dialog) => *dialog,
        }
    }

    /// What undoes it.
    pub fn undo(self) -> Question {
        match self {
            Self::Spam(dialog, spammed) => UndoSpam { dialog, spammed }.into(),
            Self::Snoozed(dialog) => WakeDialog { dialog }.into(),
            Self::Closed(dialog) => Reopen { dialog }.into(),
        }
    }
}

impl Model {
    /// What is told over everything else: a dialog that is open tells in its own head that
    /// it was closed, or the one before it.
    pub fn undoable(&self) -> Option<Undoable> {
        let closed = || self.closed.filter(|_| self.open().is_none());
        Option::clone(&self.done).or_else(|| closed().map(Undoable::Closed))
    }

    /// There is no way back any more.
    pub fn forget_undoable(&mut self) {
        self.done.set(None);
        if self.open().is_none() {
            self.closed.set(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::Place;

    #[test]
    fn closing_is_told_over_everything_only_where_no_dialog_tells_it() {
        let closed = DialogId(1);
        let mut model = Model::new(Place::Dialogs(None));
        *model.closed = Some(closed);
        assert_eq!(model.undoable(), Some(Undoable::Closed(closed)));
        model.place.set(Place::Dialogs(Some(closed)));
        assert_eq!(model.undoable(), None);
        *model.done = Some(Undoable::Snoozed(DialogId(2)));
        assert_eq!(model.undoable(), Some(Undoable::Snoozed(DialogId(2))));
        model.forget_undoable();
        assert_eq!(model.undoable(), None);
        assert_eq!(*model.closed, Some(closed), "its head still tells it");
    }
}

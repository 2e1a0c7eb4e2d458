//! The threads of dialogs that were opened: that of the open one is a slice of its own, so
//! that news of the others costs nothing.

use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::DialogId;

use super::thread::{Load, Thread};
use super::{Model, THREADS_MAX};

impl Model {
    /// A dialog's messages, if it has been opened.
    pub fn thread(&self, id: DialogId) -> Option<&Thread> {
        let open = self.open_thread.as_ref().filter(|thread| thread.id == id);
        open.or_else(|| self.kept_threads.get(&id))
    }

    /// A dialog that is gone, with something in it that was typed and not sent, if there
    /// is one besides that which is open.
    pub fn left_behind(&self) -> Option<DialogId> {
        let kept = self.kept_threads.values();
        let gone = kept.filter(|thread| thread.load == Load::Gone);
        let has_text = |id: &DialogId| !self.drafts.text(*id).trim().is_empty();
        let left = gone.map(|thread| thread.id).filter(has_text);
        left.filter(|id| self.board.card(*id).is_none()).min()
    }

    /// All of them, the open one first.
    pub(super) fn threads(&self) -> impl Iterator<Item = &Thread> {
        let kept = || self.kept_threads.values();
        // Whoever finds what he seeks in the open one has not looked at the others.
        let kept = std::iter::once_with(kept).flatten();
        self.open_thread.iter().chain(kept)
    }

    pub(super) fn thread_mut(&mut self, id: DialogId) -> Option<&mut Thread> {
        match self.open_thread.as_ref().map(|thread| thread.id) {
            Some(open) if open == id => self.open_thread.as_mut(),
            _ if self.kept_threads.contains_key(&id) => self.kept_threads.get_mut(&id),
            _ => None,
        }
    }

    /// Changes those that something concerns, and leaves the others untouched.
    pub(super) fn change_threads(
        &mut self,
        concerns: impl Fn(&Thread) -> bool,
        change: impl Fn(&mut Thread),
    ) {
        if self.open_thread.as_ref().is_some_and(&concerns)
            && let Some(thread) = &mut *self.open_thread
        {
            change(thread);
        }
        if self.kept_threads.values().any(&concerns) {
            let kept = self.kept_threads.values_mut();
            kept.filter(|thread| concerns(thread)).for_each(change);
        }
    }

    /// A thread takes the place that it has from its dialog being open or not.
    pub(super) fn put_thread(&mut self, thread: Thread) {
        match self.open() == Some(thread.id) {
            true => *self.open_thread = Some(thread),
            false => {
                self.kept_threads.insert(thread.id, thread);
            }
        }
    }

    pub(super) fn drop_thread(&mut self, id: DialogId) {
        if self.open_thread.as_ref().is_some_and(|open| open.id == id) {
            *self.open_thread = None;
        }
        if self.kept_threads.contains_key(&id) {
            self.kept_threads.remove(&id);
        }
    }

    /// Another dialog is open now, or none.
    pub(super) fn turn_to(&mut self, open: Option<DialogId>) {
        if self.open_thread.as_ref().map(|thread| thread.id) == open {
            return;
        }
        if let Some(before) = self.open_thread.take() {
            self.kept_threads.insert(before.id, before);
        }
        let known = open.filter(|open| self.kept_threads.contains_key(open));
        if let Some(open) = known {
            *self.open_thread = self.kept_threads.remove(&open);
        }
    }

    /// A dialog is opened: of too many the one goes that was opened longest ago.
    pub(super) fn remember(&mut self, id: DialogId) {
        self.recent.retain(|known| *known != id);
        self.recent.push(id);
        if self.recent.len() > THREADS_MAX {
            let oldest = self.recent.remove(0);
            self.drop_thread(oldest);
        }
    }

    /// A dialog's card is another one: so it is where threads list it.
    pub(super) fn tell_threads(&mut self, summary: &Summary) {
        self.change_threads(
            |thread| thread.concerns(summary),
            |thread| thread.heard_of(summary),
        );
    }
}

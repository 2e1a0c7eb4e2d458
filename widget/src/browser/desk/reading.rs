//! What the visitor has read: what was in view in an open panel of a visible page.

use std::rc::Rc;

use beseda_client::page::document;
use beseda_protocol::visitor::FromVisitor;

use super::Inner;

impl Inner {
    /// Looks whether something has been read by now, and shows the new state.
    pub(super) fn read(self: &Rc<Self>) {
        self.look_for_new();
        let newest = self.timeline.borrow().newest_from_operator().map(|m| m.id);
        if let Some(upto) = newest {
            if self.is_looking() && self.timeline.borrow_mut().read(upto) {
                self.line
                    .act(|session, _| session.mention(&FromVisitor::Read { upto }));
            }
            if let Some(further) = self.talk.further() {
                (further.arrived)(upto.0 as f64, self.timeline.borrow().unread_count());
            }
        }
        self.refresh();
    }

    /// A mark may have been lost with the line.
    pub(super) fn repeat_read(&self) {
        let upto = self.timeline.borrow().read_upto();
        self.line
            .act(|session, _| session.mention(&FromVisitor::Read { upto }));
    }

    /// What was new when the panel was opened stays marked until it is closed. Where it
    /// begins the panel opens, so its end may be out of view: the view will tell.
    fn look_for_new(&self) {
        if self.known.get() && self.is_opened.take() {
            let timeline = self.timeline.borrow();
            let upto = timeline.read_upto();
            let newest = timeline.newest_from_operator();
            if newest.is_some_and(|message| message.id > upto) {
                self.new_after.set(Some(upto));
                self.at_end.set(false);
            }
        }
    }

    fn is_looking(&self) -> bool {
        !document().hidden() && self.shell.is_open() && self.at_end.get()
    }
}

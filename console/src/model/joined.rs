//! A dialog has become part of another one of its client: whoever looks at it is led there.

use beseda_client::conversation::OperatorTo;
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::DialogId;

use super::thread::Thread;
use super::{Model, Place, Wish};

impl Model {
    /// Messages of both lie between each other, so that one is loaded anew. What was typed
    /// goes along.
    pub(super) fn joined(&mut self, gone: DialogId, into: Summary) -> Vec<Wish> {
        let id = into.id;
        self.summary(into);
        let mut wishes: Vec<Wish> = Vec::new();
        if self.thread(id).is_some() {
            self.put_thread(Thread::new(id));
            wishes.push(Wish::ask(OpenDialog { dialog: id }));
        }
        if let Some(draft) = self.drafts.get(gone) {
            let (text, quote) = (draft.text.clone(), draft.quote);
            let to = match draft.note {
                true => OperatorTo::Note(id),
                false => OperatorTo::Reply(id),
            };
            self.drafts.take_back(to, quote, &text);
            self.drafts.sent(gone);
            wishes.extend([gone, id].map(Wish::KeepDraft));
        }
        wishes.extend(self.follow(gone, id));
        wishes
    }

    /// Whoever is where a number has gone goes where it leads.
    pub(super) fn follow(&self, gone: DialogId, id: DialogId) -> Option<Wish> {
        if gone == id || self.open() != Some(gone) {
            return None;
        }
        Some(Wish::Go(match *self.place {
            Place::Card(_) => Place::Card(id),
            Place::Message(_, message) => Place::Message(id, message),
            _ => Place::Dialogs(Some(id)),
        }))
    }
}

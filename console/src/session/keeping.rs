//! What of the outbox outlives the page.

use beseda_client::clock;
use beseda_client::conversation::OperatorTo;
use beseda_client::kept::Told;
use beseda_client::outbox::Pending;
use beseda_protocol::file_name;
use beseda_protocol::ids::{Cid, MessageId, OperatorId, Timestamp};
use wasm_bindgen::{JsCast, JsValue};

use super::Desk;
use crate::model::Line;

impl Desk {
    /// Goes on where an earlier page of this operator, or a tab that is gone, has
    /// left off.
    pub(crate) fn restore(self, me: OperatorId) {
        self.kept(|kept| kept.begin(&format!("beseda:outbox:{me}"), move |told| self.told(told)));
    }

    /// Keeps a message that was just written.
    pub(crate) fn keep(self, cid: &Cid, to: OperatorTo, quote: Option<MessageId>, body: &JsValue) {
        let words = to.words(quote);
        self.kept(|kept| kept.keep(cid, clock::now(), &words, body));
    }

    fn told(self, told: Told) {
        match told {
            Told::Found { cid, at, to, body } => {
                if let Some((to, quote)) = OperatorTo::from_words(&to) {
                    self.adopt(&cid, at, to, quote, body);
                }
            }
            Told::NotKept(cid) => self.not_kept(&cid),
        }
    }

    fn adopt(
        self,
        cid: &Cid,
        at: Timestamp,
        to: OperatorTo,
        quote: Option<MessageId>,
        body: JsValue,
    ) {
        self.kept(|kept| kept.found(cid));
        let (pending, file) = match body.as_string() {
            Some(text) => (Pending::Text(text), None),
            None => {
                let file: web_sys::File = body.unchecked_into();
                let pending = Pending::Upload {
                    name: file_name::plain(&file.name()),
                    size: file.size() as u64,
                    sent: 0,
                };
                (pending, Some(file))
            }
        };
        let named = cid.clone();
        self.on_line(|line| {
            line.act(|session, now| session.adopt(now, named, at, to, pending, quote))
        });
        if let Some(file) = file {
            self.hold(cid, to.dialog(), file);
        }
    }

    /// A message that can neither go nor be kept stays in the field, where it was
    /// written: a page that is closed must not take it along unseen.
    fn not_kept(self, cid: &Cid) {
        let mut item = None;
        self.on_line(|line| item = line.look(|session| session.outbox().get(cid).cloned()));
        // Sent meanwhile, more often than not.
        let Some(item) = item else { return };
        let is_cut = self.peek(|model| *model.line == Line::Cut);
        if let (true, Pending::Text(text)) = (is_cut, item.body) {
            self.cancel(cid.clone());
            self.model
                .update(|model| model.drafts.take_back(item.to, item.quote, &text));
            self.keep_draft(item.to.dialog());
        }
        self.model.update(|model| model.is_unkept.set(true));
    }
}

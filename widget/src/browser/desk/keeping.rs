//! What outlives the page: messages on their way, and what is being typed. And
//! how the line is shown when it is lost and comes back.

use std::rc::Rc;

use beseda_client::clock;
use beseda_client::kept::Told;
use beseda_client::outbox::Pending;
use beseda_protocol::ids::Cid;
use reactive_graph::traits::{Update, WithUntracked};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::super::dom::{after_ms, tell_input};
use super::super::identity::DRAFT;
use super::Inner;
use crate::chat::Link;

/// How long "connected again" stays, in ms.
const BACK_SHOWN_MS: u64 = 3_000;

impl Inner {
    /// Goes on where an earlier page, or a tab that is gone, has left off.
    pub(super) fn restore(self: &Rc<Self>) {
        let (name, draft) = {
            let identity = self.identity.borrow();
            (identity.name_of(":outbox"), identity.recall(DRAFT))
        };
        // What is typed already, on this page, is newer.
        if self.shell.text.value().is_empty() {
            self.shell.text.set_value(&draft);
        }
        let inner = self.clone();
        self.kept.begin(&name, move |told| inner.told(told));
    }

    /// Keeps a message that was just written.
    pub(super) fn keep(&self, cid: &Cid, body: &JsValue) {
        let draft = self.identity.borrow().name_of(DRAFT);
        self.kept.keep_typed(cid, clock::now(), "", body, &draft);
    }

    /// Keeps what stands in the field.
    pub(super) fn keep_draft(&self) {
        let text = self.shell.text.value();
        self.identity.borrow().remember(DRAFT, &text);
    }

    /// A text is stored, so it is no draft any more; where the browser keeps no
    /// messages, nobody has noticed before.
    pub(super) fn said(&self, text: &str) {
        if self.identity.borrow().recall(DRAFT).trim() == text {
            self.keep_draft();
        }
    }

    fn told(self: &Rc<Self>, told: Told) {
        match told {
            Told::Found { cid, at, body, .. } => {
                self.kept.found(&cid);
                self.keep_token();
                let body = body.as_string().map_or_else(
                    || {
                        let file: File = body.unchecked_into();
                        // What carries it will see to its name.
                        let body = Pending::Upload {
                            name: file.name(),
                            size: file.size() as u64,
                            sent: 0,
                        };
                        self.files.found(cid.clone(), file);
                        body
                    },
                    Pending::Text,
                );
                self.line
                    .act(|session, now| session.adopt(now, cid, at, (), body, None));
                self.go_on();
            }
            Told::NotKept(cid) => self.not_kept(&cid),
        }
    }

    /// A message that can neither go nor be kept stays in the field, where it was
    /// written: a page that is closed must not take it along unseen.
    fn not_kept(self: &Rc<Self>, cid: &Cid) {
        let body = self.line.look(|session| {
            let item = session.outbox().get(cid);
            item.map(|item| item.body.clone())
        });
        // Sent meanwhile, more often than not.
        let Some(body) = body else { return };
        self.unkept.set(true);
        let is_lost = self.chat.with_untracked(|chat| chat.link == Link::Lost);
        if let (true, Pending::Text(text)) = (is_lost, body) {
            self.line.act(|session, now| session.cancel(now, cid));
            let field = &self.shell.text;
            let before = field.value();
            let apart = if before.is_empty() { "" } else { "\n" };
            field.set_value(&[&*before, apart, &text].concat());
            tell_input(field);
        }
        self.refresh();
    }

    /// What is shown of the line: it has come back for a moment only.
    pub(super) fn shown(self: &Rc<Self>, link: Link) -> Link {
        let before = self.chat.with_untracked(|chat| chat.link);
        let now = clock::now();
        let link = link.after(before, now.ms_since(self.lost_at.get()));
        if before != link {
            match link {
                Link::Lost => self.lost_at.set(now),
                Link::Back => {
                    let inner = self.clone();
                    after_ms(BACK_SHOWN_MS, move || {
                        inner.chat.update(|chat| {
                            if chat.link == Link::Back {
                                chat.link = Link::Live;
                            }
                        });
                    });
                }
                _ => {}
            }
        }
        let n_waiting = self.line.look(|session| session.outbox().n_waiting());
        if matches!(link, Link::Live | Link::Back) && n_waiting == 0 {
            self.unkept.set(false);
        }
        link
    }
}

//! Who is signed in: asked when the page opens, and again and again while there is
//! no answer, so that a console left alone comes back by itself.

use std::cell::Cell;

use beseda_client::clock;
use beseda_client::connection::backoff_ms;
use beseda_protocol::ids::Timestamp;
use beseda_protocol::refusal::Code;
use leptos::task::spawn_local;

use super::Desk;
use crate::browser::http::{self, Failure};
use crate::model::Entry;
use crate::model::place::Place;

/// Not sooner than this after an answer that did not come, in ms.
const AGAIN_MS: u64 = 2_000;

/// The question who is signed in.
#[derive(Default)]
pub(crate) struct Entering {
    is_asked: Cell<bool>,
    n_failed: Cell<u32>,
    /// When it is asked again, if nobody can be reached.
    again_at: Cell<Timestamp>,
}

impl Desk {
    /// Asks whether there is a session, and connects if there is.
    pub(crate) fn enter(self) {
        self.model.update(|model| model.entry.set(Entry::Asking));
        self.ask_who();
    }

    /// A session was just begun by a form.
    pub(crate) fn signed_in(self) {
        self.go(Place::Dialogs(None));
        self.enter();
    }

    /// Asks again when it is time to.
    pub(crate) fn enter_again(self, now: Timestamp) {
        let is_due = self.entering(|entering| entering.again_at.get() <= now);
        if is_due && self.peek(|model| *model.entry == Entry::Unreachable) {
            self.ask_who();
        }
    }

    /// The network is back.
    pub(crate) fn enter_soon(self) {
        self.entering(|entering| entering.again_at.take());
        self.enter_again(clock::now());
    }

    fn ask_who(self) {
        if self.entering(|entering| entering.is_asked.replace(true)) {
            return;
        }
        spawn_local(async move {
            let answer = http::me().await;
            self.entering(|entering| entering.answered(answer.is_ok()));
            match answer {
                Ok(me) => self.connect(me.id),
                Err(Failure::Refused(refusal)) if refusal.code == Code::Unauthorized => {
                    self.act(|model, _| model.ended());
                }
                Err(_) => self
                    .model
                    .update(|model| model.entry.set(Entry::Unreachable)),
            }
        });
    }
}

impl Entering {
    fn answered(&self, is_ok: bool) {
        self.is_asked.set(false);
        let n_failed = if is_ok { 0 } else { self.n_failed.get() + 1 };
        self.n_failed.set(n_failed);
        let ms = AGAIN_MS + backoff_ms(n_failed, clock::chance());
        self.again_at.set(clock::now().plus_ms(ms));
    }
}

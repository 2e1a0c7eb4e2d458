//! Typing, both ways. Nothing of it is stored, and nothing lasts: a sign that
//! was lost must not leave somebody typing for ever.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beseda_client::clock;
use beseda_protocol::ids::Timestamp;
use beseda_protocol::message::{Person, VisitorContent};
use beseda_protocol::visitor::{FromVisitor, VisitorEvent};

use super::super::dom::after_ms;
use super::Inner;

/// "Is typing" is said again this often while it lasts, in ms.
const REPEAT_MS: u64 = 3_000;

/// Without another sign the typing has ended, in ms.
const LASTS_MS: u64 = 6_000;

/// Who types.
#[derive(Default)]
pub(super) struct Typing {
    /// When we said last that the visitor types.
    said_at: Cell<Option<Timestamp>>,
    /// Counts the visitor's and the operators' signs: a timer that finds another
    /// number has been overtaken.
    own: Cell<u32>,
    others: Cell<u32>,
    who: RefCell<Option<Person>>,
}

impl Typing {
    /// The operator who types.
    pub(super) fn who(&self) -> Option<Person> {
        self.who.borrow().clone()
    }
}

impl Inner {
    /// The visitor types, or the field is empty.
    pub(super) fn type_on(self: &Rc<Self>, on: bool) {
        let sign = self.typing.own.get().wrapping_add(1);
        self.typing.own.set(sign);
        let now = clock::now();
        let said_at = self.typing.said_at.get();
        if on {
            let inner = self.clone();
            let end = move || {
                if inner.typing.own.get() == sign {
                    inner.type_on(false);
                }
            };
            after_ms(LASTS_MS, end);
        }
        let is_news = match said_at {
            Some(at) if on => now.ms_since(at) >= REPEAT_MS,
            Some(_) => true,
            None => on,
        };
        if is_news {
            self.typing.said_at.set(on.then_some(now));
            self.line
                .act(|session, _| session.mention(&FromVisitor::Typing { on }));
        }
    }

    /// An operator types, or no longer.
    pub(super) fn somebody_types(self: &Rc<Self>, by: &Person, on: bool) {
        let sign = self.typing.others.get().wrapping_add(1);
        self.typing.others.set(sign);
        self.typing.who.replace(on.then(|| by.clone()));
        let inner = self.clone();
        let end = move || {
            if inner.typing.others.get() == sign {
                inner.typing.who.replace(None);
                inner.refresh();
            }
        };
        after_ms(LASTS_MS + REPEAT_MS, end);
    }

    /// Whoever has sent a message types no longer.
    pub(super) fn somebody_wrote(&self, events: &[VisitorEvent]) {
        let wrote = |event: &VisitorEvent| match event {
            VisitorEvent::Message { message } => {
                matches!(message.content, VisitorContent::Operator { .. })
            }
            _ => false,
        };
        if events.iter().any(wrote) {
            self.typing.who.replace(None);
        }
    }
}

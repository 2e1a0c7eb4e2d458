//! Who is typing where. Notices may get lost, so each ends by itself.

use std::collections::HashMap;
use std::hash::Hash;

use beseda_protocol::ids::{DialogId, OperatorId, Timestamp};

/// How long a notice holds without being repeated.
pub const HOLDS_MS: u64 = 8_000;

/// How often our own notice is repeated while we type.
pub const REPEAT_MS: u64 = 3_000;

/// After so long without a key we have ceased.
pub const PAUSE_MS: u64 = 5_000;

/// Who is typing where.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typing {
    visitors: HashMap<DialogId, Timestamp>,
    operators: HashMap<(DialogId, OperatorId), Timestamp>,
}

/// What we have told about ourselves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnTyping(Option<Own>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Own {
    dialog: DialogId,
    said_at: Timestamp,
    key_at: Timestamp,
}

impl Typing {
    /// A visitor types, or does not; true when he began or ceased.
    pub fn visitor(&mut self, dialog: DialogId, on: bool, now: Timestamp) -> bool {
        put(&mut self.visitors, dialog, on, now)
    }

    /// A colleague types, or does not; true when he began or ceased.
    pub fn operator(&mut self, dialog: DialogId, by: OperatorId, on: bool, now: Timestamp) -> bool {
        put(&mut self.operators, (dialog, by), on, now)
    }

    /// Whether the visitor of a dialog types.
    pub fn is_visitor(&self, dialog: DialogId) -> bool {
        self.visitors.contains_key(&dialog)
    }

    /// The colleagues who type in a dialog.
    pub fn operators(&self, dialog: DialogId) -> Vec<OperatorId> {
        let here = self.operators.keys().filter(|(place, _)| *place == dialog);
        let mut typing: Vec<OperatorId> = here.map(|(_, id)| *id).collect();
        typing.sort();
        typing
    }

    /// Time has passed. Whether anything ended.
    pub fn tick(&mut self, now: Timestamp) -> bool {
        let n = self.visitors.len() + self.operators.len();
        self.visitors.retain(|_, until| *until > now);
        self.operators.retain(|_, until| *until > now);
        n != self.visitors.len() + self.operators.len()
    }
}

fn put<K: Eq + Hash>(typing: &mut HashMap<K, Timestamp>, who: K, on: bool, now: Timestamp) -> bool {
    match on {
        true => typing.insert(who, now.plus_ms(HOLDS_MS)).is_none(),
        false => typing.remove(&who).is_some(),
    }
}

impl OwnTyping {
    /// We pressed a key in a reply; true when it is to be told.
    pub fn key(&mut self, dialog: DialogId, now: Timestamp) -> bool {
        match &mut self.0 {
            Some(own) if own.dialog == dialog && now.ms_since(own.said_at) < REPEAT_MS => {
                own.key_at = now;
                false
            }
            own => {
                *own = Some(Own {
                    dialog,
                    said_at: now,
                    key_at: now,
                });
                true
            }
        }
    }

    /// We ceased: where that is to be told, if we had told that we began.
    pub fn cease(&mut self) -> Option<DialogId> {
        self.0.take().map(|own| own.dialog)
    }

    /// Whether we have told that we type, and pause.
    pub fn has_paused(&self, now: Timestamp) -> bool {
        self.0
            .is_some_and(|own| now.ms_since(own.key_at) >= PAUSE_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: DialogId = DialogId(1);

    #[test]
    fn a_notice_that_is_not_repeated_ends_by_itself() {
        let mut typing = Typing::default();
        typing.visitor(HERE, true, Timestamp(0));
        typing.operator(HERE, OperatorId(2), true, Timestamp(0));
        assert!(typing.is_visitor(HERE));
        assert!(!typing.tick(Timestamp(HOLDS_MS - 1)));
        assert!(typing.tick(Timestamp(HOLDS_MS)));
        assert!(!typing.is_visitor(HERE));
        assert!(typing.operators(HERE).is_empty());
    }

    #[test]
    fn our_own_typing_is_told_now_and_then_and_its_pause_once() {
        let mut typing = OwnTyping::default();
        assert!(typing.key(HERE, Timestamp(0)));
        assert!(!typing.key(HERE, Timestamp(REPEAT_MS - 1)));
        assert!(typing.key(HERE, Timestamp(REPEAT_MS)));
        assert!(!typing.has_paused(Timestamp(REPEAT_MS + PAUSE_MS - 1)));
        assert!(typing.has_paused(Timestamp(REPEAT_MS + PAUSE_MS)));
        assert_eq!(typing.cease(), Some(HERE));
        assert_eq!(typing.cease(), None);
    }
}

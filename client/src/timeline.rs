//! What a visitor sees: stored messages in the relay's order, then what is on
//! its way. Applying the same thing twice changes nothing.

use beseda_protocol::ids::{Ask, Cid, MessageId, Timestamp};
use beseda_protocol::message::{Body, Person, VisitorContent, VisitorMessage};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::{ToVisitor, VisitorEvent};

use crate::outbox::{Item, Outbox, Pending};

/// The stored part of the conversation, and how far both sides have read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    messages: Vec<VisitorMessage>,
    more: bool,
    delivered_upto: MessageId,
    opened_upto: MessageId,
    read_upto: MessageId,
    unread_count: u32,
    /// The question for older messages that is under way.
    asked: Option<Ask>,
}

/// One message as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Stays the same while the message goes from the outbox to the log.
    pub key: Key,
    /// When it was stored; before that, when it was written.
    pub at: Timestamp,
    /// Whose.
    pub author: Author,
    /// What it says.
    pub body: Pending,
}

/// What a message is recognised by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// One's own.
    Own(Cid),
    /// Another's.
    Stored(MessageId),
}

/// Whose a message is.
#[derive(Debug, Clone, PartialEq)]
pub enum Author {
    /// The visitor's, and how far it is.
    You(Fate),
    /// An operator's.
    Operator(Person),
}

/// How far an own message is.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// On its way.
    Sending,
    /// Stored for good.
    Sent,
    /// An operator's console has it.
    Delivered,
    /// An operator has opened it.
    Read,
    /// Not accepted.
    NotSent(Refusal),
}

impl Timeline {
    /// Takes a frame; what is no part of the timeline changes nothing.
    pub fn apply(&mut self, heard: &ToVisitor) {
        match heard {
            ToVisitor::Reset {
                messages,
                more,
                delivered_upto,
                opened_upto,
                read_upto,
                unread_count,
                ..
            } => {
                *self = Self {
                    messages: messages.clone(),
                    more: *more,
                    delivered_upto: *delivered_upto,
                    opened_upto: *opened_upto,
                    read_upto: *read_upto,
                    unread_count: *unread_count,
                    asked: None,
                };
            }
            ToVisitor::Events { events, .. } => {
                for event in events {
                    self.happen(event);
                }
            }
            ToVisitor::Delivered { upto }
            | ToVisitor::Resumed {
                delivered_upto: upto,
                ..
            } => self.delivered_upto = self.delivered_upto.max(*upto),
            // One that was asked for before the view was given anew would leave a hole.
            ToVisitor::History {
                ask,
                messages,
                more,
            } if self.asked == Some(*ask) => {
                self.asked = None;
                for message in messages {
                    self.insert(message.clone());
                }
                self.more = *more;
            }
            _ => {}
        }
    }

    /// A message has left the outbox.
    pub fn stored(&mut self, item: &Item<()>, id: MessageId, at: Timestamp) {
        if let Some(body) = item.stored_body() {
            self.insert(VisitorMessage {
                id,
                cid: Some(item.cid.clone()),
                at,
                quote: item.quote,
                content: VisitorContent::You { body },
            });
        }
    }

    /// Operators' messages up to here were seen. Tells whether that is news.
    pub fn read(&mut self, upto: MessageId) -> bool {
        if upto <= self.read_upto {
            return false;
        }
        self.read_upto = upto;
        let unread = self
            .messages
            .iter()
            .filter(|m| m.id > upto && operator(m).is_some());
        self.unread_count = unread.count() as u32;
        true
    }

    /// Operators' messages after the read mark.
    pub fn unread_count(&self) -> u32 {
        self.unread_count
    }

    /// The read mark.
    pub fn read_upto(&self) -> MessageId {
        self.read_upto
    }

    /// Whether there are older messages.
    pub fn has_older(&self) -> bool {
        self.more && !self.messages.is_empty()
    }

    /// Before which message older ones can be asked for now.
    pub fn older_before(&self) -> Option<MessageId> {
        let first = self.messages.first().filter(|_| self.more);
        first.filter(|_| self.asked.is_none()).map(|m| m.id)
    }

    /// Older messages are asked for, or were refused.
    pub fn ask(&mut self, ask: Option<Ask>) {
        self.asked = ask;
    }

    /// The newest message of an operator.
    pub fn newest_from_operator(&self) -> Option<&VisitorMessage> {
        self.messages.iter().rev().find(|m| operator(m).is_some())
    }

    /// Everybody who has answered, the last one first.
    pub fn operators(&self) -> Vec<&Person> {
        let mut people: Vec<&Person> = Vec::new();
        for person in self.messages.iter().rev().filter_map(operator) {
            if people.iter().all(|known| known.id != person.id) {
                people.push(person);
            }
        }
        people
    }

    /// All that is shown, oldest first: what is stored, then what is on its way.
    pub fn entries(&self, outbox: &Outbox<()>) -> Vec<Entry> {
        let is_stored = |cid: &Cid| {
            self.messages
                .iter()
                .rev()
                .any(|m| m.cid.as_ref() == Some(cid))
        };
        let waiting = outbox.items().iter().filter(|item| !is_stored(&item.cid));
        let stored = self
            .messages
            .iter()
            .filter_map(|message| self.entry(message));
        stored.chain(waiting.map(pending)).collect()
    }

    fn happen(&mut self, event: &VisitorEvent) {
        match event {
            VisitorEvent::Message { message } => {
                let is_new = self.insert(message.clone());
                if is_new && message.id > self.read_upto && operator(message).is_some() {
                    self.unread_count += 1;
                }
            }
            VisitorEvent::Opened { upto } => self.opened_upto = self.opened_upto.max(*upto),
            VisitorEvent::Read { upto } => {
                self.read(*upto);
            }
            VisitorEvent::Unknown => {}
        }
    }

    /// In its place; false when it was there.
    fn insert(&mut self, message: VisitorMessage) -> bool {
        match self.messages.binary_search_by_key(&message.id, |m| m.id) {
            Ok(place) => {
                self.messages[place] = message;
                false
            }
            Err(place) => {
                self.messages.insert(place, message);
                true
            }
        }
    }

    /// How far a stored message of the visitor is.
    fn fate(&self, id: MessageId) -> Fate {
        if id <= self.opened_upto {
            Fate::Read
        } else if id <= self.delivered_upto {
            Fate::Delivered
        } else {
            Fate::Sent
        }
    }

    /// `None` for what only a newer widget can show.
    fn entry(&self, message: &VisitorMessage) -> Option<Entry> {
        let (author, body) = match &message.content {
            VisitorContent::You { body } => (Author::You(self.fate(message.id)), body),
            VisitorContent::Operator { by, body } => (Author::Operator(by.clone()), body),
            VisitorContent::Unknown => return None,
        };
        let body = match body {
            Body::Text { text } => Pending::Text(text.clone()),
            Body::File { file } => Pending::File(file.clone()),
            Body::Unknown => return None,
        };
        let key = match (&author, &message.cid) {
            (Author::You(_), Some(cid)) => Key::Own(cid.clone()),
            _ => Key::Stored(message.id),
        };
        Some(Entry {
            key,
            at: message.at,
            author,
            body,
        })
    }
}

fn pending(item: &Item<()>) -> Entry {
    let fate = match item.stage.refusal() {
        Some(refusal) => Fate::NotSent(refusal.clone()),
        None => Fate::Sending,
    };
    Entry {
        key: Key::Own(item.cid.clone()),
        at: item.at,
        author: Author::You(fate),
        body: item.body.clone(),
    }
}

fn operator(message: &VisitorMessage) -> Option<&Person> {
    match &message.content {
        VisitorContent::Operator { by, .. } => Some(by),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(ids: std::ops::Range<u64>) -> Vec<VisitorMessage> {
        let message = |id| VisitorMessage {
            id: MessageId(id),
            cid: None,
            at: Timestamp(id),
            quote: None,
            content: VisitorContent::You {
                body: Body::Text {
                    text: String::new(),
                },
            },
        };
        ids.map(message).collect()
    }

    fn reset(ids: std::ops::Range<u64>) -> ToVisitor {
        ToVisitor::Reset {
            v: 1,
            epoch: "e".into(),
            seq: Default::default(),
            messages: messages(ids),
            more: true,
            delivered_upto: MessageId(0),
            opened_upto: MessageId(0),
            read_upto: MessageId(0),
            unread_count: 0,
        }
    }

    fn history(ask: u64, ids: std::ops::Range<u64>) -> ToVisitor {
        ToVisitor::History {
            ask: Ask(ask),
            messages: messages(ids),
            more: true,
        }
    }

    /// The view was given anew while they were on their way: between them and it lies
    /// what neither has.
    #[test]
    fn older_messages_of_an_earlier_view_leave_no_hole() {
        let mut timeline = Timeline::default();
        timeline.apply(&reset(100..150));
        assert_eq!(timeline.older_before(), Some(MessageId(100)));
        timeline.ask(Some(Ask(1)));
        assert_eq!(timeline.older_before(), None, "they are on their way");
        timeline.apply(&reset(500..550));
        timeline.apply(&history(1, 50..100));
        assert_eq!(timeline.older_before(), Some(MessageId(500)));
        timeline.ask(Some(Ask(2)));
        timeline.apply(&history(2, 450..500));
        assert_eq!(timeline.older_before(), Some(MessageId(450)));
        let ids: Vec<u64> = timeline.messages.iter().map(|m| m.id.0).collect();
        assert_eq!(ids, (450..550).collect::<Vec<u64>>());
    }
}

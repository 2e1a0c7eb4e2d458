//! What a visitor sees: stored messages in the relay's order, then what is on
//! its way. Applying the same thing twice changes nothing.

use beseda_protocol::ids::{Ask, Cid, DialogId, MessageId, Timestamp};
use beseda_protocol::message::{Body, Person, VisitorContent, VisitorMessage};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::visitor::{ToVisitor, VisitorEvent};

use crate::outbox::{Item, Outbox, Pending, Stage};

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
    /// Whether the view was given anew with nothing of what was in it.
    is_emptied: bool,
    /// Whether nothing that the visitor writes is taken.
    is_blocked: bool,
    /// How it stands, if it is closed.
    ending: Ending,
}

/// How a conversation stands that is closed, if there is anything to say or to ask about that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ending {
    /// Whether the visitor has ended it.
    pub by_you: bool,
    /// The dialog that he is asked to rate.
    pub rate: Option<DialogId>,
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
    /// What it says; an empty text: it was withdrawn.
    pub body: Pending,
    /// Whether its author has changed it.
    pub is_edited: bool,
    /// How the message begins that it answers, if that is there.
    pub quote: Option<String>,
}

/// What of a message is quoted, in Unicode scalar values.
const QUOTED_CHARS: usize = 120;

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
                is_blocked,
                ..
            } => {
                let had_any = self.is_emptied || !self.messages.is_empty();
                *self = Self {
                    is_emptied: had_any && messages.is_empty(),
                    messages: messages.clone(),
                    more: *more,
                    delivered_upto: *delivered_upto,
                    opened_upto: *opened_upto,
                    read_upto: *read_upto,
                    unread_count: *unread_count,
                    asked: None,
                    is_blocked: *is_blocked,
                    ending: Ending::default(),
                };
            }
            ToVisitor::Events { events, .. } => {
                for event in events {
                    self.happen(event);
                }
            }
            ToVisitor::Resumed {
                delivered_upto: upto,
                is_blocked,
                ..
            } => {
                self.delivered_upto = self.delivered_upto.max(*upto);
                self.is_blocked = *is_blocked;
                self.ending = Ending::default();
            }
            ToVisitor::Delivered { upto } => self.delivered_upto = self.delivered_upto.max(*upto),
            ToVisitor::Blocked { on } => self.is_blocked = *on,
            ToVisitor::Ended { by_you, rate } => {
                let (by_you, rate) = (*by_you, *rate);
                self.ending = Ending { by_you, rate };
            }
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
        self.ending = Ending::default();
        if let Some(body) = item.stored_body() {
            self.insert(VisitorMessage {
                id,
                cid: Some(item.cid.clone()),
                at,
                quote: item.quote,
                revised_at: None,
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

    /// Whether all that was said has been deleted, and nothing was said since.
    pub fn is_deleted(&self) -> bool {
        self.is_emptied && self.messages.is_empty()
    }

    /// Whether nothing that the visitor writes is taken, until an employee lets him write
    /// again (SB-58).
    pub fn is_blocked(&self) -> bool {
        self.is_blocked
    }

    /// How it stands, if it is closed: the next message ends that.
    pub fn ending(&self) -> Ending {
        self.ending
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

    /// All that is shown, oldest first: what is stored, then what is on its way. What
    /// was refused for good stands where it was written (ux W9): it waits for its writer
    /// only, and talk goes on.
    pub fn entries(&self, outbox: &Outbox<()>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(self.messages.len() + 4);
        entries.extend(
            self.messages
                .iter()
                .filter_map(|message| self.entry(message)),
        );
        for item in outbox.items() {
            // The newest are looked at first: what is both stored and waiting is among them.
            if entries.iter().rev().any(|entry| is_of(entry, &item.cid)) {
                continue;
            }
            let place = match item.stage {
                Stage::NotSent { .. } => place_of(&entries, item),
                _ => entries.len(),
            };
            entries.insert(place, pending(item));
        }
        entries
    }

    fn happen(&mut self, event: &VisitorEvent) {
        match event {
            VisitorEvent::Message { message } => {
                let is_new = self.insert(message.clone());
                if is_new {
                    self.ending = Ending::default();
                }
                if is_new && message.id > self.read_upto && operator(message).is_some() {
                    self.unread_count += 1;
                }
            }
            VisitorEvent::Revised { message } => {
                // One that is further up than what is here comes as it is by then.
                if let Ok(place) = self.place(message.id) {
                    self.messages[place] = message.clone();
                }
            }
            VisitorEvent::Opened { upto } => self.opened_upto = self.opened_upto.max(*upto),
            VisitorEvent::Read { upto } => {
                self.read(*upto);
            }
            VisitorEvent::Unknown => {}
        }
    }

    /// Where a message is, or would be.
    fn place(&self, id: MessageId) -> Result<usize, usize> {
        self.messages.binary_search_by_key(&id, |m| m.id)
    }

    /// In its place; false when it was there.
    fn insert(&mut self, message: VisitorMessage) -> bool {
        match self.place(message.id) {
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
        let is_withdrawn = matches!(&body, Pending::Text(text) if text.is_empty());
        let quote = message.quote.and_then(|id| self.beginning(id));
        let key = match (&author, &message.cid) {
            (Author::You(_), Some(cid)) => Key::Own(cid.clone()),
            _ => Key::Stored(message.id),
        };
        Some(Entry {
            key,
            at: message.at,
            author,
            is_edited: message.revised_at.is_some() && !is_withdrawn,
            body,
            quote,
        })
    }

    /// How a message begins, if it is there.
    fn beginning(&self, id: MessageId) -> Option<String> {
        let place = self.place(id).ok()?;
        let (VisitorContent::You { body } | VisitorContent::Operator { body, .. }) =
            &self.messages[place].content
        else {
            return None;
        };
        let text = match body {
            Body::Text { text } => text,
            Body::File { file } => &file.name,
            Body::Unknown => return None,
        };
        Some(text.chars().take(QUOTED_CHARS).collect())
    }
}

fn is_of(entry: &Entry, cid: &Cid) -> bool {
    matches!(&entry.key, Key::Own(own) if own == cid)
}

/// Where it was written: of one's own messages the ids tell, whatever this machine's
/// clock says, and between two of them the times of the others.
fn place_of(entries: &[Entry], item: &Item<()>) -> usize {
    let is_later_own = |entry: &Entry| matches!(&entry.key, Key::Own(cid) if *cid > item.cid);
    let later_own = entries.iter().position(is_later_own);
    let mut place = later_own.unwrap_or(entries.len());
    let is_later = |entry: &Entry| matches!(entry.key, Key::Stored(_)) && entry.at > item.at;
    while place > 0 && is_later(&entries[place - 1]) {
        place -= 1;
    }
    place
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
        is_edited: false,
        quote: None,
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
    use beseda_protocol::ids::OperatorId;
    use beseda_protocol::refusal::Code;

    fn messages(ids: std::ops::Range<u64>) -> Vec<VisitorMessage> {
        let message = |id| VisitorMessage {
            id: MessageId(id),
            cid: None,
            at: Timestamp(id),
            quote: None,
            revised_at: None,
            content: VisitorContent::You {
                body: Body::Text {
                    text: "Hello".to_owned(),
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
            is_blocked: false,
        }
    }

    #[test]
    fn the_next_message_and_a_new_greeting_end_what_was_said_of_its_end() {
        let ended = |timeline: &mut Timeline| {
            let rate = Some(DialogId(7));
            timeline.apply(&ToVisitor::Ended { by_you: true, rate });
            assert_eq!(timeline.ending(), Ending { by_you: true, rate });
        };
        let mut timeline = Timeline::default();
        timeline.apply(&reset(1..3));
        ended(&mut timeline);
        let said = |id| ToVisitor::Events {
            after: Default::default(),
            seq: Default::default(),
            events: messages(id..id + 1)
                .into_iter()
                .map(|message| VisitorEvent::Message { message })
                .collect(),
        };
        // One that was there before.
        timeline.apply(&said(2));
        assert!(timeline.ending().by_you);
        timeline.apply(&said(3));
        assert_eq!(timeline.ending(), Ending::default());
        ended(&mut timeline);
        timeline.apply(&reset(1..4));
        assert_eq!(timeline.ending(), Ending::default());
    }

    /// He may have been blocked, or let in again, while the line was cut.
    #[test]
    fn whether_he_is_blocked_is_told_at_once_and_by_every_greeting() {
        let resumed = |is_blocked| ToVisitor::Resumed {
            v: 1,
            seq: Default::default(),
            delivered_upto: MessageId(0),
            is_blocked,
        };
        let mut timeline = Timeline::default();
        timeline.apply(&reset(1..3));
        assert!(!timeline.is_blocked());
        for (told, is_blocked) in [
            (ToVisitor::Blocked { on: true }, true),
            (resumed(true), true),
            (reset(1..3), false),
            (resumed(true), true),
            (ToVisitor::Blocked { on: false }, false),
        ] {
            timeline.apply(&told);
            assert_eq!(timeline.is_blocked(), is_blocked, "{told:?}");
        }
    }

    /// A client was deleted: his open widget says so, until he writes again.
    #[test]
    fn a_view_given_anew_with_nothing_in_it_was_deleted() {
        let mut timeline = Timeline::default();
        timeline.apply(&reset(0..0));
        assert!(!timeline.is_deleted(), "nothing was ever said");
        timeline.apply(&reset(1..3));
        timeline.apply(&reset(0..0));
        assert!(timeline.is_deleted());
        timeline.apply(&reset(0..0));
        assert!(timeline.is_deleted());
        timeline.apply(&reset(5..6));
        assert!(!timeline.is_deleted());
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

    fn said(id: u64, content: &str) -> VisitorMessage {
        let body = Body::Text {
            text: content.to_owned(),
        };
        let (cid, content) = match content {
            "operator" => {
                let by = Person {
                    id: OperatorId(1),
                    name: "Anna".into(),
                };
                (None, VisitorContent::Operator { by, body })
            }
            own => (Some(own.into()), VisitorContent::You { body }),
        };
        VisitorMessage {
            id: MessageId(id),
            cid,
            at: Timestamp(id * 1_000),
            quote: None,
            revised_at: None,
            content,
        }
    }

    /// One word a row: its cid, or `operator`.
    fn shown(timeline: &Timeline, outbox: &Outbox<()>) -> String {
        let word = |entry: Entry| match entry.key {
            Key::Own(cid) => cid.0,
            Key::Stored(_) => "operator".to_owned(),
        };
        let words: Vec<String> = timeline.entries(outbox).into_iter().map(word).collect();
        words.join(" ")
    }

    fn waiting(items: &[(&str, u64, Stage)]) -> Outbox<()> {
        let mut outbox = Outbox::default();
        for (cid, at, stage) in items {
            outbox.push(Item {
                cid: (*cid).into(),
                at: Timestamp(*at),
                to: (),
                body: Pending::Text((*cid).to_owned()),
                quote: None,
                stage: stage.clone(),
            });
        }
        outbox
    }

    fn refused() -> Stage {
        let refusal = Refusal::new(Code::FileTooLarge, "");
        Stage::NotSent { refusal }
    }

    /// ux W9. The relay's clock is told by thousands, this machine's is behind it by far.
    #[test]
    fn what_was_refused_stands_where_it_was_written_whatever_the_clock_says() {
        let messages = [
            said(10, "a1"),
            said(20, "operator"),
            said(30, "a4"),
            said(40, "operator"),
        ];
        let timeline = Timeline {
            messages: messages.to_vec(),
            ..Timeline::default()
        };
        let outbox = |at| waiting(&[("a2", at, refused())]);
        assert_eq!(
            shown(&timeline, &outbox(15_000)),
            "a1 a2 operator a4 operator"
        );
        assert_eq!(
            shown(&timeline, &outbox(25_000)),
            "a1 operator a2 a4 operator"
        );
        assert_eq!(shown(&timeline, &outbox(0)), "a1 a2 operator a4 operator");
        assert_eq!(
            shown(&timeline, &outbox(99_000)),
            "a1 operator a2 a4 operator"
        );
    }

    #[test]
    fn what_is_on_its_way_stays_at_the_end_in_the_order_of_writing() {
        let timeline = Timeline {
            messages: vec![said(10, "a1"), said(20, "operator")],
            ..Timeline::default()
        };
        let outbox = waiting(&[
            ("a1", 0, Stage::Queued),
            ("a2", 1_000, Stage::Queued),
            ("a3", 2_000, refused()),
            ("a4", 3_000, Stage::Queued),
        ]);
        assert_eq!(shown(&timeline, &outbox), "a1 operator a2 a3 a4");
    }

    fn revised(id: u64, text: &str) -> ToVisitor {
        let mut message = said(id, "operator");
        message.revised_at = Some(Timestamp(99_000));
        if let VisitorContent::Operator { body, .. } = &mut message.content {
            *body = Body::Text { text: text.into() };
        }
        ToVisitor::Events {
            after: Default::default(),
            seq: Default::default(),
            events: vec![VisitorEvent::Revised { message }],
        }
    }

    #[test]
    fn what_an_operator_changes_or_withdraws_is_so_in_its_place_and_in_what_quotes_it() {
        let mut own = said(20, "a1");
        own.quote = Some(MessageId(10));
        let mut timeline = Timeline {
            messages: vec![said(10, "operator"), own],
            ..Timeline::default()
        };
        let shown = |timeline: &Timeline| {
            let entries = timeline.entries(&Outbox::default());
            let [first, second] = &entries[..] else {
                panic!("{entries:?}")
            };
            (first.body.clone(), first.is_edited, second.quote.clone())
        };
        timeline.apply(&revised(10, "At eight"));
        let (text, quote) = (Pending::Text("At eight".into()), "At eight".to_owned());
        assert_eq!(shown(&timeline), (text, true, Some(quote)));
        timeline.apply(&revised(10, ""));
        let (body, is_edited, quote) = shown(&timeline);
        assert_eq!((body, is_edited), (Pending::Text(String::new()), false));
        assert_eq!(quote.as_deref(), Some(""), "it is told in words");
        // One that is not loaded leaves no hole.
        timeline.apply(&revised(5, "Far above"));
        assert_eq!(timeline.messages.len(), 2);
        assert_eq!(timeline.unread_count(), 0);
    }

    /// Criteria: KC-20
    #[test]
    fn an_answer_quotes_how_a_message_begins_if_that_is_there() {
        let mut timeline = Timeline {
            messages: messages(1..3),
            ..Timeline::default()
        };
        let said = timeline.beginning(MessageId(1));
        assert!(said.is_some());
        timeline.messages[1].quote = Some(MessageId(1));
        let quotes = |timeline: &Timeline| -> Vec<Option<String>> {
            let entries = timeline.entries(&Outbox::default()).into_iter();
            entries.map(|entry| entry.quote).collect()
        };
        assert_eq!(quotes(&timeline), [None, said]);
        timeline.messages.remove(0);
        assert_eq!(quotes(&timeline), [None]);
    }
}

//! Messages that the relay has not acknowledged, in the order of writing.
//!
//! Items are plain data; `kept` keeps them in a database of the browser. The
//! bytes of a file are not here: who shows the outbox holds them by the item's
//! cid, uploads them and reports to the outbox.
//!
//! What was written first is stored first (G5): a message holds what was written
//! behind it to the same place until it is acknowledged. Were more on the line at
//! once, the relay could ask for patience with one and, a moment later, take the next.
//! A refusal that ends by itself holds all that one person writes; what was refused
//! for good holds nothing.

use beseda_protocol::ids::{Cid, MessageId, Timestamp};
use beseda_protocol::limits::ACK_DEADLINE_MS;
use beseda_protocol::message::{Body, Draft, File};
use beseda_protocol::refusal::{Code, Refusal};

/// One message on its way. `T` says where it goes: nothing for a visitor, a
/// dialog for an operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Item<T> {
    /// Its id, the same however often it is sent.
    pub cid: Cid,
    /// When it was written, by this machine's clock.
    pub at: Timestamp,
    /// Where it goes.
    pub to: T,
    /// What it says.
    pub body: Pending,
    /// The message it answers.
    pub quote: Option<MessageId>,
    /// How far it is.
    pub stage: Stage,
}

/// Where a message goes, as far as order is concerned.
pub trait Lane {
    /// Whether messages to both must keep the order of their writing.
    fn is_same(&self, other: &Self) -> bool;
}

/// A visitor has one conversation.
impl Lane for () {
    fn is_same(&self, _: &Self) -> bool {
        true
    }
}

/// What a message on its way says.
#[derive(Debug, Clone, PartialEq)]
pub enum Pending {
    /// Text.
    Text(String),
    /// A file that is being uploaded.
    Upload {
        /// Its name.
        name: String,
        /// Bytes.
        size: u64,
        /// Bytes that have left.
        sent: u64,
    },
    /// A file that the relay has.
    File(File),
}

/// How far a message is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// To be sent as soon as the line allows.
    Queued,
    /// On the line; taken for lost when no answer has come by `until`.
    Sent {
        /// The acknowledgement's deadline.
        until: Timestamp,
    },
    /// The relay asked for patience.
    Held {
        /// Sent again then.
        until: Timestamp,
        /// Why.
        refusal: Refusal,
    },
    /// Not accepted; waits for its writer's decision.
    NotSent {
        /// Why.
        refusal: Refusal,
    },
}

impl Stage {
    /// Why its writer is told that it is not sent: it was refused for good, or held for
    /// so long as somebody has to mend something. Other patience is a moment's.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::NotSent { refusal } => Some(refusal),
            Self::Held { refusal, .. } => {
                matches!(refusal.code, Code::StorageFull | Code::Broken).then_some(refusal)
            }
            Self::Queued | Self::Sent { .. } => None,
        }
    }
}

/// What has not been acknowledged.
#[derive(Debug, Clone, PartialEq)]
pub struct Outbox<T> {
    items: Vec<Item<T>>,
}

impl<T> Default for Outbox<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> Outbox<T> {
    /// In the order of writing.
    pub fn items(&self) -> &[Item<T>] {
        &self.items
    }

    /// The item with this id.
    pub fn get(&self, cid: &Cid) -> Option<&Item<T>> {
        self.items.iter().find(|item| item.cid == *cid)
    }

    /// Items that are neither acknowledged nor given up.
    pub fn n_waiting(&self) -> usize {
        let given_up = |item: &&Item<T>| matches!(item.stage, Stage::NotSent { .. });
        self.items.len() - self.items.iter().filter(given_up).count()
    }

    /// Puts a message at the end. The same cid again changes nothing.
    pub fn push(&mut self, item: Item<T>) {
        if self.get(&item.cid).is_none() {
            self.items.push(item);
        }
    }

    /// Takes over a message from another page: it stands where it was written.
    pub fn adopt(&mut self, item: Item<T>) {
        if self.get(&item.cid).is_none() {
            let later = self.items.iter().position(|own| own.at > item.at);
            self.items.insert(later.unwrap_or(self.items.len()), item);
        }
    }

    /// The upload has come so far.
    pub fn progress(&mut self, cid: &Cid, bytes: u64) {
        if let Some(Pending::Upload { sent, size, .. }) =
            self.get_mut(cid).map(|item| &mut item.body)
        {
            *sent = bytes.min(*size);
        }
    }

    /// It says something else now, a picture that was made smaller, and is to be sent.
    pub fn replace(&mut self, cid: &Cid, body: Pending) {
        if let Some(item) = self.get_mut(cid) {
            item.body = body;
            item.stage = Stage::Queued;
        }
    }

    /// The upload has ended well: the message can be said.
    pub fn uploaded(&mut self, cid: &Cid, file: File) {
        if let Some(item) = self.get_mut(cid) {
            item.body = Pending::File(file);
        }
    }

    /// Not accepted. A refusal that ends by itself holds the message and all
    /// behind it, so that they keep their order; an upload's uploader waits itself.
    pub fn refuse(&mut self, cid: &Cid, refusal: Refusal, now: Timestamp) {
        let Some(item) = self.get_mut(cid) else {
            return;
        };
        item.stage = match wait_ms(&refusal) {
            Some(ms) if item.draft().is_some() => Stage::Held {
                until: now.plus_ms(ms),
                refusal,
            },
            _ => Stage::NotSent { refusal },
        };
    }

    /// Its writer wants it sent after all. Whether its upload must begin again
    /// is told: then the caller does so.
    pub fn retry(&mut self, cid: &Cid) -> Option<&Pending> {
        let item = self.get_mut(cid)?;
        item.stage = Stage::Queued;
        if let Pending::Upload { sent, .. } = &mut item.body {
            *sent = 0;
        }
        Some(&item.body)
    }

    /// Its writer does not want it any more. What is on the line may be stored
    /// all the same: then it comes back as a message.
    pub fn cancel(&mut self, cid: &Cid) -> Option<Item<T>> {
        self.settle(cid)
    }

    /// The relay has it.
    pub fn settle(&mut self, cid: &Cid) -> Option<Item<T>> {
        let place = self.items.iter().position(|item| item.cid == *cid)?;
        Some(self.items.remove(place))
    }

    /// The line was cut: what was on it, is to be sent again.
    pub fn requeue(&mut self) {
        for item in &mut self.items {
            item.requeue();
        }
    }

    /// Marks the first message that can go now as sent, and returns it.
    pub fn due(&mut self, now: Timestamp) -> Option<(&Item<T>, Draft)>
    where
        T: Lane,
    {
        let i = (0..self.items.len()).find(|i| self.can_go(*i, now))?;
        let item = &mut self.items[i];
        let draft = item.draft()?;
        item.stage = Stage::Sent {
            until: now.plus_ms(ACK_DEADLINE_MS),
        };
        Some((item, draft))
    }

    /// Whether an acknowledgement is late.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.items
            .iter()
            .any(|item| matches!(item.stage, Stage::Sent { until } if until <= now))
    }

    /// When [`Outbox::is_overdue`] or [`Outbox::due`] may change by time alone. What
    /// is held behind a held message waits as long as that: an earlier waking would
    /// find nothing to do, again and again.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let mut held = Timestamp(0);
        let at = |item: &Item<T>| match item.stage {
            Stage::Sent { until } => Some(until),
            Stage::Held { until, .. } => {
                held = held.max(until);
                Some(held)
            }
            Stage::Queued | Stage::NotSent { .. } => None,
        };
        self.items.iter().filter_map(at).min()
    }

    fn can_go(&self, i: usize, now: Timestamp) -> bool
    where
        T: Lane,
    {
        let (before, item) = (&self.items[..i], &self.items[i]);
        matches!(item.stage, Stage::Queued | Stage::Held { .. })
            && !matches!(item.body, Pending::Upload { .. })
            && !item.is_held(now)
            && !before.iter().any(|earlier| earlier.holds(item, now))
    }

    fn get_mut(&mut self, cid: &Cid) -> Option<&mut Item<T>> {
        self.items.iter_mut().find(|item| item.cid == *cid)
    }
}

impl<T> Item<T> {
    /// The message as it will be stored, once it can be.
    pub fn stored_body(&self) -> Option<Body> {
        match &self.body {
            Pending::Text(text) => Some(Body::Text { text: text.clone() }),
            Pending::File(file) => Some(Body::File { file: file.clone() }),
            Pending::Upload { .. } => None,
        }
    }

    fn draft(&self) -> Option<Draft> {
        match &self.body {
            Pending::Text(text) => Some(Draft::Text { text: text.clone() }),
            Pending::File(file) => Some(Draft::File {
                file: file.id.clone(),
            }),
            Pending::Upload { .. } => None,
        }
    }

    /// Whether a later message has to wait for this one.
    fn holds(&self, later: &Self, now: Timestamp) -> bool
    where
        T: Lane,
    {
        let is_refused = matches!(self.stage, Stage::NotSent { .. });
        // The relay's patience is asked for with all that one person writes.
        self.is_held(now) || (!is_refused && self.to.is_same(&later.to))
    }

    fn is_held(&self, now: Timestamp) -> bool {
        matches!(self.stage, Stage::Held { until, .. } if now < until)
    }

    fn requeue(&mut self) {
        if let Stage::Sent { .. } = self.stage {
            self.stage = Stage::Queued;
        }
    }
}

/// How long to wait when the same may succeed later; `None`: it will not.
fn wait_ms(refusal: &Refusal) -> Option<u64> {
    match refusal.code {
        Code::TooMany | Code::Overloaded | Code::Fault => Some(refusal.retry_ms.unwrap_or(1_000)),
        _ => refusal.retry_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    fn too_many(retry_ms: u64) -> Refusal {
        Refusal {
            retry_ms: Some(retry_ms),
            ..Refusal::new(Code::TooMany, "Wait.")
        }
    }

    /// Messages go to numbered places.
    impl Lane for u8 {
        fn is_same(&self, other: &Self) -> bool {
            self == other
        }
    }

    fn holding(messages: &[(&str, u8)]) -> Outbox<u8> {
        let mut outbox = Outbox::default();
        for (cid, to) in messages {
            outbox.push(Item {
                cid: (*cid).into(),
                at: NOW,
                to: *to,
                body: Pending::Text((*cid).to_owned()),
                quote: None,
                stage: Stage::Queued,
            });
        }
        outbox
    }

    fn due(outbox: &mut Outbox<u8>, now: Timestamp) -> Vec<String> {
        std::iter::from_fn(|| outbox.due(now).map(|(item, _)| item.cid.0.clone())).collect()
    }

    #[test]
    fn one_message_at_a_time_is_on_its_way_to_a_place() {
        let mut outbox = holding(&[("a1", 1), ("a2", 1), ("b1", 2), ("a3", 1)]);
        assert_eq!(due(&mut outbox, NOW), ["a1", "b1"]);
        outbox.settle(&"b1".into());
        assert_eq!(due(&mut outbox, NOW), [""; 0]);
        outbox.settle(&"a1".into());
        assert_eq!(due(&mut outbox, NOW), ["a2"]);
        // For good: what is behind it goes on.
        outbox.refuse(
            &"a2".into(),
            Refusal::new(Code::TextTooLong, "Cut it."),
            NOW,
        );
        assert_eq!(due(&mut outbox, NOW), ["a3"]);
    }

    /// A picture is made smaller while others are written.
    #[test]
    fn what_is_replaced_keeps_its_place() {
        let mut outbox = holding(&[("a", 1), ("b", 1), ("c", 1)]);
        outbox.refuse(&"b".into(), Refusal::new(Code::FileTooLarge, ""), NOW);
        outbox.replace(&"b".into(), Pending::Text("less".into()));
        let now: Vec<_> = outbox.items().iter().map(|item| &item.body).collect();
        assert_eq!(*now[1], Pending::Text("less".into()));
        outbox.settle(&"a".into());
        assert_eq!(due(&mut outbox, NOW), ["b"]);
    }

    #[test]
    fn a_message_behind_a_held_one_wakes_nobody_before_it() {
        let mut outbox = holding(&[("a", 1), ("b", 2)]);
        assert_eq!(due(&mut outbox, NOW), ["a", "b"]);
        // The second may be refused for a shorter time, or before the first.
        outbox.refuse(&"b".into(), too_many(100), NOW);
        outbox.refuse(&"a".into(), too_many(500), NOW);
        assert_eq!(outbox.wake_at(), Some(NOW.plus_ms(500)));
        let early = NOW.plus_ms(100);
        assert_eq!(due(&mut outbox, early), [""; 0], "nothing to do yet");
        assert_eq!(due(&mut outbox, NOW.plus_ms(500)), ["a", "b"]);
    }
}

//! One dialog's messages and what is known of its client.

use super::clients::list_dialog;
use beseda_protocol::client::Profile;
use beseda_protocol::delivery::Delivery;
use beseda_protocol::dialog::{ClientBrief, ClientCard, Page, Summary};
use beseda_protocol::ids::{ClientId, DialogId, MarkId, MessageId};
use beseda_protocol::message::{Content, Message};
use beseda_protocol::refusal::Refusal;

/// A dialog that has been opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// Which.
    pub id: DialogId,
    /// Rising by id, without a gap from the oldest shown to the newest.
    pub messages: Vec<Message>,
    /// Whether older ones exist.
    pub more: bool,
    /// The tags on it, in the order of their making.
    pub tags: Vec<MarkId>,
    /// Messages that a transport has not delivered, in their order.
    pub deliveries: Vec<Delivery>,
    /// The right column.
    pub card: Option<ClientCard>,
    /// How far its loading is.
    pub load: Load,
}

/// How far a thread's loading is.
#[derive(Debug, Clone, PartialEq)]
pub enum Load {
    /// The first page is on its way.
    First,
    /// Shown.
    Ready,
    /// Shown, and an older page is on its way.
    Older,
    /// There is no such dialog for this operator.
    Refused(Refusal),
    /// He has seen it, and may not any more.
    Gone,
    /// It was deleted for good.
    Deleted,
}

impl Load {
    /// Whether there is nothing to show.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Gone | Self::Deleted)
    }
}

impl Thread {
    /// A dialog whose first page has been asked for.
    pub fn new(id: DialogId) -> Self {
        Self {
            id,
            messages: Vec::new(),
            more: false,
            tags: Vec::new(),
            deliveries: Vec::new(),
            card: None,
            load: Load::First,
        }
    }

    /// The newest page. Older messages that are known stay when the page
    /// reaches them, else there would be a gap.
    pub fn newest(&mut self, messages: Vec<Message>, more: bool, card: ClientCard) {
        let reaches = messages
            .first()
            .is_some_and(|first| self.messages.iter().any(|known| known.id == first.id));
        if reaches {
            messages.into_iter().for_each(|message| self.put(message));
        } else {
            self.messages = messages;
            self.more = more;
        }
        self.card = Some(card);
        self.load = Load::Ready;
    }

    /// A page before the oldest.
    pub fn older(&mut self, messages: Vec<Message>, more: bool) {
        for message in messages {
            self.put(message);
        }
        self.more = more;
        self.load = Load::Ready;
    }

    /// A message arrived, or the same one again.
    pub fn put(&mut self, message: Message) {
        match self.place(message.id) {
            Ok(place) => self.messages[place] = message,
            Err(place) => self.messages.insert(place, message),
        }
    }

    /// Whether a message is there.
    pub fn has(&self, id: MessageId) -> bool {
        self.place(id).is_ok()
    }

    /// A message is another one now. One that is further up than what is there comes as it is
    /// by then.
    pub fn revise(&mut self, message: Message) {
        if let Ok(place) = self.place(message.id) {
            self.messages[place] = message;
        }
    }

    fn place(&self, id: MessageId) -> Result<usize, usize> {
        self.messages.binary_search_by_key(&id, |known| known.id)
    }

    /// Before which message the next older page ends, when there is one to ask for.
    pub fn older_before(&self) -> Option<MessageId> {
        (self.more && self.load == Load::Ready)
            .then(|| self.messages.first().map(|message| message.id))
            .flatten()
    }

    /// The newest message of the client: what "opened" is about.
    pub fn newest_of_client(&self) -> Option<MessageId> {
        self.messages
            .iter()
            .rev()
            .find(|message| matches!(message.content, Content::Visitor { .. }))
            .map(|message| message.id)
    }

    /// Whether this client's card stands beside it.
    pub fn is_of(&self, client: ClientId) -> bool {
        let card = self.card.as_ref();
        card.is_some_and(|card| card.client.id == client)
    }

    /// Whether the card lists a dialog among the client's others.
    pub fn lists(&self, dialog: DialogId) -> bool {
        let card = self.card.as_ref();
        card.is_some_and(|card| card.dialogs.iter().any(|known| known.id == dialog))
    }

    /// A visitor came, went on or left.
    pub fn visiting(&mut self, client: &ClientId, page: Option<&Page>, online: bool) {
        if let Some(card) = self.card.as_mut().filter(|card| card.client.id == *client) {
            card.online = online;
            if let Some(page) = page {
                card.page = Some(page.clone());
            }
        }
    }

    /// A dialog of the same client may not be seen any more.
    pub fn forget(&mut self, dialog: DialogId) {
        if let Some(card) = &mut self.card {
            card.dialogs.retain(|known| known.id != dialog);
        }
    }

    /// What employees write on the client's card was changed.
    pub fn rewritten(&mut self, client: &ClientBrief, profile: &Profile) {
        if let Some(card) = &mut self.card
            && card.client.id == client.id
        {
            card.client = client.clone();
            card.profile = profile.clone();
            for other in &mut card.dialogs {
                other.client = client.clone();
            }
        }
    }

    /// Whether a dialog as it is now says something new to the card.
    pub fn concerns(&self, summary: &Summary) -> bool {
        let Some(card) = self.card.as_ref() else {
            return false;
        };
        let is_listed = || card.dialogs.iter().any(|known| known == summary);
        card.client.id == summary.client.id
            && (card.client != summary.client || (summary.id != self.id && !is_listed()))
    }

    /// A dialog changed: if it is another one of this client, the card lists it.
    pub fn heard_of(&mut self, summary: &Summary) {
        let Some(card) = self
            .card
            .as_mut()
            .filter(|card| card.client.id == summary.client.id)
        else {
            return;
        };
        card.client = summary.client.clone();
        if summary.id == self.id {
            return;
        }
        list_dialog(&mut card.dialogs, summary);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example::{card, said, summary};

    fn ids(thread: &Thread) -> Vec<u64> {
        thread.messages.iter().map(|message| message.id.0).collect()
    }

    fn opened(messages: &[u64], more: bool) -> Thread {
        let mut thread = Thread::new(DialogId(1));
        page(&mut thread, messages, more);
        thread
    }

    fn page(thread: &mut Thread, messages: &[u64], more: bool) {
        let messages = messages.iter().map(|id| said(1, *id, "x")).collect();
        thread.newest(messages, more, card(&summary(1, 1)));
    }

    #[test]
    fn messages_stand_in_their_order_however_they_arrive() {
        let mut thread = opened(&[10, 30], false);
        thread.put(said(1, 40, "x"));
        thread.put(said(1, 20, "x"));
        thread.put(said(1, 40, "edited"));
        assert_eq!(ids(&thread), [10, 20, 30, 40]);
    }

    #[test]
    fn an_older_page_goes_before_and_is_asked_for_once() {
        let mut thread = opened(&[30, 40], true);
        assert_eq!(thread.older_before(), Some(MessageId(30)));
        thread.load = Load::Older;
        assert_eq!(thread.older_before(), None);
        thread.older(vec![said(1, 10, "x"), said(1, 20, "x")], false);
        assert_eq!(ids(&thread), [10, 20, 30, 40]);
        assert_eq!(thread.older_before(), None);
    }

    #[test]
    fn loading_again_keeps_older_pages_only_without_a_gap() {
        let mut thread = opened(&[10, 20, 30], false);
        page(&mut thread, &[20, 30, 40], true);
        assert_eq!(ids(&thread), [10, 20, 30, 40]);
        assert!(!thread.more);
        page(&mut thread, &[80, 90], true);
        assert_eq!(ids(&thread), [80, 90]);
        assert!(thread.more);
    }

    #[test]
    fn a_message_that_was_changed_is_so_in_its_place_and_leaves_no_hole() {
        let mut thread = opened(&[20, 30], true);
        thread.revise(said(1, 30, "At eight"));
        assert_eq!(thread.messages[1].text(), Some("At eight"));
        thread.revise(said(1, 10, "Far above"));
        assert_eq!(ids(&thread), [20, 30]);
    }

    #[test]
    fn a_dialog_has_its_place_on_the_card_by_its_number() {
        let mut thread = opened(&[10], false);
        let client = summary(1, 1).client;
        for id in [5, 9, 2, 5] {
            let mut other = summary(id, 50 + id);
            other.client = client.clone();
            thread.heard_of(&other);
        }
        let card = thread.card.expect("set by the page");
        let listed: Vec<u64> = card.dialogs.iter().map(|other| other.id.0).collect();
        assert_eq!(listed, [9, 5, 2]);
    }

    #[test]
    fn the_card_follows_the_clients_page_and_other_dialogs() {
        let mut thread = opened(&[10], false);
        let client = summary(1, 1).client.id;
        let page = Page {
            url: "https://a.example/cart".into(),
            title: "Cart".into(),
        };
        thread.visiting(&client, Some(&page), true);
        thread.visiting(&client, None, false);
        let mut other = summary(2, 50);
        other.client = summary(1, 1).client;
        thread.heard_of(&other);
        let card = thread.card.expect("set by the page");
        assert_eq!((card.page, card.online), (Some(page), false));
        assert_eq!(card.dialogs.len(), 1);
    }
}

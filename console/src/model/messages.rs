//! What is sought above the list: dialogs by their client and number, and messages; and the
//! message that is looked at.

use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::filter::Predicate;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{DialogId, MessageId};
use beseda_protocol::limits::SEARCH_TEXT_CHARS_MIN;
use beseda_protocol::message::Message;
use beseda_protocol::unseen::is_unseen;

use super::feed::{Key, Quoted};
use super::feed_prefs::{Hidden, is_hidden};
use super::place::Place;
use super::search::Search;
use super::{Model, Wish};

impl Model {
    /// Seeks dialogs and messages. Of messages, less than the relay takes finds nothing;
    /// nothing ends the search.
    pub fn seek_above_list(&mut self, text: &str) -> Vec<Wish> {
        let text = text.trim_matches(is_unseen);
        let dialogs = match text.is_empty() {
            true => {
                *self.sought = Search::default();
                None
            }
            false => Some(self.sought.seek(text)),
        };
        let messages = match is_too_short(text) {
            true => {
                *self.messages = Search::default();
                text.clone_into(&mut self.messages.text);
                None
            }
            false => Some(self.messages.seek(text)),
        };
        dialogs.into_iter().chain(messages).collect()
    }

    /// More messages.
    pub fn seek_more_messages(&mut self) -> Vec<Wish> {
        self.messages.seek_on().into_iter().collect()
    }

    /// More dialogs.
    pub fn seek_more_dialogs(&mut self) -> Vec<Wish> {
        self.sought.seek_on().into_iter().collect()
    }

    /// What is sought in names and numbers, above the list or by its filter: cards show where
    /// it is.
    pub fn sought_part(&self) -> Option<&str> {
        let by_filter = || {
            let mut all_of = self.board.filter().all_of.iter();
            all_of.find_map(|one| match one {
                Predicate::Search { part } => Some(part.trim()),
                _ => None,
            })
        };
        let text = Some(self.messages.text.as_str()).filter(|text| !text.is_empty());
        text.or_else(by_filter)
    }

    /// The message of an open dialog that is looked at.
    pub fn looked_at(&self, dialog: DialogId) -> Option<MessageId> {
        match *self.place {
            Place::Message(of, message) if of == dialog => Some(message),
            _ => None,
        }
    }

    /// The client's messages after this one were new when the dialog was opened.
    pub fn new_after(&self, dialog: DialogId) -> Option<MessageId> {
        let (of, after) = (*self.new_after)?;
        (of == dialog).then_some(after)
    }

    /// How many messages of a dialog are there and hidden.
    pub fn n_hidden(&self, dialog: DialogId, hidden: &Hidden) -> usize {
        let looked_at = self.looked_at(dialog);
        let messages = self
            .thread(dialog)
            .map_or(&[][..], |thread| &thread.messages);
        let is_hidden = |message: &&Message| {
            looked_at != Some(message.id) && is_hidden(hidden, &message.content)
        };
        messages.iter().filter(is_hidden).count()
    }

    /// What the composer of a dialog answers.
    pub fn quoted(&self, dialog: DialogId) -> Option<Quoted> {
        let id = self.drafts.quote(dialog)?;
        let messages = self
            .thread(dialog)
            .map_or(&[][..], |thread| &thread.messages);
        Some(Quoted::among(messages, id))
    }

    /// Its row, once it is there.
    pub fn looked_at_row(&self, dialog: DialogId) -> Option<Key> {
        let id = self.looked_at(dialog)?;
        let messages = &self.thread(dialog)?.messages;
        let found = messages.binary_search_by_key(&id, |message| message.id);
        found.ok().map(|place| Key::of(&messages[place]))
    }

    /// The message that is looked at may be far above what is there: another page, until
    /// it is reached.
    pub(super) fn reach_message(&mut self) -> Vec<Wish> {
        let Place::Message(dialog, message) = *self.place else {
            return vec![];
        };
        let thread = self.thread(dialog);
        let oldest = thread.and_then(|thread| thread.messages.first());
        match oldest.is_some_and(|oldest| oldest.id > message) {
            true => self.more_messages(dialog),
            false => vec![],
        }
    }

    /// A dialog may not be seen any more.
    pub(super) fn forget_messages(&mut self, dialog: DialogId) {
        self.messages.change_if(|messages| {
            let n_found = messages.found.len();
            messages.found.retain(|found| found.dialog.id != dialog);
            messages.found.len() < n_found
        });
        self.sought.change_if(|sought| {
            let n_found = sought.found.len();
            sought.found.retain(|found| found.id != dialog);
            sought.found.len() < n_found
        });
    }

    /// A message that was found says something else now.
    pub(super) fn forget_found(&mut self, message: MessageId) {
        self.messages.change_if(|messages| {
            let n_found = messages.found.len();
            messages.found.retain(|found| found.id != message);
            messages.found.len() < n_found
        });
    }

    /// A client is called something else.
    pub(super) fn rename_in_messages(&mut self, client: &ClientBrief) {
        self.messages.change_if(|messages| {
            let found = messages.found.iter_mut();
            let his = found.filter(|found| found.dialog.client.id == client.id);
            let renamed = his.map(|found| found.dialog.client = client.clone());
            renamed.count() > 0
        });
    }
}

/// Whether a text has fewer letters than messages are sought by.
pub fn is_too_short(text: &str) -> bool {
    fold(text).chars().count() < SEARCH_TEXT_CHARS_MIN
}

#[cfg(test)]
mod tests {
    use beseda_protocol::ask::dialogs::{DialogQuestion, History, OlderMessages, OpenedDialog};
    use beseda_protocol::ask::list::{ListDialogs, ListQuestion, ListedDialogs};
    use beseda_protocol::ask::search::{FoundMessage, FoundMessages, SearchMessages, Snippet};
    use beseda_protocol::ask::{Answer, Asked, Question};
    use beseda_protocol::dialog::LastLabel;
    use beseda_protocol::ids::Timestamp;

    use super::*;
    use crate::model::example::{card, said, summary};
    use crate::model::thread::Load;

    fn model() -> Model {
        Model::new(Place::Dialogs(None))
    }

    fn answered<Q: Asked>(model: &mut Model, asked: Q, given: Q::Answer) -> Vec<Wish> {
        let answer: Answer = Q::answer(given);
        model.answered(asked.into(), answer)
    }

    fn found(dialog: u64, id: u64) -> FoundMessage {
        FoundMessage {
            id: MessageId(id),
            at: Timestamp(id),
            label: LastLabel::Visitor,
            by: None,
            is_file: false,
            snippet: Snippet {
                before: "Do you have ".into(),
                hit: "tea".into(),
                behind: "?".into(),
            },
            dialog: summary(dialog, id),
        }
    }

    fn sought(model: &mut Model, text: &str) -> SearchMessages {
        let wishes = model.seek_above_list(text);
        let [_, Wish::Ask(Question::Search(asked))] = &wishes[..] else {
            panic!("{wishes:?}");
        };
        let beseda_protocol::ask::search::SearchQuestion::SearchMessages(asked) = asked else {
            panic!("{asked:?}");
        };
        asked.clone()
    }

    #[test]
    fn three_letters_are_sought_and_less_find_nothing() {
        let mut model = model();
        let dialogs = model.seek_above_list(" te ");
        let [Wish::Ask(Question::List(ListQuestion::ListDialogs(asked)))] = &dialogs[..] else {
            panic!("{dialogs:?}");
        };
        let part = "te".into();
        assert_eq!(asked.filter.all_of, [Predicate::Search { part }]);
        assert_eq!(model.messages.text, "te");
        let asked = sought(&mut model, " tea");
        assert_eq!((asked.text.as_str(), asked.behind), ("tea", None));
        let page = FoundMessages {
            messages: vec![found(1, 10), found(2, 9)],
            rest: None,
        };
        answered(&mut model, asked, page);
        assert_eq!(model.messages.found.len(), 2);
        model.seek_above_list("te");
        assert!(model.messages.found.is_empty() && !model.messages.is_looking());
    }

    #[test]
    fn of_a_dialog_that_is_gone_nothing_stays_found() {
        let mut model = model();
        let asked = sought(&mut model, "tea");
        let page = FoundMessages {
            messages: vec![found(1, 10), found(2, 9)],
            rest: None,
        };
        answered(&mut model, asked, page);
        model.gone(DialogId(1), Load::Gone);
        let left = model.messages.found.iter().map(|found| found.dialog.id);
        assert_eq!(left.collect::<Vec<_>>(), [DialogId(2)]);
    }

    /// Criteria: X16, X24
    #[test]
    fn dialogs_are_sought_too_open_or_closed_and_are_known_then() {
        let mut model = model();
        let dialogs = model.seek_above_list("anna");
        let Some(Wish::Ask(Question::List(ListQuestion::ListDialogs(asked)))) = dialogs.first()
        else {
            panic!("{dialogs:?}");
        };
        let asked: ListDialogs = asked.clone();
        let page = ListedDialogs {
            pinned: vec![],
            dialogs: vec![summary(7, 70), summary(3, 30)],
            rest: None,
        };
        answered(&mut model, asked, page);
        let found = model.sought.found.iter().map(|found| found.id.0);
        assert_eq!(found.collect::<Vec<_>>(), [7, 3]);
        assert!(model.board.card(DialogId(3)).is_some());
        assert_eq!(model.sought_part(), Some("anna"));
        model.gone(DialogId(7), Load::Gone);
        assert_eq!(model.sought.found.len(), 1);
        model.seek_above_list("");
        assert!(model.sought.found.is_empty() && model.sought_part().is_none());
    }

    /// What is asked of a dialog's history, if anything.
    fn older(wishes: Vec<Wish>) -> Option<History> {
        let history = |wish| match wish {
            Wish::Ask(Question::Dialogs(DialogQuestion::History(asked))) => Some(asked),
            _ => None,
        };
        wishes.into_iter().find_map(history)
    }

    fn page(ids: std::ops::Range<u64>) -> Vec<Message> {
        ids.map(|id| said(1, id, "x")).collect()
    }

    #[test]
    fn pages_come_until_the_message_is_there_that_is_looked_at() {
        let mut model = model();
        let dialog = DialogId(1);
        model.go(Place::Message(dialog, MessageId(120)));
        assert_eq!(model.looked_at(dialog), Some(MessageId(120)));
        let opened = OpenedDialog {
            dialog: summary(1, 300),
            messages: page(250..300),
            more: true,
            tags: vec![],
            deliveries: vec![],
            card: card(&summary(1, 300)),
        };
        let asked = beseda_protocol::ask::dialogs::OpenDialog { dialog };
        let mut next = older(answered(&mut model, asked, opened));
        let mut n_pages = 0;
        while let Some(asked) = next {
            n_pages += 1;
            let before = asked.before.0;
            let page = OlderMessages {
                messages: page(before - 50..before),
                more: true,
            };
            next = older(answered(&mut model, asked, page));
        }
        assert_eq!(n_pages, 3);
        // What is there already is not asked for.
        assert_eq!(
            older(model.go(Place::Message(dialog, MessageId(130)))),
            None
        );
        model.go(Place::Dialogs(Some(dialog)));
        assert_eq!(model.looked_at(dialog), None);
    }
}

//! A search whose answers come in parts: on until as many are found as are wanted, and
//! what was typed last is what counts.

use beseda_protocol::ask::Asked;
use beseda_protocol::ask::clients::{ListClients, ListedClient, ListedClients};
use beseda_protocol::ask::list::{ListDialogs, ListedDialogs};
use beseda_protocol::ask::search::{FoundMessage, FoundMessages, SearchMessages};
use beseda_protocol::dialog::Summary;
use beseda_protocol::filter::{Filter, ListPlace, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, MessageId};

use super::Wish;

/// So many are shown before more are asked for by hand.
const PAGE: usize = 30;

/// A question of which so much is answered at once.
pub trait Paged: Asked + PartialEq {
    /// What is found.
    type Found: Clone;
    /// Where the search stands.
    type Place: Clone;

    /// The question for a text, behind a place.
    fn new(text: &str, behind: Option<Self::Place>) -> Self;
    /// Behind which it asks.
    fn behind(&self) -> Option<Self::Place>;
    /// What an answer has, and behind which to go on.
    fn read(answer: Self::Answer) -> (Vec<Self::Found>, Option<Self::Place>);
}

/// A search, as far as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Search<Q: Paged> {
    /// What is sought.
    pub text: String,
    /// What was found, in the order of the answers.
    pub found: Vec<Q::Found>,
    /// The question whose answer is awaited.
    awaited: Option<Q>,
    /// Behind which the search can go on.
    rest: Option<Q::Place>,
    /// How many are to be shown, if there are as many.
    wanted: usize,
}

impl<Q: Paged> Default for Search<Q> {
    fn default() -> Self {
        Self {
            text: String::new(),
            found: Vec::new(),
            awaited: None,
            rest: None,
            wanted: PAGE,
        }
    }
}

impl<Q: Paged> Search<Q> {
    /// Another text. What the one before has found stays until there is an answer.
    pub fn seek(&mut self, text: &str) -> Wish {
        text.clone_into(&mut self.text);
        self.wanted = PAGE;
        self.ask(None)
    }

    /// More of it.
    pub fn seek_on(&mut self) -> Option<Wish> {
        let rest = self.rest.clone().filter(|_| !self.is_looking())?;
        self.wanted = self.found.len() + PAGE;
        Some(self.ask(Some(rest)))
    }

    fn ask(&mut self, behind: Option<Q::Place>) -> Wish {
        let asked = Q::new(&self.text, behind);
        self.awaited = Some(asked.clone());
        Wish::ask(asked)
    }

    /// The answer to a question; the next one, when many were looked at and few found.
    pub fn answered(&mut self, asked: &Q, answer: Q::Answer) -> Option<Wish> {
        self.awaited.take_if(|awaited| awaited == asked)?;
        if asked.behind().is_none() {
            self.found.clear();
        }
        let (found, rest) = Q::read(answer);
        self.found.extend(found);
        self.rest.clone_from(&rest);
        let rest = rest.filter(|_| self.found.len() < self.wanted)?;
        Some(self.ask(Some(rest)))
    }

    /// A question was refused.
    pub fn refused(&mut self, asked: &Q) {
        self.awaited.take_if(|awaited| awaited == asked);
    }

    /// Whether it awaits the answer to this question.
    pub fn awaits(&self, asked: &Q) -> bool {
        self.awaited.as_ref() == Some(asked)
    }

    /// Whether an answer is awaited.
    pub fn is_looking(&self) -> bool {
        self.awaited.is_some()
    }

    /// Whether there may be more.
    pub fn has_more(&self) -> bool {
        self.rest.is_some()
    }
}

impl Paged for ListClients {
    type Found = ListedClient;
    type Place = ClientId;

    fn new(text: &str, behind: Option<ClientId>) -> Self {
        let part = text.to_owned();
        let all_of = vec![Predicate::Search { part }];
        Self { all_of, behind }
    }

    fn behind(&self) -> Option<ClientId> {
        self.behind
    }

    fn read(answer: ListedClients) -> (Vec<ListedClient>, Option<ClientId>) {
        (answer.clients, answer.rest)
    }
}

/// Open and closed dialogs, whoever is responsible for them.
impl Paged for ListDialogs {
    type Found = Summary;
    type Place = ListPlace;

    fn new(text: &str, behind: Option<ListPlace>) -> Self {
        let part = text.to_owned();
        Self {
            filter: Filter {
                state: StateFilter::All,
                tab: Tab::All,
                all_of: vec![Predicate::Search { part }],
            },
            order: Order::Newest,
            behind,
        }
    }

    fn behind(&self) -> Option<ListPlace> {
        self.behind.clone()
    }

    fn read(answer: ListedDialogs) -> (Vec<Summary>, Option<ListPlace>) {
        let found = answer.pinned.into_iter().chain(answer.dialogs);
        (found.collect(), answer.rest)
    }
}

impl Paged for SearchMessages {
    type Found = FoundMessage;
    type Place = MessageId;

    fn new(text: &str, behind: Option<MessageId>) -> Self {
        let text = text.to_owned();
        Self { text, behind }
    }

    fn behind(&self) -> Option<MessageId> {
        self.behind
    }

    fn read(answer: FoundMessages) -> (Vec<FoundMessage>, Option<MessageId>) {
        (answer.messages, answer.rest)
    }
}

#[cfg(test)]
mod tests {
    use beseda_protocol::dialog::ClientBrief;
    use beseda_protocol::ids::Timestamp;

    use super::*;

    fn found(ids: std::ops::Range<u64>, rest: Option<u64>) -> ListedClients {
        let client = |id| ListedClient {
            client: ClientBrief {
                id: ClientId(id),
                name: None,
                is_blocked: false,
                is_paused: false,
            },
            is_customer: false,
            contacts: vec![],
            marks: vec![],
            created_at: Timestamp(1),
            open_dialogs: 0,
        };
        ListedClients {
            clients: ids.map(client).collect(),
            rest: rest.map(ClientId),
        }
    }

    fn asked(wish: Wish) -> ListClients {
        match wish {
            Wish::Ask(beseda_protocol::ask::Question::Clients(
                beseda_protocol::ask::clients::ClientQuestion::ListClients(asked),
            )) => asked,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_search_goes_on_by_itself_until_a_page_is_full() {
        let mut search = Search::default();
        let first = asked(search.seek("anna"));
        let second = asked(search.answered(&first, found(0..2, Some(500))).unwrap());
        assert_eq!(second.behind, Some(ClientId(500)));
        assert_eq!(search.answered(&second, found(2..40, Some(90))), None);
        assert_eq!((search.found.len(), search.has_more()), (40, true));
        assert!(!search.is_looking());
    }

    #[test]
    fn an_answer_to_what_is_no_longer_sought_is_passed_over() {
        let mut search = Search::default();
        let first = asked(search.seek("anna"));
        let second = asked(search.seek("vera"));
        assert_eq!(search.answered(&first, found(0..2, None)), None);
        assert!(search.found.is_empty() && search.is_looking());
        search.answered(&second, found(5..6, None));
        assert_eq!(search.found.len(), 1);
    }

    #[test]
    fn what_is_refused_is_not_awaited() {
        let mut search = Search::default();
        let asked = asked(search.seek("anna"));
        search.refused(&asked);
        assert!(!search.is_looking());
    }
}

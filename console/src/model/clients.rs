//! Clients apart from their dialogs: those who are sought, and the card that is open.

use beseda_protocol::ask::clients::{FindClients, FoundClient, FoundClients, OpenClient};
use beseda_protocol::client::Profile;
use beseda_protocol::dialog::{ClientBrief, ClientCard};
use beseda_protocol::ids::ClientId;

use super::place::Place;
use super::{Model, Wish};

/// So many are shown before more are asked for by hand.
const PAGE: usize = 30;

/// Where clients are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeking {
    /// In the section of clients.
    Section,
    /// For somebody to merge with.
    Customer,
}

/// A search, as far as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Search {
    /// What is sought.
    pub text: String,
    /// Who was found, the newest first.
    pub found: Vec<FoundClient>,
    /// The question whose answer is awaited.
    awaited: Option<FindClients>,
    /// Behind whom the search can go on.
    rest: Option<ClientId>,
    /// How many are to be shown, if there are as many.
    wanted: usize,
}

impl Search {
    fn ask(&mut self, behind: Option<ClientId>) -> Wish {
        let asked = FindClients {
            text: self.text.clone(),
            behind,
        };
        self.awaited = Some(asked.clone());
        Wish::ask(asked)
    }

    fn answered(&mut self, asked: &FindClients, page: FoundClients) -> Option<Wish> {
        if self.awaited.as_ref() != Some(asked) {
            return None;
        }
        if asked.behind.is_none() {
            self.found.clear();
        }
        self.found.extend(page.clients);
        self.rest = page.rest;
        self.awaited = None;
        // Many were looked at and few were found: on, until a page is full.
        let rest = self.rest.filter(|_| self.found.len() < self.wanted);
        rest.map(|rest| self.ask(Some(rest)))
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

/// The section's search and its card, and the search for whom to merge with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clients {
    section: Search,
    customer: Search,
    /// The card of the section, once it is there.
    pub card: Option<ClientCard>,
    /// Whether there is nobody of that number for this operator.
    pub is_missing: bool,
}

impl Clients {
    /// One of the searches.
    pub fn search(&self, seeking: Seeking) -> &Search {
        match seeking {
            Seeking::Section => &self.section,
            Seeking::Customer => &self.customer,
        }
    }

    fn search_mut(&mut self, seeking: Seeking) -> &mut Search {
        match seeking {
            Seeking::Section => &mut self.section,
            Seeking::Customer => &mut self.customer,
        }
    }

    pub(super) fn found(&mut self, asked: &FindClients, page: FoundClients) -> Option<Wish> {
        let next = self.section.answered(asked, page.clone());
        next.or_else(|| self.customer.answered(asked, page))
    }

    /// A client's name, or what is written on his card, has changed.
    pub(super) fn rewritten(&mut self, client: &ClientBrief, profile: &Profile) {
        for search in [&mut self.section, &mut self.customer] {
            for found in &mut search.found {
                if found.client.id == client.id {
                    found.client = client.clone();
                    found.contacts = profile.contacts.clone();
                    found.is_customer = profile.is_customer;
                }
            }
        }
        if let Some(card) = self
            .card
            .as_mut()
            .filter(|card| card.client.id == client.id)
        {
            card.client = client.clone();
            card.profile = profile.clone();
        }
    }

    /// There is nobody of this number any more.
    pub(super) fn forget(&mut self, client: ClientId) {
        for search in [&mut self.section, &mut self.customer] {
            search.found.retain(|found| found.client.id != client);
        }
    }
}

impl Model {
    /// What is written on a client's card, wherever it is shown.
    pub fn profile(&self, client: ClientId) -> Option<&Profile> {
        let mut threads = self.threads().filter(|thread| thread.is_of(client));
        let of_thread = threads.next().and_then(|thread| thread.card.as_ref());
        let of_section = || {
            let card = self.clients.card.as_ref();
            card.filter(|card| card.client.id == client)
        };
        of_thread.or_else(of_section).map(|card| &card.profile)
    }

    /// Seeks clients.
    pub fn seek(&mut self, seeking: Seeking, text: &str) -> Vec<Wish> {
        let search = self.clients.search_mut(seeking);
        text.trim().clone_into(&mut search.text);
        search.wanted = PAGE;
        vec![search.ask(None)]
    }

    /// More of what is sought.
    pub fn seek_on(&mut self, seeking: Seeking) -> Vec<Wish> {
        let search = self.clients.search_mut(seeking);
        let rest = search.rest.filter(|_| !search.is_looking());
        search.wanted = search.found.len() + PAGE;
        rest.map(|rest| search.ask(Some(rest)))
            .into_iter()
            .collect()
    }

    /// A client was deleted for good.
    pub(super) fn client_deleted(&mut self, client: ClientId) {
        self.clients.forget(client);
        self.clients.is_missing |= *self.place == Place::Clients(Some(client));
    }

    /// The card that the place names is asked for.
    pub(super) fn look_at_client(&mut self) -> Option<Wish> {
        let Place::Clients(Some(client)) = *self.place else {
            return None;
        };
        let shown = self.clients.card.as_ref().map(|card| card.client.id);
        if shown != Some(client) {
            self.clients.card = None;
        }
        self.clients.is_missing = false;
        Some(Wish::ask(OpenClient { client }))
    }

    /// The card is here; the number may have been that of somebody merged into another.
    pub(super) fn client_opened(&mut self, asked: OpenClient, card: ClientCard) -> Option<Wish> {
        if *self.place != Place::Clients(Some(asked.client)) {
            return None;
        }
        let id = card.client.id;
        self.clients.card = Some(card);
        (id != asked.client).then_some(Wish::Go(Place::Clients(Some(id))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ids: std::ops::Range<u64>, rest: Option<u64>) -> FoundClients {
        let client = |id| FoundClient {
            client: ClientBrief {
                id: ClientId(id),
                name: None,
            },
            is_customer: false,
            contacts: vec![],
        };
        FoundClients {
            clients: ids.map(client).collect(),
            rest: rest.map(ClientId),
        }
    }

    fn asked(wish: Wish) -> FindClients {
        match wish {
            Wish::Ask(beseda_protocol::ask::Question::Clients(
                beseda_protocol::ask::clients::ClientQuestion::FindClients(asked),
            )) => asked,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_search_goes_on_by_itself_until_a_page_is_full() {
        let mut search = Search {
            wanted: PAGE,
            ..Search::default()
        };
        let first = asked(search.ask(None));
        let second = asked(search.answered(&first, found(0..2, Some(500))).unwrap());
        assert_eq!(second.behind, Some(ClientId(500)));
        assert_eq!(search.answered(&second, found(2..40, Some(90))), None);
        assert_eq!((search.found.len(), search.has_more()), (40, true));
        assert!(!search.is_looking());
    }

    #[test]
    fn an_answer_to_what_is_no_longer_sought_is_passed_over() {
        let mut search = Search::default();
        let first = asked(search.ask(None));
        "vera".clone_into(&mut search.text);
        let second = asked(search.ask(None));
        assert_eq!(search.answered(&first, found(0..2, None)), None);
        assert!(search.found.is_empty() && search.is_looking());
        search.answered(&second, found(5..6, None));
        assert_eq!(search.found.len(), 1);
    }
}

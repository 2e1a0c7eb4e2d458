//! Clients apart from their dialogs: those who are sought, and the card that is open.

use beseda_protocol::ask::clients::{ListClients, ListedClients, OpenClient};
use beseda_protocol::client::Profile;
use beseda_protocol::dialog::{ClientBrief, ClientCard};
use beseda_protocol::ids::ClientId;

use super::place::Place;
use super::search::Search;
use super::{Model, Wish};

/// Where clients are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeking {
    /// In the section of clients.
    Section,
    /// For somebody to merge with.
    Customer,
}

/// The section's search and its card, and the search for whom to merge with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clients {
    section: Search<ListClients>,
    customer: Search<ListClients>,
    /// The card of the section, once it is there.
    pub card: Option<ClientCard>,
    /// Whether there is nobody of that number for this operator.
    pub is_missing: bool,
}

impl Clients {
    /// One of the searches.
    pub fn search(&self, seeking: Seeking) -> &Search<ListClients> {
        match seeking {
            Seeking::Section => &self.section,
            Seeking::Customer => &self.customer,
        }
    }

    fn search_mut(&mut self, seeking: Seeking) -> &mut Search<ListClients> {
        match seeking {
            Seeking::Section => &mut self.section,
            Seeking::Customer => &mut self.customer,
        }
    }

    pub(super) fn found(&mut self, asked: &ListClients, page: ListedClients) -> Option<Wish> {
        let next = self.section.answered(asked, page.clone());
        next.or_else(|| self.customer.answered(asked, page))
    }

    pub(super) fn refused(&mut self, asked: &ListClients) {
        self.section.refused(asked);
        self.customer.refused(asked);
    }

    /// A client's name, or what is written on his card, has changed.
    pub(super) fn rewritten(&mut self, client: &ClientBrief, profile: &Profile) {
        for search in [&mut self.section, &mut self.customer] {
            for found in &mut search.found {
                if found.client.id == client.id {
                    found.client = client.clone();
                    found.contacts = profile.contacts.clone();
                    found.is_customer = profile.is_customer;
                    found.marks = profile.marks.clone();
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
        vec![search.seek(text.trim())]
    }

    /// More of what is sought.
    pub fn seek_on(&mut self, seeking: Seeking) -> Vec<Wish> {
        let search = self.clients.search_mut(seeking);
        search.seek_on().into_iter().collect()
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

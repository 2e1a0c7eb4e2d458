//! Clients apart from their dialogs: the list of them and the card that is open; and those
//! who are sought for somebody to merge with.

use beseda_protocol::ask::clients::{
    ListClientDialogs, ListClients, ListedClientDialogs, ListedClients, OpenClient,
};
use beseda_protocol::client::Profile;
use beseda_protocol::dialog::{ClientBrief, ClientCard, Summary};
use beseda_protocol::filter::Predicate;
use beseda_protocol::ids::{ClientId, DialogId, MarkId};

use super::place::Place;
use super::search::Search;
use super::{Model, Wish};

/// The section's card, and the search for whom to merge with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clients {
    /// Those who are sought for somebody to merge with.
    pub customers: Search<ListClients>,
    /// The card of the section, once it is there.
    pub card: Option<ClientCard>,
    /// Whether there is nobody of that number for this operator.
    pub is_missing: bool,
}

impl Clients {
    /// A client's name, or what is written on his card, has changed.
    pub(super) fn rewritten(&mut self, client: &ClientBrief, profile: &Profile) {
        for found in &mut self.customers.found {
            if found.client.id == client.id {
                found.client = client.clone();
                found.contacts = profile.contacts.clone();
                found.is_customer = profile.is_customer;
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
        self.customers
            .found
            .retain(|found| found.client.id != client);
    }
}

/// Lists a page of his dialogs on a client's card, but for the one that is open beside it.
fn list_more(card: &mut ClientCard, page: &ListedClientDialogs, open: Option<DialogId>) {
    let others = page.dialogs.iter().filter(|dialog| Some(dialog.id) != open);
    for dialog in others {
        list_dialog(&mut card.dialogs, dialog);
    }
    card.dialogs_rest = page.rest;
}

/// Lists a dialog as it is now, in its place: the newest first.
pub(super) fn list_dialog(dialogs: &mut Vec<Summary>, dialog: &Summary) {
    match dialogs.binary_search_by(|known| dialog.id.cmp(&known.id)) {
        Ok(place) => dialogs[place] = dialog.clone(),
        Err(place) => dialogs.insert(place, dialog.clone()),
    }
}

impl Model {
    /// A client's card, wherever it is shown.
    pub fn card(&self, client: ClientId) -> Option<&ClientCard> {
        let mut threads = self.threads().filter(|thread| thread.is_of(client));
        let of_thread = threads.next().and_then(|thread| thread.card.as_ref());
        let of_section = || {
            let card = self.clients.card.as_ref();
            card.filter(|card| card.client.id == client)
        };
        of_thread.or_else(of_section)
    }

    /// More of a client's dialogs are to be listed on his card (CQ-10).
    pub fn more_dialogs_of(&self, client: ClientId) -> Vec<Wish> {
        let rest = self.card(client).and_then(|card| card.dialogs_rest);
        let asked = rest.map(|behind| ListClientDialogs { client, behind });
        asked.map_or_else(Vec::new, |asked| self.unless_asked(asked))
    }

    /// They are here: for each card of his that lists them up to there.
    pub(super) fn client_dialogs_told(
        &mut self,
        asked: &ListClientDialogs,
        page: &ListedClientDialogs,
    ) {
        let concerns = |card: &ClientCard| {
            card.client.id == asked.client && card.dialogs_rest == Some(asked.behind)
        };
        self.change_threads(
            |thread| thread.card.as_ref().is_some_and(concerns),
            |thread| {
                let open = thread.id;
                if let Some(card) = &mut thread.card {
                    list_more(card, page, Some(open));
                }
            },
        );
        if self.clients.card.as_ref().is_some_and(concerns)
            && let Some(card) = &mut self.clients.card
        {
            list_more(card, page, None);
        }
    }

    /// What is written on it.
    pub fn profile(&self, client: ClientId) -> Option<&Profile> {
        self.card(client).map(|card| &card.profile)
    }

    /// Seeks somebody to merge with.
    pub fn seek_customers(&mut self, text: &str) -> Vec<Wish> {
        vec![self.clients.customers.seek(text.trim())]
    }

    /// More of them.
    pub fn seek_more_customers(&mut self) -> Vec<Wish> {
        self.clients.customers.seek_on().into_iter().collect()
    }

    /// Whether the list of clients is on the screen.
    pub(super) fn shows_clients(&self) -> bool {
        matches!(*self.place, Place::Clients(_))
    }

    /// The list of clients shows others.
    pub fn show_clients(&mut self, all_of: Vec<Predicate>) -> Vec<Wish> {
        match self.client_list.all_of() == all_of {
            true => vec![],
            false => {
                self.client_list.show(all_of);
                self.selected_clients.drop_selection();
                self.ask_clients()
            }
        }
    }

    /// The list of clients was scrolled to its end.
    pub fn more_clients(&mut self) -> Vec<Wish> {
        self.ask_clients()
    }

    /// The list comes on the screen: who came meanwhile, nobody has asked.
    pub(super) fn look_at_clients(&mut self) -> Vec<Wish> {
        self.client_list.begin();
        self.ask_clients()
    }

    /// A page of the list, if there is one to ask for.
    pub(super) fn ask_clients(&mut self) -> Vec<Wish> {
        // Before the first frame nobody is there to ask: the reset asks then.
        if self.roster.is_none() || !self.shows_clients() || !self.client_list.has_more() {
            return vec![];
        }
        let asked = self.client_list.ask_page();
        asked.map(Wish::ask).into_iter().collect()
    }

    /// What else the list has to ask: of whom something was heard, and how many there are.
    pub(super) fn ask_of_clients(&mut self) -> Vec<Wish> {
        if self.roster.is_none() || !self.shows_clients() {
            return vec![];
        }
        let mut wishes = Vec::new();
        if self.client_list.has_doubts() {
            wishes.push(Wish::ask(self.client_list.ask_doubtful()));
        }
        if self.client_list.is_uncounted() {
            wishes.push(Wish::ask(self.client_list.ask_count()));
        }
        wishes
    }

    pub(super) fn clients_listed(&mut self, asked: &ListClients, page: ListedClients) -> Vec<Wish> {
        let customers = &mut self.clients.customers;
        let next = customers.answered(asked, page.clone());
        let next = next.or_else(|| self.client_list.page(asked, page).map(Wish::ask));
        next.into_iter().collect()
    }

    pub(super) fn clients_refused(&mut self, asked: &ListClients) -> Vec<Wish> {
        self.clients.customers.refused(asked);
        match self.client_list.was_refused(asked) {
            true => self.ask_clients(),
            false => vec![],
        }
    }

    /// A dialog is this now; whose it is may belong on the list or not.
    pub(super) fn doubt_client_of(&mut self, dialog: &Summary) {
        if self.shows_clients() {
            let before = self.board.card(dialog.id).cloned();
            // What is doubtful is shown nowhere.
            self.client_list.change_if(|list| {
                list.heard_of(before.as_deref(), dialog);
                false
            });
        }
    }

    /// The same of a dialog that is gone, or has other tags.
    pub(super) fn doubt_client_by(&mut self, dialog: DialogId) {
        let client = self.board.card(dialog).map(|card| card.client.id);
        if let Some(client) = client.filter(|_| self.shows_clients()) {
            self.client_list.change_if(|list| {
                list.doubt(client);
                false
            });
        }
    }

    /// A mark is there no more, or is another one.
    pub(super) fn mark_left_clients(&mut self, mark: MarkId) -> Vec<Wish> {
        match self.shows_clients() && self.client_list.has_mark(mark) {
            true => self.look_at_clients(),
            false => vec![],
        }
    }

    /// Something else is written on a client's card.
    pub(super) fn client_rewritten(&mut self, client: &ClientBrief, profile: &Profile) {
        self.clients.rewritten(client, profile);
        if self.shows_clients() {
            self.client_list.rewritten(client, profile);
        }
    }

    /// A client turned out to be another one.
    pub(super) fn client_merged(&mut self, client: ClientId, into: ClientId) {
        self.clients.forget(client);
        self.client_list.forget(client);
        self.client_list.doubt(into);
    }

    /// A client was deleted for good.
    pub(super) fn client_deleted(&mut self, client: ClientId) {
        self.clients.forget(client);
        self.client_list.forget(client);
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

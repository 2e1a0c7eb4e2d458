//! Values of variables on cards (SB-08): asked for where they are not known, and followed
//! from then on by what is told of clients.

use std::collections::{BTreeSet, HashMap};

use beseda_protocol::ask::list::{ListValues, ListedValues};
use beseda_protocol::client::{Profile, Variable};
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::CLIENTS_PAGE;

/// What is known of the variables that cards show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CardValues {
    names: Vec<String>,
    known: HashMap<ClientId, Vec<Variable>>,
    asked: Option<ListValues>,
}

impl CardValues {
    /// Cards show these from now on.
    pub fn show(&mut self, names: Vec<String>) {
        let known = HashMap::new();
        *self = Self {
            names,
            known,
            asked: None,
        };
    }

    /// Whether cards show any.
    pub fn is_shown(&self) -> bool {
        !self.names.is_empty()
    }

    /// Whether there may be something to ask.
    pub fn may_ask(&self) -> bool {
        self.is_shown() && self.asked.is_none()
    }

    /// What a client's card shows of them, in the order in which they were chosen.
    pub fn of(&self, client: ClientId) -> Vec<Variable> {
        let his = self.known.get(&client).map_or(&[][..], Vec::as_slice);
        let named = |name: &String| his.iter().find(|one| one.name == *name).cloned();
        self.names.iter().filter_map(named).collect()
    }

    /// What is to be asked of the clients on the cards: one page after the other.
    pub fn ask(&mut self, clients: impl Iterator<Item = ClientId>) -> Option<ListValues> {
        if !self.may_ask() {
            return None;
        }
        let unknown = clients.filter(|client| !self.known.contains_key(client));
        let unknown: BTreeSet<ClientId> = unknown.collect();
        if unknown.is_empty() {
            return None;
        }
        let asked = ListValues {
            names: self.names.clone(),
            clients: unknown.into_iter().take(CLIENTS_PAGE).collect(),
        };
        self.asked = Some(asked.clone());
        Some(asked)
    }

    /// The answer: of whom it tells nothing, there is none.
    pub fn told(&mut self, asked: &ListValues, listed: ListedValues) {
        if self.asked.take_if(|open| open == asked).is_none() {
            return;
        }
        let none = asked.clients.iter().map(|client| (*client, Vec::new()));
        self.known.extend(none);
        let his = listed.clients.into_iter();
        self.known.extend(his.map(|of| (of.client, of.variables)));
    }

    /// Something else is written on a client's card.
    pub fn rewritten(&mut self, client: ClientId, profile: &Profile) {
        if let Some(his) = self.known.get_mut(&client) {
            his.clone_from(&profile.variables);
        }
    }

    /// A client is gone, or is to be looked at again.
    pub fn forget(&mut self, client: ClientId) {
        self.known.remove(&client);
    }

    /// A view begins: whatever was told before may be over.
    pub fn reset(&mut self) {
        let names = std::mem::take(&mut self.names);
        self.show(names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::example::profile;
    use beseda_protocol::ask::list::ClientValues;

    fn variable(name: &str, value: &str) -> Variable {
        let (name, value) = (name.to_owned(), value.to_owned());
        Variable { name, value }
    }

    fn showing(names: &[&str]) -> CardValues {
        let mut values = CardValues::default();
        values.show(names.iter().map(ToString::to_string).collect());
        values
    }

    fn of(client: u64, variables: Vec<Variable>) -> ClientValues {
        let client = ClientId(client);
        ClientValues { client, variables }
    }

    /// Criteria: SB-08
    #[test]
    fn each_client_is_asked_about_once_and_shows_what_was_chosen_in_that_order() {
        let mut values = showing(&["Town", "Size"]);
        let on_cards = || [1, 2, 1].map(ClientId).into_iter();
        let asked = values.ask(on_cards()).unwrap();
        assert_eq!(asked.clients, [ClientId(1), ClientId(2)]);
        assert_eq!(values.ask(on_cards()), None, "one question at a time");
        let (size, town) = (variable("Size", "M"), variable("Town", "Riga"));
        let clients = vec![of(1, vec![size.clone(), town.clone()])];
        values.told(&asked, ListedValues { clients });
        assert_eq!(values.of(ClientId(1)), [town, size]);
        assert_eq!(values.of(ClientId(2)), []);
        assert_eq!(values.ask(on_cards()), None);
        assert!(values.ask([ClientId(3)].into_iter()).is_some());
    }

    #[test]
    fn what_is_written_on_a_card_shows_at_once() {
        let mut values = showing(&["Size"]);
        let asked = values.ask([ClientId(1)].into_iter()).unwrap();
        let clients = vec![];
        values.told(&asked, ListedValues { clients });
        let mut written = profile("", &[]);
        written.variables = vec![variable("Size", "L"), variable("Other", "x")];
        values.rewritten(ClientId(1), &written);
        assert_eq!(values.of(ClientId(1)), [variable("Size", "L")]);
        values.rewritten(ClientId(2), &written);
        assert_eq!(values.of(ClientId(2)), [], "nobody has asked about him");
    }

    #[test]
    fn with_nothing_chosen_nothing_is_asked_and_an_old_answer_is_none() {
        assert_eq!(showing(&[]).ask([ClientId(1)].into_iter()), None);
        let mut values = showing(&["Size"]);
        let asked = values.ask([ClientId(1)].into_iter()).unwrap();
        values.show(vec!["Town".into()]);
        let clients = vec![of(1, vec![variable("Size", "M")])];
        values.told(&asked, ListedValues { clients });
        assert!(values.ask([ClientId(1)].into_iter()).is_some());
    }
}

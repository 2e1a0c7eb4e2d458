use beseda_protocol::ask::clients::ClientQuestion;
use beseda_protocol::ask::{Asked, Question};
use beseda_protocol::ids::{Ask, OperatorId, Seq, Timestamp};
use beseda_protocol::operator::{OperatorEvent, ToOperator};

use super::*;
use crate::model::example::{roster, summary};
use crate::model::place::Place;
use crate::model::slices::changing;
use crate::model::{Model, Wish};

const NOW: Timestamp = Timestamp(5_000);

fn client(id: u64) -> ListedClient {
    ListedClient {
        client: ClientBrief {
            id: ClientId(id),
            name: None,
            is_blocked: false,
            is_paused: false,
        },
        is_customer: false,
        contacts: vec![],
        marks: vec![],
        created_at: Timestamp(id),
        open_dialogs: 0,
    }
}

/// A page of these, behind the last of whom there may be more.
fn page(ids: impl DoubleEndedIterator<Item = u64>, rest: Option<u64>) -> ListedClients {
    ListedClients {
        clients: ids.rev().map(client).collect(),
        rest: rest.map(ClientId),
    }
}

fn ids(list: &ClientList) -> Vec<u64> {
    list.list().into_iter().map(|id| id.0).collect()
}

fn labelled(mark: u64) -> Vec<Predicate> {
    let any_of = vec![MarkId(mark)];
    vec![Predicate::Marked { any_of }]
}

/// Thirty clients are listed, and there may be more.
fn listed(all_of: Vec<Predicate>) -> ClientList {
    let mut list = ClientList::default();
    list.show(all_of);
    let asked = list.ask_page().unwrap();
    assert_eq!(list.page(&asked, page(71..=100, Some(71))), None);
    list
}

#[test]
fn where_few_are_found_among_many_the_search_goes_on_until_a_page_is_full() {
    let mut list = ClientList::default();
    list.show(labelled(7));
    let first = list.ask_page().unwrap();
    let second = list.page(&first, page(98..=99, Some(90))).unwrap();
    assert_eq!(
        (second.behind, ids(&list)),
        (Some(ClientId(90)), vec![99, 98])
    );
    assert_eq!(list.page(&second, page(1..=2, None)), None);
    assert_eq!(
        (ids(&list), list.size()),
        (vec![99, 98, 2, 1], Size::Exactly(4))
    );
    assert_eq!(list.ask_page(), None);
}

#[test]
fn those_of_before_stay_until_there_is_an_answer() {
    let mut list = listed(vec![]);
    list.show(labelled(7));
    assert!(list.list().len() == 30 && list.is_loading());
    let asked = list.ask_page().unwrap();
    let late = ListClients {
        all_of: vec![],
        behind: Some(ClientId(71)),
    };
    assert_eq!(list.page(&late, page(1..=9, None)), None);
    assert_eq!(list.list().len(), 30, "an answer to what is asked no more");
    list.page(&asked, page(5..=6, None));
    assert_eq!(ids(&list), [6, 5]);
}

#[test]
fn a_list_that_is_looked_at_again_drops_who_is_there_no_more_and_keeps_the_rest() {
    let mut list = listed(vec![]);
    let asked = list.ask_page().unwrap();
    list.page(&asked, page(41..=70, Some(41)));
    list.begin();
    let first = list.ask_page().unwrap();
    let without_80 = (71..=101).filter(|id| *id != 80);
    let next = list.page(&first, page(without_80, Some(71))).unwrap();
    assert_eq!(
        list.list().len(),
        60,
        "and the pages below are looked at as well"
    );
    assert!(list.row(ClientId(80)).is_none() && list.row(ClientId(101)).is_some());
    assert_eq!(next.behind, Some(ClientId(71)));
    let without_41 = (40..=70).filter(|id| *id != 41);
    assert_eq!(list.page(&next, page(without_41, Some(40))), None);
    assert!(list.row(ClientId(41)).is_none());
}

#[test]
fn of_whom_something_is_heard_the_center_is_asked_and_the_count_goes_along() {
    let mut list = listed(labelled(7));
    let asked = list.ask_count();
    list.was_counted(
        &asked,
        CountedClients {
            n: 60,
            rest: Some(ClientId(9)),
        },
    );
    assert_eq!(list.size(), Size::AtLeast(60));
    let asked = list.ask_count();
    list.was_counted(&asked, CountedClients { n: 2, rest: None });
    assert_eq!(list.size(), Size::Exactly(62));

    // He may lie behind what the pages have come to.
    list.doubt(ClientId(12));
    assert!(!list.has_doubts());
    for id in [80, 101] {
        list.doubt(ClientId(id));
    }
    let asked = list.ask_doubtful();
    assert_eq!(asked.clients, [ClientId(101), ClientId(80)]);
    let clients = vec![client(101)];
    list.filtered(&asked, FilteredClients { clients });
    assert_eq!((ids(&list)[0], list.row(ClientId(80))), (101, None));
    assert_eq!(list.size(), Size::Exactly(62), "one came, one went");
    list.forget(ClientId(90));
    assert_eq!(list.size(), Size::Exactly(61));
}

#[test]
fn what_decides_nothing_is_not_asked_about() {
    let mut list = listed(vec![]);
    let card = summary(80, 200);
    list.heard_of(Some(&card), &summary(80, 300));
    assert!(!list.has_doubts());
    let mut taken = card.clone();
    taken.responsible = Some(OperatorId(2));
    list.heard_of(Some(&card), &taken);
    assert!(list.has_doubts());
    // What the center did not say is asked with the next doubt.
    let asked = list.ask_doubtful();
    list.doubt(ClientId(81));
    assert!(!list.has_doubts(), "one question at a time");
    list.was_not_filtered(&asked);
    assert_eq!(list.ask_doubtful().clients, [ClientId(81)]);
}

#[test]
fn what_an_address_asks_in_vain_is_asked_no_more() {
    let mut list = ClientList::default();
    list.show(labelled(7));
    let asked = list.ask_page().unwrap();
    assert!(list.was_refused(&asked) && !list.is_narrowed());
    let asked = list.ask_page().unwrap();
    assert!(!list.was_refused(&asked));
}

/// A console that looks at its dialogs.
fn console() -> Model {
    let mut model = Model::new(Place::Dialogs(None));
    *model.roster = Some(roster());
    model
}

/// The first page of the clients is there.
fn at_the_clients() -> Model {
    let mut model = console();
    model.go(Place::Clients(None));
    let (all_of, behind) = (vec![], None);
    let asked = ListClients { all_of, behind };
    answer(&mut model, asked, page(71..=100, Some(71)));
    model
}

fn answer<Q: Asked>(model: &mut Model, asked: Q, given: Q::Answer) -> Vec<Wish> {
    model.asked(Ask(7), asked);
    let answer = Q::answer(given);
    model.hear(
        ToOperator::Answer {
            ask: Ask(7),
            answer,
        },
        NOW,
    )
}

fn begins(id: u64) -> ToOperator {
    ToOperator::Events {
        after: Seq(1),
        seq: Seq(2),
        events: vec![OperatorEvent::Dialog {
            dialog: summary(id, 200),
        }],
    }
}

/// Criteria: X19
#[test]
fn somebody_new_stands_on_top_of_the_list_that_is_looked_at() {
    let mut model = at_the_clients();
    let wishes = model.hear(begins(101), NOW);
    let [Wish::Ask(Question::Clients(ClientQuestion::FilterClients(asked)))] = &wishes[..] else {
        panic!("{wishes:?}");
    };
    let (asked, clients) = (asked.clone(), vec![client(101)]);
    answer(&mut model, asked, FilteredClients { clients });
    assert_eq!(ids(&model.client_list)[0], 101);
}

#[test]
fn a_list_of_clients_that_nobody_looks_at_costs_nothing_and_is_asked_for_anew() {
    let mut model = console();
    assert!(model.client_list.list().is_empty());
    let (wishes, changed) = changing(|| model.hear(begins(101), NOW));
    let changed: Vec<&str> = changed.iter().map(|place| Model::SLICES[place]).collect();
    assert!(!changed.contains(&"client_list"), "{changed:?}");
    let is_of_clients = |wish: &Wish| matches!(wish, Wish::Ask(Question::Clients(_)));
    assert!(!wishes.iter().any(is_of_clients));
    let wishes = model.go(Place::Clients(None));
    assert!(wishes.iter().any(is_of_clients));
    // From card to card it is not.
    let wishes = model.go(Place::Clients(Some(ClientId(90))));
    let is_page = |wish: &Wish| {
        matches!(
            wish,
            Wish::Ask(Question::Clients(ClientQuestion::ListClients(_)))
        )
    };
    assert!(!wishes.iter().any(is_page));
}

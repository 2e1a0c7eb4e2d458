//! The list of clients shows whom its predicates describe, whichever way the center finds
//! them: held against a naive look at every client and his dialogs.

use std::cell::RefCell;
use std::collections::BTreeMap;

use beseda_protocol::ask::clients::{
    AddClient, CountClients, CountedClients, FilterClients, ListClients, ListedClient, MarkClient,
    MergeClients, SetClientVariable,
};
use beseda_protocol::ask::dialogs::{Assign, MarkUnread, TagDialog};
use beseda_protocol::ask::list::{ListDialogs, ListValues};
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::filter::{Filter, Order, Predicate, StateFilter};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, MarkId, MessageId};
use beseda_protocol::limits::{CARD_VARIABLES_MAX, CLIENTS_PAGE, PREDICATES_MAX};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Access, Others, Role};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::access::give;
use crate::channels::with_two_channels;
use crate::filter::{
    DAY_MS, Facts, describe, is_marked, is_true_of_client, is_true_of_dialog, marks, next,
    predicate,
};
use crate::harness::CenterTest;

/// More than are looked at in one slice.
const CLIENTS: u64 = 640;

/// A center full of clients, with dialogs and without, and what is true of each.
struct World {
    test: CenterTest,
    marks: Vec<MarkId>,
    facts: BTreeMap<ClientId, Facts>,
    tags: BTreeMap<DialogId, Vec<MarkId>>,
    n_clients: u64,
    n_dialogs: u64,
}

impl World {
    /// Ada sees everything; Boris one of two channels, and there what is nobody's or his.
    fn new() -> Self {
        let mut test = with_two_channels();
        test.hire("boris", Role::Operator);
        let access = Access {
            channels: Some(vec![ChannelId(1)]),
            others: Others::Hidden,
        };
        give(&mut test, "ada", "boris", access).unwrap();
        let marks = marks(&mut test);
        let facts = [ClientId(1), ClientId(2)].map(|id| {
            let registered_at = test.now;
            let facts = Facts {
                registered_at,
                ..Facts::default()
            };
            (id, facts)
        });
        let mut world = Self {
            test,
            marks,
            facts: facts.into(),
            tags: BTreeMap::new(),
            n_clients: 2,
            n_dialogs: 2,
        };
        let mut seed = 11;
        while world.n_clients < CLIENTS {
            world.come(&mut seed);
        }
        world.test.quiet();
        world
    }

    /// Somebody comes: he writes, now and then from two browsers, or is added by hand.
    fn come(&mut self, seed: &mut u64) {
        self.test.pass(next(seed) % 3 * DAY_MS / 100);
        let mut facts = Facts {
            registered_at: self.test.now,
            ..Facts::default()
        };
        let client = match next(seed) % 4 {
            0 => {
                facts.name = Some("Added by hand");
                let (name, contacts) = (facts.name.map(Into::into), vec![]);
                self.n_clients += 1;
                let added = self.test.asked("ada", AddClient { name, contacts });
                added.unwrap().id
            }
            1 => {
                let into = self.write(seed);
                for _ in 0..next(seed) % 3 {
                    let client = self.write(seed);
                    let merge = MergeClients { client, into };
                    self.test.asked("ada", merge).unwrap();
                }
                into
            }
            _ => self.write(seed),
        };
        let labels = self.marks[2..].to_vec();
        describe(&mut self.test, client, &labels, seed, &mut facts);
        self.test.quiet();
        self.facts.insert(client, facts);
    }

    /// A browser writes; whose it is.
    fn write(&mut self, seed: &mut u64) -> ClientId {
        let mut one_of = |n: u64| next(seed) % n;
        self.n_clients += 1;
        self.n_dialogs += 1;
        let (client, dialog) = (ClientId(self.n_clients), DialogId(self.n_dialogs));
        let test = &mut self.test;
        let name = format!("v{client}");
        match one_of(2) {
            0 => test.widget(&name),
            _ => test.widget_on(&name, "s2"),
        };
        test.say(&name, "c1", "Hello?");
        if one_of(3) == 0 {
            let upto = MessageId(1 << 40);
            test.operator("ada", FromOperator::Opened { dialog, upto });
        }
        match one_of(4) {
            0 => drop(test.reply("ada", dialog.0, "r1", "Yes?")),
            1 => {
                let to = Some(test.id("boris"));
                // He may not see it.
                test.asked("ada", Assign { dialog, to }).ok();
            }
            _ => {}
        }
        if one_of(4) == 0 {
            test.close("ada", dialog.0);
        }
        if one_of(12) == 0 {
            test.asked("ada", MarkUnread { dialog }).unwrap();
        }
        for (place, tag) in self.marks[..2].iter().copied().enumerate() {
            if is_marked(seed, place) {
                test.asked("ada", TagDialog { dialog, tag }).unwrap();
                self.tags.entry(dialog).or_default().push(tag);
            }
        }
        test.leave(&name);
        client
    }

    /// All pages of some predicates.
    fn list(&mut self, me: &str, all_of: &[Predicate]) -> Vec<ListedClient> {
        let (mut found, mut behind) = (Vec::new(), None);
        loop {
            let all_of = all_of.to_vec();
            let page = self
                .test
                .asked_in_slices(me, ListClients { all_of, behind });
            assert!(page.clients.len() <= CLIENTS_PAGE);
            found.extend(page.clients);
            match page.rest {
                Some(rest) => behind = Some(rest),
                None => return found,
            }
        }
    }

    fn count(&mut self, me: &str, all_of: &[Predicate]) -> u64 {
        let (mut n, mut behind) = (0, None);
        loop {
            let all_of = all_of.to_vec();
            let asked = CountClients { all_of, behind };
            let CountedClients { n: more, rest } = self.test.asked_in_slices(me, asked);
            n += more;
            match rest {
                Some(rest) => behind = Some(rest),
                None => return n,
            }
        }
    }

    /// Every dialog that somebody sees.
    fn dialogs(&mut self, me: &str) -> Vec<Summary> {
        let (mut found, mut behind) = (Vec::new(), None);
        loop {
            let filter = Filter {
                state: StateFilter::All,
                ..Filter::default()
            };
            let order = Order::Created;
            let asked = ListDialogs {
                filter,
                order,
                behind,
            };
            let page = self.test.asked_in_slices(me, asked);
            found.extend(page.dialogs);
            match page.rest {
                Some(rest) => behind = Some(rest),
                None => return found,
            }
        }
    }

    /// The naive way: of a client, with those of his dialogs that are seen.
    fn is_true(&self, all_of: &[Predicate], id: ClientId, seen: &[&Summary]) -> bool {
        let facts = &self.facts[&id];
        let (of_dialog, others): (Vec<&Predicate>, Vec<&Predicate>) =
            all_of.iter().partition(|one| one.is_of_dialog());
        let has_all = |dialog: &&Summary| {
            let mut asked = of_dialog.iter();
            asked.all(|one| is_true_of_dialog(one, dialog).unwrap())
        };
        let has_any = |marks: &[MarkId]| {
            let mut tags = seen.iter().filter_map(|dialog| self.tags.get(&dialog.id));
            marks.iter().any(|mark| facts.labels.contains(mark))
                || tags.any(|tags| tags.iter().any(|tag| marks.contains(tag)))
        };
        let mut others = others.into_iter();
        (of_dialog.is_empty() || seen.iter().any(has_all))
            && others.all(|one| match one {
                Predicate::Marked { any_of } => has_any(any_of),
                Predicate::Unmarked { none_of } => !has_any(none_of),
                one => is_true_of_client(one, id, facts).unwrap(),
            })
    }
}

/// Each client's dialogs among some.
fn by_client(dialogs: &[Summary]) -> BTreeMap<ClientId, Vec<&Summary>> {
    let mut his: BTreeMap<ClientId, Vec<&Summary>> = BTreeMap::new();
    for dialog in dialogs {
        his.entry(dialog.client.id).or_default().push(dialog);
    }
    his
}

/// Criteria: X19, SB-25, SB-26, SB-28, SB-29, SB-30, SB-31, SB-32, SB-33, SB-34, SB-36, SB-38, SB-39, SB-40, C2D-14, C2D-15, KC-14
#[test]
fn whatever_is_asked_of_the_clients_the_list_shows_what_a_look_at_every_client_shows() {
    let mut world = World::new();
    let all = world.dialogs("ada");
    let seen = [("ada", all.clone()), ("boris", world.dialogs("boris"))];
    assert!(all.len() as u64 == world.n_dialogs && seen[1].1.len() < all.len() / 2);
    let marks = world.marks.clone();
    let world = RefCell::new(world);
    let config = ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let asked = prop::collection::vec(predicate(marks), 0..4);
    let run = TestRunner::new(config).run(&asked, |all_of| {
        let mut world = world.borrow_mut();
        let of_all = by_client(&all);
        for (name, dialogs) in &seen {
            let his = by_client(dialogs);
            let ids = world.facts.keys().rev().copied();
            let wanted = ids.filter(|id| {
                let seen = his.get(id).map(Vec::as_slice).unwrap_or_default();
                let is_seen = !seen.is_empty() || !of_all.contains_key(id);
                is_seen && world.is_true(&all_of, *id, seen)
            });
            let wanted: Vec<ClientId> = wanted.collect();
            let found = world.list(name, &all_of);
            let ids: Vec<ClientId> = found.iter().map(|one| one.client.id).collect();
            prop_assert_eq!(&ids, &wanted, "{:?} {}", all_of, name);
            prop_assert_eq!(world.count(name, &all_of), wanted.len() as u64);
            for row in found {
                let facts = &world.facts[&row.client.id];
                let is_open = |dialog: &&&Summary| dialog.state == DialogState::Open {};
                let seen = his.get(&row.client.id).into_iter().flatten();
                prop_assert_eq!(row.open_dialogs as usize, seen.filter(is_open).count());
                prop_assert_eq!(row.client.name.as_deref(), facts.name);
                prop_assert_eq!(row.created_at, facts.registered_at);
                prop_assert_eq!(row.marks, Vec::from_iter(facts.labels.iter().copied()));
                let contacts = facts.phone.iter().chain(&facts.email);
                let contacts: Vec<&String> = contacts.collect();
                let given: Vec<&String> = row.contacts.iter().map(|one| &one.value).collect();
                prop_assert_eq!(given, contacts);
            }
        }
        Ok(())
    });
    run.unwrap();
}

fn shown(test: &mut CenterTest, all_of: Vec<Predicate>) -> Vec<u64> {
    let behind = None;
    let page = test.asked_in_slices("ada", ListClients { all_of, behind });
    page.clients.iter().map(|one| one.client.id.0).collect()
}

#[test]
fn one_dialog_must_have_all_that_is_asked_of_a_dialog() {
    let mut test = with_two_channels();
    // Anna's in the first channel is answered, her other one in the second is not.
    test.reply("ada", 1, "r1", "Yes?")
        .widget_on("anna's phone", "s2")
        .say("anna's phone", "c1", "Hello?");
    let (client, into) = (ClientId(3), ClientId(1));
    test.asked("ada", MergeClients { client, into }).unwrap();
    let in_channel = |id| {
        let any_of = vec![id];
        vec![Predicate::Unanswered {}, Predicate::Channels { any_of }]
    };
    assert!(shown(&mut test, in_channel(ChannelId(1))).is_empty());
    let elsewhere = in_channel(crate::channels::ELSEWHERE);
    assert_eq!(shown(&mut test, elsewhere), [2, 1]);
}

#[test]
fn some_clients_are_held_against_predicates() {
    let mut test = CenterTest::new();
    for name in ["Anna", "Boris", "Annika"] {
        let (name, contacts) = (Some(name.into()), vec![]);
        test.asked("ada", AddClient { name, contacts }).unwrap();
    }
    let all_of = vec![Predicate::Search { part: "ann".into() }];
    let clients = vec![ClientId(2), ClientId(3), ClientId(99)];
    let asked = FilterClients {
        all_of: all_of.clone(),
        clients,
    };
    let found = test.asked("ada", asked).unwrap();
    let ids: Vec<u64> = found.clients.iter().map(|one| one.client.id.0).collect();
    assert_eq!(ids, [3]);

    let clients = vec![ClientId(1); CLIENTS_PAGE + 1];
    let refused = test.asked("ada", FilterClients { all_of, clients });
    assert_eq!(
        refused.err().map(|refusal| refusal.code),
        Some(Code::LimitReached)
    );
    let all_of = vec![Predicate::Unread {}; PREDICATES_MAX + 1];
    let behind = None;
    let refused = test.asked("ada", ListClients { all_of, behind });
    assert_eq!(
        refused.err().map(|refusal| refusal.code),
        Some(Code::LimitReached)
    );
}

/// Criteria: SB-08
#[test]
fn values_of_variables_are_told_of_the_clients_whom_the_asker_sees() {
    let mut test = with_two_channels();
    test.hire("boris", Role::Operator);
    let access = Access {
        channels: Some(vec![ChannelId(1)]),
        others: Others::Answerable,
    };
    give(&mut test, "ada", "boris", access).unwrap();
    for (client, name, value) in [(1, "Size", "M"), (1, "Town", "Riga"), (2, "Size", "L")] {
        let set = SetClientVariable {
            client: ClientId(client),
            name: name.into(),
            value: Some(value.into()),
            replaced: None,
        };
        test.asked("ada", set).unwrap();
    }
    let mut told = |who: &str, names: &[&str]| -> Vec<(u64, String)> {
        let asked = ListValues {
            names: names.iter().map(ToString::to_string).collect(),
            clients: vec![ClientId(1), ClientId(2), ClientId(99)],
        };
        let listed = test.asked(who, asked).unwrap();
        let all = listed.clients.into_iter().flat_map(|of| {
            let values = of.variables.into_iter();
            values.map(move |one| (of.client.0, format!("{}={}", one.name, one.value)))
        });
        all.collect()
    };
    let pair = |client, text: &str| (client, text.to_owned());
    let sizes = [pair(1, "Size=M"), pair(2, "Size=L")];
    assert_eq!(told("ada", &["Size"]), sizes);
    assert_eq!(told("boris", &["Size"]), sizes[..1]);
    let both = [pair(1, "Size=M"), pair(1, "Town=Riga")];
    assert_eq!(told("boris", &["Town", "Size", "None"]), both);
    let names = vec![String::new(); CARD_VARIABLES_MAX + 1];
    let clients = vec![];
    let refused = test.asked("ada", ListValues { names, clients });
    assert_eq!(
        refused.err().map(|refusal| refusal.code),
        Some(Code::LimitReached)
    );
}

/// Criteria: SB-41, X19
#[test]
fn the_worked_example_finds_a_client_without_a_dialog() {
    let mut test = CenterTest::new();
    let kind = ContactKind::Phone;
    let value = "+7 921 123-45-67".to_owned();
    for name in ["Ксения Петрова", "Ксения"] {
        let (name, contacts) = (
            Some(name.into()),
            vec![Contact {
                kind,
                value: value.clone(),
            }],
        );
        test.asked("ada", AddClient { name, contacts }).unwrap();
    }
    let client = ClientId(1);
    let set = SetClientVariable {
        client,
        name: "Размер".into(),
        value: Some("XS".into()),
        replaced: None,
    };
    test.asked("ada", set).unwrap();
    let vip = marks(&mut test)[2];
    test.asked("ada", MarkClient { client, mark: vip }).unwrap();
    let asked = vec![
        Predicate::Search {
            part: "ксения".into(),
        },
        Predicate::Search {
            part: "921 123".into(),
        },
        Predicate::Variable {
            name: Some("Размер".into()),
            value: Some("xs".into()),
        },
        Predicate::Marked { any_of: vec![vip] },
    ];
    assert_eq!(shown(&mut test, asked), [1]);
}

//! What is asked: each tab, each order, each predicate by itself, some together, and what
//! is said.

use beseda_protocol::ask::clients::{CountClients, ListClients};
use beseda_protocol::ask::list::{CountDialogs, FilterDialogs, ListDialogs, NextUnanswered};
use beseda_protocol::ask::search::SearchMessages;
use beseda_protocol::ask::{Answer, Asked, Question};
use beseda_protocol::filter::{Filter, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{Date, DialogId, MarkId, OperatorId};
use beseda_protocol::limits::{CLIENTS_PAGE, DIALOGS_PAGE};

use serde::Serialize;

use super::words;
use super::world::{self, CITIES, World};

/// What is asked, and what it is called in the table.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) is_narrow: bool,
    pub(super) what: What,
}

/// What an aim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Tab,
    Order,
    Predicate,
    Together,
    Count,
    Messages,
    Other,
}

/// A question that is asked until a page is full, or there is no more.
#[derive(Debug, Clone)]
pub(super) enum What {
    Page(Filter, Order),
    Count(Filter),
    Clients(Vec<Predicate>),
    CountClients(Vec<Predicate>),
    Messages(String),
    Next(NextUnanswered),
    Among(FilterDialogs),
}

impl Named {
    /// The smallest question that there is: which of no dialogs.
    pub(super) fn smallest() -> Self {
        let nothing = FilterDialogs {
            filter: Filter::default(),
            dialogs: Vec::new(),
        };
        Self::new("which of no dialogs", Kind::Other, What::Among(nothing))
    }

    /// All of them.
    pub(super) fn all(world: &World) -> Vec<Self> {
        let mut all = vec![Self::smallest()];
        all.extend(tabs());
        all.extend(orders());
        all.extend(predicates(world));
        all.extend(together(world));
        all.extend(counts());
        all.extend(clients(world));
        all.extend(messages());
        let but = DialogId(0);
        let next = What::Next(NextUnanswered { but });
        all.push(Self::new("which to answer next", Kind::Other, next));
        all
    }

    fn new(name: impl Into<String>, kind: Kind, what: What) -> Self {
        Self {
            name: name.into(),
            kind,
            is_narrow: false,
            what,
        }
    }
}

impl What {
    /// As it is asked first.
    pub(super) fn begin(&self) -> Question {
        let behind = None;
        match self.clone() {
            Self::Page(filter, order) => ListDialogs {
                filter,
                order,
                behind,
            }
            .into(),
            Self::Count(filter) => CountDialogs { filter, behind }.into(),
            Self::Clients(all_of) => ListClients {
                all_of,
                behind: None,
            }
            .into(),
            Self::CountClients(all_of) => CountClients {
                all_of,
                behind: None,
            }
            .into(),
            Self::Messages(text) => SearchMessages { text, behind: None }.into(),
            Self::Next(next) => next.into(),
            Self::Among(among) => among.into(),
        }
    }

    /// How it is asked on behind an answer, if it is; counts what was found.
    pub(super) fn go_on(&self, answer: Answer, found: &mut u64) -> Option<Question> {
        match self.clone() {
            Self::Page(filter, order) => {
                let page = ListDialogs::given(answer).expect(OTHER);
                *found += page.dialogs.len() as u64;
                let behind = page.rest.filter(|_| *found < DIALOGS_PAGE as u64)?;
                let behind = Some(behind);
                let on = ListDialogs {
                    filter,
                    order,
                    behind,
                };
                Some(on.into())
            }
            Self::Count(filter) => {
                let counted = CountDialogs::given(answer).expect(OTHER);
                *found += counted.n;
                let behind = Some(counted.rest?);
                Some(CountDialogs { filter, behind }.into())
            }
            Self::Clients(all_of) => {
                let page = ListClients::given(answer).expect(OTHER);
                *found += page.clients.len() as u64;
                let behind = page.rest.filter(|_| *found < CLIENTS_PAGE as u64)?;
                let behind = Some(behind);
                Some(ListClients { all_of, behind }.into())
            }
            Self::CountClients(all_of) => {
                let counted = CountClients::given(answer).expect(OTHER);
                *found += counted.n;
                let behind = Some(counted.rest?);
                Some(CountClients { all_of, behind }.into())
            }
            Self::Messages(text) => {
                let messages = SearchMessages::given(answer).expect(OTHER);
                *found += messages.messages.len() as u64;
                let behind = Some(messages.rest.filter(|_| *found < HITS)?);
                Some(SearchMessages { text, behind }.into())
            }
            Self::Next(_) => {
                let next = NextUnanswered::given(answer).expect(OTHER);
                *found += next.dialogs.len() as u64;
                None
            }
            Self::Among(_) => {
                let among = FilterDialogs::given(answer).expect(OTHER);
                *found += among.dialogs.len() as u64;
                None
            }
        }
    }
}

/// The types bind an answer to its question.
const OTHER: &str = "an answer of its question";

/// Messages on a page.
const HITS: u64 = 30;

fn tabs() -> Vec<Named> {
    let mut tabs = Vec::new();
    for state in [StateFilter::Open, StateFilter::All, StateFilter::Closed] {
        for tab in Tab::ALL {
            let what = What::Page(filter(state, *tab, []), Order::usual(*tab));
            let name = format!("{}, {}", tab.word(), state.word());
            tabs.push(Named::new(name.clone(), Kind::Tab, what.clone()));
            if *tab == Tab::All {
                tabs.push(Named {
                    is_narrow: true,
                    ..Named::new(format!("{name}: who sees one channel"), Kind::Tab, what)
                });
            }
        }
    }
    tabs
}

fn orders() -> Vec<Named> {
    let mut orders = Vec::new();
    for state in [StateFilter::Open, StateFilter::All, StateFilter::Closed] {
        for order in [Order::Waiting, Order::Created] {
            let what = What::Page(filter(state, Tab::All, []), order);
            let name = format!("by {}, {}", order.word(), state.word());
            orders.push(Named::new(name, Kind::Order, what));
        }
    }
    orders
}

fn predicates(world: &World) -> Vec<Named> {
    let [often, tenth, .., rare, _] = &world.tags[..] else {
        panic!("there are six tags");
    };
    let search = |part: &str| Predicate::Search { part: part.into() };
    let marked = |mark: &MarkId| Predicate::Marked {
        any_of: vec![*mark],
    };
    let of = |n: usize| {
        let any_of = vec![world::operator(&world.colleagues[n])];
        Predicate::Responsible { any_of }
    };
    let last = world.channels.len() - 1;
    let channel = |n: usize| Predicate::Channels {
        any_of: vec![world.channels[n]],
    };
    let site = |n: usize| Predicate::Sites {
        any_of: vec![world.sites[n].clone()],
    };
    let city = |value: &str| variable(Some("City"), Some(value));
    let registered =
        |from: Option<Date>, before: Option<Date>| Predicate::Registered { from, before };
    let alone = [
        ("search that finds none", search("zzzz")),
        ("search that finds 1", search(&world.email)),
        ("search that finds half", search("mail.example")),
        (
            "a part of the client's number",
            Predicate::Client { part: "777".into() },
        ),
        (
            "a comment",
            Predicate::Comment {
                part: "wholesale".into(),
            },
        ),
        (
            "a comment that nobody has",
            Predicate::Comment {
                part: "zzzz".into(),
            },
        ),
        ("a tag on half", marked(often)),
        ("a tag on a tenth", marked(tenth)),
        ("a tag on a thousandth", marked(rare)),
        ("a label on half", marked(&world.labels[0])),
        ("a label on a thousandth", marked(&world.labels[4])),
        (
            "not that tag on half",
            Predicate::Unmarked {
                none_of: vec![*often],
            },
        ),
        ("the largest channel", channel(0)),
        ("the smallest channel", channel(last)),
        ("the largest site", site(0)),
        ("the smallest site", site(last)),
        ("who has most", of(0)),
        ("who has fewest", of(world.colleagues.len() - 1)),
        (
            "nobody's colleague",
            Predicate::Responsible {
                any_of: vec![OperatorId(999)],
            },
        ),
        ("unanswered", Predicate::Unanswered {}),
        ("unread", Predicate::Unread {}),
        (
            "registered on a day",
            registered(Some("2025-11-10".into()), Some("2025-11-11".into())),
        ),
        (
            "registered in a year",
            registered(Some("2025-06-01".into()), None),
        ),
        (
            "registered before all",
            registered(None, Some("2020-01-01".into())),
        ),
        ("a variable that half have", variable(Some("City"), None)),
        ("a frequent value", city(CITIES[0])),
        ("a value that nobody has", city("Atlantis")),
        ("a value under any name", variable(None, Some("500777"))),
    ];
    let mut named = Vec::new();
    for (name, predicate) in alone {
        let all = filter(StateFilter::All, Tab::All, [predicate]);
        named.push(Named::new(
            name,
            Kind::Predicate,
            What::Page(all, Order::Newest),
        ));
    }
    named
}

fn together(world: &World) -> Vec<Named> {
    let marked = |marks: &[MarkId]| Predicate::Marked {
        any_of: marks.to_vec(),
    };
    let unmarked = |marks: &[MarkId]| Predicate::Unmarked {
        none_of: marks.to_vec(),
    };
    let World { tags, labels, .. } = world;
    let mut named = Vec::new();
    let mut one = |name: &str, state, tab, all_of: Vec<Predicate>| {
        let what = What::Page(filter(state, tab, all_of), Order::Newest);
        named.push(Named::new(name, Kind::Together, what));
    };
    one(
        "others', a tag on a tenth",
        StateFilter::Open,
        Tab::Others,
        vec![marked(&tags[1..2])],
    );
    one(
        "free, unread, the smallest channel",
        StateFilter::Open,
        Tab::Free,
        vec![
            Predicate::Unread {},
            Predicate::Channels {
                any_of: world.channels[9..].to_vec(),
            },
        ],
    );
    one(
        "a label on half, not the tag on half",
        StateFilter::All,
        Tab::All,
        vec![marked(&labels[..1]), unmarked(&tags[..1])],
    );
    one(
        "search that finds half, a year, a frequent value",
        StateFilter::All,
        Tab::All,
        vec![
            Predicate::Search {
                part: "mail.example".into(),
            },
            Predicate::Registered {
                from: Some("2025-06-01".into()),
                before: None,
            },
            variable(Some("City"), Some(CITIES[0])),
        ],
    );
    one(
        "closed, a tag on a hundredth, the smallest site, two colleagues",
        StateFilter::Closed,
        Tab::All,
        vec![
            marked(&tags[3..4]),
            Predicate::Sites {
                any_of: world.sites[9..].to_vec(),
            },
            Predicate::Responsible {
                any_of: world.colleagues[..2].iter().map(world::operator).collect(),
            },
        ],
    );
    named
}

fn counts() -> Vec<Named> {
    let none = Predicate::Search {
        part: "zzzz".into(),
    };
    let half = Predicate::Search {
        part: "mail.example".into(),
    };
    let one = |name: &str, state, all_of: Vec<Predicate>| {
        let what = What::Count(filter(state, Tab::All, all_of));
        Named::new(name, Kind::Count, what)
    };
    vec![
        one("count of the closed", StateFilter::Closed, vec![]),
        one(
            "count of a search that finds half",
            StateFilter::All,
            vec![half],
        ),
        one(
            "count of a search that finds none",
            StateFilter::All,
            vec![none],
        ),
    ]
}

/// Of the section of clients, whose questions have plans of their own: each shape of them.
fn clients(world: &World) -> Vec<Named> {
    let search = |part: &str| Predicate::Search { part: part.into() };
    let marked = |mark: &MarkId| Predicate::Marked {
        any_of: vec![*mark],
    };
    let page = |name: &str, all_of: Vec<Predicate>| {
        let name = format!("clients: {name}");
        Named::new(name, Kind::Predicate, What::Clients(all_of))
    };
    let count = |name: &str, all_of: Vec<Predicate>| {
        let name = format!("count of clients: {name}");
        Named::new(name, Kind::Count, What::CountClients(all_of))
    };
    let comment = Predicate::Comment {
        part: "zzzz".into(),
    };
    let number = Predicate::Client { part: "777".into() };
    let smallest = Predicate::Channels {
        any_of: world.channels[9..].to_vec(),
    };
    let registered = Predicate::Registered {
        from: Some("2025-11-10".into()),
        before: Some("2025-11-11".into()),
    };
    vec![
        page("all", vec![]),
        page("search that finds none", vec![search("zzzz")]),
        page("search that finds 1", vec![search(&world.email)]),
        page("search that finds half", vec![search("mail.example")]),
        page("a part of the number", vec![number]),
        page("a comment that nobody has", vec![comment]),
        page("a tag on half", vec![marked(&world.tags[0])]),
        page("a tag on a thousandth", vec![marked(&world.tags[4])]),
        page("a label on half", vec![marked(&world.labels[0])]),
        page("a label on a thousandth", vec![marked(&world.labels[4])]),
        page("the smallest channel", vec![smallest]),
        page("unanswered", vec![Predicate::Unanswered {}]),
        page("registered on a day", vec![registered]),
        page(
            "a frequent value",
            vec![variable(Some("City"), Some(CITIES[0]))],
        ),
        page(
            "a value under any name",
            vec![variable(None, Some("500777"))],
        ),
        count("all", vec![]),
        count("search that finds none", vec![search("zzzz")]),
        count("search that finds half", vec![search("mail.example")]),
    ]
}

fn messages() -> Vec<Named> {
    let one =
        |name: &str, text: &str| Named::new(name, Kind::Messages, What::Messages(text.to_owned()));
    vec![
        one("messages: a word in none", words::NEVER),
        one("messages: a word in 1", words::ONCE),
        one("messages: a word in a twentieth", words::OFTEN),
    ]
}

fn filter(state: StateFilter, tab: Tab, all_of: impl Into<Vec<Predicate>>) -> Filter {
    let all_of = all_of.into();
    Filter { state, tab, all_of }
}

fn variable(name: Option<&str>, value: Option<&str>) -> Predicate {
    let (name, value) = (name.map(Into::into), value.map(Into::into));
    Predicate::Variable { name, value }
}

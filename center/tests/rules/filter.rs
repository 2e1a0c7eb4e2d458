//! A filter as SQL shows what it says, whichever way the center finds it: held against a
//! naive look at every dialog, and against what a console makes of a card.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use beseda_center::turn::{Input, Output};
use beseda_protocol::ask::Asked;
use beseda_protocol::ask::clients::{
    AddContact, MarkClient, SetClientComment, SetClientName, SetClientVariable,
};
use beseda_protocol::ask::dialogs::{
    Assign, MarkUnread, PinDialog, SnoozeDialog, SnoozeUntil, TagDialog,
};
use beseda_protocol::ask::list::{
    CountDialogs, CountedDialogs, FilterDialogs, ListDialogs, NextUnanswered,
};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::filter::{Filter, ListPlace, Order, Predicate, StateFilter, Tab};
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{
    ChannelId, Cid, ClientId, Date, DialogId, MarkId, MessageId, OperatorId, Timestamp,
};
use beseda_protocol::limits::DIALOGS_PAGE;
use beseda_protocol::mark::MarkKind;
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::team::Role;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::channels::ELSEWHERE;
use crate::harness::{ASK, CenterTest, Heard};

/// More than are looked at in one slice, so that orders are walked as well.
const DIALOGS: u64 = 1_100;

const NAMES: [&str; 5] = ["Ксения Ёлкина", "Vasya1988", "Анна", "anna-maria", "Б"];
const COMMENTS: [&str; 3] = ["Постоянный клиент", "asked about DELIVERY", "ёж"];
const VARIABLES: [(&str, &str); 4] = [
    ("Размер", "XS"),
    ("Размер", "M"),
    ("Price", "xs"),
    ("Size", "M"),
];
pub(crate) const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// What was written on a client's card.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) name: Option<&'static str>,
    pub(crate) comment: Option<&'static str>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) variable: Option<(&'static str, &'static str)>,
    pub(crate) labels: BTreeSet<MarkId>,
    pub(crate) tags: BTreeSet<MarkId>,
    pub(crate) registered_at: Timestamp,
}

/// A center full of dialogs, and what is true of each.
struct World {
    test: CenterTest,
    facts: Vec<Facts>,
    marks: Vec<MarkId>,
    pinned: BTreeSet<DialogId>,
    /// When Ada called Boris in a note there.
    called: BTreeMap<DialogId, Timestamp>,
}

/// The next of some numbers that look random and are the same each time.
pub(crate) fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    *seed >> 33
}

/// Two tags, two labels, and a list.
pub(crate) fn marks(test: &mut CenterTest) -> Vec<MarkId> {
    let all = [
        (MarkKind::Tag, "delivery"),
        (MarkKind::Tag, "refund"),
        (MarkKind::Label, "VIP"),
        (MarkKind::Label, "only on sale"),
        (MarkKind::List, "spring"),
    ];
    let made = all.into_iter().map(|(kind, name)| {
        let name = name.into();
        test.asked("ada", AddMark { kind, name }).unwrap().id
    });
    made.collect()
}

impl World {
    fn new() -> Self {
        let mut test = CenterTest::new();
        test.hire("boris", Role::Operator);
        let marks = marks(&mut test);
        let (facts, pinned, called) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
        let mut world = Self {
            test,
            facts,
            marks,
            pinned,
            called,
        };
        let mut seed = 7;
        for id in 1..=DIALOGS {
            world.live(id, &mut seed);
        }
        for id in (1..=DIALOGS).step_by(97) {
            let dialog = DialogId(id);
            world.test.asked("ada", PinDialog { dialog }).unwrap();
            world.pinned.insert(dialog);
        }
        for id in (3..=DIALOGS).step_by(17) {
            let (dialog, cid) = (DialogId(id), Cid::from(&*format!("n{id}")));
            let text = "@Boris, look".to_owned();
            let note = FromOperator::Note { cid, dialog, text };
            world.test.pass(1_000).operator("ada", note).quiet();
            world.called.insert(dialog, world.test.now);
        }
        // Of those that were put off some come back; others are to.
        world.test.alarm().settle().quiet();
        world
    }

    /// A dialog and its client, who gets the same number.
    fn live(&mut self, id: u64, seed: &mut u64) {
        let mut one_of = |n: u64| next(seed) % n;
        let test = &mut self.test;
        let name = format!("v{id}");
        let (dialog, client) = (DialogId(id), ClientId(id));
        test.pass(one_of(3) * DAY_MS / 100);
        let mut facts = Facts {
            registered_at: test.now,
            ..Facts::default()
        };
        test.widget(&name).say(&name, "c1", "Hello?");
        match one_of(5) {
            0 => drop(test.reply("ada", id, &format!("r{id}"), "Yes?")),
            1 => drop(test.reply("boris", id, &format!("r{id}"), "Yes?")),
            _ => {}
        }
        if one_of(3) == 0 {
            test.say(&name, "c2", "Hm.");
        }
        if one_of(3) == 0 {
            let upto = MessageId(1 << 40);
            test.operator("ada", FromOperator::Opened { dialog, upto });
        }
        if one_of(9) == 0 {
            test.asked("ada", Assign { dialog, to: None }).unwrap();
        }
        if one_of(7) == 0 {
            let until = SnoozeUntil::Hour {};
            test.asked("ada", SnoozeDialog { dialog, until }).unwrap();
        }
        if one_of(4) == 0 {
            test.close("ada", id);
        }
        if one_of(12) == 0 {
            test.asked("ada", MarkUnread { dialog }).unwrap();
        }
        test.leave(&name).quiet();
        describe(test, client, &self.marks[2..], seed, &mut facts);
        for (place, mark) in self.marks[..2].iter().copied().enumerate() {
            if is_marked(seed, place) {
                test.asked("ada", TagDialog { dialog, tag: mark }).unwrap();
                facts.tags.insert(mark);
            }
        }
        test.quiet();
        self.facts.push(facts);
    }

    /// All pages of a filter: what is pinned, and the rest.
    fn list(&mut self, me: &str, filter: &Filter, order: Order) -> (Vec<Summary>, Vec<Summary>) {
        let mut behind = None;
        let (mut pinned, mut found) = (Vec::new(), Vec::new());
        loop {
            let asked = ListDialogs {
                filter: filter.clone(),
                order,
                behind: behind.clone(),
            };
            let page = self.test.asked_in_slices(me, asked);
            assert!(page.dialogs.len() <= DIALOGS_PAGE);
            assert!(behind.is_none() || page.pinned.is_empty());
            pinned.extend(page.pinned);
            found.extend(page.dialogs);
            match page.rest {
                Some(rest) => behind = Some(rest),
                None => return (pinned, found),
            }
        }
    }

    fn count(&mut self, me: &str, filter: &Filter) -> u64 {
        let (mut n, mut behind) = (0, None);
        loop {
            let asked = CountDialogs {
                filter: filter.clone(),
                behind,
            };
            let CountedDialogs { n: more, rest } = self.test.asked_in_slices(me, asked);
            n += more;
            match rest {
                Some(rest) => behind = Some(rest),
                None => return n,
            }
        }
    }

    /// Every dialog, as it is.
    fn everything(&mut self) -> Vec<Summary> {
        let all = Filter {
            state: StateFilter::All,
            ..Filter::default()
        };
        let (mut pinned, rest) = self.list("ada", &all, Order::Created);
        pinned.extend(rest);
        pinned
    }
}

/// Some are rare, some are not.
pub(crate) fn is_marked(seed: &mut u64, place: usize) -> bool {
    next(seed).is_multiple_of(2 + 60 * (place as u64 % 2))
}

/// Writes this and that on a client's card, and these labels.
pub(crate) fn describe(
    test: &mut CenterTest,
    client: ClientId,
    labels: &[MarkId],
    seed: &mut u64,
    facts: &mut Facts,
) {
    let mut one_of = |n: u64| next(seed) % n;
    if one_of(2) == 0 {
        let chosen = NAMES[one_of(NAMES.len() as u64) as usize];
        let (name, replaced) = (Some(chosen.into()), facts.name.map(Into::into));
        let asked = SetClientName {
            client,
            name,
            replaced,
        };
        test.asked("ada", asked).unwrap();
        facts.name = Some(chosen);
    }
    if one_of(4) == 0 {
        let chosen = COMMENTS[one_of(COMMENTS.len() as u64) as usize];
        let (comment, replaced) = (chosen.into(), String::new());
        let asked = SetClientComment {
            client,
            comment,
            replaced,
        };
        test.asked("ada", asked).unwrap();
        facts.comment = Some(chosen);
    }
    if one_of(4) == 0 {
        let value = format!("777{:08}", one_of(100_000_000));
        let contact = Contact {
            kind: ContactKind::Phone,
            value: value.clone(),
        };
        test.asked("ada", AddContact { client, contact }).unwrap();
        facts.phone = Some(value);
    }
    if one_of(6) == 0 {
        let value = format!("User{client}@Mail.example");
        let contact = Contact {
            kind: ContactKind::Email,
            value: value.clone(),
        };
        test.asked("ada", AddContact { client, contact }).unwrap();
        facts.email = Some(value);
    }
    if one_of(3) == 0 {
        let (name, value) = VARIABLES[one_of(VARIABLES.len() as u64) as usize];
        let (replaced, set) = (None, Some(value.into()));
        let asked = SetClientVariable {
            client,
            name: name.into(),
            value: set,
            replaced,
        };
        test.asked("ada", asked).unwrap();
        facts.variable = Some((name, value));
    }
    for (place, mark) in labels.iter().copied().enumerate() {
        if is_marked(seed, place) {
            test.asked("ada", MarkClient { client, mark }).unwrap();
            facts.labels.insert(mark);
        }
    }
}

/// The naive way.
fn is_true(one: &Predicate, dialog: &Summary, facts: &Facts) -> bool {
    if let Some(is_true) = is_true_of_client(one, dialog.client.id, facts) {
        return match one {
            Predicate::Search { part } => is_true || dialog.id.to_string().contains(part),
            _ => is_true,
        };
    }
    match one {
        Predicate::Marked { any_of } => any_of
            .iter()
            .any(|mark| facts.labels.contains(mark) || facts.tags.contains(mark)),
        Predicate::Unmarked { none_of } => {
            let any_of = none_of.clone();
            !is_true(&Predicate::Marked { any_of }, dialog, facts)
        }
        one => is_true_of_dialog(one, dialog).unwrap(),
    }
}

/// The same of what is a dialog's alone.
pub(crate) fn is_true_of_dialog(one: &Predicate, dialog: &Summary) -> Option<bool> {
    Some(match one {
        Predicate::Channels { any_of } => any_of.contains(&dialog.channel),
        Predicate::Sites { any_of } => any_of.contains(&dialog.site),
        Predicate::Responsible { any_of } => {
            dialog.responsible.is_some_and(|id| any_of.contains(&id))
        }
        Predicate::Unanswered {} => {
            let is_open = dialog.state == DialogState::Open {};
            is_open
                && dialog.snooze.is_none()
                && (dialog.awaiting_reply_count > 0 || dialog.marked_unread_at.is_some())
        }
        Predicate::Unread {} => dialog.unread_count > 0 || dialog.marked_unread_at.is_some(),
        _ => return None,
    })
}

/// The same of what is a client's alone.
pub(crate) fn is_true_of_client(one: &Predicate, id: ClientId, facts: &Facts) -> Option<bool> {
    let has =
        |text: Option<&str>, part: &str| text.is_some_and(|text| fold(text).contains(&fold(part)));
    Some(match one {
        Predicate::Search { part } => {
            let digits: String = part.chars().filter(char::is_ascii_digit).collect();
            has(facts.name, part)
                || has(facts.comment, part)
                || has(facts.email.as_deref(), part)
                || id.to_string().contains(part)
                || digits.len() >= 3 && has(facts.phone.as_deref(), &digits)
        }
        Predicate::Client { part } => id.to_string().contains(part),
        Predicate::Comment { part } => has(facts.comment, part),
        // In Riga, in winter.
        Predicate::Registered { from, before } => {
            let day = |date: &Option<Date>| date.as_ref().map(|date| days_of(date.as_str()));
            let at = facts.registered_at.plus_ms(DAY_MS / 12).0 / DAY_MS;
            day(from).is_none_or(|from| at >= from) && day(before).is_none_or(|day| at < day)
        }
        Predicate::Variable { name, value } => facts.variable.is_some_and(|(its, is)| {
            name.as_ref().is_none_or(|name| name == its)
                && value.as_ref().is_none_or(|value| fold(value) == fold(is))
        }),
        _ => return None,
    })
}

/// 2023-11-14 is day 19,675; the test needs no other month.
fn days_of(date: &str) -> u64 {
    19_661
        + date
            .strip_prefix("2023-11-")
            .unwrap()
            .parse::<u64>()
            .unwrap()
}

pub(crate) fn predicate(marks: Vec<MarkId>) -> impl Strategy<Value = Predicate> {
    let part = |parts: &'static [&'static str]| prop::sample::select(parts).prop_map(String::from);
    let marks = move || prop::sample::subsequence(marks.clone(), 1..3);
    let day = || prop::option::of((14..29u64).prop_map(|day| Date(format!("2023-11-{day}"))));
    let variable = || prop::sample::select(&VARIABLES[..]);
    prop_oneof![
        part(&[
            "анна", "1988", "ЁЛК", "елк", "б", "77", "user1", "delivery", "12"
        ])
        .prop_map(|part| Predicate::Search { part }),
        part(&["10", "7", "999"]).prop_map(|part| Predicate::Client { part }),
        part(&["еж", "постоян", "zzz"]).prop_map(|part| Predicate::Comment { part }),
        marks().prop_map(|any_of| Predicate::Marked { any_of }),
        marks().prop_map(|none_of| Predicate::Unmarked { none_of }),
        prop_oneof![Just(ChannelId(1)), Just(ELSEWHERE), Just(ChannelId(9))]
            .prop_map(|id| Predicate::Channels { any_of: vec![id] }),
        prop_oneof![Just("s1"), Just("s2")].prop_map(|id| Predicate::Sites {
            any_of: vec![id.into()]
        }),
        (1..4u64).prop_map(|id| Predicate::Responsible {
            any_of: vec![OperatorId(id)]
        }),
        Just(Predicate::Unanswered {}),
        Just(Predicate::Unread {}),
        (day(), day()).prop_map(|(from, before)| Predicate::Registered { from, before }),
        (variable(), 0..3u8).prop_map(|((name, value), which)| Predicate::Variable {
            name: (which != 0).then(|| name.into()),
            value: (which != 1).then(|| value.into()),
        }),
    ]
}

fn filter(marks: Vec<MarkId>) -> impl Strategy<Value = (Filter, Order)> {
    let state = prop::sample::select(StateFilter::ALL);
    let tab = prop::sample::select(Tab::ALL);
    let all_of = prop::collection::vec(predicate(marks), 0..4);
    let order = prop::sample::select(Order::ALL);
    (state, tab, all_of, order)
        .prop_map(|(state, tab, all_of, order)| (Filter { state, tab, all_of }, order))
}

/// Criteria: SB-19, SB-20, SB-22, SB-23, SB-24, SB-28, SB-29, SB-30, SB-31, SB-32, SB-35, SB-36, SB-38, SB-57, KC-13, KC-14, KC-15, KC-16, KC-17, CQ-04, CQ-09, CQ-16, C2D-14, C2D-15, X2, X9, X21
#[test]
fn whatever_is_asked_of_the_list_it_shows_what_a_look_at_every_dialog_shows() {
    let mut world = World::new();
    let everything = world.everything();
    assert_eq!(everything.len() as u64, DIALOGS);
    let marks = world.marks.clone();
    let world = RefCell::new(world);
    let config = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let run = TestRunner::new(config).run(&filter(marks), |(filter, order)| {
        let mut world = world.borrow_mut();
        for (me, name) in [(OperatorId(1), "ada"), (OperatorId(2), "boris")] {
            let is_shown = |dialog: &&Summary| {
                let facts = &world.facts[dialog.id.0 as usize - 1];
                let plain = Filter {
                    all_of: vec![],
                    ..filter.clone()
                };
                let is_called = name == "boris" && world.called.contains_key(&dialog.id);
                let naive = match filter.tab {
                    Tab::Mentions => is_called && plain.matches_if_mentioned(dialog, me).unwrap(),
                    _ => plain.matches(dialog, me).unwrap(),
                };
                let naive = naive && filter.all_of.iter().all(|one| is_true(one, dialog, facts));
                // What a card tells, it tells truly.
                let told = filter.matches(dialog, me);
                assert!(
                    told.is_none() || told == Some(naive),
                    "{filter:?} {dialog:?}"
                );
                naive
            };
            let mut shown: Vec<Summary> = everything.iter().filter(is_shown).cloned().collect();
            shown.sort_by_key(|dialog| {
                let called = world.called.get(&dialog.id).copied();
                let called = called.filter(|_| filter.tab == Tab::Mentions);
                let listed_at = called.unwrap_or(dialog.listed_at);
                order.place_of(dialog.id, dialog.unanswered_since(), listed_at)
            });
            let n = shown.len() as u64;
            let is_pinned = |dialog: &Summary| name == "ada" && world.pinned.contains(&dialog.id);
            let wanted: (Vec<_>, Vec<_>) = shown.into_iter().partition(is_pinned);
            let ids = |(pinned, rest): (Vec<Summary>, Vec<Summary>)| {
                [pinned, rest].map(|part| part.iter().map(|dialog| dialog.id.0).collect::<Vec<_>>())
            };
            let found = ids(world.list(name, &filter, order));
            prop_assert_eq!(found, ids(wanted), "{:?} {:?} {}", filter, order, name);
            prop_assert_eq!(world.count(name, &filter), n, "{:?}", filter);
        }
        Ok(())
    });
    run.unwrap();
}

/// So many that a tag which more of them have than are looked at in a turn is on few.
const MANY: u64 = 5_200;
const TAGGED: u64 = 505;

#[test]
fn what_few_of_many_dialogs_have_is_looked_at_some_in_a_turn() {
    let mut test = CenterTest::new();
    let shop = "s1";
    for id in 1..=MANY {
        test.widget_on(&format!("v{id}"), shop);
    }
    for first in (1..=MANY).step_by(400) {
        let say = |id: u64| {
            let peer = test.peer(&format!("v{id}"));
            Input::FromVisitor(peer, crate::harness::say(&format!("c{id}"), "Hello?"))
        };
        let inputs = (first..=MANY.min(first + 399)).map(say).collect();
        test.turn(inputs).quiet();
    }
    test.settle();
    let (kind, name) = (MarkKind::Tag, "rare".into());
    let tag = test.asked("ada", AddMark { kind, name }).unwrap().id;
    let tagged: Vec<u64> = (1..=TAGGED).map(|n| n * 10).collect();
    for id in &tagged {
        let dialog = DialogId(*id);
        test.asked("ada", TagDialog { dialog, tag }).unwrap();
    }
    test.quiet().settle();
    let filter = Filter {
        state: StateFilter::All,
        tab: Tab::All,
        all_of: vec![Predicate::Marked { any_of: vec![tag] }],
    };
    let mut found: Vec<u64> = Vec::new();
    let mut behind = None;
    loop {
        let asked = ListDialogs {
            filter: filter.clone(),
            order: Order::Created,
            behind,
        };
        test.quiet().operator("ada", FromOperator::ask(ASK, asked));
        let mut n_slices = 1;
        while test.outputs.contains(&Output::Slice) {
            test.turn(vec![Input::Slice]);
            n_slices += 1;
        }
        assert_eq!(n_slices, 2);
        let heard = test.heard("ada").into_iter().find_map(|heard| match heard {
            Heard::Operator(ToOperator::Answer { answer, .. }) => ListDialogs::given(answer),
            _ => None,
        });
        let page = heard.expect("it is answered");
        found.extend(page.dialogs.iter().map(|dialog| dialog.id.0));
        match page.rest {
            Some(rest) => behind = Some(rest),
            None => break,
        }
    }
    let wanted: Vec<u64> = tagged.into_iter().rev().collect();
    assert_eq!(found, wanted);
}

fn shown(test: &mut CenterTest, predicates: Vec<Predicate>) -> Vec<u64> {
    let filter = Filter {
        all_of: predicates,
        ..Filter::default()
    };
    let asked = ListDialogs {
        filter,
        order: Order::Created,
        behind: None,
    };
    let listed = test.asked("ada", asked).unwrap();
    listed.dialogs.iter().map(|dialog| dialog.id.0).collect()
}

/// A dialog whose client is called so.
fn client(test: &mut CenterTest, id: u64, name: &str) -> ClientId {
    let visitor = format!("v{id}");
    test.widget(&visitor).say(&visitor, "c1", "Hello?");
    let client = ClientId(id);
    let (name, replaced) = (Some(name.into()), None);
    test.asked(
        "ada",
        SetClientName {
            client,
            name,
            replaced,
        },
    )
    .unwrap();
    client
}

/// Criteria: SB-25
#[test]
fn a_part_of_the_name_or_of_the_number_finds_a_client() {
    let mut test = CenterTest::new();
    client(&mut test, 1, "Vasya1988");
    let phoned = client(&mut test, 2, "Olga");
    client(&mut test, 3, "Boris");
    let contact = Contact {
        kind: ContactKind::Phone,
        value: "7771988777".into(),
    };
    test.asked(
        "ada",
        AddContact {
            client: phoned,
            contact,
        },
    )
    .unwrap();
    let part = "1988".into();
    assert_eq!(shown(&mut test, vec![Predicate::Search { part }]), [2, 1]);
}

/// Criteria: SB-26, X24
#[test]
fn a_part_of_a_clients_number_finds_him() {
    let mut test = CenterTest::new();
    for id in 1..=110 {
        let visitor = format!("v{id}");
        test.widget(&visitor)
            .say(&visitor, "c1", "Hello?")
            .leave(&visitor);
    }
    let part = "10".into();
    let found = shown(&mut test, vec![Predicate::Client { part }]);
    assert_eq!(
        found,
        [110, 109, 108, 107, 106, 105, 104, 103, 102, 101, 100, 10]
    );
}

/// A center in Moscow, with a client who came at this moment.
fn registered(at: u64) -> CenterTest {
    let mut test = CenterTest::new();
    let mut general = crate::harness::center("Acme");
    general.time_zone = "Europe/Moscow".into();
    let section = general.into();
    let save = beseda_protocol::ask::center::SaveCenter {
        version: 1,
        section,
    };
    test.asked("ada", save).unwrap();
    test.now = Timestamp(at);
    client(&mut test, 1, "Ксения Петрова");
    test
}

/// Criteria: SB-33, SB-34
#[test]
fn a_client_is_registered_before_or_after_a_day_of_the_centers_time_zone() {
    let is_before = |at, day: &str| {
        let (from, before) = (None, Some(day.into()));
        !shown(
            &mut registered(at),
            vec![Predicate::Registered { from, before }],
        )
        .is_empty()
    };
    let is_after = |at, day: &str| {
        let (from, before) = (Some(day.into()), None);
        !shown(
            &mut registered(at),
            vec![Predicate::Registered { from, before }],
        )
        .is_empty()
    };
    // 2023-05-22T23:59+03:00 and a minute later.
    assert!(is_before(1_684_789_140_000, "2023-05-23"));
    assert!(!is_before(1_684_789_200_000, "2023-05-23"));
    // 2023-05-19T23:59+03:00, a minute later, and one more.
    assert!(!is_after(1_684_529_940_000, "2023-05-20"));
    assert!(is_after(1_684_530_000_000, "2023-05-20"));
    assert!(is_after(1_684_530_060_000, "2023-05-20"));
}

/// Criteria: SB-39, SB-40, X16
#[test]
fn a_variable_is_found_by_its_whole_name_and_its_whole_value() {
    let mut test = CenterTest::new();
    let client = client(&mut test, 1, "Anna");
    let set = |name: &str, value: &str| SetClientVariable {
        client,
        name: name.into(),
        value: Some(value.into()),
        replaced: None,
    };
    test.asked("ada", set("Price", "100")).unwrap();
    test.asked("ada", set("Size", "Красный")).unwrap();
    let mut finds = |name: Option<&str>, value: Option<&str>| {
        let (name, value) = (name.map(Into::into), value.map(Into::into));
        !shown(&mut test, vec![Predicate::Variable { name, value }]).is_empty()
    };
    assert!(finds(Some("Price"), None) && !finds(Some("pric"), None));
    assert!(finds(Some("Price"), Some("100")) && !finds(Some("Price"), Some("10")));
    assert!(finds(None, Some(" КРАСНЫЙ ")) && !finds(Some("Price"), Some("Красный")));
}

/// Criteria: SB-41
#[test]
fn the_worked_example_finds_whom_it_describes_and_nobody_else() {
    // 2021-04-19T12:00Z and a day later.
    for (at, is_found) in [(1_618_833_600_000, true), (1_618_920_000_000, false)] {
        let mut test = registered(at);
        let client = ClientId(1);
        let (name, value) = ("Размер".into(), Some("XS".into()));
        let set = SetClientVariable {
            client,
            name,
            value,
            replaced: None,
        };
        test.asked("ada", set).unwrap();
        let asked = vec![
            Predicate::Search {
                part: "Ксения".into(),
            },
            Predicate::Registered {
                from: None,
                before: Some("2021-04-20".into()),
            },
            Predicate::Variable {
                name: Some("Размер".into()),
                value: Some("XS".into()),
            },
        ];
        assert_eq!(!shown(&mut test, asked).is_empty(), is_found);
    }
}

#[test]
fn the_one_that_waits_longest_stands_on_top_of_the_first_page() {
    let mut test = CenterTest::new();
    for id in 1..=51 {
        let visitor = format!("v{id}");
        test.pass(1_000)
            .widget(&visitor)
            .say(&visitor, "c1", "Hello?");
    }
    // He writes once more, and still waits since his first question.
    test.pass(1_000).say("v1", "c2", "Anybody?");
    let filter = Filter {
        tab: Tab::Unanswered,
        ..Filter::default()
    };
    let order = Order::usual(Tab::Unanswered);
    let page = test
        .asked(
            "ada",
            ListDialogs {
                filter,
                order,
                behind: None,
            },
        )
        .unwrap();
    assert_eq!(
        page.dialogs.first().map(|dialog| dialog.id),
        Some(DialogId(1))
    );
    assert_eq!(
        page.dialogs.last().map(|dialog| dialog.id),
        Some(DialogId(50))
    );
    assert!(matches!(
        page.rest,
        Some(ListPlace::Waiting {
            id: DialogId(50),
            ..
        })
    ));
}

/// Criteria: X3, SB-60, SB-61, SB-62
#[test]
fn every_count_is_of_all_dialogs_however_many_wait() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    for id in 1..=1_001 {
        let visitor = format!("v{id}");
        test.widget(&visitor)
            .say(&visitor, "c1", "Hello?")
            .leave(&visitor);
    }
    test.asked(
        "ada",
        Assign {
            dialog: DialogId(1),
            to: Some(OperatorId(2)),
        },
    )
    .unwrap();
    let counts = |test: &mut CenterTest, name: &str| {
        test.quiet().hello_with(name, None);
        let heard = test.heard(name).into_iter().find_map(|heard| match heard {
            Heard::Operator(ToOperator::Reset { counts, .. }) => Some(counts),
            _ => None,
        });
        let heard = heard.unwrap().into_iter();
        heard
            .map(|of| (of.responsible.map(|id| id.0), of.unanswered, of.messages))
            .collect::<Vec<_>>()
    };
    let all = vec![(Some(1), 0, 0), (Some(2), 1, 1), (None, 1_000, 1_000)];
    assert_eq!(counts(&mut test, "ada"), all);
    assert_eq!(counts(&mut test, "boris"), all);
    // Read from the storage they are the same.
    test.reload();
    assert_eq!(counts(&mut test, "ada"), all);
}

/// Criteria: X1, X2, SB-56
#[test]
fn a_dialog_that_is_marked_unread_is_unanswered_until_somebody_opens_it() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?");
    test.reply("ada", 1, "r1", "Yes?").quiet();
    let dialog = DialogId(1);
    let unanswered = |test: &mut CenterTest| shown(test, vec![Predicate::Unanswered {}]);
    assert!(unanswered(&mut test).is_empty());
    test.asked("ada", MarkUnread { dialog }).unwrap();
    assert_eq!(unanswered(&mut test), [1]);
    let upto = MessageId(1 << 40);
    test.operator("ada", FromOperator::Opened { dialog, upto });
    assert!(unanswered(&mut test).is_empty());
}

#[test]
fn the_next_to_answer_is_ones_own_then_a_free_one_each_by_how_long_it_waits() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    for id in 1..=4 {
        let visitor = format!("v{id}");
        test.pass(1_000)
            .widget(&visitor)
            .say(&visitor, "c1", "Hello?");
    }
    for (dialog, to) in [(1, 1), (4, 2)] {
        let (dialog, to) = (DialogId(dialog), Some(OperatorId(to)));
        test.asked("ada", Assign { dialog, to }).unwrap();
    }
    let mut next = |name: &str, but: u64| {
        let next = test
            .asked(name, NextUnanswered { but: DialogId(but) })
            .unwrap();
        next.dialogs.first().map(|id| id.0)
    };
    assert_eq!(next("boris", 9), Some(4));
    assert_eq!(next("boris", 4), Some(2));
    assert_eq!(next("boris", 2), Some(4));
    assert_eq!(next("ada", 9), Some(1));
    for id in [1, 2, 3] {
        test.close("ada", id);
    }
    let mut next = |name: &str| {
        let next = test
            .asked(name, NextUnanswered { but: DialogId(9) })
            .unwrap();
        next.dialogs.first().map(|id| id.0)
    };
    // Who sees to all sees to a colleague's.
    assert_eq!(next("ada"), Some(4));
    test.close("ada", 4);
    let next = test
        .asked("ada", NextUnanswered { but: DialogId(9) })
        .unwrap();
    assert!(next.dialogs.is_empty());
}

#[test]
fn some_dialogs_are_held_against_a_filter() {
    let mut test = CenterTest::new();
    for id in 1..=3 {
        client(&mut test, id, ["Anna", "Boris", "Annika"][id as usize - 1]);
    }
    let part = "ann".into();
    let filter = Filter {
        all_of: vec![Predicate::Search { part }],
        ..Filter::default()
    };
    let dialogs = vec![DialogId(2), DialogId(3), DialogId(99)];
    let shown = test
        .asked("ada", FilterDialogs { filter, dialogs })
        .unwrap();
    let ids: Vec<u64> = shown.dialogs.iter().map(|dialog| dialog.id.0).collect();
    assert_eq!(ids, [3]);
}

//! A bulk act is what is done with each one by one, and undoing it puts everything back.

use beseda_center::turn::Input;
use beseda_protocol::ask::clients::{MarkClient, UnmarkClient};
use beseda_protocol::ask::dialogs::{Assign, Close, MarkUnread, TagDialog, UntagDialog};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::bulk::Act;
use beseda_protocol::dialog::Summary;
use beseda_protocol::filter::{Filter, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, MarkId, MessageId};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::selection::Selection;
use proptest::prelude::*;

use super::{done, mark, undone, waiting};
use crate::harness::{CenterTest, say};
use crate::jobs::{BORIS, visitor};

/// The tag and the label of [`mixed`]; the center gives them other numbers.
const TAG: MarkId = MarkId(1);
const LABEL: MarkId = MarkId(2);

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Read {}),
        Just(Act::Unread {}),
        Just(Act::Close {}),
        Just(Act::Assign { to: None }),
        Just(Act::Assign { to: Some(BORIS) }),
        Just(Act::Mark { marks: vec![TAG] }),
        Just(Act::Unmark { marks: vec![TAG] }),
        Just(Act::Mark { marks: vec![LABEL] }),
        Just(Act::Unmark { marks: vec![LABEL] }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let state = prop_oneof![
        Just(StateFilter::Open),
        Just(StateFilter::Closed),
        Just(StateFilter::All)
    ];
    let tab = prop_oneof![
        4 => Just(Tab::All),
        1 => Just(Tab::Unanswered),
        1 => Just(Tab::Mine),
        1 => Just(Tab::Others),
        1 => Just(Tab::Free)
    ];
    let predicate = prop_oneof![
        Just(Predicate::Unread {}),
        Just(Predicate::Unanswered {}),
        Just(Predicate::Unmarked { none_of: vec![] }),
        Just(Predicate::Responsible {
            any_of: vec![BORIS]
        }),
    ];
    let all_of = proptest::collection::vec(predicate, 0..2);
    (state, tab, all_of).prop_map(|(state, tab, all_of)| Filter { state, tab, all_of })
}

/// Dialogs in all the states that there are, some of them of one client; a tag and a label,
/// that some of them have.
fn mixed(n_dialogs: u64) -> (CenterTest, MarkId, MarkId) {
    let mut test = waiting(n_dialogs);
    let tag = mark(&mut test, MarkKind::Tag, "Price");
    let label = mark(&mut test, MarkKind::Label, "Regular");
    for n in 1..=n_dialogs {
        let dialog = DialogId(n);
        match n % 9 {
            0 => test.reply("boris", n, &format!("r{n}"), "Yes"),
            1 => test.reply("ada", n, &format!("r{n}"), "Yes"),
            2 => test.ask("ada", MarkUnread { dialog }),
            3 => test.operator("ada", opened(dialog)),
            4 => test.ask("ada", TagDialog { dialog, tag }),
            5 => test.ask(
                "ada",
                MarkClient {
                    client: ClientId(n),
                    mark: label,
                },
            ),
            6 => test.close("boris", n),
            _ => &mut test,
        };
    }
    test.pass(48 * 60 * 60 * 1000);
    for n in (6..=n_dialogs).step_by(18) {
        test.turn(vec![Input::FromVisitor(visitor(n), say("c2", "Again"))]);
    }
    test.settle().quiet();
    (test, tag, label)
}

fn opened(dialog: DialogId) -> FromOperator {
    let upto = MessageId(u64::from(u32::MAX));
    FromOperator::Opened { dialog, upto }
}

/// The act, about the marks that there are.
fn of_center(act: &Act, tag: MarkId, label: MarkId) -> Act {
    let real = |marks: &[MarkId]| match marks {
        [TAG] => vec![tag],
        _ => vec![label],
    };
    match act {
        Act::Mark { marks } => Act::Mark { marks: real(marks) },
        Act::Unmark { marks } => Act::Unmark { marks: real(marks) },
        other => other.clone(),
    }
}

/// All that is stored but for the jobs themselves, the search index, which tells its slices
/// apart from theirs, and who was mentioned, which nobody is in bulk.
fn stored(test: &CenterTest) -> Vec<String> {
    let content = test.sql.content();
    let is_aside = |line: &&str| {
        let mut tables = [
            "jobs:",
            "undo:",
            "due:",
            "sessions:",
            "mentioned:",
            "presence:",
            "search_",
        ]
        .iter();
        tables.any(|table| line.starts_with(table))
    };
    let lines = content.lines().filter(|line| !is_aside(line));
    lines.map(str::to_owned).collect()
}

/// What a list shows, the newest first.
fn listed(test: &mut CenterTest, filter: &Filter) -> Vec<(DialogId, ClientId)> {
    let (mut all, mut behind) = (Vec::new(), None);
    loop {
        let page = ListDialogs {
            filter: filter.clone(),
            order: Order::Created,
            behind,
        };
        let page = test.asked_in_slices("ada", page);
        let pair = |one: &Summary| (one.id, one.client.id);
        all.extend(page.dialogs.iter().map(pair));
        behind = page.rest;
        if behind.is_none() {
            return all;
        }
    }
}

/// The same by the questions of each.
fn one_by_one(test: &mut CenterTest, act: &Act, filter: &Filter) {
    for (dialog, client) in listed(test, filter) {
        match act {
            Act::Read {} => test.operator("ada", opened(dialog)),
            Act::Unread {} => test.ask("ada", MarkUnread { dialog }),
            Act::Close {} => test.ask("ada", Close { dialog }),
            Act::Assign { to } => test.ask("ada", Assign { dialog, to: *to }),
            Act::Mark { marks } | Act::Unmark { marks } => {
                let (mark, is_put) = (marks[0], matches!(act, Act::Mark { .. }));
                let is_tag = test
                    .sql
                    .column(&format!("SELECT kind FROM marks WHERE id = {mark}"))
                    == ["tag"];
                match (is_tag, is_put) {
                    (true, true) => test.ask("ada", TagDialog { dialog, tag: mark }),
                    (true, false) => test.ask("ada", UntagDialog { dialog, tag: mark }),
                    (false, true) => test.ask("ada", MarkClient { client, mark }),
                    (false, false) => test.ask("ada", UnmarkClient { client, mark }),
                }
            }
            Act::Block {} | Act::Unblock {} | Act::Delete {} | Act::Unknown => panic!("{act:?}"),
        };
    }
}

/// What undoing puts back: everything but the log and the messages that tell of it.
fn facts(test: &CenterTest) -> Vec<String> {
    [
        "SELECT json_array(id, closed_at, responsible, unread_count, awaiting_reply_count,
             waiting_since, marked_unread_at, opened_upto, shelf, unanswered_since)
         FROM dialogs ORDER BY id",
        "SELECT dialog || '-' || mark FROM dialog_marks",
        "SELECT client || '-' || mark FROM client_marks",
    ]
    .into_iter()
    .flat_map(|statement| test.sql.column(statement))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_bulk_act_is_what_is_done_with_each_one_by_one(act in act(), filter in filter()) {
        let (mut bulk, tag, label) = mixed(120);
        let (mut single, ..) = mixed(120);
        let act = of_center(&act, tag, label);
        let before = facts(&bulk);
        one_by_one(&mut single, &act, &filter);
        single.settle();
        let job = done(&mut bulk, "ada", act, Selection::FoundDialogs { filter });
        for (bulk, single) in stored(&bulk).iter().zip(stored(&single)) {
            let table = single.split(':').next().unwrap_or_default();
            prop_assert!(*bulk == single, "{}", table);
        }
        if let Some(job) = job.filter(|job| job.undoable > 0) {
            let report = undone(&mut bulk, "ada", job.id);
            prop_assert_eq!(report, None);
        }
        prop_assert_eq!(facts(&bulk), before);
    }
}

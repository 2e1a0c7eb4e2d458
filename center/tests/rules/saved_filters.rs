//! Filters that are saved under a name (SB-43).

use std::collections::BTreeMap;

use beseda_protocol::ask::filters::{
    ChangeSavedFilter, DeleteSavedFilter, RestoreSavedFilter, SaveFilter,
};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::marks::{AddMark, MergeMark};
use beseda_protocol::ask::team::{ChangeRole, Disable, Enable};
use beseda_protocol::ask::{Asked, Done};
use beseda_protocol::filter::{Filter, Order, Predicate, Query};
use beseda_protocol::ids::{ChannelId, MarkId, SavedFilterId};
use beseda_protocol::limits::{
    REMOVED_FILTER_KEPT_MS, SAVED_FILTER_NAME_CHARS_MAX, SAVED_FILTERS_MAX, SHARED_FILTERS_MAX,
};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::saved_filter::SavedFilter;
use beseda_protocol::team::Role;
use proptest::prelude::*;

use crate::harness::{CenterTest, Heard, Life, second};

/// An owner, a supervisor and an operator.
fn three() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("sue", Role::Supervisor);
    test.hire("boris", Role::Operator);
    test.quiet();
    test
}

/// What was sought.
fn seeking(part: &str) -> Query {
    Query::from(Filter {
        all_of: vec![Predicate::Search { part: part.into() }],
        ..Filter::default()
    })
}

fn save(name: &str, is_shared: bool) -> SaveFilter {
    SaveFilter {
        name: name.into(),
        query: seeking(name),
        is_shared,
    }
}

fn saved(test: &mut CenterTest, who: &str, name: &str, is_shared: bool) -> SavedFilter {
    test.asked(who, save(name, is_shared)).unwrap()
}

/// Saves it as it is.
fn change(filter: &SavedFilter) -> ChangeSavedFilter {
    let SavedFilter {
        id,
        owner: _,
        name,
        query,
        is_shared,
        version,
    } = filter.clone();
    ChangeSavedFilter {
        filter: id,
        version,
        name,
        query,
        is_shared,
    }
}

fn renamed(filter: &SavedFilter, name: &str) -> ChangeSavedFilter {
    ChangeSavedFilter {
        name: name.into(),
        ..change(filter)
    }
}

fn delete(filter: &SavedFilter) -> DeleteSavedFilter {
    let filter = filter.id.clone();
    DeleteSavedFilter { filter }
}

fn restore(filter: &SavedFilter) -> RestoreSavedFilter {
    let filter = filter.id.clone();
    RestoreSavedFilter { filter }
}

fn refused<Q: Asked>(test: &mut CenterTest, who: &str, asked: Q) -> Code
where
    Q::Answer: std::fmt::Debug,
{
    test.asked(who, asked).unwrap_err().code
}

/// What a console has of them, by their ids.
type Menu = BTreeMap<SavedFilterId, SavedFilter>;

fn menu(filters: Vec<SavedFilter>) -> Menu {
    filters
        .into_iter()
        .map(|one| (one.id.clone(), one))
        .collect()
}

/// Goes on by what a console has heard.
fn hear(known: &mut Menu, heard: Vec<Heard>) {
    for heard in heard {
        match heard {
            Heard::Operator(
                ToOperator::Reset { saved_filters, .. } | ToOperator::Resumed { saved_filters, .. },
            ) => *known = menu(saved_filters),
            Heard::Operator(ToOperator::SavedFilter { filter }) => {
                known.insert(filter.id.clone(), filter);
            }
            Heard::Operator(ToOperator::SavedFilterGone { filter }) => {
                known.remove(&filter);
            }
            _ => {}
        }
    }
}

/// The names of what somebody may choose, as a console that has just come is told.
fn names(test: &mut CenterTest, who: &str) -> Vec<String> {
    let mut known = Menu::new();
    let heard = test.quiet().hello_with(who, None).heard(who);
    hear(&mut known, heard);
    let mut names: Vec<String> = known.into_values().map(|one| one.name).collect();
    names.sort();
    names
}

/// Criteria: SB-43
#[test]
fn a_filter_is_saved_and_is_there_again_on_every_console_of_its_owner() {
    let mut test = three();
    test.second_console("boris").quiet();
    let filter = saved(&mut test, "boris", "VIP", false);
    assert_eq!((filter.version, &filter.query), (1, &seeking("VIP")));
    insta::assert_snapshot!(test.transcript(), @r#"
    boris < filter "VIP", private, version 1
    boris.2 < filter "VIP", private, version 1
    boris < done 1
    "#);
    assert_eq!(names(&mut test, "boris"), ["VIP"]);
    assert_eq!(names(&mut test, &second("boris")), ["VIP"]);
    assert!(names(&mut test, "ada").is_empty(), "it is his alone");
}

#[test]
fn of_a_private_filter_of_a_colleague_nobody_learns_that_there_is_one() {
    let mut test = three();
    let filter = saved(&mut test, "boris", "VIP", false);
    for who in ["ada", "sue"] {
        assert_eq!(
            refused(&mut test, who, renamed(&filter, "Mine")),
            Code::NotFound
        );
        assert_eq!(refused(&mut test, who, delete(&filter)), Code::NotFound);
        assert_eq!(refused(&mut test, who, restore(&filter)), Code::NotFound);
    }
    assert_eq!(names(&mut test, "boris"), ["VIP"]);
}

/// Criteria: SB-43
#[test]
fn supervisors_share_filters_and_everybody_has_them() {
    let mut test = three();
    assert_eq!(
        refused(&mut test, "boris", save("VIP", true)),
        Code::Forbidden
    );
    let filter = saved(&mut test, "sue", "VIP", true);
    insta::assert_snapshot!(test.transcript(), @r#"
    boris < refused 1: forbidden
    ada < filter "VIP", shared, version 1
    boris < filter "VIP", shared, version 1
    sue < filter "VIP", shared, version 1
    sue < done 1
    "#);
    for who in ["ada", "sue", "boris"] {
        assert_eq!(names(&mut test, who), ["VIP"], "{who}");
    }
    for asked in [
        refused(&mut test, "boris", renamed(&filter, "His")),
        refused(&mut test, "boris", delete(&filter)),
        refused(&mut test, "boris", restore(&filter)),
    ] {
        assert_eq!(asked, Code::Forbidden);
    }
    // Any supervisor sees to it.
    let filter = test.asked("ada", renamed(&filter, "Regulars")).unwrap();
    assert_eq!((filter.owner, filter.version), (test.id("sue"), 2));
    assert_eq!(names(&mut test, "boris"), ["Regulars"]);
}

#[test]
fn one_that_is_shared_no_longer_leaves_the_others_and_stays_its_owners() {
    let mut test = three();
    let filter = saved(&mut test, "sue", "VIP", true);
    test.quiet();
    let own = ChangeSavedFilter {
        is_shared: false,
        ..change(&filter)
    };
    test.asked("ada", own).unwrap();
    insta::assert_snapshot!(test.transcript(), @r#"
    ada < filter gone
    boris < filter gone
    sue < filter "VIP", private, version 2
    ada < done 1
    "#);
    assert_eq!(names(&mut test, "sue"), ["VIP"]);
    assert!(names(&mut test, "ada").is_empty());
}

#[test]
fn who_may_not_share_may_not_share_what_he_has_either() {
    let mut test = three();
    let filter = saved(&mut test, "boris", "VIP", false);
    let shared = ChangeSavedFilter {
        is_shared: true,
        ..change(&filter)
    };
    assert_eq!(refused(&mut test, "boris", shared), Code::Forbidden);
}

#[test]
fn a_name_is_given_once_by_each_whatever_its_case() {
    let mut test = three();
    let vip = saved(&mut test, "sue", "  Ёлки\tи палки ", false);
    assert_eq!(vip.name, "Ёлки и палки");
    assert_eq!(
        refused(&mut test, "sue", save("елки И палки", true)),
        Code::NameTaken
    );
    let other = saved(&mut test, "sue", "Other", false);
    let taken = renamed(&other, "ЁЛКИ и палки");
    assert_eq!(refused(&mut test, "sue", taken), Code::NameTaken);
    // Another one's is another name, and one's own is none of others.
    saved(&mut test, "boris", "Ёлки и палки", false);
    test.asked("sue", renamed(&vip, "ЁЛКИ")).unwrap();
    assert_eq!(
        refused(&mut test, "sue", save(" \u{200b}", false)),
        Code::Invalid
    );
    let long = "x".repeat(SAVED_FILTER_NAME_CHARS_MAX + 1);
    assert_eq!(refused(&mut test, "sue", save(&long, false)), Code::Invalid);
}

#[test]
fn who_changes_an_older_version_is_refused_and_the_newer_one_stays() {
    let mut test = three();
    let filter = saved(&mut test, "sue", "VIP", true);
    let first = renamed(&filter, "Regulars");
    let changed = test.asked("ada", first.clone()).unwrap();
    assert_eq!(
        refused(&mut test, "sue", renamed(&filter, "Friends")),
        Code::Stale
    );
    assert_eq!(names(&mut test, "boris"), ["Regulars"]);
    // The same once more, as after a cut, is as once.
    assert_eq!(test.quiet().asked("ada", first), Ok(changed));
}

#[test]
fn one_that_was_deleted_can_be_put_back_for_ten_minutes_and_is_gone_then() {
    let mut test = three();
    let filter = saved(&mut test, "sue", "VIP", true);
    test.quiet();
    // A supervisor takes it away by mistake, and it is its owner's again as it was.
    assert_eq!(test.asked("ada", delete(&filter)), Ok(Done {}));
    assert_eq!(test.asked("ada", delete(&filter)), Ok(Done {}));
    assert!(names(&mut test, "sue").is_empty());
    assert_eq!(refused(&mut test, "sue", change(&filter)), Code::NotFound);
    assert_eq!(test.asked("ada", restore(&filter)), Ok(Done {}));
    assert_eq!(test.asked("ada", restore(&filter)), Ok(Done {}));
    test.quiet().hello_with("boris", None);
    let mut known = Menu::new();
    hear(&mut known, test.heard("boris"));
    assert_eq!(
        known.into_values().collect::<Vec<_>>(),
        std::slice::from_ref(&filter)
    );
    // What was put back does not go.
    test.pass(REMOVED_FILTER_KEPT_MS).alarm();
    assert_eq!(names(&mut test, "boris"), ["VIP"]);
    test.asked("sue", delete(&filter)).unwrap();
    test.pass(REMOVED_FILTER_KEPT_MS).alarm();
    assert_eq!(refused(&mut test, "sue", restore(&filter)), Code::NotFound);
    assert_eq!(test.sql.number("SELECT count(*) FROM saved_filters"), 0);
}

#[test]
fn one_whose_name_was_given_again_is_not_put_back() {
    let mut test = three();
    let filter = saved(&mut test, "boris", "VIP", false);
    test.asked("boris", delete(&filter)).unwrap();
    saved(&mut test, "boris", "vip", false);
    assert_eq!(
        refused(&mut test, "boris", restore(&filter)),
        Code::NameTaken
    );
}

#[test]
fn there_are_so_many_of_each_and_so_many_shared() {
    let mut test = three();
    let mut last = None;
    for n in 0..SAVED_FILTERS_MAX {
        last = Some(saved(&mut test, "sue", &format!("of sue {n}"), true));
    }
    let last = last.unwrap();
    assert_eq!(SAVED_FILTERS_MAX, SHARED_FILTERS_MAX);
    assert_eq!(
        refused(&mut test, "sue", save("One more", false)),
        Code::LimitReached
    );
    assert_eq!(
        refused(&mut test, "ada", save("One more", true)),
        Code::LimitReached
    );
    let private = saved(&mut test, "ada", "One more", false);
    let shared = ChangeSavedFilter {
        is_shared: true,
        ..change(&private)
    };
    assert_eq!(
        refused(&mut test, "ada", shared.clone()),
        Code::LimitReached
    );
    // What is shared already can be changed, and what is deleted makes room.
    test.asked("ada", renamed(&last, "The last")).unwrap();
    test.asked("sue", delete(&last)).unwrap();
    test.asked("ada", shared).unwrap();
    assert_eq!(
        refused(&mut test, "sue", restore(&last)),
        Code::LimitReached
    );
}

#[test]
fn what_cannot_be_asked_of_the_list_cannot_be_saved() {
    let mut test = three();
    let mut of = |all_of: Vec<Predicate>| {
        let filter = Filter {
            all_of,
            ..Filter::default()
        };
        let asked = SaveFilter {
            query: filter.into(),
            ..save("Odd", false)
        };
        refused(&mut test, "boris", asked)
    };
    assert_eq!(of(vec![Predicate::Unknown]), Code::Unsupported);
    let no_day = Predicate::Registered {
        from: Some("yesterday".into()),
        before: None,
    };
    assert_eq!(of(vec![no_day]), Code::Invalid);
    let long = Predicate::Sites {
        any_of: (0..100)
            .map(|n| format!("a-long-name-{n:012}").as_str().into())
            .collect(),
    };
    assert_eq!(of(vec![long]), Code::Invalid);
}

#[test]
fn what_somebody_shares_stays_when_he_is_disabled_or_supervises_no_more() {
    let mut test = three();
    let shared = saved(&mut test, "sue", "VIP", true);
    saved(&mut test, "sue", "Her own", false);
    let sue = test.id("sue");
    let demote = ChangeRole {
        employee: sue,
        from: Role::Supervisor,
        to: Role::Operator,
    };
    test.asked("ada", demote).unwrap();
    assert_eq!(names(&mut test, "boris"), ["VIP"]);
    test.asked("ada", Disable { employee: sue }).unwrap();
    assert_eq!(names(&mut test, "boris"), ["VIP"]);
    let shared = test.asked("ada", renamed(&shared, "Regulars")).unwrap();
    assert_eq!(shared.owner, sue, "whose it is stays");
    test.asked("ada", Enable { employee: sue }).unwrap();
    let hers = "SELECT count(*) FROM saved_filters WHERE owner = 2";
    assert_eq!(test.sql.number(hers), 2, "her own ones wait for her");
}

#[test]
fn who_supervises_no_more_changes_what_he_shared_and_shares_nothing_else() {
    let mut test = three();
    let shared = saved(&mut test, "sue", "VIP", true);
    let own = saved(&mut test, "sue", "Her own", false);
    let demote = "UPDATE employees SET role = 'operator' WHERE id = 2";
    test.sql.raw().execute_batch(demote).unwrap();
    test.reload();
    let shared = test.asked("sue", renamed(&shared, "Regulars")).unwrap();
    assert!(shared.is_shared);
    let share = ChangeSavedFilter {
        is_shared: true,
        ..change(&own)
    };
    assert_eq!(refused(&mut test, "sue", share), Code::Forbidden);
    assert_eq!(test.asked("sue", delete(&shared)), Ok(Done {}));
    assert!(names(&mut test, "boris").is_empty());
}

#[test]
fn a_shared_filter_shows_to_each_what_he_may_see() {
    let mut test = three();
    for (n, who) in ["v1", "v2"].into_iter().enumerate() {
        test.widget(who);
        test.say(who, &format!("c{n}"), "Hello?");
    }
    let tables = "INSERT INTO channels (id, name) VALUES (2, 'Elsewhere');
        INSERT INTO channel_access (employee, channel) VALUES (3, 1);
        UPDATE employees SET all_channels = 0 WHERE id = 3;
        UPDATE dialogs SET channel = 2 WHERE id = 2;";
    test.sql.raw().execute_batch(tables).unwrap();
    test.reload().quiet();
    let both = Predicate::Channels {
        any_of: vec![ChannelId(1), ChannelId(2)],
    };
    let asked = SaveFilter {
        query: Query::from(Filter {
            all_of: vec![both],
            ..Filter::default()
        }),
        ..save("Both", true)
    };
    let Query { filter, .. } = test.asked("sue", asked).unwrap().query;
    let mut shown = |who: &str| {
        let page = ListDialogs {
            filter: filter.clone(),
            order: Order::Newest,
            behind: None,
        };
        test.asked(who, page).unwrap().dialogs.len()
    };
    assert_eq!((shown("sue"), shown("boris")), (2, 1));
}

/// What somebody does to the filters.
#[derive(Debug, Clone)]
enum Deed {
    Save(String, bool),
    /// Of the filter at a place.
    Change(usize, String, bool),
    Delete(usize),
    Restore(usize),
    /// His line is cut, and he resumes.
    Resume,
    Pass,
}

fn deed() -> impl Strategy<Value = Deed> {
    let name = || prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned);
    prop_oneof![
        3 => (name(), any::<bool>()).prop_map(|(name, is_shared)| Deed::Save(name, is_shared)),
        3 => (0..6usize, name(), any::<bool>())
            .prop_map(|(place, name, is_shared)| Deed::Change(place, name, is_shared)),
        2 => (0..6usize).prop_map(Deed::Delete),
        2 => (0..6usize).prop_map(Deed::Restore),
        1 => Just(Deed::Resume),
        1 => Just(Deed::Pass),
    ]
}

const PEOPLE: [&str; 3] = ["ada", "sue", "boris"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever is done: what a console knows by what it was told is what one that comes
    /// anew is told, and that is what its employee may see.
    #[test]
    fn every_console_has_what_its_employee_may_choose(
        deeds in prop::collection::vec((0..3usize, deed()), 1..25),
        dies in any::<bool>(),
    ) {
        let mut test = three();
        if dies {
            test.life = Life::ForATurn;
        }
        let mut made: Vec<SavedFilter> = Vec::new();
        let mut known = PEOPLE.map(|_| Menu::new());
        for (who, deed) in deeds {
            let who = PEOPLE[who];
            let one = |place: usize| made.get(place).cloned();
            match deed {
                Deed::Save(name, is_shared) => made.extend(test.asked(who, save(&name, is_shared))),
                Deed::Change(place, name, is_shared) => {
                    let asked = one(place).map(|filter| ChangeSavedFilter {
                        is_shared,
                        ..renamed(&filter, &name)
                    });
                    if let Some(Ok(changed)) = asked.map(|asked| test.asked(who, asked)) {
                        made[place] = changed;
                    }
                }
                Deed::Delete(place) => {
                    one(place).map(|filter| test.asked(who, delete(&filter)));
                }
                Deed::Restore(place) => {
                    one(place).map(|filter| test.asked(who, restore(&filter)));
                }
                Deed::Resume => {
                    test.cut(who).console(who);
                }
                Deed::Pass => {
                    test.pass(REMOVED_FILTER_KEPT_MS / 2).alarm();
                }
            }
            for (known, who) in known.iter_mut().zip(PEOPLE) {
                hear(known, test.heard(who));
            }
        }
        for (known, who) in known.iter().zip(PEOPLE) {
            let me = test.employee(who);
            let mut told = Menu::new();
            hear(&mut told, test.quiet().hello_with(who, None).heard(who));
            prop_assert_eq!(known, &told, "{}", who);
            prop_assert!(told.values().all(|one| one.is_seen_by(&me)));
            let there = format!(
                "SELECT count(*) FROM saved_filters
                 WHERE removed_at IS NULL AND (is_shared = 1 OR owner = {})", me.id);
            prop_assert_eq!(told.len() as i64, test.sql.number(&there));
        }
    }
}

/// A merge of marks is one for whoever had saved what to look for, too.
#[test]
fn a_filter_that_asks_for_a_merged_mark_asks_for_the_other_one() {
    let mut test = three();
    let [vip, gold] = ["VIP", "Gold"].map(|name| {
        let (kind, name) = (MarkKind::Label, name.to_owned());
        test.asked("ada", AddMark { kind, name }).unwrap().id
    });
    let asks = |any_of: Vec<MarkId>, none_of: Vec<MarkId>| {
        Query::from(Filter {
            all_of: vec![
                Predicate::Marked { any_of },
                Predicate::Unmarked { none_of },
            ],
            ..Filter::default()
        })
    };
    let mut saves = |name: &str, query: Query| {
        let save = SaveFilter {
            query,
            ..save(name, true)
        };
        test.asked("sue", save).unwrap()
    };
    let kept = saves("Kept", asks(vec![gold, vip], vec![vip]));
    let gone = saves("Gone", asks(vec![vip], vec![gold]));
    let other = saves("Other", seeking("VIP"));
    test.asked("sue", delete(&gone)).unwrap();
    let merge = MergeMark {
        mark: vip,
        into: gold,
    };
    test.ask("ada", merge).settle();
    test.asked("sue", restore(&gone)).unwrap();
    let mut known = Menu::new();
    let heard = test.quiet().hello_with("boris", None).heard("boris");
    hear(&mut known, heard);
    assert_eq!(known[&kept.id].query, asks(vec![gold], vec![gold]));
    assert_eq!(known[&kept.id].version, kept.version + 1);
    assert_eq!(known[&gone.id].query, asks(vec![gold], vec![gold]));
    assert_eq!(known[&other.id], other);
}

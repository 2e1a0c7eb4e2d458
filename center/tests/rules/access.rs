//! What an employee may see, changed: who may do it, and what his consoles show from then
//! on.

use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::filter::{Filter, Order, StateFilter};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, OperatorId};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Access, Others, Role};

use crate::channels::{ELSEWHERE, with_two_channels};
use crate::harness::{CenterTest, Heard};

/// Gives somebody other dialogs to see, as `by`.
pub(crate) fn give(
    test: &mut CenterTest,
    by: &str,
    to_whom: &str,
    to: Access,
) -> Result<(), Refusal> {
    let employee = test.id(to_whom);
    let from = test.employee(to_whom).access;
    test.asked(by, SetAccess { employee, from, to }).map(drop)
}

pub(crate) fn of_others(others: Others) -> Access {
    Access {
        others,
        ..Access::WHOLE
    }
}

pub(crate) fn of_channels(channels: &[ChannelId]) -> Access {
    Access {
        channels: Some(channels.to_vec()),
        ..Access::WHOLE
    }
}

/// Olga and Boris are operators; a dialog of Boris, and a free one.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("olga", Role::Operator)
        .hire("boris", Role::Operator);
    for (visitor, cid) in [("anna", "c1"), ("vera", "c2")] {
        test.widget(visitor).say(visitor, cid, "Hello?");
    }
    test.reply("boris", 1, "r1", "Yes?").quiet();
    test
}

/// What somebody finds on his list.
fn listed(test: &mut CenterTest, name: &str) -> Vec<u64> {
    let filter = Filter {
        state: StateFilter::All,
        ..Filter::default()
    };
    let (order, behind) = (Order::Newest, None);
    let asked = ListDialogs {
        filter,
        order,
        behind,
    };
    let listed = test.asked(name, asked).unwrap();
    let mut ids: Vec<u64> = listed.dialogs.iter().map(|dialog| dialog.id.0).collect();
    ids.sort_unstable();
    ids
}

/// The view that a console was given last.
fn view(heard: Vec<Heard>) -> Option<ToOperator> {
    heard.into_iter().rev().find_map(|heard| match heard {
        Heard::Operator(view @ ToOperator::Reset { .. }) => Some(view),
        _ => None,
    })
}

/// Criteria: YU-09
#[test]
fn who_is_given_less_to_see_gets_his_view_anew_in_the_same_turn() {
    let mut test = center();
    give(&mut test, "ada", "olga", of_others(Others::Hidden)).unwrap();
    let Some(ToOperator::Reset { me, counts, .. }) = view(test.heard("olga")) else {
        panic!("no view");
    };
    assert_eq!(me.access, of_others(Others::Hidden));
    let counts: Vec<_> = counts.iter().map(|of| (of.responsible, of.open)).collect();
    let olga = me.id;
    assert_eq!(
        counts,
        [(Some(olga), 0), (None, 1)],
        "the one of Boris is none of hers"
    );
    assert_eq!(listed(&mut test, "olga"), [2]);
    // Live from then on, and without a gap: the harness would notice.
    test.say("vera", "c3", "Again").say("anna", "c4", "Again");
    let heard = test.heard("olga");
    assert!(heard.iter().any(is_of(2)) && !heard.iter().any(is_of(1)));
    assert!(view(test.heard("boris")).is_none(), "nobody else's changes");
}

fn is_of(id: u64) -> impl Fn(&Heard) -> bool {
    move |heard| {
        match heard {
        Heard::Operator(ToOperator::Events { events, .. }) => events.iter().any(|event| {
            matches!(event, OperatorEvent::Message { dialog, .. } if dialog.id == DialogId(id))
        }),
        _ => false,
    }
    }
}

#[test]
fn who_was_away_meanwhile_is_given_his_view_anew_and_not_what_he_missed() {
    let mut test = center();
    test.cut("olga");
    give(&mut test, "ada", "olga", of_others(Others::Hidden)).unwrap();
    test.console("olga");
    assert!(view(test.heard("olga")).is_some());
    assert_eq!(listed(&mut test, "olga"), [2]);
    // Nothing has changed since: the view goes on.
    test.cut("olga").console("olga");
    assert!(view(test.heard("olga")).is_none());
}

#[test]
fn a_dialog_that_was_hidden_and_then_deleted_is_gone_for_who_was_away_since_before() {
    let mut test = center();
    give(&mut test, "ada", "olga", of_others(Others::Hidden)).unwrap();
    test.cut("olga").reply("boris", 2, "r2", "Mine");
    let client = ClientId(2);
    test.asked("ada", DeleteClient { client }).unwrap();
    while test.wants_slice() {
        test.slice();
    }
    test.quiet().console("olga");
    let ends = test.heard("olga").into_iter().filter(|heard| match heard {
        Heard::Operator(ToOperator::Events { events, .. }) => {
            let dialog = DialogId(2);
            events.contains(&OperatorEvent::Deleted { dialog })
        }
        _ => false,
    });
    assert_eq!(ends.count(), 1);
}

#[test]
fn who_was_shown_nothing_before_the_object_slept_has_missed_nothing_when_it_wakes() {
    let mut test = center();
    give(&mut test, "ada", "olga", of_others(Others::Hidden)).unwrap();
    test.say("anna", "c4", "Not for her")
        .reload()
        .say("vera", "c3", "For her");
    // The harness would notice a gap; nor is she told of what she may not see.
    let heard = test.heard("olga");
    assert!(heard.iter().any(is_of(2)) && !heard.iter().any(is_of(1)));
    // So it goes on after the first turn, and for who comes only then.
    test.say("anna", "c5", "Not for her").reload();
    test.cut("olga").console("olga").say("vera", "c4", "Again");
    assert!(test.heard("olga").iter().any(is_of(2)));
}

#[test]
fn who_is_given_more_to_see_has_it_at_once() {
    let mut test = center();
    give(&mut test, "ada", "olga", of_others(Others::Hidden)).unwrap();
    give(&mut test, "ada", "olga", of_others(Others::Readable)).unwrap();
    assert_eq!(listed(&mut test, "olga"), [1, 2]);
    test.reply("olga", 1, "r2", "Me too");
    assert_eq!(test.refusal("olga").unwrap().code, Code::Forbidden);
}

#[test]
fn what_he_may_see_is_changed_by_whose_role_manages_his() {
    let mut test = center();
    test.hire("adam", Role::Administrator)
        .hire("eva", Role::Administrator)
        .hire("sue", Role::Supervisor);
    let hidden = of_others(Others::Hidden);
    for (by, whose, code) in [
        ("olga", "boris", Some(Code::Forbidden)),
        ("sue", "boris", Some(Code::Forbidden)),
        ("adam", "eva", Some(Code::OwnerOnly)),
        ("adam", "adam", Some(Code::Forbidden)),
        ("adam", "ada", Some(Code::OwnerStays)),
        ("adam", "olga", None),
        ("ada", "boris", None),
    ] {
        let given = give(&mut test, by, whose, hidden.clone());
        assert_eq!(
            given.err().map(|refusal| refusal.code),
            code,
            "{by}: {whose}"
        );
    }
}

#[test]
fn what_was_changed_meanwhile_is_not_changed_unseen() {
    let mut test = center();
    let set = |from, to| SetAccess {
        employee: OperatorId(2),
        from,
        to,
    };
    let (hidden, readable) = (of_others(Others::Hidden), of_others(Others::Readable));
    let first = set(Access::WHOLE, hidden.clone());
    test.asked("ada", first.clone()).unwrap();
    let stale = test.asked("ada", set(Access::WHOLE, readable)).unwrap_err();
    assert_eq!(stale.code, Code::Stale);
    // Said twice it is done once.
    test.quiet().asked("ada", first).unwrap();
    assert!(view(test.heard("olga")).is_none());
    let nowhere = set(hidden, of_channels(&[ChannelId(9)]));
    let refused = test.asked("ada", nowhere).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn a_dialog_whose_responsible_sees_its_channel_no_longer_becomes_free() {
    let mut test = with_two_channels();
    test.hire("olga", Role::Operator);
    test.reply("olga", 1, "r1", "Yes?")
        .reply("olga", 2, "r2", "Yes?");
    give(&mut test, "ada", "olga", of_channels(&[ChannelId::FIRST])).unwrap();
    // Until its turn comes, whoever replies is responsible.
    test.quiet().slice();
    let text = test.transcript();
    let responsible = |test: &CenterTest, id: u64| {
        let statement = format!("SELECT CAST(responsible AS TEXT) FROM dialogs WHERE id = {id}");
        test.sql.column(&statement)[0].clone()
    };
    assert_eq!(responsible(&test, 1), "2", "{text}");
    assert_eq!(responsible(&test, 2), "0", "{text}");
}

#[test]
fn nobody_is_made_responsible_for_what_he_does_not_see() {
    let mut test = with_two_channels();
    test.hire("olga", Role::Operator);
    give(&mut test, "ada", "olga", of_channels(&[ChannelId::FIRST])).unwrap();
    let to = Some(test.id("olga"));
    let assign = |dialog| Assign {
        dialog: DialogId(dialog),
        to,
    };
    test.asked("ada", assign(1)).unwrap();
    let refused = test.asked("ada", assign(2)).unwrap_err();
    assert_eq!(refused.code, Code::ChannelUnseen);
}

/// Whether a visitor's widget was told that his messages got there.
fn is_told_delivered(test: &mut CenterTest, visitor: &str) -> bool {
    use beseda_protocol::visitor::ToVisitor;
    let is_it = |heard: &Heard| matches!(heard, Heard::Visitor(ToVisitor::Delivered { .. }));
    test.heard(visitor).iter().any(is_it)
}

#[test]
fn what_only_a_console_has_that_may_not_see_it_is_not_delivered() {
    use beseda_protocol::operator::FromOperator;
    let mut test = with_two_channels();
    test.hire("olga", Role::Operator);
    give(&mut test, "ada", "olga", of_channels(&[ChannelId::FIRST])).unwrap();
    test.leave("ada")
        .say("anna", "c3", "In hers")
        .say("vera", "c4", "Elsewhere");
    test.quiet();
    let seq = test.view("olga").unwrap().1;
    test.operator("olga", FromOperator::Got { seq });
    assert!(is_told_delivered(&mut test, "anna"));
    assert!(!is_told_delivered(&mut test, "vera"));
    // It stays so when they come back, whatever the object has forgotten.
    for visitor in ["anna", "vera"] {
        test.reload().cut(visitor).widget(visitor);
    }
    let delivered = |test: &mut CenterTest, visitor: &str| {
        use beseda_protocol::visitor::ToVisitor;
        test.heard(visitor)
            .into_iter()
            .find_map(|heard| match heard {
                Heard::Visitor(ToVisitor::Resumed { delivered_upto, .. }) => Some(delivered_upto.0),
                _ => None,
            })
    };
    let (anna, vera) = (delivered(&mut test, "anna"), delivered(&mut test, "vera"));
    assert!(anna > vera, "{anna:?} {vera:?}");
    // Who sees everything has received everything.
    test.console("ada").quiet();
    let seq = test.view("ada").unwrap().1;
    test.operator("ada", FromOperator::Got { seq });
    assert!(is_told_delivered(&mut test, "vera"));
}

#[test]
fn elsewhere_is_where_the_second_site_speaks_from() {
    let mut test = with_two_channels();
    test.hire("olga", Role::Operator);
    give(&mut test, "ada", "olga", of_channels(&[ELSEWHERE])).unwrap();
    assert_eq!(listed(&mut test, "olga"), [2]);
    give(&mut test, "ada", "olga", of_channels(&[])).unwrap();
    assert_eq!(listed(&mut test, "olga"), [0; 0]);
}

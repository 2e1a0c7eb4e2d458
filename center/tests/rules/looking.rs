//! Who else has a dialog open is told to those who may see it, and is written nowhere.

use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::team::{Access, Others, Role};

use crate::harness::{CenterTest, Heard, second};

const HERE: DialogId = DialogId(1);

/// A dialog of Boris, Olga beside him, and Sam who sees no channel.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    for name in ["boris", "olga", "sam"] {
        test.hire(name, Role::Operator);
    }
    test.widget("anna").say("anna", "c1", "Hello?");
    let employee = test.id("sam");
    let from = test.stored_access(employee);
    let to = Access {
        others: Others::Answerable,
        channels: Some(vec![]),
    };
    let asked = SetAccess { employee, from, to };
    test.asked("ada", asked).unwrap();
    test.quiet();
    test
}

fn looks(test: &mut CenterTest, who: &str, on: bool, to: Option<OperatorId>) {
    let dialog = HERE;
    test.operator(who, FromOperator::Looking { dialog, on, to });
}

/// Whom a console has heard of: who, whether there, whether as an answer.
fn seen(test: &mut CenterTest, console: &str) -> Vec<(OperatorId, bool, bool)> {
    let heard = test.heard(console).into_iter();
    let seen = heard.filter_map(|heard| match heard {
        Heard::Operator(ToOperator::OperatorLooking {
            dialog: HERE,
            by,
            on,
            is_answer,
        }) => Some((by, on, is_answer)),
        _ => None,
    });
    seen.collect()
}

#[test]
fn who_opens_a_dialog_is_told_to_all_who_may_see_it_and_answered_alone() {
    let mut test = center();
    test.second_console("boris").quiet();
    let [boris, olga] = ["boris", "olga"].map(|name| test.id(name));
    let rows = test.sql.number("SELECT total_changes()");
    looks(&mut test, "boris", true, None);
    for console in ["olga", "ada", &second("boris")] {
        assert_eq!(
            seen(&mut test, console),
            [(boris, true, false)],
            "{console}"
        );
    }
    for console in ["boris", "sam"] {
        assert_eq!(seen(&mut test, console), [], "{console}");
    }
    looks(&mut test, "olga", true, Some(boris));
    for console in ["boris", &second("boris")] {
        assert_eq!(seen(&mut test, console), [(olga, true, true)], "{console}");
    }
    assert_eq!(seen(&mut test, "ada"), []);
    looks(&mut test, "boris", false, None);
    assert_eq!(seen(&mut test, "olga"), [(boris, false, false)]);
    assert_eq!(test.sql.number("SELECT total_changes()"), rows);
}

#[test]
fn who_may_not_see_a_dialog_neither_looks_at_it_nor_is_answered() {
    let mut test = center();
    let sam = test.id("sam");
    looks(&mut test, "sam", true, None);
    assert_eq!(seen(&mut test, "boris"), []);
    looks(&mut test, "boris", true, Some(sam));
    assert_eq!(seen(&mut test, "sam"), []);
    // What was open when it was taken away is left.
    looks(&mut test, "sam", false, None);
    assert_eq!(seen(&mut test, "boris"), [(sam, false, false)]);
}

#[test]
fn that_a_console_has_closed_is_told_so_that_his_others_tell_what_they_have_open() {
    let mut test = center();
    let boris = test.id("boris");
    test.second_console("boris").quiet().leave(&second("boris"));
    let left = Heard::Operator(ToOperator::OperatorLeft { by: boris });
    for console in ["olga", "boris"] {
        assert!(test.heard(console).contains(&left), "{console}");
    }
}

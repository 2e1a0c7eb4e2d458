//! A center that has come out of a backup, or whose storage has lost its end in
//! another way: what was said last is gone, and its numbers are given again. Nobody
//! may go on from there unawares.

use beseda_center::turn::Output;
use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ids::{Cid, MessageId, Seq};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::visitor::ToVisitor;

use crate::harness::{CenterTest, Heard, identity};

/// The disk that is lost has one message of each more than this one.
fn lost() -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("anna")
        .say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?");
    let backup = test.sql.copy();
    test.say("anna", "c2", "Do you deliver?")
        .reply("ada", 1, "r2", "We do.")
        .cut("anna")
        .cut("ada");
    test.sql = backup;
    test.reload().quiet();
    test
}

/// As `host restore` leaves it.
fn restored() -> CenterTest {
    let mut test = lost();
    assert_eq!(test.command(Command::Renew), Ok(Reply::Done));
    test.quiet();
    test
}

fn is_reset(heard: &[Heard]) -> bool {
    matches!(
        heard[0],
        Heard::Visitor(ToVisitor::Reset { .. }) | Heard::Operator(ToOperator::Reset { .. })
    )
}

fn acks(test: &mut CenterTest, name: &str) -> Vec<(Cid, MessageId)> {
    let heard = test.heard(name).into_iter();
    let ack = |heard: Heard| match heard {
        Heard::Visitor(ToVisitor::Ack { cid, id, .. }) => Some((cid, id)),
        _ => None,
    };
    heard.filter_map(ack).collect()
}

#[test]
fn a_view_of_before_is_reset_even_where_its_numbers_exist_again() {
    let mut test = restored();
    let (of_anna, of_ada) = (test.view("anna").unwrap(), test.view("ada").unwrap());
    test.console("ada");
    assert!(is_reset(&test.heard("ada")), "ada came back first");
    for cid in ["r3", "r4", "r5"] {
        test.reply("ada", 1, cid, "Are you there?");
    }
    assert!(test.view("ada").unwrap().1 > of_ada.1, "she is past it");
    test.quiet().widget("anna");
    assert!(is_reset(&test.heard("anna")));
    assert!(test.view("anna").unwrap().1 > of_anna.1, "she is past it");
    // A second console that has slept all the while.
    test.quiet().hello_with("ada", Some(of_ada));
    assert!(is_reset(&test.heard("ada")));
}

#[test]
fn a_view_of_after_goes_on_as_ever() {
    let mut test = restored();
    test.widget("anna").console("ada").cut("anna");
    test.reply("ada", 1, "r3", "Are you there?").quiet();
    test.reload().widget("anna");
    let heard = test.heard("anna");
    assert!(matches!(
        heard[0],
        Heard::Visitor(ToVisitor::Resumed { .. })
    ));
}

#[test]
fn what_the_backup_lacks_is_stored_when_it_is_said_again_and_the_rest_stays_one() {
    let mut test = restored();
    test.widget("anna").quiet();
    for _ in 0..2 {
        test.say("anna", "c1", "Hello?");
        test.say("anna", "c2", "Do you deliver?");
    }
    let acks = acks(&mut test, "anna");
    assert_eq!(acks[0], acks[2], "the same answer");
    assert_eq!(acks[1], acks[3], "the same answer");
    assert!(acks[1].1 > acks[0].1);
    let cids = test
        .sql
        .column("SELECT cid FROM messages WHERE cid IS NOT NULL ORDER BY id");
    assert_eq!(cids, ["c1", "r1", "c2"]);
}

#[test]
fn an_unsent_reply_to_a_dialog_that_is_lost_goes_to_no_other() {
    let mut test = CenterTest::new();
    let backup = test.sql.copy();
    test.widget("anna").say("anna", "c1", "Hello?");
    test.cut("anna").cut("ada");
    test.sql = backup;
    test.reload();
    test.command(Command::Renew).unwrap();
    // It has slept meanwhile: the number is not in memory alone.
    test.reload();
    test.console("ada").widget("vera").say("vera", "c1", "Hi!");
    test.reply("ada", 1, "r1", "Anna, your address is still the same?");
    let is_refused = |heard: &Heard| matches!(heard, Heard::Operator(ToOperator::Refused { .. }));
    assert!(test.heard("ada").iter().any(is_refused));
    test.widget("boris").say("boris", "c1", "Hi!");
    let dialogs = test
        .sql
        .column("SELECT CAST(id AS TEXT) FROM dialogs ORDER BY id");
    assert_eq!(dialogs, ["100001", "100002"]);
}

#[test]
fn the_alarm_rings_at_once_because_the_runtimes_may_be_lost() {
    let mut test = CenterTest::new();
    test.command(Command::Renew).unwrap();
    let alarm = test.outputs.iter().find_map(|output| match output {
        Output::Alarm(at) => Some(*at),
        _ => None,
    });
    assert_eq!(alarm, Some(test.now));
}

#[test]
fn a_console_that_was_told_more_than_there_is_makes_every_view_anew() {
    let mut test = lost();
    let (of_anna, of_ada) = (test.view("anna").unwrap(), test.view("ada").unwrap());
    test.console("ada");
    assert!(is_reset(&test.heard("ada")));
    let told = Output::WentBack {
        identity: None,
        told: of_ada.1,
        last: Seq(of_ada.1.0 - 2),
    };
    assert!(test.outputs.contains(&told), "{:?}", test.outputs);
    for cid in ["r3", "r4", "r5"] {
        test.reply("ada", 1, cid, "Are you there?");
    }
    // The numbers that these two know are taken by now.
    test.quiet().hello_with("ada", Some(of_ada));
    assert!(is_reset(&test.heard("ada")));
    test.quiet().widget("anna");
    assert!(is_reset(&test.heard("anna")));
    assert!(test.view("anna").unwrap().1 > of_anna.1, "she is past it");
    // And from here on all is as ever.
    test.cut("ada").reload().console("ada");
    assert!(!is_reset(&test.heard("ada")));
}

#[test]
fn a_visitor_that_was_told_more_than_there_is_begins_anew_and_nobody_else() {
    let mut test = lost();
    test.widget("vera")
        .say("vera", "v1", "Good day!")
        .cut("vera");
    let of_anna = test.view("anna").unwrap();
    test.quiet().widget("anna");
    assert!(is_reset(&test.heard("anna")));
    let told = |output: &Output| matches!(output, Output::WentBack { identity: Some(id), .. } if *id == identity("anna"));
    assert!(test.outputs.iter().any(told), "{:?}", test.outputs);
    test.reload()
        .say("anna", "c3", "And?")
        .say("anna", "c4", "And?");
    test.quiet().hello_with("anna", Some(of_anna));
    assert!(is_reset(&test.heard("anna")), "another tab, which slept");
    test.quiet().widget("vera");
    assert!(!is_reset(&test.heard("vera")));
}

#[test]
fn a_visitor_whose_very_row_was_lost_begins_anew_too() {
    let mut test = CenterTest::new();
    test.widget("anna");
    let before = test.sql.copy();
    test.say("anna", "c1", "Hello?")
        .reply("ada", 1, "r1", "Yes?")
        .cut("anna")
        .cut("ada");
    let (epoch, seq) = test.view("anna").unwrap();
    test.sql = before;
    test.reload().quiet().widget("anna");
    assert!(is_reset(&test.heard("anna")));
    assert_ne!(test.view("anna").unwrap().0, epoch);
    test.reload();
    for cid in ["c2", "c3", "c4", "c5"] {
        test.say("anna", cid, "And?");
    }
    assert!(test.view("anna").unwrap().1 > seq, "she is past it");
    test.quiet().hello_with("anna", Some((epoch, seq)));
    assert!(is_reset(&test.heard("anna")), "another tab, which slept");
}

#[test]
fn a_storage_goes_back_once_in_the_life_of_an_object_whoever_says_so() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?").quiet();
    for name in ["anna", "ada"] {
        let mut claim = || {
            let (epoch, _) = test.view(name).unwrap();
            test.hello_with(name, Some((epoch.clone(), Seq(1 << 53))));
            test.view(name).unwrap().0 == epoch
        };
        assert!(!claim(), "{name} is believed");
        assert!(claim() && claim(), "and not again");
    }
    // Numbers of dialogs are left out once, too.
    let from = test.sql.number("SELECT dialogs_from FROM center");
    assert!((100_000..200_000).contains(&from), "{from}");
}

//! A new version of the code on the storage of the one before, and back (C15, O1):
//! nobody notices, or nothing has happened.

use beseda_center::fault::Fault;
use beseda_center::schema;
use beseda_center::turn::Input;
use beseda_protocol::ask::dialogs::{History, OpenDialog};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::dialog::{Filter, StateFilter, Tab};
use beseda_protocol::ids::{Ask, DialogId, MessageId, Seq};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{CenterTest, Heard};

fn version(test: &CenterTest) -> i64 {
    test.sql.number("SELECT version FROM schema")
}

#[test]
fn a_center_of_version_3_answers_everything_as_it_did() {
    let mut test = CenterTest::of_storage(include_str!("before/version_3.sql"));
    assert_eq!(version(&test), 3);
    let answered = include_str!("before/version_3.txt");
    assert_eq!(look_around(&mut test), answered);
    assert_eq!(version(&test), schema::VERSION as i64);
    let n_events_of_messages = "SELECT count(*) FROM events WHERE kind = 'message'";
    assert_eq!(test.sql.number(n_events_of_messages), 0);
}

/// All that people can ask of a center, as they are answered.
fn look_around(test: &mut CenterTest) -> String {
    test.console("ada").widget("anna").widget("vera").quiet();
    let places: [(&str, &[u64]); 3] = [
        ("ada", &[7, 8, 14]),
        ("anna", &[2, 3, 5]),
        ("vera", &[0, 1, 3]),
    ];
    for (name, places) in places {
        let (epoch, _) = test.view(name).unwrap();
        for seq in places {
            test.tell(&format!("{name} comes back from {seq}"));
            test.hello_with(name, Some((epoch.clone(), Seq(*seq))));
        }
    }
    let ask = Ask(1);
    let list = FromOperator::ask(
        ask,
        ListDialogs {
            filter: Filter {
                state: StateFilter::All,
                tab: Tab::All,
            },
            behind: None,
        },
    );
    test.tell("the list").operator("ada", list);
    for dialog in [1, 2, 3].map(DialogId) {
        let before = MessageId(12);
        test.tell(&format!("dialog {dialog}"))
            .operator("ada", FromOperator::ask(ask, OpenDialog { dialog }))
            .operator("ada", FromOperator::ask(ask, History { dialog, before }));
    }
    let before = MessageId(16);
    test.tell("her history")
        .visitor("anna", FromVisitor::History { ask, before });
    test.tell("what is said again")
        .say("anna", "c2", "Do you ship to Riga?")
        .reply("ada", 1, "r1", "Yes?");
    test.tell("what is new")
        .say("anna", "c9", "And back?")
        .reply("ada", 3, "r9", "And back.")
        .visitor("anna", FromVisitor::Got { seq: Seq(99) })
        .visitor(
            "anna",
            FromVisitor::Read {
                upto: MessageId(99),
            },
        );
    test.transcript()
}

#[test]
fn the_first_turn_of_new_code_brings_the_tables_on_and_is_a_turn_like_any() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Before").quiet();
    let (before, seq) = (version(&test), test.view("anna").unwrap().1);
    test.upgrade().say("anna", "c2", "After");
    assert_eq!(version(&test), before + 1);
    let heard = test.heard("anna");
    assert!(
        matches!(&heard[..], [Heard::Visitor(ToVisitor::Ack { .. }), Heard::Visitor(ToVisitor::Events { after, .. })] if *after == seq),
        "{heard:?}"
    );
    assert_eq!(
        test.sql
            .column("SELECT mood FROM messages WHERE kind = 'visitor'"),
        ["glad", "calm"],
        "what was there was brought on, too"
    );
}

#[test]
fn the_version_before_runs_on_the_tables_of_the_next() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "One");
    test.upgrade().reply("ada", 1, "r1", "Two");
    test.reload().say("anna", "c2", "Three");
    assert_eq!(version(&test), schema::VERSION as i64 + 1);
    assert_eq!(
        test.sql.column(
            "SELECT text FROM messages WHERE text IS NOT NULL AND kind != 'system' ORDER BY id"
        ),
        ["One", "Two", "Three"]
    );
}

#[test]
fn an_upgrade_that_fails_leaves_the_tables_as_they_were() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Before").quiet();
    let trap = "CREATE TABLE moods (in_the_way TEXT)";
    test.sql.raw().execute_batch(trap).unwrap();
    let before = test.sql.content();
    let fault = test.upgrade().try_turn(vec![Input::Alarm]);
    assert!(matches!(fault, Err(Fault::Storage(_))), "{fault:?}");
    assert_eq!(test.sql.content(), before);
    // The version before still serves, and the next comes on when it can.
    test.reload().say("anna", "c2", "Meanwhile");
    test.sql.raw().execute_batch("DROP TABLE moods").unwrap();
    test.upgrade().say("anna", "c3", "After");
    assert_eq!(version(&test), schema::VERSION as i64 + 1);
}

#[test]
fn a_center_made_by_new_code_serves_the_version_before() {
    let mut test = CenterTest::empty();
    test.upgrade().create().reload();
    test.accept("ada", "owner-link").unwrap();
    test.console("ada");
    assert_eq!(version(&test), schema::VERSION as i64 + 1);
}

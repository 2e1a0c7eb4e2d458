//! A new version of the code on the storage of the one before, and back (C15, O1):
//! nobody notices, or nothing has happened.

use beseda_center::storage::fault::Fault;
use beseda_center::storage::schema;
use beseda_center::turn::Input;
use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ids::DialogId;
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::visitor::ToVisitor;

use crate::harness::{CenterTest, Heard};

fn version(test: &CenterTest) -> i64 {
    test.sql.number("SELECT version FROM schema")
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
        matches!(&heard[..], [Heard::Visitor(ToVisitor::Ack { .. }), Heard::Visitor(ToVisitor::Events { after, .. })] if *after <= seq),
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
fn what_only_the_next_version_can_tell_is_unknown_to_the_one_before_and_harms_nothing() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "One");
    test.sql
        .raw()
        .execute_batch(
            r#"UPDATE messages SET happened = '{"t":"escalated","until":5}'
               WHERE kind = 'system'"#,
        )
        .unwrap();
    let dialog = DialogId(1);
    let opened = test.reload().asked("ada", OpenDialog { dialog }).unwrap();
    let told = opened.messages.iter().map(|message| &message.content);
    let happened = Happened::Unknown;
    assert!(told.into_iter().any(|it| *it
        == Content::System {
            happened: happened.clone()
        }));
    assert_eq!(opened.messages.len(), 2, "and the client's own");
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

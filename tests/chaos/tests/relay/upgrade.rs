//! The relay is killed again and again while it brings the tables of the version
//! before on (C2, O1): they are brought on once, whole, and nothing is lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::storage;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::sleep;

/// Messages to bring on: some seconds.
const FILLING: u64 = 300_000;

/// Kills, each so much later in the upgrade than the one before.
const KILLS: u32 = 20;
const LATER: Duration = Duration::from_millis(15);

fn log_of(database: &Path) -> PathBuf {
    database.with_extension("sqlite-wal")
}

/// When something was last written ahead.
fn written(database: &Path) -> Option<SystemTime> {
    fs::metadata(log_of(database)).ok()?.modified().ok()
}

/// What stands in the tables, in a copy: nobody else shall mend the original.
fn look(database: &Path) -> (i64, Vec<String>) {
    let aside = TempDir::new().expect("a folder can be made");
    let copy = aside.path().join("copy.sqlite");
    fs::copy(database, &copy).expect("it is there");
    if log_of(database).exists() {
        fs::copy(log_of(database), log_of(&copy)).expect("it is there");
    }
    let copy = Connection::open(copy).expect("a database");
    let version = copy.query_row("SELECT version FROM schema", [], |row| row.get(0));
    let check = copy.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    assert_eq!(check.expect("a check"), "ok");
    let mut said = copy
        .prepare("SELECT id || ' ' || dialog || ' ' || text FROM messages ORDER BY id")
        .expect("in every version");
    let rows = said.query_map([], |row| row.get(0)).expect("messages");
    let said = rows.map(|row| row.expect("a row")).collect();
    (version.expect("a version"), said)
}

/// Puts the center back to the version before.
fn go_back(database: &Path) {
    let center = Connection::open(database).expect("a database");
    let to_5 = include_str!("../../../../center/tests/rules/before/back_to_5.sql");
    let to_3 = include_str!("upgrade_before.sql").replace(":filling", &FILLING.to_string());
    for script in [to_5, &to_3] {
        center.execute_batch(script).expect("a way back");
    }
}

#[tokio::test]
async fn a_relay_killed_twenty_times_in_an_upgrade_loses_nothing_of_it() {
    let mut stack = Stack::start().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("before the upgrade").await;
    let dialog = anna.dialog_of("before the upgrade").await.id;
    anna.replied(dialog, "I will be brief").await;
    visitor.hears("I will be brief").await;
    stack.kill().await;
    let database = storage::center(&stack.data());
    go_back(&database);
    let (_, before) = look(&database);

    for kill in 0..KILLS {
        let written = written(&database);
        stack.launch();
        until("the upgrade to begin", || async {
            (self::written(&database) > written).then_some(())
        })
        .await;
        sleep(LATER * kill).await;
        stack.kill().await;
    }
    let (version, said) = look(&database);
    assert_eq!(
        version, 3,
        "the last kill came too late to be in the middle"
    );
    assert!(said == before);

    stack.restart().await;
    let (mut visitor, view) = Visitor::back(&stack, &visitor.token).await;
    let texts = visitor.transcript(&stack).await;
    assert_eq!(texts, ["you: before the upgrade", "Anna: I will be brief"]);
    assert_eq!(view.messages.len(), 2);
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    visitor.said("after the upgrade").await;
    assert_eq!(anna.dialog_of("after the upgrade").await.id, dialog);
    stack.kill().await;
    let (version, said) = look(&database);
    assert_eq!(version, beseda_center::schema::VERSION as i64);
    assert!(said.starts_with(&before), "every message is there");
    assert_eq!(said.len(), before.len() + 1);
}

//! Jobs whose relay is killed in a slice, or whose slices fail.

use beseda_center::storage::fault::Fault;
use beseda_center::turn::Input;
use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::dialogs::TagDialog;
use beseda_protocol::ask::jobs::{BeginBulk, CancelJob, DismissJob, UndoJob};
use beseda_protocol::ask::marks::{AddMark, DeleteMark, MergeMark};
use beseda_protocol::bulk::Act;
use beseda_protocol::filter::Filter;
use beseda_protocol::ids::{ClientId, DialogId, MarkId};
use beseda_protocol::job::JobState;
use beseda_protocol::mark::MarkKind;
use beseda_protocol::selection::Selection;

use crate::channels::move_to;
use crate::harness::{CenterTest, say};
use crate::jobs::{BORIS, disable, job, talking, visitor};

/// Dialogs of a job of three slices.
const DIALOGS: u64 = 120;

fn freeing() -> CenterTest {
    let mut test = talking(DIALOGS);
    disable(&mut test);
    test
}

fn moving() -> CenterTest {
    let mut test = talking(DIALOGS);
    let name = "Elsewhere".to_owned();
    let channel = test.asked("ada", AddChannel { name }).unwrap().id;
    move_to(&mut test, "s1", channel);
    test
}

/// Two tags, the first of them on more dialogs than one slice takes it off.
fn tagged() -> (CenterTest, MarkId, MarkId) {
    let mut test = talking(600);
    let [tag, other] = ["Price", "Prices"].map(|name| {
        let (kind, name) = (MarkKind::Tag, name.to_owned());
        test.asked("ada", AddMark { kind, name }).unwrap().id
    });
    for dialog in (1..=600).map(DialogId) {
        test.ask("ada", TagDialog { dialog, tag });
    }
    (test, tag, other)
}

fn ending_a_mark() -> CenterTest {
    let (mut test, mark, _) = tagged();
    test.asked("ada", DeleteMark { mark }).unwrap();
    test
}

fn merging_a_mark() -> CenterTest {
    let (mut test, mark, into) = tagged();
    test.asked("ada", MergeMark { mark, into }).unwrap();
    test
}

fn deleting_a_client() -> CenterTest {
    let mut test = talking(2);
    for n in 0..250 {
        let said = say(&format!("more {n}"), "And");
        test.turn(vec![Input::FromVisitor(visitor(1), said)]);
        test.pass(60_000);
    }
    let client = ClientId(1);
    test.asked("ada", DeleteClient { client }).unwrap();
    test
}

/// All of Boris's dialogs are closed.
fn closing() -> CenterTest {
    let mut test = talking(DIALOGS);
    let on = Selection::FoundDialogs {
        filter: Filter::default(),
    };
    let begun = BeginBulk {
        act: Act::Close {},
        on,
        counted: DIALOGS,
    };
    test.asked("ada", begun).unwrap();
    test
}

fn undoing() -> CenterTest {
    let mut test = closing();
    while test.slice() {}
    let job = test
        .sql
        .column("SELECT id FROM jobs")
        .remove(0)
        .as_str()
        .into();
    test.asked("ada", UndoJob { job }).unwrap();
    test
}

fn deleting_many() -> CenterTest {
    let mut test = talking(20);
    let begun = BeginBulk {
        act: Act::Delete {},
        on: Selection::FoundClients { all_of: vec![] },
        counted: 20,
    };
    test.asked("ada", begun).unwrap();
    test
}

type Begun = fn() -> CenterTest;

/// Each kind of work, just begun.
const KINDS: [(&str, Begun); 8] = [
    ("freeing dialogs", freeing),
    ("moving dialogs", moving),
    ("ending a mark", ending_a_mark),
    ("merging a mark", merging_a_mark),
    ("deleting a client", deleting_a_client),
    ("a bulk act", closing),
    ("undoing a bulk act", undoing),
    ("deleting many clients", deleting_many),
];

/// Plays a job to its end, each slice in this way; tells how many there were, and what is
/// stored then.
fn play(mut test: CenterTest, slice: fn(&mut CenterTest)) -> (usize, String) {
    let mut n_slices = 0;
    while test.wants_slice() {
        slice(&mut test);
        n_slices += 1;
    }
    // What it leaves to be done later.
    test.alarm();
    (n_slices, test.sql.content())
}

#[test]
fn a_job_whose_relay_is_killed_at_each_slice_ends_as_one_that_is_left_alone() {
    for (kind, begun) in KINDS {
        let unharmed = play(begun(), |test| {
            test.slice();
        });
        assert!(unharmed.0 > 1, "{kind} has one slice");
        // Its writes are not on disk: whoever wakes the object finds it at that slice.
        let before_commit = play(begun(), |test| {
            test.die_in(vec![Input::Slice]).alarm().slice();
        });
        assert!(before_commit == unharmed, "{kind}, killed before a commit");
        // They are, and nobody was told to go on.
        let between = play(begun(), |test| {
            test.slice();
            test.reload().alarm();
        });
        assert!(between == unharmed, "{kind}, killed between two slices");
    }
}

/// Boris is disabled, and one of his dialogs cannot be read; the slice that comes upon it.
fn corrupt() -> (CenterTest, Fault) {
    let mut test = freeing();
    let damage = "UPDATE dialogs SET last_label = 'rust' WHERE id = 75";
    test.sql.raw().execute_batch(damage).unwrap();
    test.reload().alarm();
    let fault = loop {
        if let Err(fault) = test.try_turn(vec![Input::Slice]) {
            break fault;
        }
    };
    (test, fault)
}

/// As the relay does: the next object is told of the slice that ended this one.
fn wake_after_fault(test: &mut CenterTest) {
    let job = test.failed_slice().expect("it was a job's");
    test.reload().turn(vec![Input::SliceFailed(job)]);
}

#[test]
fn a_job_whose_slice_fails_twice_is_stopped_and_people_go_on_talking() {
    let (mut test, fault) = corrupt();
    assert_eq!(fault, Fault::Corrupt("dialogs"));
    // As the relay wakes it: it may have been a passing fault.
    wake_after_fault(&mut test);
    assert!(test.wants_slice());
    assert_eq!(test.try_turn(vec![Input::Slice]), Err(fault));
    wake_after_fault(&mut test);
    assert!(!test.wants_slice());
    let report = job(&mut test);
    assert_eq!((report.state, report.done), (JobState::Failed, 50));
    // It is not begun again by itself…
    assert!(!test.reload().alarm().wants_slice());
    // …others talk, and the report is seen until somebody dismisses it.
    let said = Input::FromVisitor(visitor(1), say("c2", "Still there?"));
    test.turn(vec![said]);
    assert!(test.sql.content().contains("Still there?"));
    test.console("ada");
    assert_eq!(job(&mut test), report);
    let job = report.id;
    test.asked("ada", DismissJob { job }).unwrap();
    assert_eq!(test.sql.number("SELECT count(*) FROM jobs"), 0);
}

#[test]
fn a_slice_that_fails_once_is_tried_again() {
    let (mut test, _) = corrupt();
    let mended = "UPDATE dialogs SET last_label = 'operator' WHERE id = 75";
    test.sql.raw().execute_batch(mended).unwrap();
    wake_after_fault(&mut test);
    let his = format!("SELECT count(*) FROM dialogs WHERE responsible = {BORIS}");
    while test.wants_slice() {
        test.slice();
        let faults = test
            .sql
            .number("SELECT coalesce(sum(n_faults), 0) FROM jobs");
        assert_eq!(faults, 0, "what succeeds begins the count anew");
    }
    assert_eq!(test.sql.number(&his), 0);
}

#[test]
fn a_failure_of_a_job_that_is_no_more_changes_nothing() {
    let mut test = freeing();
    let id = job(&mut test).id;
    test.asked("ada", CancelJob { job: id.clone() }).unwrap();
    let cancelled = job(&mut test);
    test.reload().turn(vec![Input::SliceFailed(id)]);
    assert!(!test.wants_slice());
    test.console("ada");
    assert_eq!(job(&mut test), cancelled);
}

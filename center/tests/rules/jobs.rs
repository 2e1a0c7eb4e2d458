//! Jobs: long work in slices, while people talk.

use beseda_center::turn::{Input, LineId, Peer};
use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ask::jobs::{BeginBulk, CancelJob, DismissJob, UndoJob};
use beseda_protocol::ask::team::{Disable, Enable};
use beseda_protocol::bulk::Act;
use beseda_protocol::filter::Filter;
use beseda_protocol::ids::{Ask, ClientId, DialogId, JobId, OperatorId};
use beseda_protocol::job::{Job, JobState, SkipReason, Skipped, Work};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::selection::Selection;
use beseda_protocol::team::Role;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::harness::{CenterTest, Heard, Life, identity, reply, say};

pub(crate) const BORIS: OperatorId = OperatorId(2);

/// Ada, the owner, and Boris, who has replied to so many visitors.
pub(crate) fn talking(n_dialogs: u64) -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    let numbers: Vec<u64> = (1..=n_dialogs).collect();
    for numbers in numbers.chunks(100) {
        let talk = numbers.iter().flat_map(|number| {
            let replied = reply(*number, &format!("r{number}"), "Hi");
            [
                Input::FromVisitor(visitor(*number), say("c1", "Hello")),
                Input::FromOperator(test.peer("boris"), replied),
            ]
        });
        let talk = talk.collect();
        test.turn(talk).quiet();
    }
    test
}

/// The client of this dialog, whose widget nobody listens to.
pub(crate) fn visitor(number: u64) -> Peer {
    Peer::Visitor {
        line: LineId(1_000_000 + number),
        identity: identity(&format!("visitor{number}")),
        site: "s1".into(),
        whence: Default::default(),
    }
}

pub(crate) fn disable(test: &mut CenterTest) {
    test.asked("ada", Disable { employee: BORIS }).unwrap();
}

/// The jobs that somebody was told of last.
fn jobs(test: &mut CenterTest, name: &str) -> Option<Vec<Job>> {
    let told = |heard| match heard {
        Heard::Operator(ToOperator::Jobs { jobs }) => Some(jobs),
        _ => None,
    };
    test.heard(name).into_iter().rev().find_map(told)
}

pub(crate) fn job(test: &mut CenterTest) -> Job {
    let told = jobs(test, "ada").expect("she is told");
    told.into_iter().next().expect("a job")
}

#[test]
fn whoever_has_begun_a_job_and_administrators_are_told_how_far_it_is() {
    let mut test = talking(120);
    for (name, role) in [
        ("adam", Role::Administrator),
        ("eve", Role::Administrator),
        ("sue", Role::Supervisor),
    ] {
        test.hire(name, role);
    }
    test.quiet();
    let boris = Disable { employee: BORIS };
    test.asked("adam", boris).unwrap();
    let begun = jobs(&mut test, "adam").unwrap();
    let [job] = &begun[..] else { panic!() };
    assert_eq!(
        (&job.work, job.by, job.state, job.done, job.total),
        (
            &Work::FreeDialogs { employee: BORIS },
            test.id("adam"),
            JobState::Running,
            0,
            120
        )
    );
    assert_eq!(jobs(&mut test, "ada"), Some(begun.clone()));
    assert_eq!(jobs(&mut test, "sue"), None);
    assert!(test.slice());
    assert_eq!(jobs(&mut test, "eve").unwrap()[0].done, 50);
    // A console that comes later hears of it with its first view.
    test.console("eve");
    assert_eq!(jobs(&mut test, "eve").unwrap()[0].done, 50);
    test.slice();
    assert!(!test.slice());
    assert_eq!(jobs(&mut test, "adam"), Some(vec![]), "nothing to report");
    test.console("adam");
    assert_eq!(jobs(&mut test, "adam"), None);
}

#[test]
fn what_a_job_has_skipped_is_a_report_until_somebody_dismisses_it() {
    let mut test = talking(60);
    test.quiet();
    disable(&mut test);
    // Some are closed before their turn comes.
    for dialog in 58..=60 {
        test.close("ada", dialog);
    }
    test.slice();
    assert!(!test.slice());
    let report = job(&mut test);
    let changed = Skipped {
        reason: SkipReason::Changed,
        count: 3,
    };
    assert_eq!((report.state, report.done), (JobState::Done, 57));
    assert_eq!(report.skipped, [changed]);
    test.console("ada");
    assert_eq!(job(&mut test), report);
    let job = report.id;
    test.asked("ada", DismissJob { job }).unwrap();
    assert_eq!(jobs(&mut test, "ada"), Some(vec![]));
    assert_eq!(test.sql.number("SELECT count(*) FROM jobs"), 0);
}

#[test]
fn a_report_that_nobody_dismisses_is_forgotten_after_a_week() {
    let mut test = talking(1);
    disable(&mut test);
    test.close("ada", 1).slice();
    let day_ms = 24 * 60 * 60 * 1000;
    test.pass(6 * day_ms).alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM jobs"), 1);
    test.pass(2 * day_ms).alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM jobs"), 0);
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM due WHERE kind = 'job'"),
        0
    );
}

#[test]
fn a_cancelled_job_leaves_the_rest_as_it_is() {
    let mut test = talking(120);
    test.quiet();
    disable(&mut test);
    test.slice();
    let id = job(&mut test).id;
    test.asked("ada", CancelJob { job: id.clone() }).unwrap();
    assert!(!test.wants_slice());
    let report = job(&mut test);
    assert_eq!((report.state, report.done), (JobState::Cancelled, 50));
    // A slice that was on its way finds nothing to do; asked twice, nothing happens twice.
    assert!(!test.slice());
    test.asked("ada", CancelJob { job: id.clone() }).unwrap();
    let his = format!("SELECT count(*) FROM dialogs WHERE responsible = {BORIS}");
    assert_eq!(test.sql.number(&his), 70);
    test.asked("ada", DismissJob { job: id.clone() }).unwrap();
    let refused = test.asked("ada", CancelJob { job: id }).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn a_job_that_runs_is_not_dismissed() {
    let mut test = talking(60);
    test.quiet();
    disable(&mut test);
    let id = job(&mut test).id;
    test.asked("ada", DismissJob { job: id }).unwrap();
    assert!(test.slice());
}

#[test]
fn a_dead_object_is_woken_for_its_jobs() {
    let mut test = talking(60);
    disable(&mut test);
    let wakes = |test: &CenterTest| {
        test.sql
            .number("SELECT at FROM due WHERE kind = 'job'")
            .unsigned_abs()
    };
    assert_eq!(wakes(&test), test.now.0 + 30_000);
    test.reload().pass(30_000).alarm();
    assert!(test.wants_slice());
    assert_eq!(wakes(&test), test.now.0 + 30_000);
}

#[test]
fn jobs_have_their_slices_in_turn() {
    let mut test = talking(60);
    test.hire("carla", Role::Operator);
    for number in 61..=120 {
        let said = Input::FromVisitor(visitor(number), say("c1", "Hello"));
        test.turn(vec![said]);
        test.reply("carla", number, &format!("r{number}"), "Hi");
    }
    disable(&mut test);
    let carla = test.id("carla");
    test.asked("ada", Disable { employee: carla }).unwrap();
    let left = |test: &CenterTest, id: OperatorId| {
        test.sql.number(&format!(
            "SELECT count(*) FROM dialogs WHERE responsible = {id}"
        ))
    };
    test.slice();
    test.slice();
    assert_eq!((left(&test, BORIS), left(&test, carla)), (10, 10));
}

#[test]
fn a_full_storage_lets_a_job_wait() {
    let mut test = talking(1);
    disable(&mut test);
    test.turn_without_room(vec![Input::Slice]);
    assert!(!test.wants_slice());
    assert_eq!(test.sql.number("SELECT count(*) FROM jobs"), 1);
    assert!(!test.alarm().slice());
    assert_eq!(test.sql.number("SELECT count(*) FROM jobs"), 0);
}

/// What people do between two slices.
#[derive(Debug, Clone)]
enum Deed {
    Say(u64, u8),
    Reply(u64, u8),
    Close(u64),
    Disable,
    Enable,
    Delete(u64),
    /// All that is open, or a few.
    Bulk(Act, bool),
    /// The first that can be.
    Undo,
    Slice,
}

fn deed(n_dialogs: u64) -> impl Strategy<Value = Deed> {
    let dialog = move || 1..=n_dialogs;
    prop_oneof![
        4 => (dialog(), 0..4u8).prop_map(|(dialog, cid)| Deed::Say(dialog, cid)),
        2 => (dialog(), 0..4u8).prop_map(|(dialog, cid)| Deed::Reply(dialog, cid)),
        1 => dialog().prop_map(Deed::Close),
        1 => Just(Deed::Disable),
        1 => Just(Deed::Enable),
        1 => dialog().prop_map(Deed::Delete),
        2 => (act(), any::<bool>()).prop_map(|(act, is_found)| Deed::Bulk(act, is_found)),
        1 => Just(Deed::Undo),
        5 => Just(Deed::Slice),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Read {}),
        Just(Act::Unread {}),
        Just(Act::Close {}),
        Just(Act::Assign { to: None }),
        Just(Act::Assign { to: Some(BORIS) }),
    ]
}

fn bulk(act: &Act, is_found: bool) -> BeginBulk {
    let filter = Filter::default();
    let ids = (1..=9).map(DialogId).collect();
    let on = match is_found {
        true => Selection::FoundDialogs { filter },
        false => Selection::Dialogs { ids },
    };
    BeginBulk {
        act: act.clone(),
        on,
        counted: 100,
    }
}

/// Plays it over dialogs of Boris; tells all that was said, and what is stored in the end.
fn play(n_dialogs: u64, history: &[Deed], life: Life) -> (String, String) {
    let mut test = talking(n_dialogs);
    test.life = life;
    let mut told = String::new();
    for (n, deed) in history.iter().enumerate() {
        let employee = BORIS;
        let by_ada = |test: &CenterTest, said| Input::FromOperator(test.peer("ada"), said);
        let input = match deed {
            Deed::Say(number, cid) => {
                let said = say(&format!("c{cid}"), &format!("text {n}"));
                Input::FromVisitor(visitor(*number), said)
            }
            Deed::Reply(dialog, cid) => by_ada(&test, reply(*dialog, &format!("a{cid}"), "Well")),
            Deed::Close(dialog) => {
                let dialog = DialogId(*dialog);
                by_ada(&test, FromOperator::ask(Ask(1), Close { dialog }))
            }
            Deed::Disable => by_ada(&test, FromOperator::ask(Ask(1), Disable { employee })),
            Deed::Enable => by_ada(&test, FromOperator::ask(Ask(1), Enable { employee })),
            // Each dialog has a client of its own.
            Deed::Delete(number) => {
                let client = ClientId(*number);
                by_ada(&test, FromOperator::ask(Ask(1), DeleteClient { client }))
            }
            Deed::Bulk(act, is_found) => {
                by_ada(&test, FromOperator::ask(Ask(1), bulk(act, *is_found)))
            }
            Deed::Undo => {
                let ended = "SELECT id FROM jobs WHERE n_undoable > 0 AND state <> 'running'
                    ORDER BY id LIMIT 1";
                let job = test.sql.column(ended).pop().unwrap_or_default();
                let job = JobId(job);
                by_ada(&test, FromOperator::ask(Ask(1), UndoJob { job }))
            }
            Deed::Slice => Input::Slice,
        };
        test.turn(vec![input]);
        told.push_str(&format!("{:?}\n", test.outputs));
    }
    while test.wants_slice() {
        test.slice();
        told.push_str(&format!("{:?}\n", test.outputs));
    }
    (told, test.sql.content())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn jobs_amid_talk_are_equal_to_a_center_without_a_cache(history in vec(deed(120), 1..40)) {
        prop_assert_eq!(play(120, &history, Life::ForATurn), play(120, &history, Life::Lasting));
    }
}

/// The largest: more dialogs than a center remembers.
#[test]
fn a_job_over_ten_thousand_dialogs_amid_talk_is_equal_to_a_center_without_a_cache() {
    let n_dialogs = 10_000;
    let mut history = vec![Deed::Disable];
    for n in 0..220 {
        let number = n * 7_919 % n_dialogs + 1;
        history.extend([
            Deed::Say(number, (n % 200) as u8 + 2),
            Deed::Slice,
            Deed::Reply(n_dialogs - number + 1, (n % 200) as u8),
        ]);
        if n % 10 == 0 {
            history.push(Deed::Close(number));
        }
    }
    let lasting = play(n_dialogs, &history, Life::Lasting);
    assert!(lasting == play(n_dialogs, &history, Life::ForATurn));
}

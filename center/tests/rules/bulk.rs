//! Bulk acts: with many dialogs or clients what is done with one, and back again.

mod one_by_one;

use beseda_center::turn::Input;
use beseda_protocol::ask::clients::AddClient;
use beseda_protocol::ask::dialogs::{Assign, MarkUnread, TagDialog};
use beseda_protocol::ask::jobs::{BeginBulk, CancelJob, DismissJob, UndoJob};
use beseda_protocol::ask::list::{CountSelected, CountedSelection, ListDialogs};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::team::{ChangeRole, Disable, SetAccess};
use beseda_protocol::bulk::Act;
use beseda_protocol::filter::{Filter, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, JobId, MarkId, OperatorId};
use beseda_protocol::job::{Job, JobState, SkipReason, Skipped};
use beseda_protocol::limits::{BULK_RUNNING_MAX, SELECTED_MAX, UNDO_KEPT_MS};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::selection::Selection;
use beseda_protocol::team::{Access, Others, Role};

use crate::harness::{CenterTest, Heard, say};
use crate::jobs::{BORIS, talking, visitor};

/// Ada, Boris, and dialogs of which nobody is responsible, each with a client of its own.
fn waiting(n_dialogs: u64) -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    let talk = (1..=n_dialogs).map(|n| Input::FromVisitor(visitor(n), say("c1", "Hello")));
    let talk = talk.collect();
    test.turn(talk).settle().quiet();
    test
}

fn dialogs(ids: impl IntoIterator<Item = u64>) -> Selection {
    let ids = ids.into_iter().map(DialogId).collect();
    Selection::Dialogs { ids }
}

fn found(tab: Tab) -> Selection {
    let filter = Filter {
        tab,
        ..Filter::default()
    };
    Selection::FoundDialogs { filter }
}

/// Begins it, as somebody who was told how many there are.
fn begin(test: &mut CenterTest, name: &str, act: Act, on: Selection) -> JobId {
    let counted = test.asked_in_slices(name, CountSelected { on: on.clone() });
    let counted = match on {
        Selection::Clients { .. } | Selection::FoundClients { .. } => counted.clients,
        _ => counted.dialogs,
    };
    let begun = BeginBulk { act, on, counted };
    test.asked(name, begun).unwrap().job
}

/// Does it to the end: the report, if there is one.
fn done(test: &mut CenterTest, name: &str, act: Act, on: Selection) -> Option<Job> {
    let job = begin(test, name, act, on);
    test.settle();
    told(test, name, &job)
}

/// What somebody sees of a job.
fn told(test: &mut CenterTest, name: &str, id: &JobId) -> Option<Job> {
    let heard = test.quiet().console(name).heard(name);
    let jobs = heard.into_iter().find_map(|heard| match heard {
        Heard::Operator(ToOperator::Jobs { jobs }) => Some(jobs),
        _ => None,
    });
    jobs.unwrap_or_default()
        .into_iter()
        .find(|job| job.id == *id)
}

fn undone(test: &mut CenterTest, name: &str, job: JobId) -> Option<Job> {
    let begun = test.asked(name, UndoJob { job }).unwrap().job;
    test.settle();
    told(test, name, &begun)
}

fn mark(test: &mut CenterTest, kind: MarkKind, name: &str) -> MarkId {
    let name = name.to_owned();
    test.asked("ada", AddMark { kind, name }).unwrap().id
}

fn count(test: &CenterTest, condition: &str) -> i64 {
    let statement = format!("SELECT count(*) FROM dialogs WHERE {condition}");
    test.sql.number(&statement)
}

const UNREAD: &str = "unread_count > 0 OR marked_unread_at IS NOT NULL";

#[test]
fn selected_dialogs_are_marked_read_and_unread_and_back() {
    let mut test = waiting(5);
    let read = done(&mut test, "boris", Act::Read {}, dialogs(1..=3)).unwrap();
    assert_eq!(
        (read.state, read.done, read.total, read.undoable),
        (JobState::Done, 3, 3, 3)
    );
    assert_eq!(count(&test, UNREAD), 2);
    // What was read before stays so.
    let unread = done(&mut test, "boris", Act::Unread {}, dialogs([1, 2])).unwrap();
    assert_eq!(count(&test, "marked_unread_at IS NOT NULL"), 2);
    assert_eq!(
        undone(&mut test, "boris", unread.id),
        None,
        "all of it was put back"
    );
    assert_eq!(undone(&mut test, "boris", read.id), None);
    assert_eq!(
        count(&test, "unread_count = 1 AND marked_unread_at IS NULL"),
        5
    );
    assert_eq!(test.sql.number("SELECT count(*) FROM undo"), 5);
    test.alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM undo"), 0);
}

#[test]
fn selected_dialogs_are_assigned_and_given_back() {
    let mut test = talking(4);
    let ada = test.id("ada");
    test.asked(
        "ada",
        Assign {
            dialog: DialogId(1),
            to: None,
        },
    )
    .unwrap();
    let act = Act::Assign { to: Some(ada) };
    let job = done(&mut test, "ada", act, dialogs([1, 2, 3])).unwrap();
    let hers = format!("responsible = {ada}");
    assert_eq!(count(&test, &hers), 3);
    // Somebody else has taken one over.
    test.asked(
        "boris",
        Assign {
            dialog: DialogId(2),
            to: Some(BORIS),
        },
    )
    .unwrap();
    let report = undone(&mut test, "ada", job.id).unwrap();
    let changed = Skipped {
        reason: SkipReason::Changed,
        count: 1,
    };
    assert_eq!((report.done, report.skipped), (2, vec![changed]));
    assert_eq!(count(&test, &hers), 0);
    assert_eq!(count(&test, "responsible = 0"), 1);
}

#[test]
fn selected_dialogs_are_closed_and_opened_again_as_they_were() {
    let mut test = waiting(4);
    test.asked(
        "ada",
        MarkUnread {
            dialog: DialogId(3),
        },
    )
    .unwrap();
    test.close("ada", 4);
    let facts = |test: &CenterTest| {
        test.sql.column(
            "SELECT json_array(id, closed_at, waiting_since, marked_unread_at, unread_count, shelf)
             FROM dialogs ORDER BY id",
        )
    };
    let before = facts(&test);
    test.pass(1_000);
    let job = done(&mut test, "ada", Act::Close {}, dialogs(1..=4)).unwrap();
    assert_eq!((job.done, job.undoable), (4, 3), "one was closed already");
    assert_eq!(count(&test, "closed_at IS NULL"), 0);
    test.pass(1_000);
    assert_eq!(undone(&mut test, "ada", job.id), None);
    assert_eq!(facts(&test), before);
}

#[test]
fn tags_are_put_on_selected_dialogs_and_taken_off() {
    let mut test = waiting(3);
    let marks = vec![
        mark(&mut test, MarkKind::Tag, "Price"),
        mark(&mut test, MarkKind::Tag, "Size"),
    ];
    let tag = marks[0];
    test.asked(
        "ada",
        TagDialog {
            dialog: DialogId(2),
            tag,
        },
    )
    .unwrap();
    let tags = |test: &CenterTest| {
        test.sql
            .column("SELECT dialog || '-' || mark FROM dialog_marks")
    };
    let before = tags(&test);
    let put = Act::Mark {
        marks: marks.clone(),
    };
    let job = done(&mut test, "boris", put, dialogs(1..=3)).unwrap();
    assert_eq!(tags(&test).len(), 6);
    assert_eq!(undone(&mut test, "boris", job.id), None);
    assert_eq!(tags(&test), before, "what was on it before stays on it");
    let job = done(&mut test, "boris", Act::Unmark { marks }, dialogs(1..=3)).unwrap();
    assert_eq!((job.done, job.undoable, tags(&test).len()), (3, 1, 0));
    assert_eq!(undone(&mut test, "boris", job.id), None);
    assert_eq!(tags(&test), before);
}

/// Two dialogs of one client, and one of another.
fn three_dialogs_of_two_clients() -> CenterTest {
    let mut test = waiting(2);
    test.close("ada", 1).pass(48 * 60 * 60 * 1000);
    test.turn(vec![Input::FromVisitor(visitor(1), say("c2", "Again"))]);
    test.settle();
    test
}

/// Criteria: SB-15, SB-16, X19
#[test]
fn what_is_done_with_clients_is_done_with_those_of_the_selected_dialogs_once() {
    let mut test = three_dialogs_of_two_clients();
    let on = dialogs(1..=3);
    let counted = test.asked("ada", CountSelected { on: on.clone() }).unwrap();
    assert_eq!(
        counted,
        CountedSelection {
            dialogs: 3,
            clients: 2,
            unanswered: 2,
            is_whole: true
        }
    );
    let marks = vec![
        mark(&mut test, MarkKind::Label, "Regular"),
        mark(&mut test, MarkKind::List, "Riga"),
    ];
    let label = Act::Mark { marks };
    let job = done(&mut test, "boris", label, on).unwrap();
    assert_eq!((job.done, job.total, job.undoable), (3, 3, 2));
    assert_eq!(test.sql.number("SELECT count(*) FROM client_marks"), 4);
    assert_eq!(undone(&mut test, "boris", job.id), None);
    assert_eq!(test.sql.number("SELECT count(*) FROM client_marks"), 0);
}

/// Criteria: SB-13
#[test]
fn the_clients_of_selected_dialogs_are_blocked_and_unblocked_and_back() {
    let mut test = three_dialogs_of_two_clients();
    let blocked = |test: &CenterTest| {
        let statement = "SELECT count(*) FROM clients WHERE block IS NOT NULL";
        test.sql.number(statement)
    };
    let block = done(&mut test, "ada", Act::Block {}, dialogs(1..=3)).unwrap();
    assert_eq!((block.done, block.undoable, blocked(&test)), (3, 2, 2));
    assert_eq!(undone(&mut test, "ada", block.id), None);
    assert_eq!(blocked(&test), 0);
    done(&mut test, "ada", Act::Block {}, dialogs(1..=3)).unwrap();
    let unblock = done(&mut test, "ada", Act::Unblock {}, dialogs([1])).unwrap();
    assert_eq!(blocked(&test), 1);
    assert_eq!(undone(&mut test, "ada", unblock.id), None);
    assert_eq!(blocked(&test), 2);
}

#[test]
fn clients_without_a_dialog_are_selected_in_their_own_list() {
    let mut test = waiting(2);
    let (name, contacts) = (Some("Vera".to_owned()), vec![]);
    let add = AddClient { name, contacts };
    let vera = test.asked("ada", add).unwrap().id;
    let marks = vec![mark(&mut test, MarkKind::List, "Riga")];
    let put = Act::Mark {
        marks: marks.clone(),
    };
    let all = Selection::FoundClients { all_of: vec![] };
    let counted = test.asked_in_slices("ada", CountSelected { on: all.clone() });
    assert_eq!((counted.clients, counted.dialogs), (3, 2));
    done(&mut test, "ada", put, all).unwrap();
    assert_eq!(test.sql.number("SELECT count(*) FROM client_marks"), 3);
    let ids = vec![vera, ClientId(1)];
    done(
        &mut test,
        "ada",
        Act::Unmark { marks },
        Selection::Clients { ids },
    )
    .unwrap();
    assert_eq!(test.sql.number("SELECT client FROM client_marks"), 2);
}

#[test]
fn what_the_filter_finds_is_gone_through_whole_though_nothing_of_it_is_found_afterwards() {
    let mut test = waiting(1_300);
    let (act, on) = (Act::Close {}, found(Tab::Unanswered));
    let id = begin(&mut test, "ada", act, on);
    test.slice();
    assert_eq!(count(&test, "closed_at IS NOT NULL"), 50);
    // Who comes meanwhile was not meant.
    test.turn(vec![Input::FromVisitor(
        visitor(2_000),
        say("c1", "New here"),
    )]);
    // This one has been answered before its turn came.
    test.reply("boris", 7, "r1", "Yes?").settle();
    let report = told(&mut test, "ada", &id).unwrap();
    assert_eq!((report.done, report.total), (1_299, 1_300));
    let changed = Skipped {
        reason: SkipReason::Changed,
        count: 1,
    };
    assert_eq!(report.skipped, [changed]);
    assert_eq!(count(&test, "closed_at IS NULL"), 2);
    assert_eq!(undone(&mut test, "ada", id), None);
    assert_eq!(count(&test, "closed_at IS NULL"), 1_301);
}

#[test]
fn everything_is_marked_read_and_it_is_known_how_much_still_awaits_a_reply() {
    let mut test = waiting(60);
    for n in 1..=20 {
        test.reply("ada", n, &format!("r{n}"), "Yes");
    }
    let filter = Filter {
        state: StateFilter::All,
        tab: Tab::All,
        all_of: vec![Predicate::Unread {}],
    };
    let on = Selection::FoundDialogs { filter };
    let counted = test.asked_in_slices("ada", CountSelected { on: on.clone() });
    assert_eq!((counted.dialogs, counted.unanswered), (60, 40));
    done(&mut test, "ada", Act::Read {}, on).unwrap();
    assert_eq!(count(&test, UNREAD), 0);
    assert_eq!(
        count(&test, "awaiting_reply_count > 0"),
        40,
        "reading answers nobody"
    );
}

#[test]
fn all_that_is_found_only_supervisors_select_and_only_administrators_delete() {
    let mut test = waiting(3);
    test.hire("sue", Role::Supervisor);
    test.hire("adam", Role::Administrator);
    let code = |test: &mut CenterTest, name: &str, act: Act, on: Selection| {
        let begun = test.asked(
            name,
            BeginBulk {
                act,
                on,
                counted: 3,
            },
        );
        begun.err().map(|refusal| refusal.code)
    };
    let (close, all) = (Act::Close {}, found(Tab::All));
    assert_eq!(
        code(&mut test, "boris", close.clone(), all.clone()),
        Some(Code::Forbidden)
    );
    assert_eq!(code(&mut test, "boris", close.clone(), dialogs([1])), None);
    assert_eq!(code(&mut test, "sue", close, all), None);
    for name in ["boris", "sue"] {
        let refused = code(&mut test, name, Act::Delete {}, dialogs([1]));
        assert_eq!(refused, Some(Code::Forbidden));
    }
    assert_eq!(code(&mut test, "adam", Act::Delete {}, dialogs([1])), None);
}

#[test]
fn what_may_not_be_done_with_one_is_skipped_with_its_reason() {
    let mut test = talking(3);
    test.hire("carla", Role::Operator);
    let ada = test.id("ada");
    test.asked(
        "ada",
        Assign {
            dialog: DialogId(2),
            to: Some(ada),
        },
    )
    .unwrap();
    test.asked(
        "ada",
        Assign {
            dialog: DialogId(3),
            to: None,
        },
    )
    .unwrap();
    let give = |test: &mut CenterTest, others| {
        let employee = test.id("carla");
        let from = test.stored_access(employee);
        let to = Access {
            others,
            channels: None,
        };
        test.asked("ada", SetAccess { employee, from, to }).unwrap();
    };
    let skipped = |test: &mut CenterTest| {
        let job = done(test, "carla", Act::Close {}, dialogs([1, 2, 3, 77])).unwrap();
        (job.done, job.skipped)
    };
    give(&mut test, Others::Readable);
    let (n_done, left) = skipped(&mut test);
    let of = |reason, count| Skipped { reason, count };
    assert_eq!(n_done, 1);
    assert_eq!(
        left,
        [of(SkipReason::Gone, 1), of(SkipReason::Forbidden, 2)]
    );
    // What she may not see is for her as what there is not.
    give(&mut test, Others::Hidden);
    assert_eq!(skipped(&mut test), (1, vec![of(SkipReason::Gone, 3)]));
    assert_eq!(count(&test, "closed_at IS NULL"), 2);
}

#[test]
fn what_is_not_possible_with_one_is_skipped_with_its_reason() {
    let mut test = waiting(3);
    test.close("ada", 1);
    let unread = done(&mut test, "ada", Act::Unread {}, dialogs([1, 2])).unwrap();
    let of = |reason, count| Skipped { reason, count };
    assert_eq!(
        (unread.done, unread.skipped),
        (1, vec![of(SkipReason::Closed, 1)])
    );
    // He is disabled before its turn comes.
    let assign = Act::Assign { to: Some(BORIS) };
    let id = begin(&mut test, "ada", assign.clone(), dialogs([2, 3]));
    test.asked("ada", Disable { employee: BORIS }).unwrap();
    test.settle();
    let assigned = told(&mut test, "ada", &id).unwrap();
    assert_eq!(assigned.skipped, [of(SkipReason::Unassignable, 2)]);
    let (on, counted) = (dialogs([2]), 1);
    let refused = test.asked(
        "ada",
        BeginBulk {
            act: assign,
            on,
            counted,
        },
    );
    assert_eq!(refused.unwrap_err().code, Code::Disabled);
}

#[test]
fn a_bulk_act_ends_with_the_rights_of_who_has_begun_it() {
    let mut test = waiting(120);
    test.hire("sue", Role::Supervisor);
    let sue = test.id("sue");
    let id = begin(&mut test, "sue", Act::Close {}, found(Tab::All));
    test.slice();
    let (employee, from, to) = (sue, Role::Supervisor, Role::Operator);
    test.asked("ada", ChangeRole { employee, from, to })
        .unwrap();
    test.settle();
    let report = told(&mut test, "ada", &id).unwrap();
    let forbidden = Skipped {
        reason: SkipReason::Forbidden,
        count: 70,
    };
    assert_eq!((report.done, report.skipped), (50, vec![forbidden]));
}

#[test]
fn what_can_be_done_with_nothing_is_refused_at_once() {
    let mut test = waiting(1);
    let tag = mark(&mut test, MarkKind::Tag, "Price");
    let label = mark(&mut test, MarkKind::Label, "Regular");
    let one = || dialogs([1]);
    let clients = || Selection::Clients {
        ids: vec![ClientId(1)],
    };
    for (act, on, code) in [
        (Act::Close {}, dialogs([]), Code::Invalid),
        (
            Act::Close {},
            dialogs(1..=SELECTED_MAX as u64 + 1),
            Code::LimitReached,
        ),
        (Act::Close {}, clients(), Code::Invalid),
        (Act::Mark { marks: vec![tag] }, clients(), Code::Invalid),
        (Act::Mark { marks: vec![] }, one(), Code::Invalid),
        (
            Act::Mark {
                marks: vec![tag, label],
            },
            one(),
            Code::Invalid,
        ),
        (
            Act::Mark {
                marks: vec![MarkId(9_999)],
            },
            one(),
            Code::Stale,
        ),
        (
            Act::Assign {
                to: Some(OperatorId(77)),
            },
            one(),
            Code::NotFound,
        ),
        (Act::Unknown, one(), Code::Unsupported),
        (Act::Close {}, Selection::Unknown, Code::Unsupported),
    ] {
        let asked = BeginBulk {
            act,
            on,
            counted: 1,
        };
        let refused = test.asked("ada", asked.clone()).unwrap_err();
        assert_eq!(refused.code, code, "{asked:?}");
    }
    let close = || BeginBulk {
        act: Act::Close {},
        on: one(),
        counted: 1,
    };
    for _ in 0..BULK_RUNNING_MAX {
        test.asked("ada", close()).unwrap();
    }
    assert_eq!(
        test.asked("ada", close()).unwrap_err().code,
        Code::LimitReached
    );
}

#[test]
fn two_who_close_the_same_dialogs_at_once_close_each_once() {
    let mut test = waiting(120);
    test.hire("sue", Role::Supervisor);
    let one = begin(&mut test, "ada", Act::Close {}, found(Tab::All));
    let other = begin(&mut test, "sue", Act::Close {}, found(Tab::All));
    test.settle();
    assert_eq!(count(&test, "closed_at IS NULL"), 0);
    let closed = "SELECT count(*) FROM messages WHERE happened LIKE '%closed%'";
    assert_eq!(test.sql.number(closed), 120);
    let reports = [told(&mut test, "ada", &one), told(&mut test, "sue", &other)];
    let undoable = reports.into_iter().flatten().map(|report| report.undoable);
    assert_eq!(undoable.sum::<u64>(), 120, "each can be undone once");
}

#[test]
fn a_cancelled_bulk_act_can_be_undone_as_far_as_it_came() {
    let mut test = waiting(120);
    let job = begin(&mut test, "ada", Act::Read {}, found(Tab::All));
    test.slice();
    test.asked("ada", CancelJob { job: job.clone() }).unwrap();
    assert!(!test.wants_slice());
    assert_eq!(count(&test, UNREAD), 70);
    let report = told(&mut test, "ada", &job).unwrap();
    assert_eq!((report.state, report.undoable), (JobState::Cancelled, 50));
    assert_eq!(undone(&mut test, "ada", job), None);
    assert_eq!(count(&test, UNREAD), 120);
}

#[test]
fn after_ten_minutes_nothing_can_be_undone_and_nothing_is_kept_for_it() {
    let mut test = waiting(620);
    let id = begin(&mut test, "ada", Act::Read {}, found(Tab::All));
    test.settle();
    assert_eq!(test.sql.number("SELECT count(*) FROM undo"), 620);
    test.pass(UNDO_KEPT_MS).alarm();
    assert_eq!(told(&mut test, "ada", &id), None);
    test.alarm();
    assert_eq!(
        test.sql.number("SELECT count(*) FROM undo"),
        120,
        "some in a turn"
    );
    test.alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM undo"), 0);
    let refused = test.asked("ada", UndoJob { job: id }).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn what_is_dismissed_can_not_be_undone() {
    let mut test = waiting(3);
    let job = done(&mut test, "ada", Act::Read {}, found(Tab::All))
        .unwrap()
        .id;
    test.asked("ada", DismissJob { job: job.clone() }).unwrap();
    assert_eq!(
        test.asked("ada", UndoJob { job }).unwrap_err().code,
        Code::NotFound
    );
    test.alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM undo"), 0);
}

#[test]
fn a_job_that_runs_is_not_undone_and_none_twice() {
    let mut test = waiting(120);
    let job = begin(&mut test, "ada", Act::Read {}, found(Tab::All));
    let code = |test: &mut CenterTest| {
        let job = job.clone();
        test.asked("ada", UndoJob { job }).unwrap_err().code
    };
    assert_eq!(code(&mut test), Code::Stale);
    test.settle();
    test.asked("ada", UndoJob { job: job.clone() }).unwrap();
    assert_eq!(code(&mut test), Code::NotFound);
}

#[test]
fn selected_clients_are_deleted_with_all_that_there_is_of_them() {
    let mut test = three_dialogs_of_two_clients();
    for n in 3..=20 {
        test.turn(vec![Input::FromVisitor(visitor(n), say("c1", "Canary"))]);
    }
    test.quiet();
    let id = begin(&mut test, "ada", Act::Delete {}, found(Tab::All));
    test.settle();
    // Dialog 1 is closed, and goes with its client.
    assert_eq!(count(&test, "TRUE"), 0);
    for table in [
        "clients",
        "identities",
        "messages",
        "deleted_chains",
        "jobs",
        "undo",
    ] {
        let statement = format!("SELECT count(*) FROM {table}");
        assert_eq!(test.sql.number(&statement), 0, "{table}");
    }
    assert!(!test.sql.holds("Canary"));
    assert_eq!(told(&mut test, "ada", &id), None);
    // Numbers are not given again.
    test.turn(vec![Input::FromVisitor(visitor(30), say("c1", "New"))]);
    assert_eq!(test.sql.number("SELECT id FROM clients"), 21);
}

#[test]
fn a_cancelled_deletion_leaves_the_rest_and_nothing_of_those_who_are_gone() {
    let mut test = waiting(30);
    let job = begin(&mut test, "ada", Act::Delete {}, found(Tab::All));
    test.slice();
    let left = count(&test, "TRUE");
    assert!((1..30).contains(&left));
    test.asked("ada", CancelJob { job: job.clone() }).unwrap();
    test.settle();
    assert_eq!(count(&test, "TRUE"), left);
    let messages = "SELECT count(DISTINCT dialog) FROM messages";
    assert_eq!(test.sql.number(messages), left);
    let report = told(&mut test, "ada", &job).unwrap();
    let cancelled = Skipped {
        reason: SkipReason::Cancelled,
        count: left.unsigned_abs(),
    };
    assert_eq!(report.skipped, [cancelled]);
}

#[test]
fn no_more_are_deleted_than_whoever_asked_was_told_of() {
    let mut test = waiting(20);
    let (act, on) = (Act::Delete {}, found(Tab::All));
    test.asked(
        "ada",
        BeginBulk {
            act,
            on,
            counted: 10,
        },
    )
    .unwrap();
    test.settle();
    assert_eq!(count(&test, "TRUE"), 10);
}

#[test]
fn a_selection_is_counted_beside_the_questions_of_the_list() {
    let mut test = waiting(1_300);
    let on = Selection::FoundDialogs {
        filter: Filter {
            state: StateFilter::All,
            ..Filter::default()
        },
    };
    test.quiet().ask("ada", CountSelected { on });
    let page = ListDialogs {
        filter: Filter::default(),
        order: Order::Newest,
        behind: None,
    };
    assert_eq!(test.asked("ada", page).unwrap().dialogs.len(), 50);
    test.quiet().settle();
    let heard = format!("{:?}", test.heard("ada"));
    assert!(
        heard.contains("CountedSelection { dialogs: 1300, clients: 1300"),
        "{heard}"
    );
}

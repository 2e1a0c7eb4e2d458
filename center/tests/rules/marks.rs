//! Tags, labels and lists (X7).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{MarkClient, UnmarkClient};
use beseda_protocol::ask::dialogs::{OpenDialog, TagDialog, UntagDialog};
use beseda_protocol::ask::marks::{
    AddMark, CountMarks, DeleteMark, MarkCount, MergeMark, RenameMark,
};
use beseda_protocol::ids::{ClientId, DialogId, MarkId};
use beseda_protocol::limits::{MARK_CHARS_MAX, MARKS_MAX};
use beseda_protocol::mark::{Mark, MarkKind};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::clients::{anna_waits, profile, refused};
use crate::harness::CenterTest;

const CLIENT: ClientId = ClientId(1);
const DIALOG: DialogId = DialogId(1);

fn add(kind: MarkKind, name: &str) -> AddMark {
    let name = name.to_owned();
    AddMark { kind, name }
}

fn made(test: &mut CenterTest, kind: MarkKind, name: &str) -> Mark {
    test.asked("ada", add(kind, name)).unwrap()
}

fn label(test: &mut CenterTest, name: &str) -> MarkId {
    made(test, MarkKind::Label, name).id
}

fn count(test: &mut CenterTest) -> Vec<(MarkId, u64)> {
    let counted = test.asked("ada", CountMarks {}).unwrap().counts;
    let pair = |count: MarkCount| (count.mark, count.n);
    counted.into_iter().map(pair).collect()
}

fn put(test: &mut CenterTest, mark: MarkId) {
    let client = CLIENT;
    let done = test.asked("boris", MarkClient { client, mark });
    assert_eq!(done, Ok(Done {}));
}

/// What somebody has been told, by the lines of the transcript.
fn told(test: &mut CenterTest, who: &str) -> Vec<String> {
    let is_his = |line: &&str| line.starts_with(&format!("{who} <"));
    let told = test.transcript();
    told.lines()
        .map(str::trim)
        .filter(is_his)
        .map(str::to_owned)
        .collect()
}

fn tags(test: &mut CenterTest) -> Vec<MarkId> {
    let opened = test.asked("boris", OpenDialog { dialog: DIALOG });
    opened.unwrap().tags
}

#[test]
fn operators_choose_labels_and_supervisors_make_them() {
    let mut test = anna_waits();
    test.hire("sue", Role::Supervisor);
    let vip = || add(MarkKind::Label, "VIP");
    assert_eq!(refused(&mut test, "boris", vip()), Code::Forbidden);
    let mark = test.asked("sue", vip()).unwrap().id;
    let name = "VIP".to_owned();
    for asked in [
        refused(&mut test, "boris", RenameMark { mark, name }),
        refused(&mut test, "boris", MergeMark { mark, into: mark }),
        refused(&mut test, "boris", DeleteMark { mark }),
        refused(&mut test, "boris", CountMarks {}),
    ] {
        assert_eq!(asked, Code::Forbidden);
    }
    put(&mut test, mark);
    assert_eq!(profile(&mut test).marks, [mark]);
    assert_eq!(count(&mut test), [(mark, 1)]);
    let client = CLIENT;
    test.ask("boris", UnmarkClient { client, mark });
    assert_eq!(profile(&mut test).marks, []);
    assert_eq!(count(&mut test), [(mark, 0)]);
}

/// Criteria: X7
#[test]
fn tags_are_for_dialogs_and_labels_and_lists_for_clients() {
    let mut test = anna_waits();
    let [tag, label, list] = [MarkKind::Tag, MarkKind::Label, MarkKind::List]
        .map(|kind| made(&mut test, kind, "Refund").id);
    put(&mut test, label);
    put(&mut test, list);
    let client = CLIENT;
    let on_client = MarkClient { client, mark: tag };
    assert_eq!(refused(&mut test, "boris", on_client), Code::Stale);
    let dialog = DIALOG;
    let on_dialog = TagDialog { dialog, tag: label };
    assert_eq!(refused(&mut test, "boris", on_dialog), Code::Stale);
    test.console("ada").quiet();
    // Twice is as once.
    test.ask("boris", TagDialog { dialog, tag })
        .ask("boris", TagDialog { dialog, tag });
    let put = format!("ada < #1 tags [{tag}]");
    let told_put = told(&mut test, "ada");
    assert_eq!(told_put.len(), 2, "{told_put:?}");
    assert_eq!(told_put[0], put);
    assert!(
        told_put[1].contains("* tagged Refund by o2"),
        "{told_put:?}"
    );
    assert_eq!(profile(&mut test).marks, [label, list]);
    assert_eq!(tags(&mut test), [tag]);
    assert_eq!(count(&mut test), [(tag, 1), (label, 1), (list, 1)]);
    test.quiet().ask("boris", UntagDialog { dialog, tag });
    let told_taken = told(&mut test, "ada");
    assert_eq!(told_taken.len(), 2, "{told_taken:?}");
    assert_eq!(told_taken[0], "ada < #1 tags []");
    assert!(
        told_taken[1].contains("* Refund taken off by o2"),
        "{told_taken:?}"
    );
    assert_eq!(tags(&mut test), []);
}

#[test]
fn a_label_is_renamed_and_deleted_on_every_console_at_once() {
    let mut test = anna_waits();
    let mark = label(&mut test, "VIP");
    put(&mut test, mark);
    test.quiet();
    let name = "Regular".into();
    test.ask("ada", RenameMark { mark, name })
        .ask("ada", DeleteMark { mark });
    let told = test.transcript();
    assert!(told.contains("boris < label Regular"), "{told}");
    let gone = format!("boris < mark #{mark} is gone");
    assert!(told.contains(&gone), "{told}");
    assert_eq!(profile(&mut test).marks, []);
    while test.slice() {}
    assert_eq!(count(&mut test), []);
    let again = label(&mut test, "VIP");
    assert_ne!(again, mark, "a number is never given again");
}

/// Criteria: X7
#[test]
fn who_had_a_merged_label_has_the_other_one_from_that_moment_on() {
    let mut test = anna_waits();
    let [vip, gold, best] = ["VIP", "Gold", "Best"].map(|name| label(&mut test, name));
    put(&mut test, vip);
    test.ask(
        "ada",
        MergeMark {
            mark: vip,
            into: gold,
        },
    );
    // Before the rows have moved, and merged once more meanwhile.
    assert_eq!(profile(&mut test).marks, [gold]);
    put(&mut test, gold);
    assert_eq!(profile(&mut test).marks, [gold]);
    test.ask(
        "ada",
        MergeMark {
            mark: gold,
            into: best,
        },
    );
    assert_eq!(profile(&mut test).marks, [best]);
    test.reload();
    assert_eq!(profile(&mut test).marks, [best]);
    while test.slice() {}
    assert_eq!(profile(&mut test).marks, [best]);
    assert_eq!(count(&mut test), [(best, 1)]);
    assert_eq!(test.sql.number("SELECT count(*) FROM client_marks"), 1);
    assert_eq!(test.sql.number("SELECT count(*) FROM marks"), 1);
}

#[test]
fn a_merged_label_is_taken_off_before_its_rows_have_moved() {
    let mut test = anna_waits();
    let [vip, gold] = ["VIP", "Gold"].map(|name| label(&mut test, name));
    put(&mut test, vip);
    test.ask(
        "ada",
        MergeMark {
            mark: vip,
            into: gold,
        },
    );
    let (client, mark) = (CLIENT, gold);
    test.ask("boris", UnmarkClient { client, mark });
    assert_eq!(profile(&mut test).marks, []);
    while test.slice() {}
    assert_eq!(profile(&mut test).marks, []);
    assert_eq!(count(&mut test), [(gold, 0)]);
}

#[test]
fn a_deleted_label_takes_with_it_those_that_were_being_merged_into_it() {
    let mut test = anna_waits();
    let [vip, gold] = ["VIP", "Gold"].map(|name| label(&mut test, name));
    put(&mut test, vip);
    test.ask(
        "ada",
        MergeMark {
            mark: vip,
            into: gold,
        },
    )
    .ask("ada", DeleteMark { mark: gold });
    assert_eq!(profile(&mut test).marks, []);
    while test.slice() {}
    assert_eq!(test.sql.number("SELECT count(*) FROM client_marks"), 0);
    assert_eq!(test.sql.number("SELECT count(*) FROM marks"), 0);
}

#[test]
fn marks_of_two_kinds_are_not_merged_and_none_with_itself() {
    let mut test = anna_waits();
    let vip = label(&mut test, "VIP");
    let list = made(&mut test, MarkKind::List, "VIP").id;
    for into in [vip, list] {
        let merge = MergeMark { mark: vip, into };
        assert_eq!(refused(&mut test, "ada", merge), Code::Invalid);
    }
    let into = MarkId(77);
    let merge = MergeMark { mark: vip, into };
    assert_eq!(refused(&mut test, "ada", merge), Code::NotFound);
}

#[test]
fn two_labels_never_have_one_name() {
    let mut test = anna_waits();
    let vip = made(&mut test, MarkKind::Label, " VIP ");
    assert_eq!(vip.name, "VIP");
    let second = label(&mut test, "Ёлка");
    for (taken, code) in [
        ("vip", Code::NameTaken),
        ("елка", Code::NameTaken),
        (" ", Code::Invalid),
        (&"a".repeat(MARK_CHARS_MAX + 1), Code::Invalid),
    ] {
        let asked = add(MarkKind::Label, taken);
        assert_eq!(refused(&mut test, "ada", asked), code, "{taken}");
    }
    let rename = |name: &str| RenameMark {
        mark: second,
        name: name.to_owned(),
    };
    assert_eq!(refused(&mut test, "ada", rename("VIP")), Code::NameTaken);
    // Its own name, in other letters.
    assert_eq!(test.asked("ada", rename("ЁЛКА")), Ok(Done {}));
    // A list is called as a label is: they never meet.
    made(&mut test, MarkKind::List, "VIP");
}

#[test]
fn a_center_has_so_many_labels_and_no_more() {
    let mut test = anna_waits();
    for n in 0..MARKS_MAX {
        label(&mut test, &format!("Label {n}"));
    }
    let one_more = add(MarkKind::Label, "One more");
    assert_eq!(refused(&mut test, "ada", one_more), Code::LimitReached);
    made(&mut test, MarkKind::Tag, "One more");
}

#[test]
fn a_label_that_is_gone_is_not_put_on_anybody() {
    let mut test = anna_waits();
    let mark = label(&mut test, "VIP");
    test.ask("ada", DeleteMark { mark });
    let client = CLIENT;
    let put = MarkClient { client, mark };
    assert_eq!(refused(&mut test, "boris", put), Code::Stale);
    let name = "VIP".into();
    let rename = RenameMark { mark, name };
    assert_eq!(refused(&mut test, "ada", rename), Code::NotFound);
    assert_eq!(
        refused(&mut test, "ada", DeleteMark { mark }),
        Code::NotFound
    );
}

//! Labels of clients (X7).

use beseda_protocol::ask::Done;
use beseda_protocol::ask::clients::{AddClientLabel, RemoveClientLabel};
use beseda_protocol::ask::labels::{AddLabel, CountLabels, DeleteLabel, LabelCount, RenameLabel};
use beseda_protocol::client::Label;
use beseda_protocol::ids::{ClientId, LabelId};
use beseda_protocol::limits::{LABEL_CHARS_MAX, LABELS_MAX};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::clients::{anna_waits, profile, refused};
use crate::harness::CenterTest;

fn made(test: &mut CenterTest, name: &str) -> Label {
    test.asked("ada", AddLabel { name: name.into() }).unwrap()
}

fn count(test: &mut CenterTest) -> Vec<(LabelId, u64)> {
    let counted = test.asked("ada", CountLabels {}).unwrap().counts;
    let pair = |count: LabelCount| (count.label, count.clients);
    counted.into_iter().map(pair).collect()
}

#[test]
fn operators_choose_labels_and_supervisors_make_them() {
    let mut test = anna_waits();
    test.hire("sue", Role::Supervisor);
    let name = || "VIP".to_owned();
    assert_eq!(
        refused(&mut test, "boris", AddLabel { name: name() }),
        Code::Forbidden
    );
    let label = test.asked("sue", AddLabel { name: name() }).unwrap().id;
    for asked in [
        refused(
            &mut test,
            "boris",
            RenameLabel {
                label,
                name: name(),
            },
        ),
        refused(&mut test, "boris", DeleteLabel { label }),
        refused(&mut test, "boris", CountLabels {}),
    ] {
        assert_eq!(asked, Code::Forbidden);
    }
    let client = 1;
    assert_eq!(
        test.asked(
            "boris",
            AddClientLabel {
                client: ClientId(client),
                label
            }
        ),
        Ok(Done {})
    );
    assert_eq!(profile(&mut test).labels, [label]);
    assert_eq!(count(&mut test), [(label, 1)]);
    test.ask(
        "boris",
        RemoveClientLabel {
            client: ClientId(client),
            label,
        },
    );
    assert_eq!(profile(&mut test).labels, []);
    assert_eq!(count(&mut test), [(label, 0)]);
}

#[test]
fn a_label_is_renamed_and_deleted_on_every_console_at_once() {
    let mut test = anna_waits();
    let label = made(&mut test, "VIP").id;
    test.ask(
        "boris",
        AddClientLabel {
            client: ClientId(1),
            label,
        },
    )
    .quiet();
    let name = "Regular".into();
    test.ask("ada", RenameLabel { label, name })
        .ask("ada", DeleteLabel { label });
    let told = test.transcript();
    assert!(told.contains("boris < label Regular"), "{told}");
    let gone = format!("boris < label #{label} is gone");
    assert!(told.contains(&gone), "{told}");
    assert_eq!(profile(&mut test).labels, []);
    test.alarm();
    assert_eq!(count(&mut test), []);
    let label_again = made(&mut test, "VIP");
    assert_ne!(label_again.id, label, "a number is never given again");
}

#[test]
fn two_labels_never_have_one_name() {
    let mut test = anna_waits();
    let vip = made(&mut test, " VIP ");
    assert_eq!(vip.name, "VIP");
    let second = made(&mut test, "Ёлка").id;
    for (taken, code) in [
        ("vip", Code::NameTaken),
        ("елка", Code::NameTaken),
        (" ", Code::Invalid),
    ] {
        let name = taken.to_owned();
        assert_eq!(
            refused(&mut test, "ada", AddLabel { name }),
            code,
            "{taken}"
        );
    }
    let long = "a".repeat(LABEL_CHARS_MAX + 1);
    assert_eq!(
        refused(&mut test, "ada", AddLabel { name: long }),
        Code::Invalid
    );
    let name = "VIP".into();
    let rename = RenameLabel {
        label: second,
        name,
    };
    assert_eq!(refused(&mut test, "ada", rename), Code::NameTaken);
    // Its own name, in other letters.
    let name = "ЁЛКА".into();
    assert_eq!(
        test.asked(
            "ada",
            RenameLabel {
                label: second,
                name
            }
        ),
        Ok(Done {})
    );
}

#[test]
fn a_center_has_so_many_labels_and_no_more() {
    let mut test = anna_waits();
    for n in 0..LABELS_MAX {
        made(&mut test, &format!("Label {n}"));
    }
    let name = "One more".into();
    assert_eq!(
        refused(&mut test, "ada", AddLabel { name }),
        Code::LimitReached
    );
}

#[test]
fn a_label_that_is_gone_is_not_put_on_anybody() {
    let mut test = anna_waits();
    let label = made(&mut test, "VIP").id;
    test.ask("ada", DeleteLabel { label });
    assert_eq!(
        refused(
            &mut test,
            "boris",
            AddClientLabel {
                client: ClientId(1),
                label
            }
        ),
        Code::NotFound
    );
    let name = "VIP".into();
    assert_eq!(
        refused(&mut test, "ada", RenameLabel { label, name }),
        Code::NotFound
    );
    assert_eq!(
        refused(&mut test, "ada", DeleteLabel { label }),
        Code::NotFound
    );
}

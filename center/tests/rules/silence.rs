//! Dialogs close by themselves in which nobody says anything any more.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::dialogs::{
    MarkRead, MarkUnread, NoReplyNeeded, OpenDialog, SnoozeDialog, SnoozeUntil,
};
use beseda_protocol::dialog::DialogState;
use beseda_protocol::ids::DialogId;
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::refusal::Code;
use beseda_protocol::settings::Silence;

use crate::harness::CenterTest;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A dialog that was opened and answered.
fn answered(test: &mut CenterTest, id: u64) {
    let name = format!("v{id}");
    test.widget(&name).say(&name, "c1", "Hello?");
    test.reply("ada", id, &format!("r{id}"), "Hello!");
    let dialog = DialogId(id);
    test.asked("ada", MarkRead { dialog }).unwrap();
}

/// Time passes, and what is due happens.
fn pass(test: &mut CenterTest, ms: u64) {
    test.pass(ms).alarm().settle();
}

fn is_open(test: &mut CenterTest, id: u64) -> bool {
    let dialog = DialogId(id);
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    matches!(opened.dialog.state, DialogState::Open {})
}

fn choose(test: &mut CenterTest, version: u32, close_after_days: u32) {
    let section = Silence { close_after_days }.into();
    test.asked("ada", SaveCenter { version, section }).unwrap();
}

#[test]
fn an_answered_dialog_closes_after_a_week_of_silence_and_says_so() {
    let mut test = CenterTest::new();
    answered(&mut test, 1);
    pass(&mut test, 7 * DAY_MS - 1);
    assert!(is_open(&mut test, 1));
    pass(&mut test, DAY_MS / 4);
    assert!(!is_open(&mut test, 1));
    let dialog = DialogId(1);
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    let last = opened.messages.last().map(|message| &message.content);
    let happened = Happened::FellSilent { days: 7 };
    assert_eq!(last, Some(&Content::System { happened }));
    assert!(matches!(
        opened.dialog.state,
        DialogState::Closed { by: None, .. }
    ));
}

#[test]
fn what_somebody_has_to_look_at_never_closes_by_itself() {
    let mut test = CenterTest::new();
    for id in 1..=6 {
        answered(&mut test, id);
    }
    let dialog = |id| DialogId(id);
    test.say("v1", "c2", "And?");
    test.asked("ada", MarkUnread { dialog: dialog(2) }).unwrap();
    let until = SnoozeUntil::Written {};
    let snooze = SnoozeDialog {
        dialog: dialog(3),
        until,
    };
    test.asked("ada", snooze).unwrap();
    // Nobody has opened it.
    test.say("v4", "c2", "Thanks");
    test.asked("ada", NoReplyNeeded { dialog: dialog(4) })
        .unwrap();
    // Somebody has written there since.
    test.pass(3 * DAY_MS).reply("ada", 5, "r", "By the way");
    pass(&mut test, 5 * DAY_MS);
    let open: Vec<u64> = (1..=6).filter(|id| is_open(&mut test, *id)).collect();
    assert_eq!(open, [1, 2, 3, 4, 5]);
}

#[test]
fn the_center_chooses_after_how_long_or_never() {
    let mut test = CenterTest::new();
    answered(&mut test, 1);
    choose(&mut test, 0, 0);
    pass(&mut test, 10 * DAY_MS);
    assert!(is_open(&mut test, 1));
    choose(&mut test, 1, 11);
    pass(&mut test, 0);
    assert!(is_open(&mut test, 1));
    choose(&mut test, 2, 10);
    pass(&mut test, 0);
    assert!(!is_open(&mut test, 1));
    let section = Silence {
        close_after_days: 367,
    };
    let save = SaveCenter {
        version: 3,
        section: section.into(),
    };
    let refused = test.asked("ada", save).unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
}

#[test]
fn however_many_they_are_each_is_looked_at() {
    let mut test = CenterTest::new();
    for id in 1..=250 {
        answered(&mut test, id);
        if id % 3 == 0 {
            test.say(&format!("v{id}"), "c2", "And?");
        }
        test.pass(1).quiet();
    }
    pass(&mut test, 8 * DAY_MS);
    let open: Vec<u64> = (1..=250).filter(|id| is_open(&mut test, *id)).collect();
    assert_eq!(open, (1..=250).filter(|id| id % 3 == 0).collect::<Vec<_>>());
}

//! A dialog is put off, and comes back by itself.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::dialogs::{Close, OpenDialog, SnoozeDialog, SnoozeUntil, WakeDialog};
use beseda_protocol::ask::list::{CountDialogs, ListDialogs, NextUnanswered};
use beseda_protocol::dialog::Summary;
use beseda_protocol::filter::{Filter, Order, Tab};
use beseda_protocol::ids::{DialogId, Timestamp};
use beseda_protocol::limits::SNOOZE_MS_MAX;
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::refusal::Code;
use beseda_protocol::settings::CenterGeneral;

use crate::harness::CenterTest;

const HOUR_MS: u64 = 60 * 60 * 1000;
const DIALOG: DialogId = DialogId(1);

/// Vera has written, then Paul.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("vera").say("vera", "c1", "Call me on Monday");
    test.pass(1_000).widget("paul").say("paul", "p1", "Hello?");
    test.quiet();
    test
}

fn snooze(test: &mut CenterTest, until: SnoozeUntil) {
    let dialog = DIALOG;
    test.asked("ada", SnoozeDialog { dialog, until }).unwrap();
}

fn card(test: &mut CenterTest) -> Summary {
    let dialog = DIALOG;
    test.asked("ada", OpenDialog { dialog }).unwrap().dialog
}

fn until(test: &mut CenterTest) -> Option<Option<Timestamp>> {
    card(test).snooze.map(|snooze| snooze.until)
}

/// The dialogs behind a tab, and how many it says there are.
fn behind(test: &mut CenterTest, tab: Tab) -> Vec<u64> {
    let filter = Filter {
        tab,
        ..Filter::default()
    };
    let count = CountDialogs {
        filter: filter.clone(),
        behind: None,
    };
    let n = test.asked_in_slices("ada", count).n;
    let list = ListDialogs {
        filter,
        order: Order::usual(tab),
        behind: None,
    };
    let found = test.asked_in_slices("ada", list).dialogs;
    assert_eq!(found.len() as u64, n, "{tab:?}");
    found.iter().map(|dialog| dialog.id.0).collect()
}

fn last_told(test: &mut CenterTest) -> Option<Happened> {
    let dialog = DIALOG;
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    let told = opened.messages.into_iter().rev();
    told.into_iter().find_map(|message| match message.content {
        Content::System { happened } => Some(happened),
        _ => None,
    })
}

#[test]
fn it_is_behind_its_own_tab_and_not_unanswered_until_its_time_comes() {
    let mut test = center();
    snooze(&mut test, SnoozeUntil::Hour {});
    let at = test.now.plus_ms(HOUR_MS);
    assert_eq!(until(&mut test), Some(Some(at)));
    let by = test.id("ada");
    let until = Some(at);
    assert_eq!(last_told(&mut test), Some(Happened::Snoozed { by, until }));
    for _ in 0..2 {
        assert_eq!(behind(&mut test, Tab::Snoozed), [1]);
        assert_eq!(behind(&mut test, Tab::Unanswered), [2]);
        assert_eq!(behind(&mut test, Tab::Free), [2]);
        assert_eq!(behind(&mut test, Tab::All), [2, 1]);
        // Counted anew from the storage it is the same.
        test.reload();
    }
    let next = NextUnanswered { but: DialogId(2) };
    assert_eq!(test.asked("ada", next).unwrap().dialogs, []);

    test.pass(HOUR_MS - 1).alarm();
    assert_eq!(behind(&mut test, Tab::Snoozed), [1]);
    test.pass(1).alarm();
    assert_eq!(last_told(&mut test), Some(Happened::Woken { by: None }));
    assert_eq!(behind(&mut test, Tab::Snoozed), [0; 0]);
    assert_eq!(behind(&mut test, Tab::All), [1, 2], "on top");
    assert_eq!(behind(&mut test, Tab::Unanswered), [1, 2]);
    let card = card(&mut test);
    assert!(card.waiting_since < card.marked_unread_at);
    assert_eq!(card.listed_at, test.now);
    assert!(card.last_client_at < card.listed_at, "which nobody wrote");
}

/// He has been answered: there is something to do in it all the same.
#[test]
fn what_awaits_nothing_is_unanswered_when_it_comes_back() {
    let mut test = center();
    test.reply("ada", 1, "r1", "I will");
    snooze(&mut test, SnoozeUntil::Hour {});
    assert_eq!(behind(&mut test, Tab::Unanswered), [2]);
    assert_eq!(behind(&mut test, Tab::Mine), [0; 0]);
    test.pass(HOUR_MS).alarm();
    assert_eq!(behind(&mut test, Tab::Unanswered), [2, 1]);
    assert_eq!(behind(&mut test, Tab::Mine), [1]);
}

#[test]
fn the_client_brings_it_back_at_once() {
    let mut test = center();
    for until_ in [SnoozeUntil::Written {}, SnoozeUntil::Hour {}] {
        snooze(&mut test, until_);
        let cid = format!("r{}", test.now);
        test.reply("ada", 1, &cid, "Wait");
        assert!(until(&mut test).is_some(), "an answer changes nothing");
        test.pass(1_000);
        let cid = format!("c{}", test.now);
        test.say("vera", &cid, "Well?");
        assert_eq!(until(&mut test), None);
        assert_eq!(behind(&mut test, Tab::Unanswered), [2, 1]);
        assert_eq!(behind(&mut test, Tab::All), [1, 2]);
    }
    // Nothing comes of the time that was set.
    test.pass(HOUR_MS).alarm();
    assert!(!matches!(
        last_told(&mut test),
        Some(Happened::Woken { .. })
    ));
}

#[test]
fn somebody_brings_it_back_as_it_was() {
    let mut test = center();
    let before = card(&mut test);
    snooze(&mut test, SnoozeUntil::Tomorrow {});
    test.pass(1_000);
    test.asked("ada", WakeDialog { dialog: DIALOG }).unwrap();
    assert_eq!(card(&mut test), before);
    assert_eq!(behind(&mut test, Tab::All), [2, 1], "where it was");
}

#[test]
fn put_off_anew_it_waits_for_the_later_time_alone() {
    let mut test = center();
    snooze(&mut test, SnoozeUntil::Hour {});
    let at = test.now.plus_ms(3 * HOUR_MS);
    snooze(&mut test, SnoozeUntil::At { at });
    test.pass(HOUR_MS).alarm();
    assert_eq!(until(&mut test), Some(Some(at)));
    snooze(&mut test, SnoozeUntil::Written {});
    test.pass(9 * HOUR_MS).alarm();
    assert_eq!(until(&mut test), Some(None));
}

#[test]
fn closing_it_ends_that_and_a_closed_one_is_not_put_off() {
    let mut test = center();
    let dialog = DIALOG;
    snooze(&mut test, SnoozeUntil::Hour {});
    test.asked("ada", Close { dialog }).unwrap();
    assert_eq!(until(&mut test), None);
    test.pass(HOUR_MS).alarm();
    assert!(matches!(
        last_told(&mut test),
        Some(Happened::Closed { .. })
    ));
    let until = SnoozeUntil::Hour {};
    let refused = test.asked("ada", SnoozeDialog { dialog, until });
    assert_eq!(refused.unwrap_err().code, Code::Stale);
}

#[test]
fn a_moment_is_one_to_come_within_a_year() {
    let mut test = center();
    let now = test.now;
    for (at, is_taken) in [
        (Timestamp(now.0 - 1), false),
        (now, false),
        (now.plus_ms(1), true),
        (now.plus_ms(SNOOZE_MS_MAX), true),
        (now.plus_ms(SNOOZE_MS_MAX + 1), false),
    ] {
        let (dialog, until) = (DIALOG, SnoozeUntil::At { at });
        let taken = test.asked("ada", SnoozeDialog { dialog, until });
        assert_eq!(taken.is_ok(), is_taken, "{at}");
    }
}

/// START is Tuesday 22:13 in UTC: in Auckland it is Wednesday by then.
#[test]
fn tomorrow_is_the_one_of_the_centers_time_zone() {
    let mut test = center();
    let general = CenterGeneral {
        name: "Acme".into(),
        locale: "en".into(),
        time_zone: "Pacific/Auckland".into(),
    };
    let save = SaveCenter {
        version: 1,
        section: general.into(),
    };
    test.asked("ada", save).unwrap();
    snooze(&mut test, SnoozeUntil::Tomorrow {});
    // Thursday at nine, thirteen hours ahead of UTC.
    assert_eq!(until(&mut test), Some(Some(Timestamp(1_700_078_400_000))));
    snooze(&mut test, SnoozeUntil::Monday {});
    assert_eq!(until(&mut test), Some(Some(Timestamp(1_700_424_000_000))));
}

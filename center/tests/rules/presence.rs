//! Whether employees are there: what they have chosen, and whether a console is
//! connected.

use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::ask::team::{Attendance, ListPeople, SetAvailability};
use beseda_protocol::ids::DialogId;
use beseda_protocol::message::{Content, Happened, Message};
use beseda_protocol::team::{Availability, Role};

use crate::harness::{CenterTest, second};

const HOUR_MS: u64 = 60 * 60 * 1000;

/// Ada and Boris, each at a console.
fn two() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator).quiet();
    test
}

fn boris(test: &mut CenterTest) -> Attendance {
    let listed = test.asked("ada", ListPeople {}).unwrap();
    listed.people[1].clone()
}

fn choose(test: &mut CenterTest, availability: Availability) {
    let chosen = test.asked("boris", SetAvailability { availability });
    chosen.unwrap();
}

#[test]
fn who_was_there_before_a_sleep_and_is_not_after_it_has_gone() {
    let mut test = two();
    let came = test.now;
    assert_eq!(boris(&mut test).seen_at, Some(came));
    // The relay dies, and nobody tells it of the lines that this has closed.
    test.pass(HOUR_MS).cut("boris").reload();
    let seen = boris(&mut test);
    assert_eq!((seen.online, seen.seen_at), (false, Some(test.now)));
    // That was written down, once.
    let noticed = test.now;
    test.pass(HOUR_MS).reload();
    assert_eq!(boris(&mut test).seen_at, Some(noticed));
    test.console("boris");
    let seen = boris(&mut test);
    assert_eq!((seen.online, seen.seen_at), (true, Some(test.now)));
}

#[test]
fn a_sleep_from_which_everybody_is_still_there_writes_nothing() {
    let mut test = two();
    let before = test.sql.content();
    test.pass(HOUR_MS).reload();
    assert!(boris(&mut test).online);
    assert_eq!(test.sql.content(), before);
}

#[test]
fn he_has_gone_when_his_last_console_has() {
    let mut test = two();
    test.pass(HOUR_MS).second_console("boris").leave("boris");
    assert!(boris(&mut test).online);
    test.pass(HOUR_MS).leave(&second("boris"));
    let seen = boris(&mut test);
    assert_eq!((seen.online, seen.seen_at), (false, Some(test.now)));
}

#[test]
fn what_somebody_has_chosen_outlives_his_lines_and_the_object() {
    let mut test = two();
    assert_eq!(boris(&mut test).chosen, Availability::Online);
    assert_eq!(boris(&mut test).chosen_at, None);
    test.pass(HOUR_MS);
    let at = test.now;
    choose(&mut test, Availability::Away);
    test.pass(HOUR_MS).leave("boris").reload();
    test.console("boris");
    choose(&mut test, Availability::Away);
    let seen = boris(&mut test);
    assert_eq!(
        (seen.online, seen.chosen, seen.chosen_at),
        (true, Availability::Away, Some(at)),
        "chosen again, it is as it was"
    );
}

#[test]
fn a_dialog_that_opens_again_stays_with_who_is_there_and_is_free_of_who_is_away() {
    let mut test = two();
    test.widget("anna").say("anna", "c1", "Hello?");
    test.reply("boris", 1, "r1", "Yes?").close("boris", 1);
    test.say("anna", "c2", "One more thing").close("ada", 1);
    let opened = |test: &mut CenterTest| {
        let dialog = DialogId(1);
        test.asked("ada", OpenDialog { dialog }).unwrap()
    };
    let boris = boris(&mut test).id;
    assert_eq!(opened(&mut test).dialog.responsible, Some(boris));
    choose(&mut test, Availability::Away);
    test.say("anna", "c3", "And another");
    let opened = opened(&mut test);
    assert_eq!(opened.dialog.responsible, None);
    // The history tells it (KC-19).
    let happened = |message: Message| match message.content {
        Content::System { happened } => Some(happened),
        _ => None,
    };
    let history: Vec<Happened> = opened.messages.into_iter().filter_map(happened).collect();
    let freed = Happened::Freed { from: boris };
    let reopened = Happened::Reopened { by: None };
    assert_eq!(history[history.len() - 2..], [freed, reopened]);
}

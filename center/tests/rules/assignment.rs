//! Who becomes responsible by a channel's rule, and that nobody waits for who is not there.

use beseda_protocol::ask::channels::{AddChannel, SaveChannel};
use beseda_protocol::ask::clients::{PauseClient, UnpauseClient};
use beseda_protocol::ask::dialogs::{Assign, OpenDialog};
use beseda_protocol::ask::team::{ListPresence, SetAccess, SetAvailability, SetIdle};
use beseda_protocol::channel::{Assignment, AssignmentRule, ChannelSection, ReplyTimes};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, OperatorId, Timestamp};
use beseda_protocol::limits::{IDLE_MS, OFFLINE_MS};
use beseda_protocol::message::{Content, Happened, Message};
use beseda_protocol::refusal::Code;
use beseda_protocol::settings::Saved;
use beseda_protocol::team::{Access, Availability, Others, Presence, Role};

use crate::harness::{CenterTest, Life};

const MINUTE_MS: u64 = 60 * 1000;

/// Ada, who is away for good, Boris and Clara, who are there.
fn three() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .hire("clara", Role::Operator);
    choose(&mut test, "ada", Availability::Away);
    test
}

fn choose(test: &mut CenterTest, name: &str, availability: Availability) {
    test.asked(name, SetAvailability { availability }).unwrap();
}

/// The first setting of the first channel.
fn set(test: &mut CenterTest, rule: AssignmentRule, open_max: u32, wait_minutes: u32) {
    let saved = save(test, 0, rule, open_max, wait_minutes);
    let first = Saved {
        version: 1,
        newer: None,
    };
    assert_eq!(saved, first);
}

fn save(
    test: &mut CenterTest,
    version: u32,
    rule: AssignmentRule,
    open_max: u32,
    wait_minutes: u32,
) -> Saved<ChannelSection> {
    let assignment = Assignment {
        rule,
        open_max,
        wait_minutes,
    };
    let saved = SaveChannel {
        channel: ChannelId::FIRST,
        version,
        section: assignment.into(),
    };
    test.asked("ada", saved).unwrap()
}

fn responsible(test: &mut CenterTest, dialog: u64) -> Option<OperatorId> {
    let dialog = DialogId(dialog);
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    opened.dialog.responsible
}

fn history(test: &mut CenterTest, dialog: u64) -> Vec<Happened> {
    let dialog = DialogId(dialog);
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    let happened = |message: Message| match message.content {
        Content::System { happened } => Some(happened),
        _ => None,
    };
    opened.messages.into_iter().filter_map(happened).collect()
}

fn of(test: &mut CenterTest, name: &str) -> Presence {
    let id = test.id(name);
    let listed = test.asked("ada", ListPresence {}).unwrap().of;
    let one = listed.into_iter().find(|one| one.id == id);
    one.expect("works here").presence
}

/// Time passes, and what is due happens when it is.
fn wait(test: &mut CenterTest, ms: u64) {
    let until = test.now.plus_ms(ms);
    loop {
        let first = test.sql.number("SELECT ifnull(min(at), 0) FROM due");
        let first = u64::try_from(first).unwrap();
        if first == 0 || first > until.0 {
            break;
        }
        test.now = test.now.max(Timestamp(first));
        test.alarm();
    }
    test.now = until;
}

/// A new visitor, whose dialog is the next.
fn visitor(test: &mut CenterTest, name: &str) {
    test.widget(name).say(name, "c1", "Hello?");
}

/// Boris answers Anna, and she waits for him again.
fn anna_waits_for_boris(test: &mut CenterTest) {
    visitor(test, "anna");
    test.reply("boris", 1, "r1", "Yes?").pass(MINUTE_MS);
    test.say("anna", "c2", "Are you there?");
}

/// Criteria: X5
#[test]
fn a_dialog_is_free_again_when_its_client_has_waited_for_who_is_not_there() {
    let away = |test: &mut CenterTest| choose(test, "boris", Availability::Away);
    let idle = |test: &mut CenterTest| {
        let is_idle = true;
        test.asked("boris", SetIdle { is_idle }).unwrap();
    };
    let gone = |test: &mut CenterTest| {
        test.leave("boris");
    };
    for leave in [away as fn(&mut CenterTest), idle, gone] {
        let mut test = three();
        anna_waits_for_boris(&mut test);
        leave(&mut test);
        let boris = test.id("boris");
        wait(&mut test, 5 * MINUTE_MS - 1);
        assert_eq!(responsible(&mut test, 1), Some(boris));
        wait(&mut test, 1);
        assert_eq!(responsible(&mut test, 1), None);
        let waited = Happened::Waited {
            from: boris,
            minutes: 5,
        };
        assert_eq!(history(&mut test, 1).last(), Some(&waited));
        // Whoever replies first is responsible from now on.
        let clara = test.id("clara");
        test.reply("clara", 1, "r2", "Here I am");
        assert_eq!(responsible(&mut test, 1), Some(clara));
    }
}

#[test]
fn a_message_that_comes_while_he_is_not_there_waits_from_then_on() {
    let mut test = three();
    visitor(&mut test, "anna");
    let boris = test.id("boris");
    test.reply("boris", 1, "r1", "Yes?").leave("boris");
    wait(&mut test, 60 * MINUTE_MS);
    assert_eq!(responsible(&mut test, 1), Some(boris), "nobody waits");
    test.say("anna", "c2", "Are you there?");
    test.pass(MINUTE_MS).say("anna", "c3", "Hello?");
    wait(&mut test, 4 * MINUTE_MS - 1);
    assert_eq!(responsible(&mut test, 1), Some(boris));
    wait(&mut test, 1);
    assert_eq!(responsible(&mut test, 1), None);
}

#[test]
fn who_is_there_may_take_his_time_and_who_comes_back_in_time_keeps_it() {
    let mut test = three();
    anna_waits_for_boris(&mut test);
    let boris = test.id("boris");
    wait(&mut test, 60 * MINUTE_MS);
    choose(&mut test, "boris", Availability::Away);
    // The time counts that she has waited in vain.
    wait(&mut test, 4 * MINUTE_MS);
    choose(&mut test, "boris", Availability::Online);
    wait(&mut test, 60 * MINUTE_MS);
    assert_eq!(responsible(&mut test, 1), Some(boris));
}

#[test]
fn a_limit_that_is_off_frees_nothing_and_one_that_is_set_later_does() {
    let mut test = three();
    set(&mut test, AssignmentRule::FirstReply, 0, 0);
    anna_waits_for_boris(&mut test);
    let boris = test.id("boris");
    test.leave("boris");
    wait(&mut test, 60 * MINUTE_MS);
    assert_eq!(responsible(&mut test, 1), Some(boris));
    save(&mut test, 1, AssignmentRule::FirstReply, 0, 10);
    test.alarm();
    assert_eq!(responsible(&mut test, 1), None);
}

#[test]
fn of_many_who_have_waited_long_enough_all_are_freed_some_at_a_time() {
    let mut test = three();
    let boris = test.id("boris");
    for n in 1..=60 {
        let name = format!("v{n}");
        visitor(&mut test, &name);
        let (to, dialog) = (Some(boris), DialogId(n));
        test.asked("ada", Assign { dialog, to }).unwrap();
    }
    test.leave("boris");
    wait(&mut test, 5 * MINUTE_MS - 1);
    test.pass(1).alarm();
    let n_free = |test: &CenterTest| {
        let free = "SELECT count(*) FROM dialogs WHERE responsible = 0";
        test.sql.number(free)
    };
    assert_eq!(n_free(&test), 50);
    test.alarm();
    assert_eq!(n_free(&test), 60);
}

#[test]
fn what_is_due_survives_the_object() {
    let mut test = three();
    test.life = Life::ForATurn;
    anna_waits_for_boris(&mut test);
    test.leave("boris");
    wait(&mut test, 5 * MINUTE_MS);
    assert_eq!(responsible(&mut test, 1), None);
}

/// Criteria: X5
#[test]
fn who_closes_his_last_tab_is_offline_a_minute_later() {
    let mut test = three();
    assert_eq!(of(&mut test, "boris"), Presence::Online);
    test.leave("boris");
    wait(&mut test, OFFLINE_MS - 1);
    assert_eq!(of(&mut test, "boris"), Presence::Online);
    wait(&mut test, 1);
    assert_eq!(of(&mut test, "boris"), Presence::Offline);
    test.console("boris");
    assert_eq!(of(&mut test, "boris"), Presence::Online);
}

#[test]
fn who_is_idle_is_away_until_he_moves_writes_or_comes_anew() {
    let mut test = three();
    visitor(&mut test, "anna");
    let tell = |test: &mut CenterTest, is_idle| {
        test.asked("boris", SetIdle { is_idle }).unwrap();
    };
    test.pass(IDLE_MS);
    tell(&mut test, true);
    assert_eq!(of(&mut test, "boris"), Presence::Away);
    tell(&mut test, false);
    assert_eq!(of(&mut test, "boris"), Presence::Online);
    tell(&mut test, true);
    test.reply("boris", 1, "r1", "Yes?");
    assert_eq!(of(&mut test, "boris"), Presence::Online);
    tell(&mut test, true);
    test.leave("boris").console("boris");
    assert_eq!(of(&mut test, "boris"), Presence::Online);
    // What he has chosen is another fact.
    choose(&mut test, "boris", Availability::Away);
    tell(&mut test, true);
    tell(&mut test, false);
    assert_eq!(of(&mut test, "boris"), Presence::Away);
}

/// Criteria: CQ-08, X5
#[test]
fn dialogs_are_given_in_turn_to_those_who_are_online_up_to_their_cap() {
    let mut test = three();
    set(&mut test, AssignmentRule::RoundRobin, 2, 5);
    let (boris, clara) = (test.id("boris"), test.id("clara"));
    for n in 1..=5 {
        visitor(&mut test, &format!("v{n}"));
    }
    let all: Vec<_> = (1..=5).map(|n| responsible(&mut test, n)).collect();
    assert_eq!(
        all,
        [Some(boris), Some(clara), Some(boris), Some(clara), None],
        "Ada is away"
    );
    let given = Happened::Distributed { to: boris };
    assert_eq!(history(&mut test, 1), [Happened::Begun {}, given]);
    // Who has closed one can take the next.
    test.reply("clara", 2, "r1", "Bye").close("clara", 2);
    assert_eq!(responsible(&mut test, 5), Some(clara));
}

/// Criteria: CQ-08
#[test]
fn who_comes_is_given_what_waits_the_oldest_first() {
    let mut test = three();
    set(&mut test, AssignmentRule::RoundRobin, 1, 5);
    choose(&mut test, "boris", Availability::Away);
    choose(&mut test, "clara", Availability::Away);
    for n in 1..=3 {
        visitor(&mut test, &format!("v{n}"));
        test.pass(1);
    }
    // The first one is answered by who is not counted on, and waits no more.
    test.reply("ada", 1, "r1", "A moment");
    assert_eq!(responsible(&mut test, 2), None);
    let clara = test.id("clara");
    choose(&mut test, "clara", Availability::Online);
    assert_eq!(responsible(&mut test, 2), Some(clara));
    assert_eq!(responsible(&mut test, 3), None);
    // A larger cap is room, too.
    save(&mut test, 1, AssignmentRule::RoundRobin, 5, 5);
    assert_eq!(responsible(&mut test, 3), Some(clara));
}

#[test]
fn many_that_wait_are_given_some_at_a_time() {
    let mut test = three();
    choose(&mut test, "boris", Availability::Away);
    choose(&mut test, "clara", Availability::Away);
    for n in 1..=30 {
        visitor(&mut test, &format!("v{n}"));
    }
    set(&mut test, AssignmentRule::RoundRobin, 0, 5);
    choose(&mut test, "clara", Availability::Online);
    let n_given = |test: &CenterTest| {
        let given = "SELECT count(*) FROM dialogs WHERE responsible <> 0";
        test.sql.number(given)
    };
    assert_eq!(n_given(&test), 20);
    test.alarm();
    assert_eq!(n_given(&test), 30);
}

/// Criteria: X5
#[test]
fn what_has_waited_in_vain_is_given_to_the_next() {
    let mut test = three();
    set(&mut test, AssignmentRule::RoundRobin, 0, 5);
    visitor(&mut test, "anna");
    let (boris, clara) = (test.id("boris"), test.id("clara"));
    assert_eq!(responsible(&mut test, 1), Some(boris));
    test.leave("boris");
    wait(&mut test, 5 * MINUTE_MS);
    assert_eq!(responsible(&mut test, 1), Some(clara));
    let waited = Happened::Waited {
        from: boris,
        minutes: 5,
    };
    let given = Happened::Distributed { to: clara };
    let history = history(&mut test, 1);
    assert_eq!(history[history.len() - 2..], [waited, given]);
}

/// Criteria: X25
#[test]
fn a_paused_client_is_left_out_until_he_is_paused_no_more() {
    let mut test = three();
    visitor(&mut test, "anna");
    test.reply("boris", 1, "r1", "Yes?");
    let to = None;
    let dialog = DialogId(1);
    test.asked("boris", Assign { dialog, to }).unwrap();
    let client = ClientId(1);
    test.asked("ada", PauseClient { client }).unwrap();
    set(&mut test, AssignmentRule::RoundRobin, 0, 5);
    test.say("anna", "c2", "Hello?");
    assert_eq!(responsible(&mut test, 1), None);
    // People may still write.
    visitor(&mut test, "other");
    let (boris, clara) = (test.id("boris"), test.id("clara"));
    assert_eq!(responsible(&mut test, 2), Some(boris));
    test.asked("ada", UnpauseClient { client }).unwrap();
    assert_eq!(responsible(&mut test, 1), Some(clara));
}

/// Criteria: X5
#[test]
fn by_hand_no_reply_makes_its_author_responsible() {
    let mut test = three();
    set(&mut test, AssignmentRule::ByHand, 0, 5);
    visitor(&mut test, "anna");
    test.reply("boris", 1, "r1", "Yes?");
    assert_eq!(responsible(&mut test, 1), None);
    let clara = test.id("clara");
    let (dialog, to) = (DialogId(1), Some(clara));
    test.asked("ada", Assign { dialog, to }).unwrap();
    assert_eq!(responsible(&mut test, 1), Some(clara));
}

#[test]
fn who_does_not_see_the_channel_is_given_nothing_in_it() {
    let mut test = three();
    let name = "Sales".to_owned();
    let sales = test.asked("ada", AddChannel { name }).unwrap().id;
    let to = Access {
        others: Others::Answerable,
        channels: Some(vec![sales]),
    };
    let access = SetAccess {
        employee: test.id("boris"),
        from: Access::WHOLE,
        to,
    };
    test.asked("ada", access).unwrap();
    set(&mut test, AssignmentRule::RoundRobin, 0, 5);
    visitor(&mut test, "anna");
    visitor(&mut test, "ben");
    let clara = Some(test.id("clara"));
    let both = [responsible(&mut test, 1), responsible(&mut test, 2)];
    assert_eq!(both, [clara, clara]);
}

#[test]
fn of_two_who_save_the_setting_the_second_is_told() {
    let mut test = three();
    set(&mut test, AssignmentRule::ByHand, 3, 7);
    let stale = save(&mut test, 0, AssignmentRule::RoundRobin, 1, 1);
    let newer = Assignment {
        rule: AssignmentRule::ByHand,
        open_max: 3,
        wait_minutes: 7,
    };
    let expected = Saved {
        version: 1,
        newer: Some(newer.into()),
    };
    assert_eq!(stale, expected);
    let wrong = SaveChannel {
        channel: ChannelId::FIRST,
        version: 1,
        section: Assignment {
            wait_minutes: 100_000,
            ..Assignment::default()
        }
        .into(),
    };
    assert!(test.asked("ada", wrong).is_err());
}

#[test]
fn a_wait_is_not_too_long_before_it_is_long() {
    let mut test = three();
    let mut save = |version, long_minutes, too_long_minutes| {
        let times = ReplyTimes {
            long_minutes,
            too_long_minutes,
        };
        let save = SaveChannel {
            channel: ChannelId::FIRST,
            version,
            section: times.into(),
        };
        test.asked("ada", save).map(|saved| saved.version)
    };
    assert_eq!(save(0, 2, 10), Ok(1));
    assert_eq!(save(1, 10, 10), Ok(2));
    for (long, too_long) in [(11, 10), (0, 10), (2, 0), (2, 1_441)] {
        assert_eq!(
            save(2, long, too_long).map_err(|it| it.code),
            Err(Code::Invalid)
        );
    }
}

#[test]
fn where_the_responsible_is_there_a_message_costs_what_it_did() {
    let mut test = three();
    anna_waits_for_boris(&mut test);
    let n_due = |test: &CenterTest| {
        test.sql
            .number("SELECT count(*) FROM due WHERE kind IN ('wait_limit', 'distribution')")
    };
    assert_eq!(n_due(&test), 0);
    test.leave("boris");
    wait(&mut test, OFFLINE_MS);
    assert_eq!(n_due(&test), 1);
    test.say("anna", "c3", "Hello?");
    visitor(&mut test, "ben");
    let (dialog, to) = (DialogId(2), Some(test.id("boris")));
    test.asked("ada", Assign { dialog, to }).unwrap();
    assert_eq!(n_due(&test), 1, "one entry for all of them");
}

//! Employees who are disabled: they are out at once, their dialogs become free, and their
//! names stay.

use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::{Input, Output};
use beseda_protocol::ask::dialogs::{Assign, Reopen};
use beseda_protocol::ask::team::{Disable, Enable, ListPeople};
use beseda_protocol::ids::{DialogId, OperatorId, Timestamp};
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Role;

use crate::harness::{ASK, CenterTest, Heard, Life, reply, session};
use crate::names::attempt;
use crate::people::{invite, link, reset};

const BORIS: OperatorId = OperatorId(2);
const DISABLE: Disable = Disable { employee: BORIS };
const ENABLE: Enable = Enable { employee: BORIS };

/// Ada, the owner, and Boris, who answers.
fn two() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    test
}

/// As many visitors, to each of whom Boris has replied.
fn talk(test: &mut CenterTest, n: u64) {
    for number in 1..=n {
        let visitor = visitor(number);
        test.widget(&visitor).say(&visitor, "c1", "Hello");
        test.reply("boris", number, &format!("r{number}"), "Hi");
    }
}

fn visitor(number: u64) -> String {
    format!("visitor{number}")
}

fn sign_in(test: &mut CenterTest, right: bool) -> Result<Reply, Refusal> {
    let attempt = attempt("boris@acme.example", "192.0.2.1");
    test.command(Command::BeginSignIn(attempt.clone()))?;
    test.command(Command::EndSignIn {
        attempt,
        hash: Some("hash of boris".into()),
        right,
        session: session("boris"),
    })
}

fn is_signed_in(test: &mut CenterTest, name: &str) -> bool {
    let session = session(name);
    test.command(Command::Session { session }).is_ok()
}

fn open_dialogs_of_boris(test: &mut CenterTest) -> u64 {
    let listed = test.asked("ada", ListPeople {}).unwrap();
    listed.people[1].open_dialogs
}

/// Dialogs of which a console has heard that a slice has changed them.
fn changed(heard: &[Heard]) -> Vec<DialogId> {
    let events = heard.iter().flat_map(|heard| match heard {
        Heard::Operator(ToOperator::Events { events, .. }) => events.clone(),
        _ => vec![],
    });
    let changed = events.filter_map(|event| match event {
        OperatorEvent::Changed { dialogs, .. } => Some(dialogs),
        _ => None,
    });
    changed.flatten().collect()
}

#[test]
fn a_disabled_employee_is_out_in_the_same_turn() {
    let mut test = two();
    talk(&mut test, 1);
    let disable = FromOperator::ask(ASK, DISABLE);
    let ada = Input::FromOperator(test.peer("ada"), disable);
    let boris = Input::FromOperator(test.peer("boris"), reply(1, "late", "One more thing"));
    test.quiet().turn(vec![ada, boris]);
    assert!(
        test.outputs
            .contains(&Output::CloseSession(session("boris")))
    );
    let refusal = test.refusal("boris").expect("his reply is refused");
    assert_eq!(refusal.code, Code::Unauthorized);
    assert!(!is_signed_in(&mut test, "boris"));
    assert_eq!(test.sql.number("SELECT count(*) FROM sessions"), 1);
}

#[test]
fn only_who_knows_the_password_hears_that_the_account_is_disabled() {
    let mut test = two();
    test.asked("ada", DISABLE).unwrap();
    assert_eq!(
        sign_in(&mut test, false).unwrap_err().code,
        Code::SignInFailed
    );
    assert_eq!(sign_in(&mut test, true).unwrap_err().code, Code::Disabled);
    assert!(!is_signed_in(&mut test, "boris"));
    test.asked("ada", ENABLE).unwrap();
    assert!(sign_in(&mut test, true).is_ok());
    assert!(is_signed_in(&mut test, "boris"));
}

#[test]
fn a_disabled_employee_has_no_link_left_to_come_back_by() {
    let mut test = two();
    test.hire("adam", Role::Administrator);
    let to_himself = link(&mut test, "adam", invite(Role::Operator)).unwrap();
    let adam = OperatorId(3);
    let new_password = link(&mut test, "ada", reset(adam.0)).unwrap();
    let of_ada = link(&mut test, "ada", invite(Role::Operator)).unwrap();
    test.asked("ada", Disable { employee: adam }).unwrap();
    let mut works = |token: &str| {
        let token = beseda_center::token::hash(token);
        test.command(Command::Link { token }).is_ok()
    };
    assert!(!works(&to_himself) && !works(&new_password));
    assert!(works(&of_ada));
    let refused = link(&mut test, "ada", reset(adam.0)).unwrap_err();
    assert_eq!(refused.code, Code::Disabled);
    let make = Command::MakeReset {
        email: "adam@acme.example".into(),
        token: "hash".into(),
    };
    assert_eq!(test.command(make).unwrap_err().code, Code::Disabled);
}

/// Plays the freeing of 250 dialogs whose visitors go on talking.
fn freeing(life: Life) -> (Vec<usize>, String, String) {
    let mut test = two();
    talk(&mut test, 250);
    test.life = life;
    test.quiet().asked("ada", DISABLE).unwrap();
    assert!(test.wants_slice());
    let mut slices = Vec::new();
    let mut told = test.transcript();
    for slice in 0..5 {
        let talking = |n: u64| slice * 50 + n * 13 + 1;
        for number in (0..4).map(talking).filter(|number| *number <= 250) {
            test.say(&visitor(number), &format!("p{slice}"), "And one more");
        }
        assert_eq!(test.slice(), slice < 4);
        slices.push(changed(&test.heard("ada")).len());
        told.push_str(&test.transcript());
    }
    assert_eq!(open_dialogs_of_boris(&mut test), 0);
    (slices, told, test.sql.content())
}

#[test]
fn the_dialogs_of_a_disabled_employee_become_free_in_slices_while_people_talk() {
    let lasting = freeing(Life::Lasting);
    assert_eq!(lasting.0, [50; 5]);
    assert!(!lasting.2.contains("free_dialogs"), "nothing is left of it");
    // Also if the center dies before every turn.
    assert!(lasting == freeing(Life::ForATurn), "as without a cache");
}

#[test]
fn whoever_has_waited_longest_is_freed_first() {
    let mut test = two();
    talk(&mut test, 150);
    test.pass(1).say(&visitor(140), "c2", "Still there?");
    test.asked("ada", DISABLE).unwrap();
    test.quiet().slice();
    let first = changed(&test.heard("ada"));
    assert!(first.contains(&DialogId(140)), "awaits a reply");
    assert!(!first.contains(&DialogId(120)), "nothing is asked there");
}

#[test]
fn enabling_again_ends_the_freeing() {
    let mut test = two();
    talk(&mut test, 150);
    test.asked("ada", DISABLE).unwrap();
    test.slice();
    test.asked("ada", ENABLE).unwrap();
    assert!(!test.slice());
    assert_eq!(open_dialogs_of_boris(&mut test), 100);
}

#[test]
fn until_they_are_freed_his_dialogs_are_anybodys_who_replies() {
    let mut test = two();
    test.hire("carla", Role::Operator);
    talk(&mut test, 1);
    test.asked("ada", DISABLE).unwrap();
    test.reply("carla", 1, "r", "I take over");
    test.quiet().slice();
    assert_eq!(changed(&test.heard("ada")), []);
    let responsible = "SELECT responsible FROM dialogs";
    assert_eq!(test.sql.number(responsible), 3);
}

#[test]
fn nobody_makes_a_disabled_employee_responsible() {
    let mut test = two();
    test.widget("anna").say("anna", "c1", "Hello");
    test.asked("ada", DISABLE).unwrap();
    let assign = |to| Assign {
        dialog: DialogId(1),
        to: Some(to),
    };
    let refused = test.asked("ada", assign(BORIS)).unwrap_err();
    assert_eq!(refused.code, Code::Disabled);
    assert!(test.asked("ada", assign(OperatorId(1))).is_ok());
}

#[test]
fn a_closed_dialog_of_his_that_opens_again_is_free() {
    let mut test = two();
    talk(&mut test, 3);
    for dialog in 1..=3 {
        test.close("boris", dialog);
    }
    // His socket may still be there: who is gone is not at work.
    test.asked("ada", DISABLE).unwrap();
    test.say(&visitor(1), "c2", "Me again");
    let dialog = DialogId(2);
    test.asked("ada", Reopen { dialog }).unwrap();
    test.reply("ada", 3, "r", "By the way");
    let column = "SELECT group_concat(responsible, ' ') FROM (SELECT * FROM dialogs ORDER BY id)";
    assert_eq!(test.sql.column(column), ["0 0 1"]);
}

#[test]
fn colleagues_hear_of_it_and_his_name_stays() {
    let mut test = two();
    test.hire("carla", Role::Operator);
    let heard = |test: &mut CenterTest| {
        let heard = test
            .heard("carla")
            .into_iter()
            .find_map(|heard| match heard {
                Heard::Operator(ToOperator::Events { events, .. }) => Some(events),
                _ => None,
            });
        match &heard.expect("an event")[..] {
            [OperatorEvent::Employee { employee }] => employee.clone(),
            other => panic!("{other:?}"),
        }
    };
    let now = test.now;
    test.quiet().asked("ada", DISABLE).unwrap();
    let boris = heard(&mut test);
    assert_eq!(
        (boris.name.as_str(), boris.disabled_at),
        ("Boris", Some(now))
    );
    // Asked twice, nothing happens twice.
    let before = test.sql.content();
    test.pass(1).asked("ada", DISABLE).unwrap();
    assert_eq!(test.sql.content(), before);
    test.quiet().asked("ada", ENABLE).unwrap();
    assert_eq!(heard(&mut test).disabled_at, None);
}

#[test]
fn attendance_says_who_is_there_and_since_when_not() {
    let mut test = two();
    let boris = |test: &mut CenterTest| {
        let listed = test.asked("ada", ListPeople {}).unwrap();
        (listed.people[1].online, listed.people[1].seen_at)
    };
    let came: Timestamp = test.now;
    assert_eq!(boris(&mut test), (true, Some(came)));
    test.pass(10 * 60 * 1000).leave("boris");
    let left = test.now;
    assert_eq!(boris(&mut test), (false, Some(left)));
    test.pass(59_000).console("boris");
    let came = test.now;
    assert_eq!(boris(&mut test), (true, Some(came)));
    let who = test.asked("boris", ListPeople {}).unwrap_err();
    assert_eq!(who.code, Code::Forbidden);
}

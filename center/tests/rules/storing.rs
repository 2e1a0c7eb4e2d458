//! The storage: begun by its owner alone, readable after a rollback, honest
//! when it is full, and told whole.

use std::collections::BTreeSet;

use beseda_center::storage::fault::Fault;
use beseda_center::storage::schema;
use beseda_center::turn::Names;
use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::seed::{
    Seed, SeedAuthor, SeedCard, SeedDialog, SeedEmployee, SeedMessage,
};
use beseda_center::turn::{Input, Output, Ticket};
use beseda_protocol::ask::dialogs::{Close, OpenDialog};
use beseda_protocol::ids::{Ask, DialogId, Seq};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Others, Role};
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{CenterTest, Heard, SHOP, START, reply, say, session};
use crate::names::attempt;

#[test]
fn this_storage_is_as_a_durable_objects() {
    let checks = beseda_center::storage_suite::run(&CenterTest::empty().sql).unwrap();
    assert_eq!(checks.len(), 14);
}

#[test]
fn a_stranger_leaves_nothing_in_a_center_that_does_not_exist() {
    let mut test = CenterTest::empty();
    for command in [
        Command::Dump { after: 0 },
        Command::Session {
            session: session("eve"),
        },
        Command::Admit {
            site: "s1".into(),
            origin: SHOP.into(),
        },
        Command::BeginSignIn(attempt("e@e", "a")),
    ] {
        assert_eq!(test.command(command).unwrap_err().code, Code::NotFound);
    }
    test.widget("anna")
        .say("anna", "c1", "Hello?")
        .alarm()
        .leave("anna");
    assert_eq!(
        test.refusal("anna").map(|refusal| refusal.code),
        Some(Code::NotFound)
    );
    assert_eq!(test.sql.content(), "");
}

#[test]
fn a_center_may_be_created_in_the_middle_of_a_turn() {
    let mut test = CenterTest::empty();
    let create = Command::Create {
        center: "eu-acme".into(),
        origin: "https://relay.example".into(),
        invitation: "hash".into(),
    };
    let site = || Command::Site {
        site: "test".into(),
        origin: None,
    };
    test.turn(vec![
        Input::Command(Ticket(1), site()),
        Input::Command(Ticket(2), create),
        Input::Command(Ticket(3), site()),
    ]);
    let answered: Vec<bool> = (test.outputs.iter())
        .filter_map(|output| match output {
            Output::Answer(_, answer) => Some(answer.is_ok()),
            _ => None,
        })
        .collect();
    assert_eq!(answered, [false, true, true]);
}

#[test]
fn code_refuses_only_a_storage_that_it_cannot_read() {
    let mut test = CenterTest::new();
    let ahead = schema::VERSION + 1;
    let set = |test: &CenterTest, readable_from: u64| {
        let statement =
            format!("UPDATE schema SET version = {ahead}, readable_from = {readable_from}");
        test.sql.raw().execute_batch(&statement).unwrap();
    };
    set(&test, schema::VERSION);
    test.reload()
        .widget("anna")
        .say("anna", "c1", "A newer schema is no outage");
    assert!(matches!(
        test.heard("anna")[0],
        Heard::Visitor(ToVisitor::Reset { .. })
    ));
    set(&test, ahead);
    let fault = test.reload().try_turn(vec![Input::Alarm]);
    assert_eq!(
        fault,
        Err(Fault::TooNew {
            readable_from: ahead
        })
    );
}

#[test]
fn a_fault_leaves_nothing_of_the_turn_and_the_next_turn_goes_on() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?").quiet();
    let before = test.sql.content();
    test.sql
        .raw()
        .execute_batch(
            "CREATE TRIGGER trap BEFORE INSERT ON messages WHEN NEW.text = 'trap'
        BEGIN SELECT raise(ABORT, 'planted'); END",
        )
        .unwrap();
    let said = |cid: &str, text: &str| Input::FromVisitor(test.peer("anna"), say(cid, text));
    let inputs = vec![said("c2", "before"), said("c3", "trap")];
    assert!(matches!(test.try_turn(inputs), Err(Fault::Storage(_))));
    test.sql.raw().execute_batch("DROP TRIGGER trap").unwrap();
    assert_eq!(test.sql.content(), before);
    // The same center, without being made anew: its memory was rolled back too.
    test.say("anna", "c2", "before");
    assert_eq!(
        test.transcript().lines().next(),
        Some("  anna < ack c2: #6")
    );
}

#[test]
fn a_full_storage_takes_nothing_and_still_shows_everything() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?").quiet();
    let before = test.sql.content();
    let (ask, dialog) = (Ask(1), DialogId(1));
    let (anna, ada) = (test.peer("anna"), test.peer("ada"));
    let hello = test.hello_input("anna", None);
    test.turn_without_room(vec![
        hello,
        Input::FromVisitor(anna.clone(), say("c2", "Anybody?")),
        Input::FromVisitor(anna, say("c1", "Hello?")),
        Input::FromOperator(ada.clone(), reply(1, "r1", "Yes?")),
        Input::FromOperator(ada.clone(), FromOperator::ask(ask, Close { dialog })),
        Input::FromOperator(ada, FromOperator::ask(ask, OpenDialog { dialog })),
    ]);
    assert_eq!(test.sql.content(), before);
    insta::assert_snapshot!(test.transcript(), @r"
    anna < reset at 5, more: false, opened: 0, read: 0, unread: 0
    anna < | #5 you: Hello?
    anna < refused c2: storage_full (retry in 10000 ms)
    anna < ack c1: #5
    ada < refused r1: storage_full (retry in 10000 ms)
    ada < refused 1: storage_full (retry in 10000 ms)
    ada < dialog (dialog 1 open, free, unread 1, awaiting 1, delivered 0, read 0, opened 0), more: false
    ada < card: 1 in en, on https://shop.example/, online: true, others: []
    ada < | #4 * begun
    ada < | #5 client: Hello?
    ");
    test.say("anna", "c2", "Anybody?");
    assert!(
        test.transcript().contains("anna < ack c2: #6"),
        "and goes on when there is room"
    );
}

fn seed() -> Seed {
    let message = |minutes_ago, from, text: &str| SeedMessage {
        minutes_ago,
        from,
        text: text.into(),
    };
    let dialog = |client: Option<&str>, messages, closed| SeedDialog {
        client: client.map(Into::into),
        locale: "ru".into(),
        page: ("/basket".into(), "Корзина".into()),
        messages,
        closed,
        opened: true,
        read: true,
        card: SeedCard::default(),
    };
    Seed {
        name: "Demo".into(),
        locale: "en".into(),
        time_zone: "UTC".into(),
        employees: vec![
            SeedEmployee {
                name: "Maria".into(),
                email: "maria@demo.example".into(),
                hash: "h".into(),
                role: Role::Owner,
                others: Others::Answerable,
            },
            SeedEmployee {
                name: "Ivan".into(),
                email: "ivan@demo.example".into(),
                hash: "h".into(),
                role: Role::Operator,
                others: Others::Answerable,
            },
        ],
        site: "Demo shop".into(),
        site_id: "demo".into(),
        origins: vec![SHOP.into()],
        goes_on: false,
        dialogs: vec![
            dialog(
                Some("Ольга"),
                vec![
                    message(90, SeedAuthor::Visitor, "Здравствуйте!"),
                    message(30, SeedAuthor::Operator(1), "Добрый день!"),
                    message(29, SeedAuthor::Note(0), "VIP"),
                ],
                Some((10, 1)),
            ),
            dialog(
                None,
                vec![
                    message(60, SeedAuthor::Visitor, "Hi"),
                    message(20, SeedAuthor::Visitor, "?"),
                ],
                None,
            ),
        ],
    }
}

#[test]
fn a_planted_center_looks_as_if_people_had_talked() {
    let mut test = CenterTest::empty();
    test.create();
    let seed = Command::Seed(Box::new(seed()));
    assert_eq!(test.command(seed.clone()), Ok(Reply::Done));
    let before = test.sql.content();
    assert_eq!(test.command(seed), Ok(Reply::Done), "once is enough");
    assert_eq!(test.sql.content(), before);
    let ids: Vec<i64> = vec![
        test.sql
            .number("SELECT id FROM messages WHERE text = 'Здравствуйте!'"),
        test.sql.number("SELECT id FROM messages WHERE text = 'Hi'"),
        test.sql
            .number("SELECT id FROM messages WHERE text = 'Добрый день!'"),
        test.sql.number("SELECT id FROM messages WHERE text = '?'"),
        test.sql
            .number("SELECT id FROM messages WHERE happened ->> 't' = 'closed'"),
    ];
    assert!(ids.is_sorted(), "ids rise with time: {ids:?}");
    let ago = START.0 as i64 - test.sql.number("SELECT at FROM messages WHERE text = '?'");
    assert_eq!(ago, 20 * 60_000);
    assert_eq!(
        test.sql
            .number("SELECT responsible FROM dialogs WHERE closed_at IS NOT NULL"),
        2
    );
    assert_eq!(
        test.sql
            .number("SELECT awaiting_reply_count FROM dialogs WHERE closed_at IS NULL"),
        2
    );
    assert_eq!(test.sql.number("SELECT sum(unread_count) FROM dialogs"), 0);
    // And it goes on as any center does.
    test.widget_on("anna", "demo")
        .hello("anna")
        .say("anna", "c1", "Hello?");
    assert_eq!(test.sql.number("SELECT max(id) FROM clients"), 3);
}

fn dump(test: &mut CenterTest) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut after = 0;
    loop {
        let Ok(Reply::Dump {
            lines: page,
            after: place,
        }) = test.command(Command::Dump { after })
        else {
            panic!()
        };
        lines.extend(page.lines().map(Into::into));
        if place == after {
            break;
        }
        after = place;
    }
    lines
}

#[test]
fn the_dump_tells_every_message_and_event_once() {
    let mut test = CenterTest::new();
    for n in 0..30 {
        let name = format!("v{n}");
        test.widget(&name);
        for m in 0..25 {
            test.say(&name, &format!("c{m}"), &format!("{n} says {m}"));
        }
    }
    let lines = dump(&mut test);
    let distinct: BTreeSet<&String> = lines.iter().collect();
    assert_eq!(distinct.len(), lines.len());
    let n_messages = lines
        .iter()
        .filter(|line| line.contains("\"message\":{"))
        .count() as i64;
    assert_eq!(n_messages, test.sql.number("SELECT count(*) FROM messages"));
    let n_logs = lines.iter().filter(|line| line.contains("\"log\"")).count() as i64;
    assert_eq!(n_logs, 1, "once");
    assert_eq!(
        lines.len() as i64 - n_messages - n_logs,
        n_messages + test.sql.number("SELECT count(*) FROM events"),
        "a message is an event too"
    );
    assert!(
        lines
            .iter()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    );
}

#[test]
fn the_dump_tells_how_far_the_log_is_pruned_and_when_each_message_came() {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Hello?");
    let top = test.sql.number("SELECT max(id) FROM messages");
    let whole = dump(&mut test);
    let (kept, pruned): (Vec<_>, Vec<_>) =
        (whole.iter()).partition(|line| !line.contains("event") || line.contains("message"));
    assert!(!pruned.is_empty(), "{whole:?}");
    test.sql
        .raw()
        .execute_batch(&format!(
            "DELETE FROM events WHERE seq <= {top}; UPDATE center SET pruned_seq = {top}"
        ))
        .unwrap();
    let wanted: Vec<String> = (kept.iter())
        .map(|line| line.replace("\"pruned\":0", &format!("\"pruned\":{top}")))
        .collect();
    assert_eq!(dump(test.reload()), wanted);
}

#[test]
fn the_alarm_is_the_earliest_of_what_is_due() {
    let mut test = CenterTest::new();
    let alarms = |test: &CenterTest| -> Vec<u64> {
        (test.outputs.iter())
            .filter_map(|output| match output {
                Output::Alarm(at) => Some(at.0 - START.0),
                _ => None,
            })
            .collect()
    };
    let begin = Command::BeginSignIn(attempt("e@e", "a"));
    test.command(begin).unwrap();
    assert_eq!(alarms(&test), [15 * 60 * 1000]);
    test.turn(Vec::new());
    assert!(
        alarms(&test).is_empty(),
        "told only when it may have changed"
    );
    test.pass(15 * 60 * 1000).alarm();
    assert_eq!(
        alarms(&test),
        [7 * 24 * 60 * 60 * 1000],
        "then what has fallen silent is looked for"
    );
}

#[test]
fn what_is_due_is_done_a_hundred_at_a_time() {
    let mut test = CenterTest::new();
    for n in 0..150 {
        test.widget(&format!("v{n}"));
    }
    test.pass(24 * 60 * 60 * 1000).alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM visits"), 50);
    test.alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM visits"), 0);
}

#[test]
fn an_unreadable_frame_is_refused_in_its_place() {
    let mut test = CenterTest::new();
    test.widget("anna").quiet();
    let refusal = beseda_protocol::refusal::Refusal::new(Code::Malformed, "Not JSON.");
    let peer = test.peer("anna");
    let names = Names {
        cid: Some("c2".into()),
        ask: Some(Ask(7)),
    };
    test.turn(vec![
        Input::FromVisitor(peer.clone(), say("c1", "One")),
        Input::Unreadable(peer.clone(), names.clone(), refusal),
        Input::FromVisitor(peer, FromVisitor::Got { seq: Seq(0) }),
    ]);
    let heard = test.heard("anna");
    assert!(matches!(&heard[0], Heard::Visitor(ToVisitor::Ack { .. })));
    let Heard::Visitor(ToVisitor::Refused { cid, ask, .. }) = &heard[1] else {
        panic!("{heard:?}");
    };
    assert_eq!((cid, ask), (&names.cid, &names.ask));
    let wrong = Input::FromVisitor(test.peer("ada"), say("c1", "One"));
    test.quiet().turn(vec![wrong]);
    assert!(matches!(
        test.last("ada"),
        Some(Heard::Operator(ToOperator::Refused { .. }))
    ));
}

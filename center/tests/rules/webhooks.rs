//! Webhooks: what happens is written down for them in the turn in which it does, handed out
//! until it was taken, by the schedule of Standard Webhooks, and verified by a reader that
//! knows nothing of how it was signed.

use std::collections::{BTreeMap, BTreeSet};

use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::webhook_calls::{Call, Called, Progress};
use beseda_center::turn::{Input, Output};
use beseda_protocol::ask::clients::{
    AddClient, AddClientNote, DeleteClient, RemoveClientNote, SetClientName,
};
use beseda_protocol::ask::dialogs::{Assign, EditMessage};
use beseda_protocol::ask::webhooks::{
    AddWebhook, DeleteWebhook, ListWebhookDeliveries, ListWebhooks, MadeWebhook,
    ResendWebhookDeliveries, RotateWebhookSecret, SaveWebhook, TestWebhook,
};
use beseda_protocol::ids::{ClientId, DialogId, MessageId, NoteId, WebhookId};
use beseda_protocol::limits::{
    WEBHOOK_ATTEMPTS_MAX, WEBHOOK_KEPT_MS, WEBHOOK_SECRET_OVERLAP_MS, WEBHOOKS_MAX,
};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::webhook::{
    Webhook, WebhookDelivery, WebhookDeliveryState, WebhookEvent, WebhookOutcome, WebhookState,
};
use serde_json::Value;

use crate::harness::{CenterTest, say};
use crate::jobs::{talking, visitor};

const URL: &str = "https://crm.acme.example.com/hook";
const HOUR_MS: u64 = 60 * 60 * 1000;

fn add(test: &mut CenterTest, events: &[WebhookEvent]) -> MadeWebhook {
    let asked = AddWebhook {
        url: URL.into(),
        events: events.to_vec(),
    };
    test.asked("ada", asked).unwrap()
}

fn of_messages(test: &mut CenterTest) -> MadeWebhook {
    add(test, &[WebhookEvent::MessageCreated])
}

fn go_on(test: &mut CenterTest, progress: Progress) -> Vec<Call> {
    match test.command(Command::CallWebhooks(progress)) {
        Ok(Reply::Webhooks(calls)) => calls,
        other => panic!("{other:?}"),
    }
}

/// What is handed out now, to somebody who has nothing else to do.
pub(crate) fn taken(test: &mut CenterTest) -> Vec<Call> {
    let limit = 6;
    go_on(
        test,
        Progress {
            limit,
            ..Progress::default()
        },
    )
}

fn answered(status: u32) -> WebhookOutcome {
    let text = String::new();
    WebhookOutcome::Answered { status, text }
}

fn called(call: &Call, outcome: WebhookOutcome) -> Called {
    Called {
        webhook: call.webhook.clone(),
        n: call.n,
        attempt: call.attempt,
        took_ms: 12,
        outcome,
        retry_after_s: None,
    }
}

fn report(test: &mut CenterTest, called: Called) {
    let called = vec![called];
    let progress = Progress {
        called,
        ..Progress::default()
    };
    assert_eq!(go_on(test, progress), []);
}

fn log(test: &mut CenterTest, webhook: &WebhookId) -> Vec<WebhookDelivery> {
    let (webhook, behind) = (webhook.clone(), None);
    let asked = ListWebhookDeliveries { webhook, behind };
    test.asked("ada", asked).unwrap().deliveries
}

fn shown(test: &mut CenterTest, id: &WebhookId) -> Webhook {
    let webhooks = test.asked("ada", ListWebhooks {}).unwrap().webhooks;
    webhooks
        .into_iter()
        .find(|webhook| webhook.id == *id)
        .unwrap()
}

fn header<'c>(call: &'c Call, name: &str) -> &'c str {
    let headers = call.headers.iter();
    let mut named = headers.filter(|(known, _)| known == name);
    &named.next().unwrap().1
}

fn body(call: &Call) -> Value {
    serde_json::from_str(&call.body).unwrap()
}

fn calls_are_wanted(test: &CenterTest) -> bool {
    let is_it = |output: &Output| matches!(output, Output::CallWebhooks { .. });
    test.outputs.iter().any(is_it)
}

/// Whether one of its signatures is what a foreign signer makes of the same.
fn is_verified(call: &Call, secret: &str) -> bool {
    let signer = standardwebhooks::Webhook::new(secret).unwrap();
    let timestamp = header(call, "webhook-timestamp").parse().unwrap();
    let id = header(call, "webhook-id");
    let expected = signer.sign(id, timestamp, call.body.as_bytes()).unwrap();
    let mut given = header(call, "webhook-signature").split(' ');
    given.any(|given| given == expected)
}

fn headers(call: &Call) -> http::HeaderMap {
    let headers = call.headers.iter().map(|(name, value)| {
        let name: http::HeaderName = name.parse().unwrap();
        (name, value.parse().unwrap())
    });
    headers.collect()
}

#[test]
fn what_happens_is_sent_once_with_all_that_a_receiver_needs() {
    let mut test = talking(1);
    let made = add(&mut test, &WebhookEvent::CHOICES);
    test.reply("boris", 1, "m1", "It is back.");
    assert!(calls_are_wanted(&test));
    let calls = taken(&mut test);
    let [call] = calls.as_slice() else {
        panic!("{calls:?}");
    };
    assert_eq!(call.url, URL);
    assert_eq!(header(call, "content-type"), "application/json");
    assert!(header(call, "webhook-id").starts_with("msg_"));
    assert_eq!(
        header(call, "webhook-timestamp"),
        (test.now.0 / 1000).to_string()
    );
    let sent = body(call);
    assert_eq!(sent["type"], "message.created");
    assert_eq!(sent["timestamp"], "2023-11-14T22:13:20Z");
    assert_eq!(
        sent["data"]["message"]["content"]["body"]["text"],
        "It is back."
    );
    assert_eq!(sent["data"]["by"]["name"], "Boris");
    assert_eq!(sent["data"]["dialog"]["id"], 1);
    // On its way it is not handed out again.
    assert_eq!(taken(&mut test), []);
    report(&mut test, called(call, answered(204)));
    test.pass(48 * HOUR_MS);
    assert_eq!(taken(&mut test), []);
    let log = log(&mut test, &made.webhook.id);
    assert_eq!(log[0].state, WebhookDeliveryState::Delivered {});
    assert_eq!(log[0].answer.as_ref().unwrap().outcome, answered(204));
}

#[test]
fn each_kind_of_event_is_told_as_it_happens() {
    let mut test = talking(1);
    add(&mut test, &WebhookEvent::CHOICES);
    test.widget("vera").say("vera", "v1", "Hello?");
    let note = FromOperator::Note {
        cid: "n1".into(),
        dialog: DialogId(1),
        text: "A regular".into(),
    };
    test.operator("boris", note);
    test.reply("boris", 1, "m1", "Hm");
    let message = MessageId(test.sql.number("SELECT max(id) FROM messages") as u64);
    let edited = EditMessage {
        dialog: DialogId(1),
        message,
        text: "Hmm".into(),
    };
    test.asked("boris", edited).unwrap();
    let assigned = Assign {
        dialog: DialogId(1),
        to: None,
    };
    test.asked("ada", assigned).unwrap();
    test.close("ada", 1);
    let renamed = SetClientName {
        client: ClientId(1),
        name: Some("Anna".into()),
        replaced: None,
    };
    test.asked("ada", renamed).unwrap();
    let noted = AddClientNote {
        client: ClientId(1),
        text: "Pays late".into(),
    };
    test.asked("ada", noted).unwrap();
    let client = ClientId(2);
    test.asked("ada", DeleteClient { client }).unwrap();
    test.settle();
    let mut told: BTreeSet<String> = BTreeSet::new();
    loop {
        let calls = taken(&mut test);
        if calls.is_empty() {
            break;
        }
        for call in calls {
            let sent = body(&call);
            if sent["type"] == "client.note_created" {
                assert_eq!(sent["data"]["note"]["text"], "Pays late");
                assert_eq!(sent["data"]["client"]["id"], 1);
                assert!(sent["data"]["by"]["name"].is_string());
            }
            told.insert(sent["type"].as_str().unwrap().to_owned());
            report(&mut test, called(&call, answered(200)));
        }
    }
    let expected = [
        "client.deleted",
        "client.note_created",
        "client.updated",
        "dialog.assigned",
        "dialog.closed",
        "message.created",
        "message.updated",
        "note.created",
    ];
    for word in expected {
        assert!(told.contains(word), "{word} of {told:?}");
    }
}

#[test]
fn a_new_client_is_told_once_whether_he_has_written_or_was_added() {
    let mut test = talking(1);
    let events = [WebhookEvent::ClientCreated, WebhookEvent::ClientUpdated];
    add(&mut test, &events);
    test.widget("vera").say("vera", "v1", "Hello?");
    test.say("vera", "v2", "Anybody?");
    let name = Some("Ivan".to_owned());
    let contacts = Vec::new();
    let added = test.asked("ada", AddClient { name, contacts });
    added.unwrap();
    let mut told = Vec::new();
    for call in taken(&mut test) {
        let sent = body(&call);
        if sent["type"] == "client.created" {
            told.push(sent["data"]["client"]["name"].clone());
        }
        report(&mut test, called(&call, answered(200)));
    }
    assert_eq!(told, [Value::Null, "Ivan".into()]);
}

#[test]
fn a_note_that_was_taken_away_before_it_was_sent_is_not_told() {
    let mut test = talking(1);
    add(&mut test, &[WebhookEvent::ClientNoteCreated]);
    let client = ClientId(1);
    let text = "Pays late".to_owned();
    test.asked("ada", AddClientNote { client, text }).unwrap();
    let note = NoteId(test.sql.number("SELECT max(id) FROM client_notes") as u64);
    test.asked("ada", RemoveClientNote { client, note })
        .unwrap();
    assert_eq!(taken(&mut test), []);
}

#[test]
fn only_what_was_chosen_is_sent_and_nothing_from_before_or_while_it_is_off() {
    let mut test = talking(1);
    let made = add(&mut test, &[WebhookEvent::DialogClosed]);
    test.reply("boris", 1, "m1", "Hi");
    assert_eq!(taken(&mut test), []);
    assert!(!calls_are_wanted(&test));
    test.close("boris", 1);
    let calls = taken(&mut test);
    assert_eq!(body(&calls[0])["type"], "dialog.closed");
    report(&mut test, called(&calls[0], answered(200)));
    let mut saved = SaveWebhook {
        webhook: made.webhook.id,
        url: URL.into(),
        events: vec![WebhookEvent::MessageCreated],
        is_on: false,
    };
    let off = test.asked("ada", saved.clone()).unwrap();
    assert_eq!(off.state, WebhookState::Off {});
    test.reply("boris", 1, "m2", "While it is off");
    saved.is_on = true;
    test.asked("ada", saved).unwrap();
    assert_eq!(taken(&mut test), []);
    test.reply("boris", 1, "m3", "Since");
    assert_eq!(taken(&mut test).len(), 1);
}

/// W1: a foreign verifier, and what it must not take.
#[test]
fn every_delivery_is_verified_by_a_foreign_reader_and_nothing_that_was_tampered_with() {
    let mut test = talking(1);
    let made = of_messages(&mut test);
    for n in 0..50 {
        test.reply(
            "boris",
            1,
            &format!("m{n}"),
            &"Ответ № 😀 \"\\".repeat(n + 1),
        );
    }
    let mut n_verified = 0;
    loop {
        let calls = taken(&mut test);
        if calls.is_empty() {
            break;
        }
        for call in calls {
            assert!(is_verified(&call, &made.secret), "{call:?}");
            n_verified += 1;
            let mut other_body = call.clone();
            other_body.body.push(' ');
            assert!(!is_verified(&other_body, &made.secret));
            for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
                let mut other = call.clone();
                for (known, value) in &mut other.headers {
                    if known == name {
                        let last = value.pop().unwrap();
                        value.push(if last == '1' { '2' } else { '1' });
                    }
                }
                assert!(!is_verified(&other, &made.secret), "{name}");
            }
            assert!(!is_verified(
                &call,
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            ));
            report(&mut test, called(&call, answered(200)));
        }
    }
    assert_eq!(n_verified, 50);
}

/// W1: beyond five minutes a verifier takes nothing.
#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the foreign verifier reads the clock"
)]
fn a_foreign_reader_takes_what_is_sent_now_and_nothing_older() {
    let now = std::time::SystemTime::now();
    let now = now.duration_since(std::time::UNIX_EPOCH).unwrap();
    let now_ms = u64::try_from(now.as_millis()).unwrap();
    for (off_s, is_taken) in [(0i64, true), (-400, false), (400, false)] {
        let mut test = talking(1);
        let made = of_messages(&mut test);
        test.now.0 = now_ms.saturating_add_signed(off_s * 1000);
        // Everybody else has to sign in again after so long.
        let said = say("c9", "Still there?");
        test.turn(vec![Input::FromVisitor(visitor(1), said)]);
        let call = &taken(&mut test)[0];
        let verifier = standardwebhooks::Webhook::new(&made.secret).unwrap();
        let verified = verifier.verify(call.body.as_bytes(), &headers(call));
        assert_eq!(verified.is_ok(), is_taken, "{off_s}");
    }
}

#[test]
fn for_a_day_after_a_rotation_both_secrets_sign() {
    let mut test = talking(1);
    let old = of_messages(&mut test);
    let webhook = old.webhook.id.clone();
    let new = test.asked("ada", RotateWebhookSecret { webhook }).unwrap();
    assert_ne!(old.secret, new.secret);
    test.reply("boris", 1, "m1", "Hi");
    let call = taken(&mut test).remove(0);
    assert_eq!(header(&call, "webhook-signature").split(' ').count(), 2);
    assert!(is_verified(&call, &old.secret) && is_verified(&call, &new.secret));
    report(&mut test, called(&call, answered(200)));
    test.pass(WEBHOOK_SECRET_OVERLAP_MS);
    test.reply("boris", 1, "m2", "Hi");
    let call = taken(&mut test).remove(0);
    assert!(!is_verified(&call, &old.secret) && is_verified(&call, &new.secret));
    let listed = shown(&mut test, &old.webhook.id);
    assert_eq!(listed.old_secret_until, None);
}

/// W2: the schedule, a fifth sooner or later, under a clock that is moved by hand.
#[test]
fn what_is_not_taken_is_sent_again_by_the_schedule_under_the_same_name() {
    let schedule_s = [
        5,
        5 * 60,
        30 * 60,
        2 * 3600,
        5 * 3600,
        10 * 3600,
        14 * 3600,
        20 * 3600,
        24 * 3600,
    ];
    let outcomes = [
        answered(301),
        answered(400),
        answered(429),
        answered(500),
        WebhookOutcome::TimedOut {},
        WebhookOutcome::Unreachable {},
    ];
    let mut test = talking(1);
    let made = of_messages(&mut test);
    test.reply("boris", 1, "m1", "Hi");
    let mut ids = BTreeSet::new();
    let mut times = BTreeSet::new();
    let mut outcomes = outcomes.into_iter().cycle();
    for seconds in schedule_s {
        let call = taken(&mut test).remove(0);
        ids.insert(header(&call, "webhook-id").to_owned());
        times.insert(header(&call, "webhook-timestamp").to_owned());
        let outcome = outcomes.next().unwrap();
        report(&mut test, called(&call, outcome));
        let waiting = log(&mut test, &made.webhook.id).remove(0).state;
        let WebhookDeliveryState::Waiting { at } = waiting else {
            panic!("{waiting:?}");
        };
        let wait_ms = at.ms_since(test.now);
        let (least, most) = (seconds * 800, seconds * 1200);
        assert!(
            (least..=most).contains(&wait_ms),
            "{wait_ms} of {seconds} s"
        );
        test.pass(wait_ms - 1);
        assert_eq!(taken(&mut test), []);
        test.pass(1);
        test.reload();
    }
    assert_eq!(ids.len(), 1, "one name for the receiver");
    assert_eq!(times.len(), schedule_s.len());
    assert!(shown(&mut test, &made.webhook.id).failing_since.is_some());
    let last = taken(&mut test).remove(0);
    assert_eq!(last.attempt, WEBHOOK_ATTEMPTS_MAX);
    report(&mut test, called(&last, answered(500)));
    let at = test.now;
    let ended = shown(&mut test, &made.webhook.id);
    assert_eq!(ended.state, WebhookState::Exhausted { at });
    assert_eq!(
        log(&mut test, &made.webhook.id)[0].state,
        WebhookDeliveryState::Failed {}
    );
}

#[test]
fn a_receiver_that_asks_for_patience_gets_it() {
    let mut test = talking(1);
    of_messages(&mut test);
    test.reply("boris", 1, "m1", "Hi");
    let call = taken(&mut test).remove(0);
    let later = Called {
        retry_after_s: Some(3600),
        ..called(&call, answered(429))
    };
    report(&mut test, later);
    test.pass(HOUR_MS - 1);
    assert_eq!(taken(&mut test), []);
    test.pass(1);
    let call = taken(&mut test).remove(0);
    // But not for ever.
    let later = Called {
        retry_after_s: Some(u64::MAX),
        ..called(&call, answered(503))
    };
    report(&mut test, later);
    test.pass(24 * HOUR_MS);
    assert_eq!(taken(&mut test).len(), 1);
}

#[test]
fn an_address_that_is_gone_is_told_nothing_more_until_somebody_turns_it_on() {
    let mut test = talking(1);
    let made = of_messages(&mut test);
    test.reply("boris", 1, "m1", "Hi");
    let call = taken(&mut test).remove(0);
    report(&mut test, called(&call, answered(410)));
    let at = test.now;
    let gone = shown(&mut test, &made.webhook.id);
    assert_eq!(gone.state, WebhookState::Gone { at });
    test.reply("boris", 1, "m2", "Into the void");
    test.pass(48 * HOUR_MS);
    assert_eq!(taken(&mut test), []);
    let saved = SaveWebhook {
        webhook: gone.id,
        url: gone.url,
        events: gone.events,
        is_on: true,
    };
    assert_eq!(test.asked("ada", saved).unwrap().state, WebhookState::On {});
    test.reply("boris", 1, "m3", "Hi");
    let sent = body(&taken(&mut test)[0]);
    assert_eq!(sent["data"]["message"]["content"]["body"]["text"], "Hi");
}

/// W2: at least once. The carrier dies with what he took; the relay, between any two turns.
#[test]
fn nothing_is_lost_whoever_dies_in_between() {
    let mut test = talking(1);
    of_messages(&mut test);
    for n in 0..200 {
        test.reply("boris", 1, &format!("m{n}"), &format!("Line {n}"));
    }
    let mut received: BTreeMap<String, String> = BTreeMap::new();
    let mut n_sent = 0;
    for round in 0.. {
        let calls = taken(&mut test);
        if calls.is_empty() && test.sql.number(WAITING) == 0 {
            break;
        }
        for call in calls {
            n_sent += 1;
            let sent = body(&call);
            let text = &sent["data"]["message"]["content"]["body"]["text"];
            let id = header(&call, "webhook-id").to_owned();
            received.insert(id, text.as_str().unwrap().to_owned());
            // Of every third nobody hears what came of it.
            if n_sent % 3 != 0 {
                report(&mut test, called(&call, answered(200)));
            }
        }
        if round % 5 == 0 {
            test.reload();
        }
        test.pass(61 * 1000);
    }
    assert!(n_sent > 200, "some came twice");
    let texts: BTreeSet<&String> = received.values().collect();
    assert_eq!(
        (received.len(), texts.len()),
        (200, 200),
        "once by the name"
    );
}

const WAITING: &str = "SELECT count(*) FROM webhook_sendings WHERE at IS NOT NULL";

/// W2
#[test]
fn one_dead_endpoint_delays_no_other() {
    let mut test = talking(1);
    let dead: Vec<WebhookId> = (0..4).map(|_| of_messages(&mut test).webhook.id).collect();
    let living = of_messages(&mut test).webhook.id;
    let mut busy: BTreeMap<WebhookId, u64> = BTreeMap::new();
    let mut n_living = 0;
    let mut done = Vec::new();
    for n in 0..40 {
        test.reply("boris", 1, &format!("m{n}"), "Hi");
        // The dead answer nothing, and so hold what they have.
        loop {
            let n_busy: u64 = busy.values().sum();
            let progress = Progress {
                called: std::mem::take(&mut done),
                limit: 6 - n_busy,
                busy: busy.clone().into_iter().collect(),
            };
            let calls = go_on(&mut test, progress);
            if calls.is_empty() {
                break;
            }
            for call in calls {
                match call.webhook == living {
                    true => {
                        n_living += 1;
                        done.push(called(&call, answered(200)));
                    }
                    false => *busy.entry(call.webhook).or_default() += 1,
                }
            }
        }
        // After the first have timed out, they are known as such.
        if n == 1 {
            for webhook in &dead {
                busy.remove(webhook);
            }
            let timed_out = "UPDATE webhooks SET failing_since = 1 WHERE id <> ?";
            test.sql
                .raw()
                .execute(timed_out, [living.as_str()])
                .unwrap();
            test.reload();
        }
    }
    assert_eq!(n_living, 40);
    let n_dead: u64 = busy.values().sum();
    assert!(n_dead <= 3, "{busy:?}");
}

#[test]
fn a_test_is_sent_once_also_while_it_is_off() {
    let mut test = talking(1);
    let made = of_messages(&mut test);
    let webhook = made.webhook.id.clone();
    let off = SaveWebhook {
        webhook: webhook.clone(),
        url: URL.into(),
        events: made.webhook.events,
        is_on: false,
    };
    test.asked("ada", off).unwrap();
    test.asked("ada", TestWebhook { webhook }).unwrap();
    assert!(calls_are_wanted(&test));
    let call = taken(&mut test).remove(0);
    assert_eq!(body(&call)["type"], "webhook.test");
    assert!(is_verified(&call, &made.secret));
    report(&mut test, called(&call, answered(500)));
    test.pass(48 * HOUR_MS);
    assert_eq!(taken(&mut test), []);
    let log = log(&mut test, &made.webhook.id);
    assert_eq!(log[0].state, WebhookDeliveryState::Failed {});
    assert_eq!(log[0].event, WebhookEvent::Test);
}

#[test]
fn what_has_ended_is_sent_again_one_by_one_or_a_range_under_its_name() {
    let mut test = talking(1);
    let made = of_messages(&mut test);
    let mut names = Vec::new();
    for n in 0..6 {
        test.reply("boris", 1, &format!("m{n}"), "Hi");
        let call = taken(&mut test).remove(0);
        names.push(header(&call, "webhook-id").to_owned());
        let status = if n % 2 == 0 { 410 } else { 200 };
        report(&mut test, called(&call, answered(status)));
        let saved = SaveWebhook {
            webhook: made.webhook.id.clone(),
            url: URL.into(),
            events: made.webhook.events.clone(),
            is_on: true,
        };
        test.asked("ada", saved).unwrap();
    }
    let log = log(&mut test, &made.webhook.id);
    let (first, last) = (log[5].n, log[0].n);
    let again = |from, upto, only_failed| ResendWebhookDeliveries {
        webhook: made.webhook.id.clone(),
        from,
        upto,
        only_failed,
    };
    let resent = test.asked("ada", again(last, last, false)).unwrap();
    assert_eq!(resent.n, 1);
    let call = taken(&mut test).remove(0);
    assert_eq!(
        (header(&call, "webhook-id"), call.attempt),
        (names[5].as_str(), 1)
    );
    report(&mut test, called(&call, answered(200)));
    let resent = test.asked("ada", again(first, last, true)).unwrap();
    assert_eq!((resent.n, resent.rest), (3, None));
    let mut sent = Vec::new();
    loop {
        let calls = taken(&mut test);
        if calls.is_empty() {
            break;
        }
        for call in calls {
            sent.push(header(&call, "webhook-id").to_owned());
            report(&mut test, called(&call, answered(200)));
        }
    }
    assert_eq!(sent, [names[0].clone(), names[2].clone(), names[4].clone()]);
}

/// W3: at save, and at the time of sending.
#[test]
fn an_address_of_ones_own_network_is_refused_when_it_is_saved_and_when_it_is_called() {
    let mut test = talking(1);
    let made = of_messages(&mut test);
    for url in [
        "http://127.0.0.1/",
        "https://localhost/",
        "https://2130706433/",
    ] {
        let asked = AddWebhook {
            url: url.into(),
            events: vec![WebhookEvent::MessageCreated],
        };
        assert_eq!(test.asked("ada", asked).unwrap_err().code, Code::Invalid);
        let saved = SaveWebhook {
            webhook: made.webhook.id.clone(),
            url: url.into(),
            events: vec![WebhookEvent::MessageCreated],
            is_on: true,
        };
        assert_eq!(test.asked("ada", saved).unwrap_err().code, Code::Invalid);
    }
    // However it got there.
    let planted = "UPDATE webhooks SET url = 'https://169.254.169.254/latest'";
    test.sql.raw().execute_batch(planted).unwrap();
    test.reload();
    test.reply("boris", 1, "m1", "Hi");
    assert_eq!(taken(&mut test), []);
    let log = log(&mut test, &made.webhook.id);
    assert_eq!(log[0].state, WebhookDeliveryState::Failed {});
    assert_eq!(
        log[0].answer.as_ref().unwrap().outcome,
        WebhookOutcome::Refused {}
    );
}

#[test]
fn what_cannot_be_is_refused_by_its_name() {
    let mut test = talking(1);
    let asked = AddWebhook {
        url: URL.into(),
        events: Vec::new(),
    };
    assert_eq!(test.asked("ada", asked).unwrap_err().code, Code::Invalid);
    for _ in 0..WEBHOOKS_MAX {
        of_messages(&mut test);
    }
    let asked = AddWebhook {
        url: URL.into(),
        events: vec![WebhookEvent::MessageCreated],
    };
    assert_eq!(
        test.asked("ada", asked).unwrap_err().code,
        Code::LimitReached
    );
    let webhook = WebhookId::from("none");
    let refused = test.asked("ada", TestWebhook { webhook }).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn what_is_deleted_or_old_leaves_nothing() {
    let mut test = talking(1);
    let made = of_messages(&mut test);
    for n in 0..20 {
        test.reply("boris", 1, &format!("m{n}"), "Hi");
    }
    let webhook = made.webhook.id;
    test.asked("ada", DeleteWebhook { webhook }).unwrap();
    assert_eq!(taken(&mut test), []);
    test.alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM webhook_sendings"), 0);
    of_messages(&mut test);
    test.reply("boris", 1, "last", "Hi");
    let call = taken(&mut test).remove(0);
    report(&mut test, called(&call, answered(200)));
    test.pass(WEBHOOK_KEPT_MS + HOUR_MS).alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM webhook_sendings"), 0);
}

#[test]
fn whoever_carries_them_out_is_told_again_when_something_is_due() {
    let mut test = talking(1);
    of_messages(&mut test);
    test.reply("boris", 1, "m1", "Hi");
    // Nobody has heard of it: the relay has died.
    test.reload().pass(30 * 1000).alarm();
    assert!(calls_are_wanted(&test));
    let call = taken(&mut test).remove(0);
    report(&mut test, called(&call, answered(500)));
    test.pass(7 * 1000).alarm();
    assert!(calls_are_wanted(&test), "the next attempt is due");
    assert_eq!(taken(&mut test).len(), 1);
}

//! A center that was put away keeps its sockets, its limits and its order (C8, G10).
//! In every run it is put away three times; C8 says 50 and G10 100, which
//! `BESEDA_ROUNDS` sets: a quarter of a minute each, on one pair of sockets.

use std::time::Duration;

use beseda_protocol::ids::DialogId;
use beseda_protocol::limits::{VISITOR_BURST, VISITOR_REFILL_MS};
use beseda_protocol::message::File;
use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::{Visitor, said_by};
use beseda_tests::wait::until_within;
use serde_json::{Value, json};
use tokio::time::{Instant, interval_at};

use crate::rounds::rounds;
use crate::scene;

/// The runtime puts an idle object away after 10 s. Asking wakes it, so it is
/// asked no sooner.
const IDLE: Duration = Duration::from_secs(12);

/// How often it may still be awake when it is asked.
const ASKS_MAX: usize = 5;

/// The round in which an alarm rings while the center is away.
const ALARM_ROUND: u32 = 1;

/// When it rings: long enough after the last word for the center to be away.
const FALLS_DUE_IN: Duration = Duration::from_secs(30);

/// That, and what a busy machine adds.
const RINGS_WITHIN: Duration = Duration::from_secs(90);

/// How often a center's object has been made.
async fn wakes(stack: &Stack) -> u64 {
    let counts: Value = stack.door().post("/host/counts", &json!({})).await.json();
    counts["wakes"].as_u64().expect("a count")
}

/// Leaves the center alone until it has been put away and made anew.
async fn until_put_away(stack: &Stack) {
    let before = wakes(stack).await;
    let mut ask = interval_at(Instant::now() + IDLE, IDLE);
    for _ in 0..ASKS_MAX {
        ask.tick().await;
        if wakes(stack).await > before {
            return;
        }
    }
    panic!("the runtime puts nothing away");
}

#[tokio::test]
async fn a_center_that_was_put_away_goes_on_where_it_was() {
    let mut talk = Talk::begin().await;
    for round in 0..rounds(3) {
        talk.shows_that_it_lives().await;
        let alarm = match round == ALARM_ROUND {
            true => Some(talk.lets_a_file_fall_due().await),
            false => None,
        };
        let spent = talk.spends_all(round).await;
        match alarm {
            Some(alarm) => talk.until_rung(alarm).await,
            None => until_put_away(&talk.stack).await,
        }
        talk.goes_on(round, spent).await;
    }
    let Talk {
        stack,
        visitor,
        wanted,
        ..
    } = talk;
    assert_eq!(whole_transcript(&stack, &visitor.token).await, wanted);
}

/// A conversation on two sockets that are never opened anew. Their lines check that
/// the sequence goes on unbroken.
struct Talk {
    stack: Stack,
    visitor: Visitor,
    anna: Operator,
    dialog: DialogId,
    /// What shall stand there in the end.
    wanted: Vec<String>,
}

/// An alarm that is set for a sleeping center.
struct Alarm {
    /// How often the center had been made when it was set.
    n_wakes: u64,
}

impl Talk {
    async fn begin() -> Self {
        let stack = Stack::start().await;
        let (visitor, anna, dialog) = scene::dialog(&stack, "before the sleep").await;
        Self {
            stack,
            visitor,
            anna,
            dialog: dialog.id,
            wanted: vec!["you: before the sleep".to_owned()],
        }
    }

    /// As every tab does: without it a line is taken for dead in the end. The runtime
    /// answers pings by itself, and the center sleeps on.
    async fn shows_that_it_lives(&mut self) {
        self.visitor.line.ping().await;
        self.anna.line.ping().await;
        self.visitor.got().await;
        self.anna.got().await;
    }

    /// A file that nobody sends is an hour old, by the relay's clock, in
    /// [`FALLS_DUE_IN`].
    async fn lets_a_file_fall_due(&self) -> Alarm {
        let n_wakes = wakes(&self.stack).await;
        let (http, who) = (self.stack.http(), Uploader::Visitor(&self.visitor.token));
        let unsent = http.upload(who, &new_cid(), "unsent.bin", vec![1]).await;
        let _: File = unsent.json();
        let ahead = Duration::from_secs(60 * 60) - FALLS_DUE_IN;
        let ahead = json!(ahead.as_millis() as u64);
        let set = self.stack.door().post("/host/clock", &ahead).await;
        assert!(set.status.is_success(), "{}", set.text());
        Alarm { n_wakes }
    }

    /// Waits until the file is gone. The store of files is asked, not the center: it
    /// is the alarm that wakes it.
    async fn until_rung(&self, Alarm { n_wakes }: Alarm) {
        let token = json!(self.visitor.token);
        until_within(RINGS_WITHIN, "the alarm to drop a file", || async {
            let held = self.stack.door().post("/host/store", &token).await;
            let held: Value = held.json();
            (held["files"] == 0).then_some(())
        })
        .await;
        let n_now = wakes(&self.stack).await;
        assert!(n_now > n_wakes, "the alarm found a center that was awake");
    }

    /// The whole burst and more, so that what is left is in debt; returns when.
    async fn spends_all(&mut self, round: u32) -> Instant {
        let mut n_refused = 0;
        for n in 0..2 * VISITOR_BURST {
            let text = format!("round {round}, message {n}");
            let cid = self.visitor.say(&text).await;
            match self.visitor.answer(&cid).await {
                Ok(_) => self.wanted.push(format!("you: {text}")),
                Err(refusal) => {
                    assert_eq!(refusal.code, Code::TooMany);
                    n_refused += 1;
                }
            }
        }
        assert!(n_refused > 0, "there is a limit");
        Instant::now()
    }

    async fn goes_on(&mut self, round: u32, spent: Instant) {
        let reply = format!("reply {round}");
        self.anna.replied(self.dialog, &reply).await;
        self.visitor.hears(&reply).await;
        self.wanted.push(format!("Anna: {reply}"));
        // No more than has been earned since: a limit that was forgotten would
        // give the whole burst.
        let mut n_taken = 0;
        loop {
            let text = format!("round {round}, after the sleep {n_taken}");
            let cid = self.visitor.say(&text).await;
            if self.visitor.answer(&cid).await.is_err() {
                break;
            }
            self.wanted.push(format!("you: {text}"));
            n_taken += 1;
            assert!(n_taken <= 2 * VISITOR_BURST, "no limit");
        }
        let earned = spent.elapsed().as_millis() as u64 / VISITOR_REFILL_MS + 1;
        assert!(
            u64::from(n_taken) <= earned,
            "{n_taken} taken, {earned} earned"
        );
    }
}

#[tokio::test]
async fn a_console_hears_on_whoever_woke_the_center() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, _) = scene::dialog(&stack, "before the sleep").await;
    until_put_away(&stack).await;
    for n in 0..3 {
        let text = format!("after the sleep {n}");
        visitor.said(&text).await;
        anna.dialog_of(&text).await;
        anna.got().await;
    }
}

/// Every page of a conversation.
async fn whole_transcript(stack: &Stack, token: &str) -> Vec<String> {
    let (mut visitor, mut view) = Visitor::back(stack, token).await;
    let mut messages = std::mem::take(&mut view.messages);
    loop {
        let (mut older, more) = visitor.history(messages[0].id).await;
        older.append(&mut messages);
        messages = older;
        if !more {
            return messages.iter().map(|m| said_by(&m.content)).collect();
        }
    }
}

//! The same questions over an operator's socket, beside the smallest one; and how long
//! visitors wait while somebody searches.

use std::time::Duration;

use beseda_protocol::ask::{Answer, Question};
use beseda_protocol::frames;
use beseda_protocol::ids::{Ask, Seq};
use beseda_protocol::json::to_text;
use beseda_protocol::operator::{FromOperator, ToOperator};
use serde::Serialize;
use tokio::time::Instant;

use super::questions::{Kind, Named, What};
use crate::beseda::Beseda;
use crate::crowd::Round;
use crate::sample::{Sample, Spread, Times};
use crate::socket::Socket;

/// Each question is asked so often, the smallest between any two.
const TIMES: usize = 7;

/// Visitors who write meanwhile, each so long after his last acknowledgement.
const VISITORS: usize = 10;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(500),
    measured: Duration::from_secs(6),
    pause: Duration::from_millis(100),
};
/// An odd number: there is one in the middle.
const ROUNDS: usize = 5;

/// From asking to the page, in ms.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Waited {
    pub(super) p50: f64,
    /// Beside it, of the smallest question.
    pub(super) smallest: f64,
    pub(super) rows_read: u64,
    pub(super) turns: u64,
}

/// How long visitors wait, in ms.
#[derive(Debug, Serialize)]
pub(super) struct Beside {
    pub(super) what: String,
    /// How often it was answered.
    pub(super) answers: usize,
    pub(super) acks: Vec<Spread>,
}

/// An operator's console.
struct Console {
    socket: Socket,
    asks: u64,
}

/// Asks everything, and again.
pub(super) async fn measure(beseda: &Beseda, questions: &[Named]) -> Vec<Option<Waited>> {
    let mut console = Console::of(beseda).await;
    let smallest = Named::smallest().what;
    let mut waited = Vec::with_capacity(questions.len());
    for question in questions {
        // The bench has the owner's password only.
        if question.is_narrow {
            waited.push(None);
            continue;
        }
        console.report().await;
        let before = beseda.counts().await;
        console.wait(&question.what).await;
        let after = beseda.counts().await;
        let (mut times, mut others) = (Times::default(), Times::default());
        for _ in 0..TIMES {
            others.push(console.wait(&smallest).await);
            times.push(console.wait(&question.what).await);
        }
        let median = |times: Times| times.spread().map_or(0.0, |spread| spread.p50);
        waited.push(Some(Waited {
            p50: median(times),
            smallest: median(others),
            rows_read: after.rows_read - before.rows_read,
            turns: after.turns - before.turns,
        }));
    }
    waited
}

/// Lets visitors write, and somebody ask what takes longest, in turns.
pub(super) async fn beside(beseda: &Beseda, questions: &[Named]) -> Vec<Beside> {
    let dearest = |kind: Kind, what: &str| {
        let mut of_kind = questions.iter().filter(|one| one.kind == kind);
        of_kind.find(|one| one.name.contains(what))
    };
    let asked = [
        None,
        dearest(Kind::Predicate, "search that finds none"),
        dearest(Kind::Count, "search that finds none"),
        dearest(Kind::Messages, "a word in none"),
    ];
    let mut crowd = beseda.crowd(VISITORS, 0).await;
    let mut console = Console::of(beseda).await;
    let mut beside: Vec<Beside> = (asked.iter())
        .map(|one| Beside {
            what: one.map_or("nobody", |one| &one.name).to_owned(),
            answers: 0,
            acks: Vec::new(),
        })
        .collect();
    for _ in 0..ROUNDS {
        for (one, beside) in asked.iter().zip(&mut beside) {
            beseda.lift_pace().await;
            let mut sample = Sample::default();
            let asks = async {
                let Some(one) = one else {
                    return std::future::pending().await;
                };
                loop {
                    console.wait(&one.what).await;
                    beside.answers += 1;
                }
            };
            tokio::select! {
                () = asks => {}
                () = crowd.speak(ROUND, &mut sample) => {}
            }
            beside.acks.push(sample.figure().ack);
        }
        // What was asked last was not answered yet.
        console = Console::of(beseda).await;
    }
    beside
}

impl Beside {
    /// Of the round in the middle.
    pub(super) fn p50(&self) -> f64 {
        self.median(|ack| ack.p50)
    }

    /// Of the round in the middle.
    pub(super) fn p99(&self) -> f64 {
        self.median(|ack| ack.p99)
    }

    fn median(&self, of: impl Fn(&Spread) -> f64) -> f64 {
        let mut rounds: Vec<f64> = self.acks.iter().map(of).collect();
        rounds.sort_unstable_by(f64::total_cmp);
        rounds.get(rounds.len() / 2).copied().unwrap_or_default()
    }
}

impl Console {
    async fn of(beseda: &Beseda) -> Self {
        let socket = beseda.operators(1).await.pop();
        Self {
            socket: socket.expect("one was asked for"),
            asks: 0,
        }
    }

    /// How long it takes until the page is full.
    async fn wait(&mut self, what: &What) -> Duration {
        let begun = Instant::now();
        let (mut found, mut next) = (0, Some(what.begin()));
        while let Some(asked) = next {
            let answer = self.ask(asked).await;
            next = what.go_on(answer, &mut found);
        }
        begun.elapsed()
    }

    /// Says that everything was read: nothing happens of which a receipt would say so.
    async fn report(&mut self) {
        let seq = Seq(0);
        self.socket.say(to_text(&FromOperator::Got { seq })).await;
    }

    async fn ask(&mut self, what: Question) -> Answer {
        self.asks += 1;
        let asked = Ask(self.asks);
        self.socket
            .say(to_text(&FromOperator::ask(asked, what)))
            .await;
        loop {
            let message = self.socket.hear().await;
            let heard: Vec<ToOperator> = frames::from_text(&message).expect("frames");
            for frame in heard {
                match frame {
                    ToOperator::Answer { ask, answer } if ask == asked => return answer,
                    ToOperator::Refused { refusal, .. } => panic!("{refusal:?}"),
                    _ => {}
                }
            }
        }
    }
}

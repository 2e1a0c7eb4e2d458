//! Where the time of a message goes: what each step of its way costs the processor by
//! itself, times how often a message takes it.

use beseda_tests::spent::Family;
use std::fmt;
use std::pin::pin;

use futures_util::future::{Either, select};
use reqwest::Client;
use serde::Serialize;

use crate::bare::Bare;
use crate::socket::{Socket, Upgrade};
use crate::table::{Table, figure};

/// Times that a step is done in one request…
const TIMES: u32 = 50_000;
/// …after as many for the compiler; the best of so many requests counts.
const REQUESTS: u32 = 3;

/// A step, and how often a visitor's message alone in its turn takes it.
struct Step {
    name: &'static str,
    does: &'static str,
    each: f64,
}

const STEPS: &[Step] = &[
    Step {
        name: "find",
        does: "ask an index for a cid",
        each: 1.0,
    },
    Step {
        name: "insert",
        does: "insert a row and an index entry",
        each: 1.0,
    },
    Step {
        name: "update",
        does: "update a row and an index entry",
        each: 1.0,
    },
    Step {
        name: "send",
        does: "find a socket by tag, send a frame",
        // To who speaks, acknowledgement and event as one, and to the console.
        each: 2.0,
    },
    Step {
        name: "attachment",
        does: "find a socket by tag, read who it is",
        each: 1.0,
    },
    Step {
        name: "frame",
        does: "read a frame's JSON, write an answer's",
        each: 2.0,
    },
];

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Steps(Vec<Priced>);

#[derive(Debug, Serialize)]
struct Priced {
    #[serde(skip)]
    name: &'static str,
    step: &'static str,
    /// One, in µs.
    us: f64,
    /// How often a message alone in its turn takes it.
    each: f64,
}

impl Steps {
    /// Measures.
    pub(crate) async fn measure(bare: &Bare) -> Self {
        eprintln!("• the price of each step");
        let address = format!("{}/price", bare.server().origin());
        let mut listener = Socket::open(&format!("{address}/listen"), Upgrade::default()).await;
        let listening = pin!(async {
            loop {
                listener.hear().await;
            }
        });
        let pricing = pin!(price_all(bare.server().family(), &address));
        match select(listening, pricing).await {
            Either::Left((never, _)) => never,
            Either::Right((steps, _)) => steps,
        }
    }
}

impl Steps {
    /// What a message spends on some of the steps, in µs.
    pub(crate) fn us_a_message(&self, names: &[&str]) -> f64 {
        let named = self.0.iter().filter(|it| names.contains(&it.name));
        named.map(|it| it.us * it.each).sum()
    }

    /// What one of them takes once, in µs.
    pub(crate) fn us_once(&self, name: &str) -> f64 {
        let named = self.0.iter().find(|it| it.name == name);
        named.map_or(0.0, |it| it.us)
    }
}

async fn price_all(server: Family, address: &str) -> Steps {
    let client = Client::builder().no_proxy().build();
    let client = client.expect("a client without TLS needs nothing");
    let mut priced = Vec::new();
    for step in STEPS {
        let mut us = f64::INFINITY;
        for request in 0..REQUESTS {
            let (name, from) = (step.name, request * TIMES);
            let before = server.processor();
            let answer = client.get(format!("{address}/{name}/{from}/{TIMES}"));
            let answer = answer.send().await.expect("the object answers");
            assert!(answer.status().is_success(), "{name}: {}", answer.status());
            let spent = server.processor() - before;
            us = us.min(spent.as_secs_f64() * 1e6 / f64::from(TIMES));
        }
        priced.push(Priced {
            name: step.name,
            step: step.does,
            us,
            each: step.each,
        });
    }
    Steps(priced)
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(["step", "µs", "times", "µs a message"]);
        for it in &self.0 {
            table.row([
                it.step.to_owned(),
                figure(it.us),
                figure(it.each),
                figure(it.us * it.each),
            ]);
        }
        let all: f64 = self.0.iter().map(|it| it.us * it.each).sum();
        table.row([
            "all of them".to_owned(),
            String::new(),
            String::new(),
            figure(all),
        ]);
        table.fmt(f)
    }
}

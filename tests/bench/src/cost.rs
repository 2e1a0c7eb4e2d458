//! What the counted work costs on Cloudflare, at its published prices.

use std::fmt;
use std::time::Duration;

use beseda_tests::wait::until;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::beseda::Beseda;
use crate::crowd::Round;
use crate::sample::Sample;
use crate::table::{Table, figure};

/// Prices of the Workers paid plan beyond what it includes, in dollars
/// (developers.cloudflare.com/durable-objects/platform/pricing, 2026).
mod price {
    /// A request to a Worker.
    pub(super) const WORKER_REQUEST: f64 = 0.30e-6;
    /// A request to an object.
    pub(super) const OBJECT_REQUEST: f64 = 0.15e-6;
    /// Frames that come in and count as one request; what goes out, and pings
    /// that the runtime answers, are free.
    pub(super) const FRAMES_PER_REQUEST: f64 = 20.0;
    /// A second of an object that is awake, with its 128 MB.
    pub(super) const AWAKE_SECOND: f64 = 12.50e-6 * 0.128;
    pub(super) const ROW_READ: f64 = 0.001e-6;
    pub(super) const ROW_WRITTEN: f64 = 1.00e-6;
    pub(super) const GIGABYTE_MONTH: f64 = 0.20;
}

const ROUND: Round = Round {
    warm_up: Duration::from_millis(300),
    measured: Duration::from_millis(1500),
    pause: Duration::ZERO,
};
/// Connections that are counted.
const VISITS: usize = 50;
/// How often a connected visitor goes to another page or reloads, in a day.
const PAGES_A_DAY: f64 = 10.0;

/// What the relay counts of itself (testing build).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) turns: u64,
    pub(crate) inputs: u64,
    pub(crate) statements: u64,
    pub(crate) rows_read: u64,
    pub(crate) rows_written: u64,
}

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Cost {
    /// A visitor's message, alone in its turn: the dearest case.
    message: Units,
    /// A message among those of a hundred, who share turns.
    busy_message: Units,
    /// A socket opened, greeted and closed.
    visit: Units,
}

/// What one of something took.
#[derive(Debug, Default, Serialize)]
struct Units {
    /// Requests to a Worker that go on to an object.
    requests: f64,
    /// Frames in.
    frames: f64,
    statements: f64,
    rows_read: f64,
    rows_written: f64,
    /// The object awake, in seconds.
    awake: f64,
    /// Kept on disk, in bytes.
    bytes: f64,
}

impl Cost {
    /// Counts.
    pub(crate) async fn measure(beseda: &Beseda) -> Self {
        eprintln!("• what is billed");
        Self {
            message: message(beseda, 1).await,
            busy_message: message(beseda, 100).await,
            visit: visit(beseda).await,
        }
    }
}

async fn message(beseda: &Beseda, senders: usize) -> Units {
    let mut crowd = beseda.crowd(senders, 1).await;
    // The first message of each also makes a client and a dialog.
    crowd.speak(ROUND, &mut Sample::default()).await;
    let (before, bytes) = (beseda.counts().await, beseda.bytes_kept());
    let mut sample = Sample::default();
    crowd.speak(ROUND, &mut sample).await;
    let after = beseda.counts().await;
    let said = sample.said() as f64;
    Units {
        frames: 1.0,
        awake: sample.figure().processor_us / 1e6,
        bytes: (beseda.bytes_kept() - bytes) as f64 / said,
        ..Units::between(before, after, said)
    }
}

async fn visit(beseda: &Beseda) -> Units {
    let tokens = beseda.tokens(VISITS).await;
    let before = beseda.counts().await;
    let start = Instant::now();
    drop(beseda.visitors(&tokens).await);
    let awake = start.elapsed().as_secs_f64() / VISITS as f64;
    // A hello and a farewell of each.
    let all = before.inputs + 2 * VISITS as u64;
    let after = until("all farewells", async || {
        let now = beseda.counts().await;
        (now.inputs >= all).then_some(now)
    })
    .await;
    Units {
        requests: 1.0,
        frames: 1.0,
        awake,
        ..Units::between(before, after, VISITS as f64)
    }
}

impl Units {
    fn between(before: Counts, after: Counts, n: f64) -> Self {
        let each = |of: fn(&Counts) -> u64| (of(&after) - of(&before)) as f64 / n;
        Self {
            statements: each(|it| it.statements),
            rows_read: each(|it| it.rows_read),
            rows_written: each(|it| it.rows_written),
            ..Self::default()
        }
    }

    /// In dollars; keeping it is a price of its own.
    fn dollars(&self) -> f64 {
        self.requests * (price::WORKER_REQUEST + price::OBJECT_REQUEST)
            + self.frames / price::FRAMES_PER_REQUEST * price::OBJECT_REQUEST
            + self.rows_read * price::ROW_READ
            + self.rows_written * price::ROW_WRITTEN
            + self.awake * price::AWAKE_SECOND
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "at Cloudflare's prices",
            "dollars",
            "statements each",
            "rows read",
            "rows written",
            "awake, ms",
            "bytes kept",
        ]);
        for (what, units, n) in [
            ("a million messages, each alone", &self.message, 1e6),
            ("a million messages, at rush hour", &self.busy_message, 1e6),
            (
                "1,000 visitors connected for a day",
                &self.visit,
                1_000.0 * PAGES_A_DAY,
            ),
        ] {
            table.row([
                what.to_owned(),
                figure(units.dollars() * n),
                figure(units.statements),
                figure(units.rows_read),
                figure(units.rows_written),
                figure(units.awake * 1e3),
                figure(units.bytes),
            ]);
        }
        let month = self.message.bytes * 1e6 / 1e9 * price::GIGABYTE_MONTH;
        writeln!(f, "{table}")?;
        writeln!(
            f,
            "To keep a million messages costs {} dollars a month more. A connected visitor opens
{PAGES_A_DAY} pages in his day; sleeping sockets and the pings that the runtime answers cost
nothing.",
            figure(month)
        )
    }
}

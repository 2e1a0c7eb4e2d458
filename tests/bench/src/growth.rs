//! The same message against centers of growing size: the curve must be flat. Each has
//! a relay of its own, and their rounds alternate.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use beseda_tests::storage;
use rusqlite::{Connection, named_params};
use serde::Serialize;

use crate::beseda::Beseda;
use crate::cost::Counts;
use crate::crowd::{Crowd, Round};
use crate::sample::{Figure, Rounds, Sample};
use crate::table::{Table, figure};

const STORED: [u64; 3] = [1_000, 100_000, 1_000_000];
const SENDERS: usize = 10;
/// An odd number: there is one in the middle.
const ROUNDS: usize = 7;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(300),
    measured: Duration::from_millis(1200),
    pause: Duration::ZERO,
};
/// Before the first round, and not counted.
const FIRST: Round = Round {
    warm_up: Duration::from_millis(1500),
    measured: Duration::ZERO,
    pause: Duration::ZERO,
};
const FILL: &str = include_str!("growth.sql");

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Growth(Vec<Row>);

#[derive(Debug, Serialize)]
struct Row {
    /// Messages in the center at the beginning…
    stored: u64,
    /// …and at the end.
    ended: u64,
    /// The center's file, in bytes.
    bytes: u64,
    rounds: Vec<Figure>,
    /// For each message.
    statements: f64,
    rows_read: f64,
    rows_written: f64,
}

/// A center of one size, and who speaks in it.
struct Center {
    stored: u64,
    beseda: Beseda,
    crowd: Crowd,
    rounds: Vec<Figure>,
    /// Before the first round, and in all of them.
    said_before: usize,
    said: usize,
    before: Counts,
}

impl Growth {
    /// Measures.
    pub(crate) async fn measure(host: &Path, workerd: &Path) -> Self {
        let mut centers = Vec::new();
        for stored in STORED {
            eprintln!("• {stored} stored messages");
            let mut beseda = Beseda::start(host, workerd).await;
            beseda.restart(|data| fill(data, stored)).await;
            centers.push(Center::of(stored, beseda).await);
        }
        eprintln!("• in turn");
        for _ in 0..ROUNDS {
            for center in &mut centers {
                center.round().await;
            }
        }
        let mut rows = Vec::new();
        for center in centers {
            rows.push(center.row().await);
        }
        Self(rows)
    }
}

impl Center {
    async fn of(stored: u64, beseda: Beseda) -> Self {
        let mut crowd = beseda.crowd(SENDERS, 1).await;
        let mut first = Sample::default();
        crowd.speak(FIRST, &mut first).await;
        Self {
            stored,
            said_before: first.said(),
            before: beseda.counts().await,
            beseda,
            crowd,
            rounds: Vec::new(),
            said: 0,
        }
    }

    async fn round(&mut self) {
        // The object may have slept since, and with its memory went the lifted pace.
        self.beseda.lift_pace().await;
        let mut sample = Sample::default();
        self.crowd.speak(ROUND, &mut sample).await;
        self.rounds.push(sample.figure());
        self.said += sample.said();
    }

    async fn row(self) -> Row {
        let after = self.beseda.counts().await;
        let each = |of: fn(&Counts) -> u64| (of(&after) - of(&self.before)) as f64;
        Row {
            stored: self.stored,
            ended: self.stored + (self.said_before + self.said) as u64,
            bytes: self.beseda.bytes_kept(),
            statements: each(|it| it.statements) / self.said as f64,
            rows_read: each(|it| it.rows_read) / self.said as f64,
            rows_written: each(|it| it.rows_written) / self.said as f64,
            rounds: self.rounds,
        }
    }
}

impl Row {
    fn per_second(&self) -> Rounds {
        Rounds::of(&self.rounds, |it| it.per_second)
    }

    fn p50(&self) -> Rounds {
        Rounds::of(&self.rounds, |it| it.ack.p50)
    }

    fn p99(&self) -> Rounds {
        Rounds::of(&self.rounds, |it| it.ack.p99)
    }

    fn processor(&self) -> Rounds {
        Rounds::of(&self.rounds, |it| it.processor_us)
    }
}

/// Writes the rows with the relay stopped: a million real messages would take
/// longer than everything else here together.
fn fill(data: &Path, stored: u64) {
    let file = storage::center(data);
    let sql = Connection::open(file).expect("the center's file is there");
    let stored = i64::try_from(stored).expect("so many fit");
    for statement in FILL.split(";\n").filter(|text| text.trim().len() > 1) {
        let mut statement = sql.prepare(statement).expect("the schema is known");
        let named: &[(&str, &dyn rusqlite::ToSql)] = named_params! {":stored": stored};
        let named = if statement.parameter_count() == 0 {
            &[]
        } else {
            named
        };
        statement.execute(named).expect("the rows fit");
    }
}

/// What a database takes, its log merged.
pub(crate) fn bytes_of(file: &Path) -> u64 {
    let sql = Connection::open(file).expect("the center's file is there");
    let pragma = |name: &str| -> u64 {
        let value = sql.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
        value.map_or(0, i64::unsigned_abs)
    };
    pragma("page_count") * pragma("page_size")
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "10 visitors, a center of",
            "in the end",
            "MB then",
            "statements",
            "rows read",
            "rows written",
            "messages/s",
            "of its rounds",
            "ack p50, ms",
            "of its rounds",
            "p99",
            "processor µs/message",
            "of its rounds",
        ]);
        let spread = |it: Rounds| format!("{}–{}", figure(it.least), figure(it.most));
        for row in &self.0 {
            table.row([
                format!("{} messages", figure(row.stored as f64)),
                figure(row.ended as f64),
                figure(row.bytes as f64 / 1e6),
                figure(row.statements),
                figure(row.rows_read),
                figure(row.rows_written),
                figure(row.per_second().median),
                spread(row.per_second()),
                figure(row.p50().median),
                spread(row.p50()),
                figure(row.p99().median),
                figure(row.processor().median),
                spread(row.processor()),
            ]);
        }
        writeln!(f, "{table}")?;
        let (Some(small), Some(large)) = (self.0.first(), self.0.last()) else {
            return Ok(());
        };
        let unrest = |of: fn(&Row) -> Rounds| {
            let each = self.0.iter().map(|row| of(row).unrest());
            each.fold(1.0, f64::max)
        };
        writeln!(
            f,
            "In the largest center an acknowledgement takes {:.2} times as long as in the
smallest, and {:.2} times as much of the processor; the rounds of one and the same center
differ by up to {:.2} and {:.2} times.",
            large.p50().median / small.p50().median,
            large.processor().median / small.processor().median,
            unrest(Row::p50),
            unrest(Row::processor),
        )
    }
}

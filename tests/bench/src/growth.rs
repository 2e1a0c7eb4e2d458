//! The same message against centers of growing size: the curve must be flat.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use beseda_tests::storage;
use rusqlite::{Connection, named_params};
use serde::Serialize;

use crate::beseda::Beseda;
use crate::crowd::Round;
use crate::sample::{Figure, Sample};
use crate::table::{Table, figure};

const STORED: [u64; 3] = [1_000, 100_000, 1_000_000];
const SENDERS: usize = 10;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(1000),
    measured: Duration::from_millis(3000),
    pause: Duration::ZERO,
};
const FILL: &str = include_str!("growth.sql");

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Growth(Vec<Row>);

#[derive(Debug, Serialize)]
struct Row {
    /// Messages in the center.
    stored: u64,
    /// The center's file, in bytes.
    bytes: u64,
    figure: Figure,
    /// For each message.
    statements: f64,
    rows_read: f64,
    rows_written: f64,
}

impl Growth {
    /// Measures, on a relay of its own.
    pub(crate) async fn measure(beseda: &mut Beseda) -> Self {
        let mut rows = Vec::new();
        for stored in STORED {
            eprintln!("• {stored} stored messages");
            beseda.restart(|data| fill(data, stored)).await;
            let mut crowd = beseda.crowd(SENDERS, 1).await;
            crowd.speak(ROUND, &mut Sample::default()).await;
            let mut sample = Sample::default();
            let before = beseda.counts().await;
            crowd.speak(ROUND, &mut sample).await;
            let after = beseda.counts().await;
            let each = |count: u64| count as f64 / sample.said() as f64;
            rows.push(Row {
                stored,
                bytes: beseda.bytes_kept(),
                figure: sample.figure(),
                statements: each(after.statements - before.statements),
                rows_read: each(after.rows_read - before.rows_read),
                rows_written: each(after.rows_written - before.rows_written),
            });
        }
        Self(rows)
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
            "MB",
            "statements",
            "rows read",
            "rows written",
            "messages/s",
            "ack p50, ms",
            "p99",
            "processor µs/message",
        ]);
        for row in &self.0 {
            table.row([
                format!("{} messages", figure(row.stored as f64)),
                figure(row.bytes as f64 / 1e6),
                figure(row.statements),
                figure(row.rows_read),
                figure(row.rows_written),
                figure(row.figure.per_second),
                figure(row.figure.ack.p50),
                figure(row.figure.ack.p99),
                figure(row.figure.processor_us),
            ]);
        }
        table.fmt(f)
    }
}

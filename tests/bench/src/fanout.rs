//! What more operators online cost: the same message, told to each of them.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::bare::Bare;
use crate::beseda::Beseda;
use crate::crowd::Round;
use crate::sample::{Figure, Sample};
use crate::table::{Table, figure};

const OPERATORS: [usize; 4] = [1, 10, 100, 1000];
/// Visitors who speak.
const SENDERS: usize = 10;
const ROUNDS: usize = 2;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(500),
    measured: Duration::from_millis(2000),
    pause: Duration::ZERO,
};

/// The relay and a bare object with group commit that forwards to so many.
#[derive(Debug, Serialize)]
pub(crate) struct Fanout(Vec<Row>);

#[derive(Debug, Serialize)]
struct Row {
    operators: usize,
    beseda: Figure,
    bare: Figure,
}

impl Fanout {
    /// Measures.
    pub(crate) async fn measure(beseda: &Beseda, bare: &Bare) -> Self {
        let mut rows = Vec::new();
        for operators in OPERATORS {
            eprintln!("• {operators} operators");
            let mut visitors = beseda.crowd(SENDERS, operators).await;
            let mut senders = bare.fan("group", SENDERS, operators).await;
            let (mut ours, mut theirs) = (Sample::default(), Sample::default());
            for _ in 0..ROUNDS {
                visitors.speak(ROUND, &mut ours).await;
                senders.speak(ROUND, &mut theirs).await;
            }
            rows.push(Row {
                operators,
                beseda: ours.figure(),
                bare: theirs.figure(),
            });
        }
        Self(rows)
    }
}

impl fmt::Display for Fanout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "10 visitors speak to",
            "of the bare object",
            "messages/s",
            "deliveries/s",
            "ack p50, ms",
            "p99",
            "delivery p50, ms",
            "p99",
            "processor µs/delivery",
            "bare µs/delivery",
        ]);
        for row in &self.0 {
            let copies = row.operators as f64;
            let (ours, theirs) = (&row.beseda, &row.bare);
            table.row([
                format!("{} operators", row.operators),
                format!("{:.2}", ours.per_second / theirs.per_second),
                figure(ours.per_second),
                figure(ours.per_second * copies),
                figure(ours.ack.p50),
                figure(ours.ack.p99),
                ours.delivery.map_or("–".to_owned(), |it| figure(it.p50)),
                ours.delivery.map_or("–".to_owned(), |it| figure(it.p99)),
                figure(ours.processor_us / copies),
                figure(theirs.processor_us / copies),
            ]);
        }
        table.fmt(f)
    }
}

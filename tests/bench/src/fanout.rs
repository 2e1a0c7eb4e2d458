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
    /// Frames that all consoles together hear in a second.
    frames_per_second: f64,
    bare: Figure,
}

impl Row {
    /// What the processor spends on each of those, in µs.
    fn us_a_frame(&self) -> f64 {
        self.busy() * 1e6 / self.frames_per_second
    }

    /// How many cores the server keeps busy.
    fn busy(&self) -> f64 {
        self.beseda.per_second * self.beseda.processor_us / 1e6
    }

    /// Frames to one console in a second: there is one a turn, and one flush.
    fn turns_per_second(&self) -> f64 {
        self.frames_per_second / self.operators as f64
    }
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
            let heard_before = visitors.n_heard();
            for _ in 0..ROUNDS {
                visitors.speak(ROUND, &mut ours).await;
                senders.speak(ROUND, &mut theirs).await;
            }
            let heard = (visitors.n_heard() - heard_before) as f64;
            let beseda = ours.figure();
            rows.push(Row {
                operators,
                frames_per_second: heard / ours.said() as f64 * beseda.per_second,
                beseda,
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
            "frames/s",
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
                figure(row.frames_per_second),
                figure(ours.ack.p50),
                figure(ours.ack.p99),
                ours.delivery.map_or("–".to_owned(), |it| figure(it.p50)),
                ours.delivery.map_or("–".to_owned(), |it| figure(it.p99)),
                figure(ours.processor_us / copies),
                figure(theirs.processor_us / copies),
            ]);
        }
        writeln!(f, "{table}")?;
        let [.., hundred, thousand] = &self.0[..] else {
            return Ok(());
        };
        let (many, most) = (hundred.operators, thousand.operators);
        writeln!(
            f,
            "What limits it is the send to each socket. With {many} operators the server sends {}
frames a second, with {most} operators {}, and is {:.2} and {:.2} of a core busy with it: {}
and {} µs of the processor for each frame. Ten times as many consoles are told so many
times more rarely, and more at once. It is not the disk: there is a flush a turn, {} and
{} a second.",
            figure(hundred.frames_per_second),
            figure(thousand.frames_per_second),
            hundred.busy(),
            thousand.busy(),
            figure(hundred.us_a_frame()),
            figure(thousand.us_a_frame()),
            figure(hundred.turns_per_second()),
            figure(thousand.turns_per_second()),
        )
    }
}

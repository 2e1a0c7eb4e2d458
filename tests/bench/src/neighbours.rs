//! Others go on as if nothing was: how long visitors wait for their acknowledgements
//! while somebody floods the relay, talks nonsense to it or reads nothing.

use std::fmt;
use std::time::Duration;

use beseda_tests::cid::new_cid;
use futures_util::future::{Either, join_all, select};
use serde::Serialize;
use tokio::time::{interval, sleep};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::beseda::Beseda;
use crate::crowd::{Crowd, Round};
use crate::sample::{Sample, Spread};
use crate::table::{Table, figure};

/// Visitors who behave.
const VISITORS: usize = 200;
/// Longer than an object stays awake with nothing to do (10 s): the lifted pace is
/// forgotten, and limits hold again.
const ASLEEP: Duration = Duration::from_secs(12);
const ROUNDS: usize = 3;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(500),
    measured: Duration::from_millis(4000),
    // Slower than a visitor's limit of one each 0.5 s.
    pause: Duration::from_millis(700),
};

/// Messages a second of the one who floods (S9).
const FLOOD_PER_SECOND: u32 = 1_000;
/// Of them, so many at once.
const FLOOD_AT_ONCE: u32 = 10;
/// Sockets at once that talk nonsense, are closed and come again…
const NONSENSE: usize = 4;
/// …each so often: the driver that opens them is the one that measures.
const NONSENSE_EVERY: Duration = Duration::from_millis(40);
/// Consoles that read nothing.
const DEAF: usize = 10;

/// What goes on beside the visitors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Beside {
    Nothing,
    Flood,
    Nonsense,
    Deaf,
}

impl Beside {
    const ALL: [Self; 4] = [Self::Nothing, Self::Flood, Self::Nonsense, Self::Deaf];

    const fn title(self) -> &'static str {
        match self {
            Self::Nothing => "nobody",
            Self::Flood => "a visitor who says 1,000 messages a second",
            Self::Nonsense => "malformed frames on new sockets, 100 a second tried",
            Self::Deaf => "10 consoles that read nothing",
        }
    }
}

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Neighbours(Vec<Row>);

#[derive(Debug, Serialize)]
struct Row {
    beside: Beside,
    /// What the relay let in of it in a second.
    per_second: f64,
    ack: Spread,
}

impl Neighbours {
    /// Measures.
    pub(crate) async fn measure(beseda: &Beseda) -> Self {
        eprintln!("• bad neighbours");
        let mut crowd = beseda.crowd(VISITORS, 1).await;
        let bad = beseda.tokens(1 + NONSENSE).await;
        sleep(ASLEEP).await;
        let mut samples = Beside::ALL.map(|beside| (beside, 0, Sample::default()));
        for _ in 0..ROUNDS {
            for (beside, n_heard, sample) in &mut samples {
                *n_heard += disturbed(beseda, &bad, &mut crowd, *beside, sample).await;
            }
        }
        let rows = samples.map(|(beside, n_heard, sample)| Row {
            beside,
            per_second: f64::from(n_heard)
                / (ROUND.warm_up + ROUND.measured).as_secs_f64()
                / ROUNDS as f64,
            ack: sample.figure().ack,
        });
        Self(rows.into())
    }
}

/// A round of the visitors with something going on beside them; how much of it.
async fn disturbed(
    beseda: &Beseda,
    bad: &[String],
    crowd: &mut Crowd,
    beside: Beside,
    sample: &mut Sample,
) -> u32 {
    let mut n_heard = 0;
    // It is their silence that is measured, not their sign-in.
    let _deaf = match beside {
        Beside::Deaf => beseda.operators(DEAF).await,
        Beside::Nothing | Beside::Flood | Beside::Nonsense => Vec::new(),
    };
    let trouble = async {
        match beside {
            Beside::Nothing | Beside::Deaf => std::future::pending().await,
            Beside::Flood => flood(beseda, &bad[0], &mut n_heard).await,
            Beside::Nonsense => {
                let counts = join_all(bad[1..].iter().map(async |token| {
                    let mut n_said = 0;
                    let talk = nonsense(beseda, token, &mut n_said);
                    let end = sleep(ROUND.warm_up + ROUND.measured);
                    tokio::select! { () = talk => {} () = end => {} }
                    n_said
                }))
                .await;
                n_heard = counts.into_iter().sum();
                std::future::pending().await
            }
        }
    };
    tokio::select! {
        () = trouble => {}
        () = crowd.speak(ROUND, sample) => {}
    }
    n_heard
}

/// Says far more than a visitor may, and hears that it is refused.
async fn flood(beseda: &Beseda, token: &str, n_said: &mut u32) {
    let (mut socket, _) = beseda.visitor(token).await;
    let mut ticks = interval(Duration::from_secs(1) * FLOOD_AT_ONCE / FLOOD_PER_SECOND);
    loop {
        match select(Box::pin(ticks.tick()), Box::pin(socket.hear())).await {
            Either::Left(_) => {}
            Either::Right(_) => continue,
        }
        for _ in 0..FLOOD_AT_ONCE {
            let cid = new_cid();
            let said =
                format!(r#"{{"t":"say","cid":"{cid}","body":{{"t":"text","text":"Flood"}}}}"#);
            socket.blurt(Message::text(said)).await;
            *n_said += 1;
        }
    }
}

/// Frames that close a socket, each on a new one, as long as one is given.
async fn nonsense(beseda: &Beseda, token: &str, n_said: &mut u32) {
    let bytes = || Message::binary(Bytes::from_static(&[0xff; 1024]));
    let too_long = || Message::text("x".repeat(64 * 1024 + 1));
    let mut ticks = interval(NONSENSE_EVERY);
    for frame in [bytes, too_long].into_iter().cycle() {
        ticks.tick().await;
        if let Some(mut socket) = beseda.try_visitor_socket(token).await {
            socket.blurt(Message::text("{".repeat(60_000))).await;
            socket.blurt(frame()).await;
            socket.end().await;
            *n_said += 1;
        }
    }
}

impl fmt::Display for Neighbours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "200 visitors beside",
            "of that a second",
            "ack p50, ms",
            "p99",
            "p99 as a multiple",
        ]);
        let alone = self.0.iter().find(|row| row.beside == Beside::Nothing);
        for row in &self.0 {
            table.row([
                row.beside.title().to_owned(),
                figure(row.per_second),
                figure(row.ack.p50),
                figure(row.ack.p99),
                alone.map_or("–".to_owned(), |alone| {
                    format!("{:.2}", row.ack.p99 / alone.ack.p99)
                }),
            ]);
        }
        table.fmt(f)
    }
}

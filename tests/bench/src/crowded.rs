//! Many who are connected and say nothing: what each of them keeps in memory,
//! and how fast they are back after a cut.

use beseda_tests::spent::Family;
use std::fmt;
use std::time::Duration;

use beseda_protocol::ids::{Epoch, Seq};
use futures_util::future::join_all;
use serde::Serialize;
use tokio::time::{Instant, sleep};

use crate::bare::{Bare, numbered};
use crate::beseda::Beseda;
use crate::crowd::Round;
use crate::sample::{Sample, Spread, Times};
use crate::socket::Socket;
use crate::table::{Table, figure};

/// Sockets that are weighed.
const IDLE: usize = 1_000;
/// Connected to one process: as many as the host admits with 20,000 descriptors.
const MANY: usize = 9_000;
/// Of them, those who speak: a visitor and an operator.
const SPEAKING: usize = 2;
/// Who comes back at once.
const RETURNING: usize = 1_000;
/// Longer than an object stays awake with nothing to do (10 s).
const ASLEEP: Duration = Duration::from_secs(12);

const ROUND: Round = Round {
    warm_up: Duration::from_millis(300),
    measured: Duration::from_millis(1500),
    pause: Duration::ZERO,
};

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Crowded {
    /// KiB of each, with its share of everything.
    visitor_kib: f64,
    operator_kib: f64,
    bare_kib: f64,
    /// All of them, connected at once.
    many: usize,
    many_mib: f64,
    /// One visitor's message while they are connected, in ms.
    one_among_many: Spread,
    returning: usize,
    beseda: Return,
    bare: Return,
}

/// How a crowd came back after a cut.
#[derive(Debug, Serialize)]
struct Return {
    /// Until the last was back, in ms.
    all_ms: f64,
    /// Each, from the cut, in ms.
    each: Spread,
}

impl Crowded {
    /// Measures, on servers of its own.
    pub(crate) async fn measure(beseda: &mut Beseda, bare: &Bare) -> Self {
        eprintln!("• idle sockets");
        let server = bare.server().family();
        let (bare_kib, sockets) = weigh(server, async {
            bare.open("group", "receiver", IDLE, numbered).await
        })
        .await;
        drop(sockets);
        let server = beseda.server().family();
        let (operator_kib, sockets) = weigh(server, beseda.operators(IDLE)).await;
        drop(sockets);
        // A process keeps what it once had: visitors would seem to weigh nothing.
        beseda.restart(|_| {}).await;
        let server = beseda.server().family();
        let tokens = beseda.tokens(MANY - SPEAKING).await;
        let (idle, rest) = tokens.split_at(IDLE);
        let (visitor_kib, idle) = weigh(server, beseda.visitors(idle)).await;
        eprintln!("• {MANY} visitors");
        let rest = beseda.visitors(rest).await;
        let many_mib = server.resident() as f64 / 1024.0 / 1024.0;
        let one_among_many = one(beseda).await;
        drop((idle, rest));
        eprintln!("• {RETURNING} come back");
        Self {
            visitor_kib,
            operator_kib,
            bare_kib,
            many: MANY,
            many_mib,
            one_among_many,
            returning: RETURNING,
            beseda: visitors_return(beseda, &tokens[..RETURNING]).await,
            bare: sockets_return(bare).await,
        }
    }
}

/// One visitor's messages, while the others say nothing.
async fn one(beseda: &Beseda) -> Spread {
    let mut sample = Sample::default();
    // The object has slept since, and with its memory went the lifted pace.
    beseda.lift_pace().await;
    beseda.crowd(1, 1).await.speak(ROUND, &mut sample).await;
    sample.figure().ack
}

/// What each of the new sockets adds to a server, in KiB, once all is asleep.
async fn weigh(server: Family, open: impl Future<Output = Vec<Socket>>) -> (f64, Vec<Socket>) {
    let before = server.resident();
    let sockets = open.await;
    sleep(ASLEEP).await;
    let more = server.resident().saturating_sub(before);
    (more as f64 / 1024.0 / sockets.len() as f64, sockets)
}

async fn visitors_return(beseda: &Beseda, tokens: &[String]) -> Return {
    let mut places: Vec<(Epoch, Seq)> = Vec::new();
    let mut sockets = Vec::new();
    for token in tokens {
        let (socket, place) = beseda.visitor(token).await;
        sockets.push(socket);
        places.push(place);
    }
    drop(sockets);
    come_back(tokens.iter().zip(places), |(token, place)| {
        beseda.resume(token, place)
    })
    .await
}

async fn sockets_return(bare: &Bare) -> Return {
    drop(bare.open("group", "receiver", RETURNING, numbered).await);
    come_back(0..RETURNING, async |number| {
        bare.open("group", "receiver", 1, |_, _| numbered(RETURNING, number))
            .await
    })
    .await
}

/// All at once, as after a cut of the network.
async fn come_back<W, F, S>(who: impl Iterator<Item = W>, back: impl Fn(W) -> F) -> Return
where
    F: Future<Output = S>,
{
    let cut = Instant::now();
    let back = who.map(|who| {
        let back = back(who);
        async move { (back.await, cut.elapsed()) }
    });
    let back = join_all(back).await;
    let mut times = Times::default();
    back.iter().for_each(|(_, time)| times.push(*time));
    Return {
        all_ms: cut.elapsed().as_secs_f64() * 1e3,
        each: times.spread().expect("somebody came back"),
    }
}

impl fmt::Display for Crowded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut idle = Table::new(["idle, asleep", "KiB a socket", "of the bare one"]);
        for (who, kib) in [
            ("visitor", self.visitor_kib),
            ("operator", self.operator_kib),
            ("bare hibernating socket", self.bare_kib),
        ] {
            let ratio = format!("{:.2}", kib / self.bare_kib);
            idle.row([who.to_owned(), figure(kib), ratio]);
        }
        writeln!(f, "{idle}")?;
        writeln!(
            f,
            "{} visitors on one process: {} MiB resident in all; a message of one of them
is acknowledged after {} ms (p99 {} ms).\n",
            self.many,
            figure(self.many_mib),
            figure(self.one_among_many.p50),
            figure(self.one_among_many.p99),
        )?;
        let title = format!("{} come back after a cut", self.returning);
        let mut back = Table::new([&title, "all, ms", "p50", "p99"]);
        for (who, it) in [
            ("visitors, resumed", &self.beseda),
            ("bare sockets, opened", &self.bare),
        ] {
            back.row([
                who.to_owned(),
                figure(it.all_ms),
                figure(it.each.p50),
                figure(it.each.p99),
            ]);
        }
        back.fmt(f)
    }
}

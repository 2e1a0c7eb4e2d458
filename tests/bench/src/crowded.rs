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
use crate::cost::{OF_WIDGETS, ONE_BY_ONE};
use crate::crowd::Round;
use crate::sample::{Sample, Spread, Times};
use crate::socket::Socket;
use crate::table::{Table, figure};

/// Sockets of each kind that are weighed.
const IDLE: usize = 1_000;
/// Connected to one process: as many as the host admits with 20,000 descriptors.
const MANY: usize = 9_000;
/// Of them, those who speak: a visitor and an operator.
const SPEAKING: usize = 2;
/// Who comes back at once.
const RETURNING: usize = 1_000;
/// Longer than an object stays awake with nothing to do (10 s).
const ASLEEP: Duration = Duration::from_secs(12);

/// One visitor, with receipts and as slowly as they need.
const ROUND: Round = Round {
    warm_up: Duration::from_millis(300),
    measured: Duration::from_millis(3000),
    pause: Duration::from_millis(15),
};

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Crowded {
    /// KiB of each of the first so many on a process that has just begun.
    visitor_kib: f64,
    operator_kib: f64,
    bare_kib: f64,
    /// All of them, connected at once, and KiB of each.
    many: usize,
    many_mib: f64,
    many_kib: f64,
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
        // What asking for a token leaves behind is a visitor's, too.
        let empty = server.resident();
        let mut tokens = beseda.tokens(IDLE).await;
        let idle = beseda.visitors(&tokens).await;
        let visitor_kib = asleep(server, empty, idle.len()).await;
        eprintln!("• {MANY} visitors");
        tokens.extend(beseda.tokens(MANY - SPEAKING - IDLE).await);
        let rest = beseda.visitors(&tokens[IDLE..]).await;
        let many_kib = asleep(server, empty, tokens.len()).await;
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
            many_kib,
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
    let crowd = beseda.crowd(1, 1).await;
    let mut crowd = crowd.with_receipts(OF_WIDGETS, ONE_BY_ONE);
    crowd.speak(ROUND, &mut sample).await;
    sample.figure().ack
}

/// What each of the new sockets adds to a server, in KiB, once all is asleep.
async fn weigh(server: Family, open: impl Future<Output = Vec<Socket>>) -> (f64, Vec<Socket>) {
    let before = server.resident();
    let sockets = open.await;
    (asleep(server, before, sockets.len()).await, sockets)
}

/// What a server has more than before, in KiB for each socket, once all is asleep.
async fn asleep(server: Family, before: u64, n_sockets: usize) -> f64 {
    sleep(ASLEEP).await;
    let more = server.resident().saturating_sub(before);
    more as f64 / 1024.0 / n_sockets as f64
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
        let among_many = format!("visitor, of {}", figure(self.many as f64));
        for (who, kib) in [
            ("visitor, of 1,000", self.visitor_kib),
            (&among_many, self.many_kib),
            ("operator, of 1,000", self.operator_kib),
            ("bare hibernating socket, of 1,000", self.bare_kib),
        ] {
            let ratio = format!("{:.2}", kib / self.bare_kib);
            idle.row([who.to_owned(), figure(kib), ratio]);
        }
        writeln!(f, "{idle}")?;
        writeln!(
            f,
            "The first thousand bear alone what a process grows by once, so that each of many
weighs less. {} visitors on one process: {} MiB resident in all; a message of one of
them is acknowledged after {} ms (p99 {} ms).\n",
            figure(self.many as f64),
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

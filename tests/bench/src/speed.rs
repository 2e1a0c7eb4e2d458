//! A message's way to its acknowledgement and to the other side, at growing
//! numbers of sockets. Rounds of all targets alternate, so that the noise of a
//! shared machine falls on all alike.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::bare::Bare;
use crate::beseda::Beseda;
use crate::crowd::{Crowd, Round};
use crate::sample::{Figure, Sample};
use crate::table::{Table, figure};

/// How many sockets speak.
pub(crate) const SIZES: [usize; 4] = [1, 10, 100, 1000];

const ROUNDS: usize = 3;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(500),
    measured: Duration::from_millis(1500),
    pause: Duration::ZERO,
};

/// Before the first round, and not counted: the compiler of the runtime is done with
/// what is often called after thousands of messages. A socket alone says no more than
/// that in this time; many do in less.
const fn first(sockets: usize) -> Round {
    Round {
        warm_up: Duration::from_millis(if sockets == 1 { 2500 } else { 1000 }),
        measured: Duration::ZERO,
        pause: Duration::ZERO,
    }
}

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// The relay: visitors, and one operator who hears all of them.
    Beseda,
    /// A bare object with group commit, socket pairs.
    Group,
    /// The same, with the rows that the relay writes.
    Rows,
    /// A bare object message by message, socket pairs.
    Each,
    /// Node, `ws` and SQLite with `synchronous=FULL`, socket pairs.
    Node,
    /// A bare object that sends back what it hears.
    Echo,
}

impl Target {
    fn title(self) -> &'static str {
        match self {
            Self::Beseda => "**Beseda**",
            Self::Group => "bare object, group commit",
            Self::Rows => "bare object, group commit, Beseda's rows",
            Self::Each => "bare object, message by message",
            Self::Node => "Node ws + SQLite FULL",
            Self::Echo => "bare object, echo without storage",
        }
    }
}

/// The servers of a run.
#[derive(Debug)]
pub(crate) struct Servers<'a> {
    pub(crate) beseda: &'a Beseda,
    pub(crate) bare: &'a Bare,
    pub(crate) node: Option<&'a Bare>,
}

/// All targets at all sizes.
#[derive(Debug, Serialize)]
pub(crate) struct Speed(Vec<Size>);

/// All targets at one size.
#[derive(Debug, Serialize)]
struct Size {
    sockets: usize,
    targets: Vec<(Target, Figure)>,
}

impl Speed {
    /// Measures.
    pub(crate) async fn measure(servers: &Servers<'_>, sizes: &[usize]) -> Self {
        let mut measured = Vec::new();
        for &sockets in sizes {
            eprintln!("• {sockets} sockets");
            let crowds = crowds(servers, sockets).await;
            measured.push(alternate(servers, sockets, crowds).await);
        }
        Self(measured)
    }
}

async fn crowds(servers: &Servers<'_>, sockets: usize) -> Vec<(Target, Crowd)> {
    let Servers { beseda, bare, node } = servers;
    let mut crowds = vec![
        (Target::Beseda, beseda.crowd(sockets, 1).await),
        (Target::Group, bare.pairs("group", sockets).await),
        (Target::Rows, bare.pairs("rows", sockets).await),
        (Target::Each, bare.pairs("each", sockets).await),
    ];
    if let Some(node) = node {
        crowds.push((Target::Node, node.pairs("node", sockets).await));
    }
    crowds.push((Target::Echo, bare.senders("echo", sockets).await));
    crowds
}

async fn alternate(
    servers: &Servers<'_>,
    sockets: usize,
    mut crowds: Vec<(Target, Crowd)>,
) -> Size {
    let beseda = servers.beseda;
    beseda.lift_pace().await;
    for (_, crowd) in &mut crowds {
        crowd.speak(first(sockets), &mut Sample::default()).await;
    }
    let mut samples: Vec<Sample> = crowds.iter().map(|_| Sample::default()).collect();
    for _ in 0..ROUNDS {
        // The object has slept since, and with its memory went the lifted pace.
        beseda.lift_pace().await;
        for ((_, crowd), sample) in crowds.iter_mut().zip(&mut samples) {
            crowd.speak(ROUND, sample).await;
        }
    }
    let named = crowds.iter().zip(&samples);
    let targets = named.map(|((target, _), sample)| (*target, sample.figure()));
    Size {
        sockets,
        targets: targets.collect(),
    }
}

impl Size {
    fn of(&self, wanted: Target) -> Option<&Figure> {
        let mut targets = self.targets.iter();
        targets.find_map(|(target, figure)| (*target == wanted).then_some(figure))
    }

    /// Messages a second of the relay for each of another target's.
    fn ratio(&self, to: Target) -> Option<f64> {
        Some(self.of(Target::Beseda)?.per_second / self.of(to)?.per_second)
    }

    /// Time to the acknowledgement for each of another target's.
    fn slower(&self, to: Target) -> Option<f64> {
        Some(self.of(Target::Beseda)?.ack.p50 / self.of(to)?.ack.p50)
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times = |ratio: Option<f64>| ratio.map_or("–".to_owned(), |it| format!("{it:.2}"));
        let mut ratios = Table::new([
            "Beseda, as a multiple of",
            "group commit",
            "message by message",
            "Node FULL",
            "p50 of group commit",
            "of message by message",
            "of its own rows",
        ]);
        for size in &self.0 {
            ratios.row([
                size.title(),
                times(size.ratio(Target::Group)),
                times(size.ratio(Target::Each)),
                times(size.ratio(Target::Node)),
                times(size.slower(Target::Group)),
                times(size.slower(Target::Each)),
                times(size.slower(Target::Rows)),
            ]);
        }
        writeln!(f, "{ratios}")?;
        self.one_pair(f)?;
        for size in &self.0 {
            writeln!(f, "{}", size.table())?;
        }
        Ok(())
    }
}

impl Speed {
    /// The first aim in words: one pair within 1.25 times of the bare object.
    fn one_pair(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = self.0.iter().find(|size| size.sockets == 1);
        let slower = one.and_then(|one| {
            let (group, each) = (one.slower(Target::Group)?, one.slower(Target::Each)?);
            Some((group, each))
        });
        let Some((group, each)) = slower else {
            return Ok(());
        };
        writeln!(
            f,
            "With one pair the acknowledgement takes {group:.2} times as long (p50) as that of the
bare object with group commit, and {each:.2} times as long as that of the bare object
message by message, which never asks whether the commit before is done; the aim is 1.25.\n"
        )
    }

    /// Numbers of sockets, each with the processor time that a message costs some
    /// targets, in µs; nothing of a size at which one of them is missing.
    pub(crate) fn processor<const N: usize>(
        &self,
        targets: [Target; N],
    ) -> impl Iterator<Item = (usize, [f64; N])> {
        self.0.iter().filter_map(move |size| {
            let mut us = [0.0; N];
            for (us, target) in us.iter_mut().zip(targets) {
                *us = size.of(target)?.processor_us;
            }
            Some((size.sockets, us))
        })
    }

    /// What one socket waits for its acknowledgement (p50), in ms.
    pub(crate) fn one_waits(&self, target: Target) -> Option<f64> {
        let one = self.0.iter().find(|size| size.sockets == 1)?;
        Some(one.of(target)?.ack.p50)
    }
}

impl Size {
    fn title(&self) -> String {
        match self.sockets {
            1 => "1 socket".to_owned(),
            n => format!("{n} sockets"),
        }
    }

    fn table(&self) -> Table {
        let title = self.title();
        let mut table = Table::new([
            &title,
            "messages/s",
            "of its rounds",
            "ack p50, ms",
            "p99",
            "delivery p50, ms",
            "p99",
            "processor µs/message",
        ]);
        for (target, it) in &self.targets {
            let (slowest, fastest) = it.rounds;
            table.row([
                target.title().to_owned(),
                figure(it.per_second),
                format!("{}–{}", figure(slowest), figure(fastest)),
                figure(it.ack.p50),
                figure(it.ack.p99),
                it.delivery.map_or("–".to_owned(), |it| figure(it.p50)),
                it.delivery.map_or("–".to_owned(), |it| figure(it.p99)),
                figure(it.processor_us),
            ]);
        }
        table
    }
}

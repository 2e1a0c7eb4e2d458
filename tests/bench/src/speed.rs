//! A message's way to its acknowledgement and to the other side, at growing
//! numbers of sockets. Rounds of all targets alternate, so that the noise of a
//! shared machine falls on all alike.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::ceilings::Server;
use crate::crowd::{Crowd, Round};
use crate::sample::{Figure, Sample};

const SIZES: [usize; 4] = [1, 10, 100, 1000];
const ROUNDS: usize = 3;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(400),
    measured: Duration::from_millis(1000),
};

/// What one target did at one size.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) target: &'static str,
    pub(crate) sockets: usize,
    pub(crate) figure: Figure,
}

/// Measures all targets at all sizes.
pub(crate) async fn measure(workerd: &Path, bundle: &Path, node: Option<&Path>) -> Vec<Row> {
    let bare = Server::workerd(workerd, bundle).await;
    let node = match node {
        Some(modules) => Some(Server::node(modules).await),
        None => None,
    };
    let mut rows = Vec::new();
    for size in SIZES {
        let mut targets = vec![
            ("echo", bare.senders("echo", size).await),
            ("each", bare.pairs("each", size).await),
            ("group", bare.pairs("group", size).await),
        ];
        if let Some(node) = &node {
            targets.push(("node", node.pairs("node", size).await));
        }
        rows.extend(alternate(size, targets).await);
    }
    rows
}

async fn alternate(sockets: usize, mut targets: Vec<(&'static str, Crowd)>) -> Vec<Row> {
    let mut samples: Vec<Sample> = targets.iter().map(|_| Sample::default()).collect();
    for _ in 0..ROUNDS {
        for ((_, crowd), sample) in targets.iter_mut().zip(&mut samples) {
            crowd.speak(ROUND, sample).await;
        }
    }
    let named = targets.iter().zip(&samples);
    named
        .map(|((target, _), sample)| Row {
            target,
            sockets,
            figure: sample.figure(),
        })
        .collect()
}

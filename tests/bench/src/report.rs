//! The whole report: JSON for programs, Markdown for people.

use std::fmt;
use std::thread::available_parallelism;

use serde::Serialize;

use crate::sample::Spread;
use crate::speed::Speed;
use crate::table::figure;

/// What a run has measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    pub(crate) speed: Speed,
}

/// Where it was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    cores: usize,
    /// One flush of the disk, in ms.
    flush: Spread,
    workerd: String,
}

impl Machine {
    /// This one.
    pub(crate) fn this(flush: Spread, workerd: String) -> Self {
        Self {
            cores: available_parallelism().map_or(1, usize::from),
            flush,
            workerd,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine {
            cores,
            flush,
            workerd,
        } = &self.machine;
        writeln!(
            f,
            "# The relay beside its ceilings

Made by `cargo x bench relay`, in one run on one machine: {cores} cores that also
drive the load, {workerd}, loopback, SQLite on a disk whose flush takes
{} ms (p99 {} ms). Every sender has one message in flight; rounds of all
targets alternate. Rates of a shared machine are noisy: compare only within this
run, and trust the processor time of a message first, which neighbours can't take.

## A message's way

To its durable acknowledgement, and to the other side's socket: for Beseda the
console of one operator who hears every visitor, for the others a socket for each
sender. Beseda's message is a row of its own, the dialog's card, an event in two
sequences and the frames that tell both sides; theirs is one row.

{}",
            figure(flush.p50),
            figure(flush.p99),
            self.speed,
        )
    }
}

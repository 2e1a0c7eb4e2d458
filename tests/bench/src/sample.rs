//! What was measured: counts and times, merged over rounds.

use std::time::Duration;

use serde::Serialize;

/// Times of one target at one size, over all its rounds.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    /// From saying to the acknowledgement.
    pub(crate) acks: Times,
    /// From saying to the receiver's socket.
    pub(crate) deliveries: Times,
    /// Messages a second of each round.
    rounds: Vec<f64>,
    measured: Duration,
    /// Messages of whole rounds, warm-up and all, and what the server's
    /// processors spent on them.
    said: usize,
    spent: Duration,
}

/// A heap of times.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

/// A figure of the report.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    /// Acknowledged messages a second over all rounds.
    pub(crate) per_second: f64,
    /// The slowest and the fastest round: how noisy it was.
    pub(crate) rounds: (f64, f64),
    /// The server's processor time for a message, in µs.
    pub(crate) processor_us: f64,
    /// Acknowledgement, in ms.
    pub(crate) ack: Spread,
    /// Delivery to the other side, in ms; the echo has none.
    pub(crate) delivery: Option<Spread>,
}

/// One figure of several rounds.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Rounds {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Rounds {
    /// Of one round at least.
    pub(crate) fn of(figures: &[Figure], value: impl Fn(&Figure) -> f64) -> Self {
        let mut values: Vec<f64> = figures.iter().map(value).collect();
        values.sort_unstable_by(f64::total_cmp);
        let (Some(least), Some(most)) = (values.first(), values.last()) else {
            panic!("there was no round");
        };
        Self {
            median: values[values.len() / 2],
            least: *least,
            most: *most,
        }
    }

    /// How much the rounds differ among themselves.
    pub(crate) fn unrest(&self) -> f64 {
        self.most / self.least
    }
}

/// Percentiles, in ms.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Spread {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Times {
    /// Adds one.
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Percentiles; `None` of nothing.
    pub(crate) fn spread(&self) -> Option<Spread> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = |share: f64| {
            let place = (sorted.len() as f64 * share) as usize;
            sorted.get(place.min(sorted.len() - 1)).map(ms)
        };
        (!sorted.is_empty()).then_some(())?;
        Some(Spread {
            p50: at(0.50)?,
            p99: at(0.99)?,
        })
    }
}

impl Sample {
    /// Takes in what the server spent on a round, and on how many messages.
    pub(crate) fn add_spent(&mut self, said: usize, spent: Duration) {
        self.said += said;
        self.spent += spent;
    }

    /// Messages of whole rounds.
    pub(crate) fn said(&self) -> usize {
        self.said
    }

    /// Takes in what a round measured.
    pub(crate) fn add(&mut self, acks: Times, deliveries: Times, measured: Duration) {
        self.rounds.push(acks.len() as f64 / measured.as_secs_f64());
        self.measured += measured;
        self.acks.0.extend(acks.0);
        self.deliveries.0.extend(deliveries.0);
    }

    /// Sums up.
    ///
    /// # Panics
    /// When not one message was acknowledged.
    pub(crate) fn figure(&self) -> Figure {
        let slowest = self.rounds.iter().copied().fold(f64::INFINITY, f64::min);
        let fastest = self.rounds.iter().copied().fold(0.0, f64::max);
        Figure {
            per_second: self.acks.len() as f64 / self.measured.as_secs_f64(),
            rounds: (slowest, fastest),
            processor_us: self.spent.as_secs_f64() * 1e6 / self.said as f64,
            ack: self.acks.spread().expect("a round has acknowledgements"),
            delivery: self.deliveries.spread(),
        }
    }
}

fn ms(time: &Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_of_several_rounds_is_their_median_and_how_far_they_lie_apart() {
        let figures = [3.0, 1.0, 9.0, 2.0, 4.0].map(|processor_us| Figure {
            per_second: 0.0,
            rounds: (0.0, 0.0),
            processor_us,
            ack: Spread { p50: 0.0, p99: 0.0 },
            delivery: None,
        });
        let Rounds {
            median,
            least,
            most,
        } = Rounds::of(&figures, |it| it.processor_us);
        assert_eq!((median, least, most), (3.0, 1.0, 9.0));
    }
}

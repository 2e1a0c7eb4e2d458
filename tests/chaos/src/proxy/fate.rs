//! What may befall a connection.

use crate::chance::Chance;

/// The fate of one connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fate {
    /// How fast bytes go, in both directions.
    pub pace: Pace,
    /// How it ends, if the weather ends it.
    pub end: Option<(After, End)>,
}

/// When it ends: after so many bytes have gone through, or so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Bytes, both directions together: in the middle of a frame, maybe.
    Bytes(u64),
    /// Milliseconds.
    Ms(u64),
}

/// How fast bytes go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// As they come.
    Free,
    /// Later, by a delay with jitter.
    Late {
        /// The mean, in ms.
        ms: u64,
        /// At most so much more or less.
        jitter_ms: u64,
    },
    /// As through a bad telephone: so many bytes a second.
    Thin {
        /// 4,000 are 32 kbit/s.
        bytes_per_s: u64,
    },
    /// One byte at a time.
    Grains,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Both sides are closed, in the middle of whatever it was.
    Cut,
    /// Both sides are reset.
    Reset,
    /// The client's side hears no more; what it says still arrives.
    HalfClosed,
    /// Nothing gets through any more, and nobody is told.
    BlackHole(Dead),
}

/// Which way is dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dead {
    /// To the relay.
    Up,
    /// To the client.
    Down,
    /// Both.
    Both,
}

/// How bad the network is: what is drawn for each connection.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Weather {
    /// How often a connection comes to a bad end.
    pub ends: f64,
    /// The mean life of such a connection, in ms.
    pub life_ms: u64,
    /// How often a connection is late, thin or grainy.
    pub slow: f64,
}

impl Weather {
    /// Nothing happens.
    pub const FAIR: Self = Self {
        ends: 0.0,
        life_ms: 0,
        slow: 0.0,
    };

    /// The fate of the next connection.
    pub fn draw(self, chance: &mut Chance) -> Fate {
        let pace = match chance.hits(self.slow) {
            false => Pace::Free,
            true => match chance.within(0, 4) {
                0 => Pace::Late {
                    ms: 2_000,
                    jitter_ms: 1_000,
                },
                1 => Pace::Late {
                    ms: 150,
                    jitter_ms: 140,
                },
                2 => Pace::Thin { bytes_per_s: 4_000 },
                _ => Pace::Grains,
            },
        };
        let end = chance.hits(self.ends).then(|| {
            let after = match chance.hits(0.5) {
                true => After::Bytes(chance.within(1, 20_000)),
                false => After::Ms(chance.around_ms(self.life_ms)),
            };
            (after, End::draw(chance))
        });
        Fate { pace, end }
    }
}

impl End {
    fn draw(chance: &mut Chance) -> Self {
        match chance.within(0, 8) {
            0..=2 => Self::Cut,
            3 | 4 => Self::Reset,
            5 => Self::HalfClosed,
            6 => Self::BlackHole(Dead::Both),
            _ => match chance.hits(0.5) {
                true => Self::BlackHole(Dead::Up),
                false => Self::BlackHole(Dead::Down),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_every_end_and_every_pace() {
        let bad = Weather {
            ends: 1.0,
            life_ms: 1_000,
            slow: 0.8,
        };
        let mut chance = Chance::new(3);
        let fates: Vec<Fate> = (0..300).map(|_| bad.draw(&mut chance)).collect();
        let has = |is_it: fn(&Fate) -> bool| assert!(fates.iter().any(is_it));
        has(|f| f.pace == Pace::Free);
        has(|f| matches!(f.pace, Pace::Late { ms: 2_000, .. }));
        has(|f| matches!(f.pace, Pace::Thin { .. }));
        has(|f| f.pace == Pace::Grains);
        has(|f| matches!(f.end, Some((After::Bytes(_), End::Cut))));
        has(|f| matches!(f.end, Some((After::Ms(_), End::Reset))));
        has(|f| matches!(f.end, Some((_, End::HalfClosed))));
        for dead in [Dead::Up, Dead::Down, Dead::Both] {
            assert!(
                fates
                    .iter()
                    .any(|f| matches!(f.end, Some((_, End::BlackHole(d))) if d == dead))
            );
        }
    }

    #[test]
    fn in_fair_weather_nothing_happens() {
        let fair = Weather::FAIR.draw(&mut Chance::new(1));
        assert_eq!(fair.pace, Pace::Free);
        assert_eq!(fair.end, None);
    }
}

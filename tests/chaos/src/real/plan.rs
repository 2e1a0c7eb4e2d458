//! What a run is made of.

use std::time::Duration;

use crate::actor::Disorder;
use crate::proxy::Weather;

/// What a run is made of.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Names the whole run.
    pub seed: u64,
    /// How long faults and writing go on.
    pub lasts: Lasts,
    /// People who write; every third with two tabs.
    pub n_visitors: u64,
    /// Consoles, shared among three operators.
    pub n_consoles: u64,
    /// The mean time between two messages of a visitor, in ms.
    pub writes_every_ms: u64,
    /// How often a message is a file.
    pub files: f64,
    /// How often the owner, on a client's message, hands dialogs on, moves a site, lets a
    /// colleague go, or deletes the client for good.
    pub rules: f64,
    /// The network.
    pub weather: Weather,
    /// Frames on their way.
    pub disorder: Disorder,
    /// What is done to the relay; each comes as often as the others.
    pub troubles: &'static [Trouble],
    /// Between two of them, in ms.
    pub pause_ms: (u64, u64),
    /// The part of the run, of 1, after which the relay is killed no more, so that
    /// its memory can be watched. None: it is not.
    pub settles_at: Option<f64>,
}

/// How long a run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// For a time.
    For(Duration),
    /// Until so many troubles have been made, whatever time that takes: a slow
    /// machine has as many of them as a fast one.
    Until(u64),
}

/// Something that is done to the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// SIGKILL, and a start on the same folder.
    Kill,
    /// The same while an upload is on its way.
    KillInUpload,
    /// The same while a slice of long work is written, at this point of it.
    KillInSlice(SlicePoint),
    /// A failure of the next turn, by its name in the testing relay.
    Plant(&'static str),
    /// The relay's clock is wrong by so many ms from now on (C11).
    Clock(i64),
}

/// Where in a slice of long work the relay stands still until it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlicePoint {
    /// All of it is written, and nothing is on disk.
    Written,
    /// It is on disk, and nothing has followed.
    Kept,
}

impl SlicePoint {
    /// Its name in the testing relay.
    pub const fn plant(self) -> &'static str {
        match self {
            Self::Written => "slice_written",
            Self::Kept => "slice_kept",
        }
    }

    /// What the relay's log says when it stands there.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Written => "planted: a slice is written",
            Self::Kept => "planted: a slice is kept",
        }
    }
}

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 3_600_000;

impl Plan {
    /// All of them, by name; see [`Plan::named`].
    pub const NAMES: &'static [&'static str] = &[
        "fair",
        "kills",
        "points",
        "jobs",
        "weather",
        "disorder",
        "clock",
        "everything",
        "soak",
    ];

    /// By its name.
    pub fn named(name: &str, seed: u64, lasts: Lasts) -> Option<Self> {
        Some(match name {
            "fair" => Self::fair(seed, lasts),
            "kills" => Self::kills(seed, lasts),
            "points" => Self::points(seed, lasts),
            "jobs" => Self::jobs(seed, lasts),
            "weather" => Self::weather(seed, lasts),
            "disorder" => Self::disorder(seed, lasts),
            "clock" => Self::clock(seed, lasts),
            "everything" => Self::everything(seed, lasts),
            "soak" => Self::soak(seed, lasts),
            _ => return None,
        })
    }

    /// Everybody behaves and nothing fails: what the others are made of.
    pub const fn fair(seed: u64, lasts: Lasts) -> Self {
        Self {
            seed,
            lasts,
            n_visitors: 40,
            n_consoles: 5,
            writes_every_ms: 1_800,
            files: 0.0,
            rules: 0.0,
            weather: Weather::FAIR,
            disorder: Disorder::NONE,
            troubles: &[],
            pause_ms: (2_000, 8_000),
            settles_at: None,
        }
    }

    /// C1: the relay is killed again and again, in fair weather.
    pub const fn kills(seed: u64, lasts: Lasts) -> Self {
        Self {
            troubles: &[Trouble::Kill],
            ..Self::fair(seed, lasts)
        }
    }

    /// C2: turns fail at their nastiest points, uploads are cut by kills.
    pub const fn points(seed: u64, lasts: Lasts) -> Self {
        Self {
            files: 0.15,
            troubles: Self::POINTS,
            pause_ms: (1_500, 4_000),
            ..Self::fair(seed, lasts)
        }
    }

    /// The points of [`Plan::points`].
    pub const POINTS: &'static [Trouble] = &[
        Trouble::KillInUpload,
        Trouble::Plant("fault"),
        Trouble::Plant("panic_before"),
        Trouble::Plant("panic_after"),
        Trouble::Plant("mute_after"),
    ];

    /// Long work, of which clients are deleted, while the relay dies in its slices: before
    /// one is on disk, after it, and at any moment.
    pub const fn jobs(seed: u64, lasts: Lasts) -> Self {
        Self {
            rules: 0.04,
            troubles: Self::SLICES,
            pause_ms: (1_500, 4_000),
            ..Self::fair(seed, lasts)
        }
    }

    /// The points of [`Plan::jobs`].
    pub const SLICES: &'static [Trouble] = &[
        Trouble::KillInSlice(SlicePoint::Written),
        Trouble::KillInSlice(SlicePoint::Kept),
        Trouble::Kill,
    ];

    /// C4: a bad network.
    pub const fn weather(seed: u64, lasts: Lasts) -> Self {
        Self {
            files: 0.03,
            weather: Weather {
                ends: 0.8,
                life_ms: 8_000,
                slow: 0.4,
            },
            ..Self::fair(seed, lasts)
        }
    }

    /// C5 and C15: frames doubled, late, from sockets that should be gone, and as
    /// another version writes them.
    pub const fn disorder(seed: u64, lasts: Lasts) -> Self {
        Self {
            disorder: Disorder {
                doubled: 0.3,
                late: 0.2,
                late_ms_max: 10_000,
                ghosts: 0.5,
                foreign: 0.3,
            },
            weather: Weather {
                ends: 0.5,
                life_ms: 10_000,
                slow: 0.0,
            },
            ..Self::fair(seed, lasts)
        }
    }

    /// C11: the relay's clock jumps. Not past the end of a session's life, which
    /// would send the operators away, as it should.
    pub const fn clock(seed: u64, lasts: Lasts) -> Self {
        Self {
            troubles: &[
                Trouble::Clock(600_000),
                Trouble::Clock(-600_000),
                Trouble::Clock(-400 * DAY_MS),
                Trouble::Clock(0),
                Trouble::Kill,
            ],
            pause_ms: (2_000, 5_000),
            ..Self::fair(seed, lasts)
        }
    }

    /// All of it at once.
    pub const fn everything(seed: u64, lasts: Lasts) -> Self {
        Self {
            files: 0.03,
            weather: Weather {
                ends: 0.6,
                life_ms: 15_000,
                slow: 0.3,
            },
            disorder: Disorder {
                doubled: 0.1,
                late: 0.1,
                late_ms_max: 5_000,
                ghosts: 0.3,
                foreign: 0.1,
            },
            troubles: &[
                Trouble::Kill,
                Trouble::KillInUpload,
                Trouble::Plant("fault"),
                Trouble::Plant("panic_before"),
                Trouble::Plant("panic_after"),
                Trouble::Plant("mute_after"),
                Trouble::Clock(600_000),
                Trouble::Clock(0),
            ],
            pause_ms: (5_000, 15_000),
            ..Self::fair(seed, lasts)
        }
    }

    /// C16: two hundred sockets, a little of everything, and the relay's memory.
    pub const fn soak(seed: u64, lasts: Lasts) -> Self {
        Self {
            n_visitors: 145,
            n_consoles: 6,
            writes_every_ms: 15_000,
            files: 0.01,
            weather: Weather {
                ends: 0.3,
                life_ms: 120_000,
                slow: 0.1,
            },
            disorder: Disorder {
                doubled: 0.05,
                late: 0.05,
                late_ms_max: 5_000,
                ghosts: 0.1,
                foreign: 0.05,
            },
            troubles: &[
                Trouble::Kill,
                Trouble::Plant("fault"),
                Trouble::Plant("mute_after"),
            ],
            pause_ms: (30_000, 90_000),
            settles_at: Some(0.2),
            ..Self::fair(seed, lasts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_plan() {
        for name in Plan::NAMES {
            assert!(
                Plan::named(name, 1, Lasts::Until(1)).is_some(),
                "{name} is none"
            );
        }
        assert!(Plan::named("peace", 1, Lasts::Until(1)).is_none());
    }
}

//! The life of the line to the relay: a state machine without a socket.
//!
//! ```text
//!          Start            Opened             Greeted
//!   Idle ────────▶ Connecting ────▶ Greeting ────────▶ Live
//!    ▲                  ▲    └─ closed, late ─┬──────────┘
//!    │ Stop             │                     ▼
//!    └──(from any)      └──── until ────── Waiting        Ended: do not come back
//! ```

use beseda_protocol::close;
use beseda_protocol::ids::Timestamp;
use beseda_protocol::limits::{
    ACK_DEADLINE_MS, BACKOFF_FIRST_MS, BACKOFF_MAX_MS, PING_EVERY_MS, PONG_DEADLINE_MS,
};

/// How long a line must have lived for its end to count as a first failure. A
/// relay that accepts and hangs up at once must not be hammered.
pub const STEADY_MS: u64 = 10_000;

/// Where a line that has lived, however short, goes on counting failures: then
/// it waits 4 s at most ([`backoff_ms`]), and once more as long when it comes
/// too early. So a relay that is killed every few seconds has everybody back
/// within 10 s (C1), and one that greets and hangs up sees each client every
/// 2 s on average. Only a line that can't be opened waits longer (G8).
pub const ATTEMPT_AFTER_LIFE_MAX: u32 = 3;

/// How long the answer to a ping may take when there is a reason to doubt the
/// line: the network came back, or the laptop was opened.
pub const PROBE_DEADLINE_MS: u64 = 3_000;

/// How long a page stays away whose place a newer one has taken, unless it is looked at
/// (see [`close::CROWDED_OUT`]): coming back by itself it would take the next one's.
pub const CROWDED_OUT_MS: u64 = 24 * 60 * 60 * 1000;

/// Where the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not wanted.
    Idle,
    /// A socket is being opened.
    Connecting {
        /// Failures before this one.
        attempt: u32,
        /// Given up then.
        until: Timestamp,
    },
    /// The hello is said; its answer is awaited.
    Greeting {
        /// Failures before this one.
        attempt: u32,
        /// Given up then.
        until: Timestamp,
    },
    /// Frames flow.
    Live {
        /// Failures before this one.
        attempt: u32,
        /// Since when.
        since: Timestamp,
        /// Whether the line is known to work.
        pulse: Pulse,
    },
    /// Until the next attempt.
    Waiting {
        /// Failures so far.
        attempt: u32,
        /// Connects then.
        until: Timestamp,
    },
    /// The relay does not want this identity back.
    Ended,
}

/// What is known of a live line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pulse {
    /// It works; asked again then.
    Felt {
        /// The time of the next ping.
        ping_at: Timestamp,
    },
    /// A ping is out.
    Asked {
        /// Taken for dead then.
        until: Timestamp,
    },
}

/// What happened to the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The line is wanted from now on.
    Start,
    /// No longer wanted.
    Stop,
    /// The socket has opened.
    Opened,
    /// The socket has closed, or could not be opened.
    Closed {
        /// Of the close frame; 1006 without one.
        code: u16,
    },
    /// The relay has answered the hello.
    Greeted,
    /// Something arrived, a pong for instance.
    Heard,
    /// A frame is missing, or an acknowledgement is late: a new line is needed.
    Doubt,
    /// The browser says that the network has come or gone, or the page is looked
    /// at again.
    Awake,
    /// Time has passed.
    Tick,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Open a socket.
    Open,
    /// Say hello.
    Greet,
    /// Send a ping.
    Ping,
    /// Drop the socket: nothing of it may be heard any more.
    Close,
    /// Tell that this identity is not accepted.
    End,
}

/// The line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    state: State,
}

impl Default for Connection {
    fn default() -> Self {
        Self { state: State::Idle }
    }
}

impl Connection {
    /// Where it is.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether frames flow.
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    /// Whether what is said now arrives behind the hello.
    pub fn is_introduced(&self) -> bool {
        matches!(self.state, State::Greeting { .. } | State::Live { .. })
    }

    /// When [`Input::Tick`] is due.
    pub fn wake_at(&self) -> Option<Timestamp> {
        match self.state {
            State::Idle | State::Ended => None,
            State::Connecting { until, .. }
            | State::Greeting { until, .. }
            | State::Waiting { until, .. } => Some(until),
            State::Live { pulse, .. } => Some(match pulse {
                Pulse::Felt { ping_at } => ping_at,
                Pulse::Asked { until } => until,
            }),
        }
    }

    /// Goes on by one input. `chance` is a random number of `0.0..1.0`: the
    /// jitter of the delay, should there be one.
    pub fn take(&mut self, now: Timestamp, chance: f64, input: Input) -> Vec<Act> {
        match (input, self.state) {
            (Input::Stop, State::Idle) => vec![],
            (Input::Stop, state) => {
                self.state = State::Idle;
                close_of(state)
            }
            (Input::Start, State::Idle | State::Ended) => self.connect(now, 0),
            (Input::Opened, State::Connecting { attempt, .. }) => {
                self.state = State::Greeting {
                    attempt,
                    until: now.plus_ms(ACK_DEADLINE_MS),
                };
                vec![Act::Greet]
            }
            (Input::Greeted, State::Greeting { attempt, .. }) => {
                self.state = State::Live {
                    attempt,
                    since: now,
                    pulse: felt(now),
                };
                vec![]
            }
            (
                Input::Heard,
                State::Live {
                    attempt,
                    since,
                    pulse: Pulse::Asked { .. },
                },
            ) => {
                self.state = State::Live {
                    attempt,
                    since,
                    pulse: felt(now),
                };
                vec![]
            }
            (Input::Closed { code }, state) => self.closed(now, chance, code, state),
            (Input::Doubt, State::Live { .. } | State::Greeting { .. }) => self.lose(now, chance),
            (Input::Awake, State::Waiting { attempt, .. }) => self.connect(now, attempt),
            (
                Input::Awake,
                State::Live {
                    attempt,
                    since,
                    pulse,
                },
            ) => self.probe(now, attempt, since, pulse),
            (Input::Tick, _) => self.tick(now, chance),
            _ => vec![],
        }
    }

    fn tick(&mut self, now: Timestamp, chance: f64) -> Vec<Act> {
        if self.wake_at().is_none_or(|at| now < at) {
            return vec![];
        }
        match self.state {
            State::Waiting { attempt, .. } => self.connect(now, attempt),
            State::Live {
                attempt,
                since,
                pulse: Pulse::Felt { ping_at },
            } => {
                // Much too late: the machine has slept, and the line may be dead.
                let deadline = match now.ms_since(ping_at) {
                    late if late > PONG_DEADLINE_MS => PROBE_DEADLINE_MS,
                    _ => PONG_DEADLINE_MS,
                };
                let pulse = Pulse::Asked {
                    until: now.plus_ms(deadline),
                };
                self.state = State::Live {
                    attempt,
                    since,
                    pulse,
                };
                vec![Act::Ping]
            }
            _ => self.lose(now, chance),
        }
    }

    fn connect(&mut self, now: Timestamp, attempt: u32) -> Vec<Act> {
        self.state = State::Connecting {
            attempt,
            until: now.plus_ms(ACK_DEADLINE_MS),
        };
        vec![Act::Open]
    }

    /// Asks a line that may have died unnoticed; a ping already out keeps its
    /// deadline unless the new one is sooner.
    fn probe(&mut self, now: Timestamp, attempt: u32, since: Timestamp, pulse: Pulse) -> Vec<Act> {
        let soon = now.plus_ms(PROBE_DEADLINE_MS);
        let until = match pulse {
            Pulse::Felt { .. } => soon,
            Pulse::Asked { until } => until.min(soon),
        };
        let pulse = Pulse::Asked { until };
        self.state = State::Live {
            attempt,
            since,
            pulse,
        };
        vec![Act::Ping]
    }

    fn closed(&mut self, now: Timestamp, chance: f64, code: u16, state: State) -> Vec<Act> {
        match state {
            State::Idle | State::Ended | State::Waiting { .. } => vec![],
            _ if code == close::UNAUTHORIZED => {
                self.state = State::Ended;
                vec![Act::Close, Act::End]
            }
            _ if code == close::CROWDED_OUT => {
                self.state = State::Waiting {
                    attempt: 0,
                    until: now.plus_ms(CROWDED_OUT_MS),
                };
                vec![Act::Close]
            }
            _ => self.lose(now, chance),
        }
    }

    /// Drops the socket and waits.
    fn lose(&mut self, now: Timestamp, chance: f64) -> Vec<Act> {
        let (attempt, next_max) = match self.state {
            State::Live { since, .. } if now.ms_since(since) >= STEADY_MS => (0, u32::MAX),
            State::Live { attempt, .. } => {
                let most = ATTEMPT_AFTER_LIFE_MAX;
                (attempt.min(most), most)
            }
            State::Connecting { attempt, .. }
            | State::Greeting { attempt, .. }
            | State::Waiting { attempt, .. } => (attempt, u32::MAX),
            State::Idle | State::Ended => return vec![],
        };
        self.state = State::Waiting {
            attempt: attempt.saturating_add(1).min(next_max),
            until: now.plus_ms(backoff_ms(attempt, chance)),
        };
        vec![Act::Close]
    }
}

fn felt(now: Timestamp) -> Pulse {
    Pulse::Felt {
        ping_at: now.plus_ms(PING_EVERY_MS),
    }
}

fn close_of(state: State) -> Vec<Act> {
    match state {
        State::Connecting { .. } | State::Greeting { .. } | State::Live { .. } => vec![Act::Close],
        State::Idle | State::Waiting { .. } | State::Ended => vec![],
    }
}

/// The delay before the next attempt: exponential with full jitter, so that a
/// thousand clients cut at once do not come back at once (G8).
pub fn backoff_ms(attempt: u32, chance: f64) -> u64 {
    let most = BACKOFF_FIRST_MS
        .saturating_mul(1 << attempt.min(16))
        .min(BACKOFF_MAX_MS);
    (most as f64 * chance.clamp(0.0, 1.0)) as u64
}

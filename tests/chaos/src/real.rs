//! A run before the real relay: actors over real sockets, through the proxy,
//! while the relay is killed and started again.

mod crew;
mod files;
mod player;
mod socket;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use beseda_tests::stack::Stack;
use tokio::time::{Instant, sleep};

use crate::actor::Disorder;
use crate::chance::Chance;
use crate::ledger::{Did, Ledger};
use crate::proxy::{Proxy, Sky, Weather};

pub use crew::Crew;
pub use player::{Order, Player};

/// What a run is made of.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Names the whole run.
    pub seed: u64,
    /// How long faults and writing go on.
    pub lasts: Duration,
    /// People who write; every third with two tabs.
    pub n_visitors: u64,
    /// Consoles, shared among three operators.
    pub n_consoles: u64,
    /// The mean time between two messages of a visitor, in ms.
    pub writes_every_ms: u64,
    /// How often a message is a file.
    pub files: f64,
    /// The network.
    pub weather: Weather,
    /// Frames on their way.
    pub disorder: Disorder,
    /// Between two kills of the relay, in ms; none without.
    pub kills_every_ms: Option<(u64, u64)>,
    /// Failures that the testing relay plants in its own turns.
    pub plants: &'static [&'static str],
}

impl Plan {
    /// By its name.
    pub fn named(name: &str, seed: u64, lasts: Duration) -> Option<Self> {
        Some(match name {
            "fair" => Self::fair(seed, lasts),
            "kills" => Self::kills(seed, lasts),
            "points" => Self::points(seed, lasts),
            "weather" => Self::weather(seed, lasts),
            "disorder" => Self::disorder(seed, lasts),
            "everything" => Self::everything(seed, lasts),
            _ => return None,
        })
    }

    /// Everybody behaves and nothing fails: what the others are made of.
    pub const fn fair(seed: u64, lasts: Duration) -> Self {
        Self {
            seed,
            lasts,
            n_visitors: 40,
            n_consoles: 5,
            writes_every_ms: 1_800,
            files: 0.0,
            weather: Weather::FAIR,
            disorder: Disorder {
                doubled: 0.0,
                late: 0.0,
                late_ms_max: 0,
                ghosts: 0.0,
            },
            kills_every_ms: None,
            plants: &[],
        }
    }

    /// C1: the relay is killed again and again, in fair weather.
    pub const fn kills(seed: u64, lasts: Duration) -> Self {
        Self {
            kills_every_ms: Some((2_000, 8_000)),
            ..Self::fair(seed, lasts)
        }
    }

    /// C2: turns fail at their nastiest points, uploads are cut by kills.
    pub const fn points(seed: u64, lasts: Duration) -> Self {
        Self {
            files: 0.15,
            kills_every_ms: Some((4_000, 9_000)),
            plants: &["fault", "panic_before", "panic_after", "mute_after"],
            ..Self::fair(seed, lasts)
        }
    }

    /// C4: a bad network.
    pub const fn weather(seed: u64, lasts: Duration) -> Self {
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

    /// C5: frames doubled, late, and from sockets that should be gone.
    pub const fn disorder(seed: u64, lasts: Duration) -> Self {
        Self {
            disorder: Disorder {
                doubled: 0.3,
                late: 0.2,
                late_ms_max: 10_000,
                ghosts: 0.5,
            },
            weather: Weather {
                ends: 0.5,
                life_ms: 10_000,
                slow: 0.0,
            },
            ..Self::fair(seed, lasts)
        }
    }

    /// All of it at once.
    pub const fn everything(seed: u64, lasts: Duration) -> Self {
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
            },
            kills_every_ms: Some((5_000, 20_000)),
            plants: &["fault", "panic_after", "mute_after"],
            ..Self::fair(seed, lasts)
        }
    }
}

/// How long everybody may take to come to rest once the faults are over: a
/// connection that was drawn thin, the longest backoff and every deadline.
const REST_WITHIN: Duration = Duration::from_secs(150);

/// How long nothing may be heard for a run to count as quiet.
const SILENCE: Duration = Duration::from_secs(3);

/// Runs a plan and returns what the relay has stored in the end, as printed.
///
/// # Panics
/// When relay or driver can't do their work at all.
pub async fn run(plan: Plan, ledger: Arc<Ledger>) -> String {
    let mut stack = Stack::start().await;
    let sky = Sky::Drawn(plan.weather);
    let proxy = Proxy::start(stack.port(), plan.seed, sky)
        .await
        .expect("a port can be had");
    let crew = Crew::hire(&plan, &stack, proxy.address(), &ledger).await;
    crew.order(&Order::Start);
    make_trouble(&plan, &mut stack, &crew).await;
    proxy.set(Sky::Drawn(Weather::FAIR));
    proxy.gust();
    crew.note("calm");
    crew.order(&Order::Calm);
    if crew.comes_to_rest(REST_WITHIN, SILENCE).await {
        crew.fetch_files(&stack).await;
        ledger.write(crew.now(), "driver", Did::Quiet {});
    }
    ledger.flush();
    host_dump(&stack.data()).await
}

/// Kills and plants until the time is over.
async fn make_trouble(plan: &Plan, stack: &mut Stack, crew: &Crew) {
    let end = Instant::now() + plan.lasts;
    let mut chance = Chance::named(plan.seed, "trouble");
    while Instant::now() < end {
        let (low, high) = plan.kills_every_ms.unwrap_or((3_000, 6_000));
        let pause = Duration::from_millis(chance.within(low, high));
        sleep(pause.min(end.saturating_duration_since(Instant::now()))).await;
        if Instant::now() >= end {
            return;
        }
        match chance.pick(plan.plants) {
            Some(plant) if plan.kills_every_ms.is_none() || chance.hits(0.6) => {
                crew.note(&format!("plant {plant}"));
                // The failure may befall the very call that plants it.
                drop(stack.door().post("/host/plant", &(*plant).into()).await);
            }
            _ if plan.kills_every_ms.is_some() => {
                crew.note("kill");
                stack.restart().await;
                crew.note("restarted");
            }
            _ => {}
        }
    }
}

/// Everything stored, by the host's own verb.
///
/// # Panics
/// When the host fails.
pub async fn host_dump(data: &Path) -> String {
    let host = beseda_tests::stack::host();
    let output = tokio::process::Command::from(host)
        .arg("dump")
        .arg("--data")
        .arg(data)
        .output()
        .await
        .expect("the host can be started");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the dump failed: {errors}");
    String::from_utf8(output.stdout).expect("a dump is text")
}

//! A run before the real relay: actors over real sockets, through the proxy,
//! while the relay is killed and started again.

mod crew;
mod files;
mod memory;
mod plan;
mod player;
mod socket;
mod trouble;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use beseda_tests::stack::Stack;
use tokio::time::sleep;

use crate::ledger::{Did, Ledger};
use crate::proxy::{Proxy, Sky, Weather};

pub use crew::Crew;
pub use memory::Memory;
pub use plan::{Lasts, Plan, SlicePoint, Trouble};
pub use player::{Order, Player};

/// How long everybody may take to come to rest once the faults are over: a
/// connection that was drawn thin, the longest backoff and every deadline.
/// And twice that, on a machine that has other work.
const REST_WITHIN: Duration = Duration::from_secs(300);

/// How long nothing may be heard for a run to count as quiet: what one reader
/// was told after his last word reaches the others within this time.
const SILENCE: Duration = Duration::from_secs(5);

/// Between two words about how it goes.
const WORD_EVERY: Duration = Duration::from_secs(30);

/// What a run leaves besides its ledger.
#[derive(Debug)]
pub struct Outcome {
    /// What the relay has stored in the end, as printed.
    pub dump: String,
    /// The relay's memory, of a plan that watches it.
    pub memory: Option<Memory>,
}

/// Runs a plan; tells how it goes now and then.
///
/// # Panics
/// When relay or driver can't do their work at all.
pub async fn run(plan: Plan, ledger: Arc<Ledger>, tell: impl Fn(&str)) -> Outcome {
    // As companies run it: the demo's pages would be another worker's memory (C16).
    let mut stack = Stack::without_pages().await;
    let sky = Sky::Drawn(plan.weather);
    let proxy = Proxy::start(stack.port(), plan.seed, sky)
        .await
        .expect("a port can be had");
    let crew = Crew::hire(&plan, &stack, proxy.address(), &ledger).await;
    crew.order(&Order::Start);
    let memory = tokio::select! {
        memory = trouble::make(&plan, &mut stack, &crew) => memory,
        () = tell_always(&crew, &tell) => None,
    };
    proxy.set(Sky::Drawn(Weather::FAIR));
    proxy.gust();
    crew.note("calm");
    tell("no more faults; waiting for everybody to say what he has to say");
    crew.order(&Order::Calm);
    let rests = tokio::select! {
        rests = crew.comes_to_rest(REST_WITHIN, SILENCE) => rests,
        () = tell_restless(&crew, &tell) => false,
    };
    if rests {
        crew.fetch_files(&stack).await;
        ledger.write(crew.now(), "driver", Did::Quiet {});
    }
    tell(&crew.progress());
    ledger.flush();
    let dump = host_dump(&stack.data()).await;
    Outcome { dump, memory }
}

async fn tell_restless(crew: &Crew, tell: &impl Fn(&str)) {
    loop {
        sleep(WORD_EVERY).await;
        tell(&crew.restless());
    }
}

async fn tell_always(crew: &Crew, tell: &impl Fn(&str)) {
    loop {
        sleep(WORD_EVERY).await;
        tell(&crew.progress());
    }
}

/// Everything stored, by the host's own verb.
///
/// # Panics
/// When the host fails.
pub async fn host_dump(data: &Path) -> String {
    let host = beseda_tests::artifacts::host();
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

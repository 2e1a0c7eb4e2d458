//! The plans, each for long enough to break what can be broken (C1, C2, C4, C5,
//! C11, C15). Next to nothing here is measured in time: how long a thing takes is told,
//! and what counts is what came of it.

use std::sync::Arc;
use std::time::Duration;

use beseda_chaos::check::check_all;
use beseda_chaos::dump::Dump;
use beseda_chaos::ledger::{self, Ledger};
use beseda_chaos::real::{Lasts, Plan, run};
use beseda_chaos::report::{self, Report};
use tempfile::TempDir;

/// Of the network's plans.
const TWO_MINUTES: Lasts = Lasts::For(Duration::from_secs(120));

/// How long after its return the relay may wait for the last of its clients. C1 says
/// 10 s of a quiet machine; this one may have other work, and a client that a busy
/// relay did not answer in time (10 s) comes once more.
const BACK_WITHIN_MS: u64 = 30_000;

/// Of the subset; `BESEDA_SEED` sets another.
fn seed() -> u64 {
    std::env::var("BESEDA_SEED").map_or(1, |seed| seed.parse().expect("a seed is a number"))
}

/// Runs a plan, checks its ledger as a file, and says what was in it.
async fn survives(name: &str, plan: Plan) -> Report {
    let folder = TempDir::with_prefix("beseda-chaos-").expect("a folder can be made");
    let path = folder.path().join("ledger");
    let writing = Arc::new(Ledger::create(&path).expect("a new ledger"));
    let outcome = run(plan, writing, |word| println!("{name}: {word}")).await;
    let dump = Dump::read(&outcome.dump).expect("a dump");
    let ledger = ledger::read(&path).expect("a ledger");
    let (report, breaches) = (report::of(&ledger, &dump), check_all(&ledger, &dump));
    println!("{name}, seed {}: {report}", plan.seed);
    let first: Vec<String> = breaches.iter().take(10).map(ToString::to_string).collect();
    if !first.is_empty() {
        let kept = folder.keep();
        std::fs::write(kept.join("dump"), outcome.dump).expect("the dump can be kept");
        let (n, kept) = (breaches.len(), kept.display());
        panic!(
            "{name}, seed {}: {n} breaches, ledger and dump in {kept}\n{}",
            plan.seed,
            first.join("\n")
        );
    }
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_killed_ten_times_loses_nothing() {
    let report = survives("kills", Plan::kills(seed(), Lasts::Until(10))).await;
    assert_eq!(report.faults["kill"], 10, "{report}");
    assert!(report.n_acked > 100, "{report}");
    // Nobody at all would be a return that was not seen.
    let back = 1..=BACK_WITHIN_MS;
    assert!(back.contains(&report.back_ms_max), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turns_that_fail_five_times_at_each_of_their_worst_moments_lose_nothing() {
    let n_troubles = 5 * Plan::POINTS.len() as u64;
    let report = survives("points", Plan::points(seed(), Lasts::Until(n_troubles))).await;
    for moment in [
        "kill in an upload",
        "plant fault",
        "plant panic_before",
        "plant panic_after",
        "plant mute_after",
    ] {
        assert_eq!(report.faults.get(moment), Some(&5), "{moment}: {report}");
    }
    assert!(report.n_files > 20, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_are_deleted_and_dialogs_moved_while_the_relay_dies_in_slices() {
    let n_troubles = 4 * Plan::SLICES.len() as u64;
    let report = survives("jobs", Plan::jobs(seed(), Lasts::Until(n_troubles))).await;
    for moment in ["kill at slice_written", "kill at slice_kept", "kill"] {
        assert!(report.faults.get(moment) >= Some(&4), "{moment}: {report}");
    }
    assert!(report.n_deletions > 3, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_network_loses_nothing() {
    let report = survives("weather", Plan::weather(seed(), TWO_MINUTES)).await;
    assert!(report.n_cut > 100, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_doubled_late_foreign_and_from_replaced_sockets_change_nothing() {
    let report = survives("disorder", Plan::disorder(seed(), TWO_MINUTES)).await;
    assert!(report.n_said > report.n_written * 5 / 4, "{report}");
    assert!(report.n_haunted > 20, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_jumps_back_and_forth_changes_no_order() {
    let report = survives("clock", Plan::clock(seed(), Lasts::Until(10))).await;
    assert!(report.n_acked > 100, "{report}");
}

//! The plans, each for long enough to break what can be broken (C1, C2, C4, C5).

use std::sync::Arc;
use std::time::Duration;

use beseda_chaos::check::check_all;
use beseda_chaos::dump::Dump;
use beseda_chaos::ledger::{self, Ledger};
use beseda_chaos::real::{Plan, run};
use beseda_chaos::report::{self, Report};
use tempfile::TempDir;
use tokio::sync::Mutex;

/// Two cores: plans take turns.
static TURN: Mutex<()> = Mutex::const_new(());

/// Of the subset; `BESEDA_SEED` sets another.
fn seed() -> u64 {
    std::env::var("BESEDA_SEED").map_or(1, |seed| seed.parse().expect("a seed is a number"))
}

/// Runs a plan, checks its ledger as a file, and says what was in it.
async fn survives(plan: Plan) -> Report {
    let _turn = TURN.lock().await;
    let folder = TempDir::with_prefix("beseda-chaos-").expect("a folder can be made");
    let path = folder.path().join("ledger");
    let writing = Arc::new(Ledger::create(&path).expect("a new ledger"));
    let dump = Dump::read(&run(plan, writing).await).expect("a dump");
    let ledger = ledger::read(&path).expect("a ledger");
    let (report, breaches) = (report::of(&ledger, &dump), check_all(&ledger, &dump));
    println!("seed {}: {report}", plan.seed);
    let first: Vec<String> = breaches.iter().take(10).map(ToString::to_string).collect();
    if !first.is_empty() {
        let kept = folder.keep();
        let (n, kept) = (breaches.len(), kept.display());
        panic!(
            "seed {}: {n} breaches, ledger in {kept}\n{}",
            plan.seed,
            first.join("\n")
        );
    }
    report
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_killed_again_and_again_loses_nothing() {
    let report = survives(Plan::kills(seed(), Duration::from_secs(60))).await;
    assert!(report.faults["kill"] >= 8, "{report}");
    assert!(report.n_stored > 500, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turns_that_fail_at_their_worst_moment_lose_nothing() {
    let report = survives(Plan::points(seed(), Duration::from_secs(60))).await;
    let planted = report
        .faults
        .iter()
        .filter(|(what, _)| what.starts_with("plant "));
    assert!(planted.map(|(_, n)| n).sum::<usize>() >= 5, "{report}");
    assert!(report.n_files > 20, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_network_loses_nothing() {
    let report = survives(Plan::weather(seed(), Duration::from_secs(80))).await;
    assert!(report.n_cut > 200, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_doubled_late_and_from_old_sockets_change_nothing() {
    let report = survives(Plan::disorder(seed(), Duration::from_secs(50))).await;
    assert!(report.n_said > report.n_written * 5 / 4, "{report}");
}

//! The driver and the checker, two processes over one ledger.
//!
//! ```text
//! beseda-chaos run PLAN --seed S --seconds N --ledger FILE --dump FILE
//! beseda-chaos check --ledger FILE --dump FILE
//! beseda-chaos simulate --seed S --seeds N
//! ```

use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use beseda_chaos::check::{Breach, check_all};
use beseda_chaos::dump::Dump;
use beseda_chaos::ledger::{self, Ledger};
use beseda_chaos::real::{self, Lasts, Outcome, Plan};
use beseda_chaos::report;
use beseda_chaos::sim::{self, Bend, Scenario};
use tokio::signal::unix::{SignalKind, signal};

/// What `--help` would say.
const USAGE: &str = "run PLAN --seed S --seconds N --ledger FILE --dump FILE | \
                     check --ledger FILE --dump FILE | simulate --seed S --seeds N";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let verb = words.next().unwrap_or_default();
    let plan = (verb == "run").then(|| words.next().unwrap_or_default());
    let options = Options::read(words);
    match (verb.as_str(), plan) {
        ("run", Some(plan)) => run(&plan, &options),
        ("check", _) => check(&options),
        ("simulate", _) => simulate(&options),
        _ => {
            eprintln!("beseda-chaos {USAGE}");
            ExitCode::FAILURE
        }
    }
}

/// `--name value` pairs.
struct Options(HashMap<String, String>);

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Self {
        let mut options = HashMap::new();
        while let (Some(name), Some(value)) = (words.next(), words.next()) {
            options.insert(name.trim_start_matches("--").to_owned(), value);
        }
        Self(options)
    }

    fn text(&self, name: &str) -> &str {
        let value = self.0.get(name);
        value.unwrap_or_else(|| panic!("--{name} is missing: {USAGE}"))
    }

    fn number(&self, name: &str) -> u64 {
        let value = self.text(name).parse();
        value.unwrap_or_else(|error| panic!("--{name}: {error}"))
    }
}

fn run(plan: &str, options: &Options) -> ExitCode {
    let seed = options.number("seed");
    let lasts = Lasts::For(Duration::from_secs(options.number("seconds")));
    let Some(plan) = Plan::named(plan, seed, lasts) else {
        eprintln!("no plan {plan}: {}", Plan::NAMES.join(", "));
        return ExitCode::FAILURE;
    };
    let ledger = Ledger::create(Path::new(options.text("ledger"))).expect("a new ledger");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let ran = runtime.block_on(async {
        tokio::select! {
            outcome = real::run(plan, Arc::new(ledger), tell) => Some(outcome),
            // Everything that was started ends with its owner.
            () = stopped() => None,
        }
    });
    let Some(Outcome { dump, memory }) = ran else {
        eprintln!("  stopped");
        return ExitCode::FAILURE;
    };
    std::fs::write(options.text("dump"), dump).expect("the dump can be kept");
    match memory {
        None => ExitCode::SUCCESS,
        Some(memory) => {
            println!("  {memory}");
            match memory.grows() {
                Some(true) => ExitCode::FAILURE,
                Some(false) | None => ExitCode::SUCCESS,
            }
        }
    }
}

/// Somebody wants the end of this program.
async fn stopped() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
}

fn tell(word: &str) {
    eprintln!("  {word}");
}

fn check(options: &Options) -> ExitCode {
    let ledger = ledger::read(Path::new(options.text("ledger"))).expect("a ledger");
    let dump = std::fs::read_to_string(options.text("dump")).expect("a dump");
    let dump = Dump::read(&dump).expect("a dump");
    println!("  {}", report::of(&ledger, &dump));
    verdict(&check_all(&ledger, &dump))
}

fn simulate(options: &Options) -> ExitCode {
    let first = options.number("seed");
    for seed in first..first + options.number("seeds") {
        let outcome = sim::run(Scenario {
            seed,
            ms: 60_000,
            n_visitors: 6,
            n_operators: 3,
            bend: Bend::Straight,
        });
        println!(
            "seed {seed}: {}",
            report::of(&outcome.ledger, &outcome.dump)
        );
        let breaches = check_all(&outcome.ledger, &outcome.dump);
        if !breaches.is_empty() {
            return verdict(&breaches);
        }
    }
    ExitCode::SUCCESS
}

fn verdict(breaches: &[Breach]) -> ExitCode {
    for breach in breaches.iter().take(50) {
        println!("BROKEN {breach}");
    }
    match breaches.len() {
        0 => ExitCode::SUCCESS,
        n => {
            println!("{n} breaches");
            ExitCode::FAILURE
        }
    }
}

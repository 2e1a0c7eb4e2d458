//! `cargo x chaos`: the chaos suite at any length, on any seed.

mod scenes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser, ValueExt};

use crate::build::{Kit, Part};
use crate::process::{command, run as run_to_the_end, step};
use crate::workspace::{Workspace, cargo};

/// What a run goes through, each with its share of the time: the driver's plans, the
/// last of which is all of it at once, and what is no plan. A `soak` is asked for by
/// name: it takes hours.
const PLANS: &[&str] = &[
    "kills",
    "points",
    "jobs",
    "weather",
    "disorder",
    "clock",
    "everything",
    RELAY,
];

/// Not a plan of the driver's: the tests that need a scene of their own.
const RELAY: &str = "relay";

/// The crate with the driver and the checker.
const PACKAGE: &str = "beseda-chaos";

/// Simulated minutes for each minute asked for: they take about a second each.
const SIMULATED_PER_MINUTE: f64 = 4.0;

/// The shortest share that shows anything.
const SECONDS_MIN: u64 = 10;

/// `cargo x chaos [--minutes N] [--seed S] [--plan NAME]`.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let (mut minutes, mut seed, mut plan) = (5.0_f64, 1_u64, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("minutes") => minutes = arguments.value()?.parse()?,
            Arg::Long("seed") => seed = arguments.value()?.parse()?,
            Arg::Long("plan") => plan = Some(arguments.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let suite = Suite::prepare(workspace, seed)?;
    match plan {
        Some(plan) => suite.go_through(&[&plan], minutes),
        None => {
            suite.simulate((minutes * SIMULATED_PER_MINUTE).ceil() as u64)?;
            suite.go_through(PLANS, minutes)
        }
    }
}

/// The chaos program on one seed.
struct Suite<'a> {
    workspace: &'a Workspace,
    program: PathBuf,
    environment: Vec<(&'static str, PathBuf)>,
    folder: PathBuf,
    seed: u64,
}

/// What did not hold, and on which seed.
struct Broken<'a> {
    plan: &'a str,
    seed: u64,
}

impl<'a> Suite<'a> {
    /// Builds everything once.
    fn prepare(workspace: &'a Workspace, seed: u64) -> Result<Self> {
        let kit = Kit::make(workspace, &[Part::Assets, Part::RelayTesting, Part::Host])?;
        step("building the driver");
        run_to_the_end(cargo(workspace, "build").args(["--quiet", "--package", PACKAGE]))?;
        let folder = workspace.target().join("chaos");
        fs::create_dir_all(&folder)?;
        Ok(Self {
            workspace,
            // Not the optimized profile: it takes minutes to build and saves a tenth
            // of a core, while the run's length is the time asked for anyway.
            program: workspace.target().join("debug").join(PACKAGE),
            environment: vec![
                ("BESEDA_DIST", workspace.dist()),
                ("BESEDA_HOST", workspace.host_binary()),
                ("BESEDA_WORKERD", kit.tools.npm.workerd()?),
                // On the disk of the checkout: in memory a flush would be none.
                ("TMPDIR", folder.clone()),
            ],
            folder,
            seed,
        })
    }

    fn program(&self) -> Command {
        let mut program = command(&self.program);
        program.envs(self.environment.iter().map(|(name, value)| (name, value)));
        program
    }

    /// The same people under a clock moved by hand: a minute in a second.
    fn simulate(&self, n_seeds: u64) -> Result<()> {
        let seed = self.seed;
        step(&format!(
            "simulation: {n_seeds} minutes, on seeds {seed} to {}",
            seed + n_seeds - 1
        ));
        let mut simulate = self.program();
        simulate.arg("simulate");
        simulate.args(["--seed", &seed.to_string(), "--seeds", &n_seeds.to_string()]);
        run_to_the_end(&mut simulate).context("a failing seed replays to the byte")
    }

    fn go_through(&self, plans: &[&str], minutes: f64) -> Result<()> {
        let seconds = (minutes * 60.0 / plans.len() as f64).round() as u64;
        let seconds = seconds.max(SECONDS_MIN);
        step(&format!(
            "on workerd, seed {}: {}, {seconds} s for each",
            self.seed,
            plans.join(", ")
        ));
        let mut broken = Vec::new();
        for plan in plans {
            let seed = match *plan {
                RELAY => scenes::broken(self, Duration::from_secs(seconds))?,
                plan => (!self.holds(plan, seconds)?).then_some(self.seed),
            };
            broken.extend(seed.map(|seed| Broken { plan, seed }));
        }
        if broken.is_empty() {
            println!("seed {}: all of it holds", self.seed);
            return Ok(());
        }
        for broken in &broken {
            self.tell_how_to_go_on(broken, seconds);
        }
        let on = |it: &Broken<'_>| format!("{} on seed {}", it.plan, it.seed);
        let told: Vec<String> = broken.iter().map(on).collect();
        bail!("broken: {}", told.join(", "));
    }

    /// The driver, and then the checker as a process of its own.
    fn holds(&self, plan: &str, seconds: u64) -> Result<bool> {
        let [ledger, dump] = self.files(plan);
        for old in [&ledger, &dump].into_iter().filter(|file| file.exists()) {
            fs::remove_file(old)?;
        }
        step(&format!("{plan}, seed {}, {seconds} s", self.seed));
        let mut drive = self.program();
        drive
            .args(["run", plan])
            .args(["--seed", &self.seed.to_string()])
            .args(["--seconds", &seconds.to_string()]);
        with_files(&mut drive, &ledger, &dump);
        if !drive.status().context("no driver")?.success() {
            eprintln!("  {plan}: the driver failed");
            return Ok(false);
        }
        let mut check = self.program();
        with_files(check.arg("check"), &ledger, &dump);
        let holds = check.status().context("no checker")?.success();
        eprintln!("  {plan}: {}", if holds { "holds" } else { "BROKEN" });
        if holds {
            // Only what has to be looked at is kept.
            fs::remove_file(&ledger)?;
            fs::remove_file(&dump)?;
        }
        Ok(holds)
    }

    fn files(&self, plan: &str) -> [PathBuf; 2] {
        let file = |kind| self.folder.join(format!("{plan}-{}.{kind}", self.seed));
        [file("ledger"), file("dump")]
    }

    fn tell_how_to_go_on(&self, broken: &Broken<'_>, seconds: u64) {
        let Broken { plan, seed } = broken;
        eprintln!("{plan}:");
        if *plan == RELAY {
            eprintln!(
                "  the same tests again: cargo x chaos --plan {plan} --seed {seed} --minutes 0"
            );
            return;
        }
        let [ledger, dump] = self.files(plan);
        eprintln!(
            "  the same faults again, though not the same run (what befalls a connection \
             is drawn in the order in which they come): cargo x chaos --plan {plan} \
             --seed {seed} --minutes {:.4}",
            seconds as f64 / 60.0
        );
        eprintln!(
            "  the same verdict again: {} check --ledger {} --dump {}",
            self.program.display(),
            ledger.display(),
            dump.display()
        );
    }
}

fn with_files(command: &mut Command, ledger: &Path, dump: &Path) {
    command.arg("--ledger").arg(ledger).arg("--dump").arg(dump);
}

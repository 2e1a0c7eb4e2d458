//! What was checked and what came of it.

use anyhow::{Result, bail};

use crate::process::step;

/// Counts as checks go by; one failure does not keep the others from running.
#[derive(Default)]
pub(crate) struct Report {
    n_passed: usize,
    failed: Vec<String>,
    skipped: Vec<String>,
}

/// How a check that did not fail ended.
pub(crate) enum Outcome {
    /// It holds.
    Passed,
    /// So many tests ran, and some of them failed.
    Tests {
        n_passed: usize,
        failed: Vec<String>,
    },
    /// It could not be made here, and why.
    Skipped(String),
}

impl Report {
    /// Makes one check.
    pub(crate) fn check(&mut self, name: &str, make: impl FnOnce() -> Result<Outcome>) -> bool {
        step(name);
        match make() {
            Ok(Outcome::Passed) => self.n_passed += 1,
            Ok(Outcome::Tests { n_passed, failed }) => {
                let all_passed = failed.is_empty();
                self.n_passed += n_passed;
                self.failed.extend(failed);
                return all_passed;
            }
            Ok(Outcome::Skipped(why)) => {
                eprintln!("  skipped: {why}");
                self.skipped.push(format!("{name}: {why}"));
            }
            Err(error) => {
                eprintln!("  {error:#}");
                self.failed.push(format!("{name}: {error:#}"));
                return false;
            }
        }
        true
    }

    /// The last word, on standard output; an error when anything failed.
    pub(crate) fn finish(self) -> Result<()> {
        for skipped in &self.skipped {
            println!("skipped: {skipped}");
        }
        for failed in &self.failed {
            println!("failed: {failed}");
        }
        println!("{} passed, {} failed", self.n_passed, self.failed.len());
        if !self.failed.is_empty() {
            bail!("not everything holds");
        }
        Ok(())
    }
}

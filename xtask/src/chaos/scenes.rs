//! What is no plan of the driver's: the tests on workerd that need a scene of their
//! own. A reader who stops, malformed frames, a full disk, an upgrade that is killed,
//! a backup put back, a crowd; and from the wire's tests sleep and killed uploads.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::{PACKAGE, RELAY, Suite};
use crate::process::step;
use crate::workspace::cargo;

/// Arguments of `cargo test`. The plans among them have just run, for longer.
const TESTS: &[&[&str]] = &[
    &[
        "--package",
        PACKAGE,
        "--features",
        "relay",
        "--test",
        "relay",
        "--",
        "--nocapture",
        "--skip",
        "plans::",
    ],
    &[
        "--package",
        "beseda-tests",
        "--test",
        "wire",
        "--",
        "hibernation::",
        "upload_kills::",
    ],
];

/// Runs them on one seed after the other, at least on the first and until the time is
/// over; stops at a seed on which one of them fails, and says which. They last as long
/// as they last: only whole rounds are made.
pub(super) fn broken(suite: &Suite<'_>, time: Duration) -> Result<Option<u64>> {
    #[expect(clippy::disallowed_methods, reason = "how long a run goes on")]
    let begun = Instant::now();
    for seed in suite.seed.. {
        step(&format!("{RELAY}, seed {seed}"));
        if !hold(suite, seed)? {
            eprintln!("  {RELAY}: BROKEN");
            return Ok(Some(seed));
        }
        if begun.elapsed() >= time {
            break;
        }
    }
    eprintln!("  {RELAY}: holds");
    Ok(None)
}

fn hold(suite: &Suite<'_>, seed: u64) -> Result<bool> {
    let mut all_hold = true;
    for arguments in TESTS {
        let mut test = cargo(suite.workspace, "test");
        test.args(["--quiet", "--no-fail-fast"]).args(*arguments);
        test.envs(suite.environment.iter().map(|(name, path)| (name, path)));
        test.env("BESEDA_SEED", seed.to_string());
        all_hold &= test.status().context("can't start cargo")?.success();
    }
    Ok(all_hold)
}

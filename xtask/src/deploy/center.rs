//! The relay's own door, which opens to who has the host's secret.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::process::{command, step};

/// A new address takes a while: its name must spread and its certificate be made.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_secs(5);

/// One call.
const CREATE: &str = include_str!("create.mjs");

#[derive(Deserialize)]
struct Created {
    invitation: Option<String>,
}

/// Creates the center, if there is none; returns the path of the owner's invitation
/// while there is no owner.
pub(super) fn create(origin: &str, host_secret: &str) -> Result<Option<String>> {
    let mut left = TRIES;
    loop {
        match try_to_create(origin, host_secret) {
            Ok(invitation) => return Ok(invitation),
            Err(error) if left == 0 => {
                return Err(error.context(format!(
                    "{origin} is deployed and does not answer as a relay: run the same \
                     command again when it does"
                )));
            }
            Err(error) if left == TRIES => step(&format!("waiting for {origin} ({error:#})")),
            Err(_) => {}
        }
        left -= 1;
        thread::sleep(PAUSE);
    }
}

fn try_to_create(origin: &str, host_secret: &str) -> Result<Option<String>> {
    let answer = command("node")
        .args(["--input-type=module", "--eval", CREATE])
        .env("ORIGIN", origin)
        .env("HOST_SECRET", host_secret)
        .output()
        .context("can't start node")?;
    if !answer.status.success() {
        bail!("{}", String::from_utf8_lossy(&answer.stderr).trim());
    }
    let created: Created =
        serde_json::from_slice(&answer.stdout).context("it answers something else")?;
    Ok(created.invitation)
}

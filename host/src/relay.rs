//! The relay's second door: a loopback socket of workerd, for who knows the
//! host's secret.

use std::io::{self, Read};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::Agent;

/// A turn takes milliseconds; a machine under load, some seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way in.
pub(crate) struct Relay {
    agent: Agent,
    port: u16,
    secret: String,
}

#[derive(Deserialize)]
struct Created {
    invitation: Option<String>,
}

#[derive(Deserialize)]
struct Reset {
    path: String,
}

#[derive(Deserialize)]
struct MovedIn {
    made: u64,
    known: u64,
}

#[derive(Deserialize)]
struct Refusal {
    text: String,
}

impl Relay {
    /// By the door's port and the secret.
    pub(crate) fn new(port: u16, secret: String) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_recv_response(Some(PATIENCE))
            .build();
        Self {
            agent: config.into(),
            port,
            secret,
        }
    }

    /// Makes the center, if there is none; returns the owner's invitation, as a
    /// path, while there is no owner.
    pub(crate) fn create(&self) -> Result<Option<String>> {
        let created: Created = self.post("/host/create", &json!({}))?;
        Ok(created.invitation)
    }

    /// Whether an error of a call says that the storage is full or damaged: that
    /// ends by itself or by somebody's hand, and takes nothing else down.
    pub(crate) fn is_about_storage(error: &anyhow::Error) -> bool {
        error.is::<StorageFails>()
    }

    /// Makes a link for a new password; returns its path.
    pub(crate) fn reset_password(&self, email: &str) -> Result<String> {
        let reset: Reset = self.post("/host/reset-password", &json!({ "email": email }))?;
        Ok(reset.path)
    }

    /// Everything as JSON lines.
    pub(crate) fn dump(&self, to: &mut impl io::Write) -> Result<()> {
        let answer = self
            .agent
            .get(self.address("/host/dump"))
            .header("authorization", self.bearer())
            .call()?;
        let status = answer.status();
        let mut body = answer.into_body();
        if !status.is_success() {
            bail!(
                "the relay answers {status}: {}",
                refusal(&mut body.as_reader())
            );
        }
        io::copy(&mut body.as_reader(), to)?;
        Ok(())
    }

    /// Tells all clients that a restart follows.
    pub(crate) fn drain(&self, within: Duration) -> Result<()> {
        let answer = self
            .agent
            .post(self.address("/host/drain"))
            .config()
            .timeout_global(Some(within))
            .build()
            .header("authorization", self.bearer())
            .send_empty()?;
        if !answer.status().is_success() {
            bail!("the relay answers {}", answer.status());
        }
        Ok(())
    }

    /// Makes every view anew: what is stored has come out of a backup.
    pub(crate) fn renew(&self) -> Result<()> {
        let answer = self
            .agent
            .post(self.address("/host/renew"))
            .header("authorization", self.bearer())
            .send_empty()
            .context("the relay does not answer")?;
        let status = answer.status();
        if !status.is_success() {
            bail!(
                "the relay answers {status}: {}",
                refusal(&mut answer.into_body().as_reader())
            );
        }
        Ok(())
    }

    /// Lines of a file that moves in: how many are new, and how many were there.
    pub(crate) fn move_in(&self, lines: &Value) -> Result<(u64, u64)> {
        let moved: MovedIn = self.post("/host/move-in", lines)?;
        Ok((moved.made, moved.known))
    }

    fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T> {
        let answer = self
            .agent
            .post(self.address(path))
            .header("authorization", self.bearer())
            .header("content-type", "application/json")
            .send(body.to_string())
            .context("the relay does not answer")?;
        let status = answer.status();
        let mut body = answer.into_body();
        if matches!(status.as_u16(), 503 | 507) {
            bail!(StorageFails(refusal(&mut body.as_reader())));
        }
        if !status.is_success() {
            bail!("{}", refusal(&mut body.as_reader()));
        }
        let text = body.read_to_string()?;
        serde_json::from_str(&text).context("the relay answers something else")
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.secret)
    }
}

/// The center's storage is full or damaged: its refusal.
#[derive(Debug)]
struct StorageFails(String);

impl std::fmt::Display for StorageFails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StorageFails {}

/// The sentence of a refusal, or whatever came instead of one.
fn refusal(body: &mut impl Read) -> String {
    let mut text = String::new();
    if let Err(error) = body.read_to_string(&mut text) {
        return error.to_string();
    }
    match serde_json::from_str::<Refusal>(&text) {
        Ok(refusal) => refusal.text,
        Err(_) => text,
    }
}

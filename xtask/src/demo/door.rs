//! The host's second socket, open to who can read its data folder.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{Addresses, Operator};
use crate::workspace::Workspace;

/// `relay.json`: how to reach the relay that runs on a folder.
#[derive(Deserialize)]
struct Note {
    host_port: u16,
}

/// `secrets.json`.
#[derive(Deserialize)]
struct Secrets {
    host: String,
}

#[derive(Deserialize)]
struct Seeded {
    key: String,
}

/// Fills the center with `demo-site/seed.json`; returns the site's key.
pub(super) fn seed(workspace: &Workspace, data: &Path, at: Addresses) -> Result<String> {
    let Note { host_port } = serde_json::from_slice(&fs::read(data.join("relay.json"))?)?;
    let Secrets { host } = serde_json::from_slice(&fs::read(data.join("secrets.json"))?)?;
    let seed = text(workspace)?.replace("{{demo_origin}}", &at.shop());
    let mut answer = ureq::post(format!("http://127.0.0.1:{host_port}/host/seed"))
        .header("authorization", format!("Bearer {host}"))
        .header("content-type", "application/json")
        .config()
        .http_status_as_error(false)
        .build()
        .send(seed)?;
    let body = answer.body_mut().read_to_string()?;
    if !answer.status().is_success() {
        bail!("the relay refuses the seed ({}): {body}", answer.status());
    }
    Ok(serde_json::from_str::<Seeded>(&body)?.key)
}

/// Who can sign in to the demo center.
pub(super) fn operators(workspace: &Workspace) -> Result<Vec<Operator>> {
    #[derive(Deserialize)]
    struct Seed {
        employees: Vec<Operator>,
    }
    Ok(serde_json::from_str::<Seed>(&text(workspace)?)?.employees)
}

fn text(workspace: &Workspace) -> Result<String> {
    fs::read_to_string(workspace.path("demo-site/seed.json")).context("no seed")
}

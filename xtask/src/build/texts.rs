//! The catalogues that every screen takes its texts from.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::Workspace;

/// Every language has one.
pub(super) const LANGUAGES: [&str; 2] = ["en", "ru"];

/// All texts of a language by their keys.
pub(super) fn read(workspace: &Workspace, language: &str) -> Result<BTreeMap<String, Value>> {
    let file = workspace.path(format!("client/texts/{language}.json"));
    let text = fs::read(&file).with_context(|| format!("no {}", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

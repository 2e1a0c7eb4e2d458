//! `cargo x size`: what strangers download, against `xtask/budget.toml`.
//!
//! Weighed are the compressed files of `dist/assets`, the very bytes that the
//! relay serves and the browser tests start.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use lexopt::Parser;
use serde::Deserialize;

use crate::build::assets::read_manifest;
use crate::build::{Kit, Part};
use crate::workspace::Workspace;

/// What may weigh how much.
#[derive(Deserialize)]
struct Budget {
    /// Logical names of the manifest.
    files: Vec<String>,
    /// Compressed bytes of all of them.
    bytes_max: u64,
}

/// Builds the assets and weighs them.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    Kit::make(workspace, &[Part::Assets])?;
    check(workspace)
}

/// Weighs what has been built; prints a table and fails when anything is over.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let text = fs::read_to_string(workspace.path("xtask/budget.toml"))?;
    let budgets: BTreeMap<String, Budget> = toml::from_str(&text)?;
    let folder = workspace.dist().join("assets");
    let manifest = read_manifest(&folder)?;
    let mut over = Vec::new();
    println!(
        "{:<22}{:>10}{:>10}{:>8}",
        "brotli, bytes", "weighs", "may", "left"
    );
    for (name, budget) in budgets {
        let mut weighs = 0;
        let mut parts = Vec::new();
        for logical in &budget.files {
            let asset = manifest.get(logical);
            let asset = asset.with_context(|| format!("no asset {logical}"))?;
            let bytes = fs::metadata(folder.join(format!("{}.br", asset.path)))?.len();
            parts.push((logical, bytes));
            weighs += bytes;
        }
        let left = budget.bytes_max.cast_signed() - weighs.cast_signed();
        println!("{name:<22}{weighs:>10}{:>10}{left:>8}", budget.bytes_max);
        if parts.len() > 1 {
            for (logical, bytes) in parts {
                println!("  {logical:<20}{bytes:>10}");
            }
        }
        if left < 0 {
            over.push(name);
        }
    }
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

//! `cargo x size`: what strangers download, against `xtask/budget.toml`.
//!
//! Weighed are the compressed files of `dist/assets`, the very bytes that the relay
//! serves and the browser tests start; and the loader as it answers for a site like
//! any other, since it is put together for each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use beseda_protocol::ids::TriggerId;
use beseda_protocol::loader;
use beseda_protocol::look::Look;
use beseda_protocol::site::{Cue, WidgetSettings};
use lexopt::Parser;
use serde::Deserialize;

use crate::build::assets::{Manifest, read_manifest};
use crate::build::{Kit, Part};
use crate::workspace::Workspace;

/// What may weigh how much.
#[derive(Deserialize)]
struct Budget {
    /// Logical names of the manifest, [`LOADER`] and [`SPEAKING`].
    files: Vec<String>,
    /// Compressed bytes of all of them.
    bytes_max: u64,
}

/// What a page asks for; the build makes only its template.
const LOADER: &str = "/w/KEY.js";

/// The same of a site that speaks first.
const SPEAKING: &str = "/w/KEY.js, speaking";

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
            let bytes = match logical.as_str() {
                LOADER => of_site(&folder, "loader.js", Vec::new())?,
                SPEAKING => {
                    let cues = vec![cue(1, Some(30), "/pricing*"), cue(2, None, "")];
                    of_site(&folder, "loader-speaking.js", cues)?
                }
                logical => match logical.split_once('*') {
                    Some(ends) => assets(&folder, &manifest, ends)?,
                    None => asset(&folder, &manifest, logical)?,
                },
            };
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

/// An asset lies compressed beside itself.
fn asset(folder: &Path, manifest: &Manifest, logical: &str) -> Result<u64> {
    let asset = manifest.get(logical);
    let asset = asset.with_context(|| format!("no asset {logical}"))?;
    let file = folder.join(format!("{}.br", asset.path));
    Ok(fs::metadata(file)?.len())
}

/// Those that begin and end so, together.
fn assets(folder: &Path, manifest: &Manifest, (begins, ends): (&str, &str)) -> Result<u64> {
    let all = manifest
        .keys()
        .filter(|logical| logical.starts_with(begins) && logical.ends_with(ends));
    all.map(|logical| asset(folder, manifest, logical)).sum()
}

/// The loader of a site, of this template.
fn of_site(folder: &Path, name: &str, cues: Vec<Cue>) -> Result<u64> {
    let settings = WidgetSettings {
        key: "eu-main-s1-0123456789abcdef0123".to_owned(),
        relay: "https://chat.example.com".to_owned(),
        title: "Northleaf".to_owned(),
        locale: "auto".to_owned(),
        css: Look::default().css(),
        cues,
    };
    let template = fs::read_to_string(folder.join(name))?;
    let beginning = fs::read(folder.join(format!("{name}.br")))?;
    Ok(loader::packed(&beginning, &template, &settings).len() as u64)
}

fn cue(id: u64, after: Option<u32>, pages: &str) -> Cue {
    Cue {
        id: TriggerId(id),
        after,
        pages: pages.to_owned(),
        returning: false,
    }
}

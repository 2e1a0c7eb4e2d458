//! What is said in sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::Value;
use walkdir::WalkDir;

use crate::report::Outcome;
use crate::workspace::Workspace;

/// What runs on somebody's machine: the crates and the demo site's scripts.
const SHIPPED: &[&str] = &[
    "protocol",
    "center",
    "relay",
    "client",
    "widget",
    "console",
    "host",
    "demo-site",
];

/// Ways from a string to markup or code.
const SINKS: &[&str] = &[
    "inner_html",
    "innerHTML",
    "outer_html",
    "outerHTML",
    "insert_adjacent_html",
    "insertAdjacentHTML",
    "document.write",
    "create_contextual_fragment",
    "createContextualFragment",
    "srcdoc",
    "eval(",
    "new Function",
    "Function::new_",
];

/// Ways to the time. The native ones are clippy's (`clippy.toml`).
const CLOCKS: &[&str] = &["Date::now", "Date::new_0", "performance()"];

/// A file that is longer is worth a second look.
const LINES_MAX: usize = 400;

pub(super) fn no_sinks(workspace: &Workspace) -> Result<Outcome> {
    let scripts = files(workspace, SHIPPED, &["rs", "js"]);
    let sinks = mentions(workspace, &scripts, SINKS)?;
    let shown: Vec<String> = sinks
        .iter()
        .map(|Mention { file, line, word }| format!("\n  {file}:{line}: {word}"))
        .collect();
    if !shown.is_empty() {
        bail!("text must be set as text:{}", shown.concat());
    }
    Ok(Outcome::Passed)
}

/// A crate that needs the time has one file that reads it.
pub(super) fn clocks(workspace: &Workspace) -> Result<Outcome> {
    for part in SHIPPED {
        let sources = files(workspace, &[part], &["rs"]);
        let readers: BTreeSet<String> = mentions(workspace, &sources, CLOCKS)?
            .into_iter()
            .map(|mention| mention.file)
            .collect();
        if readers.len() > 1 {
            let readers: Vec<String> = readers.into_iter().collect();
            bail!("{part} reads the time in {}", readers.join(" and in "));
        }
    }
    Ok(Outcome::Passed)
}

/// A word that was looked for, and where it stands.
struct Mention {
    file: String,
    line: usize,
    word: &'static str,
}

fn mentions(
    workspace: &Workspace,
    files: &[PathBuf],
    words: &[&'static str],
) -> Result<Vec<Mention>> {
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        for (index, line) in text.lines().enumerate() {
            // A comment may name what it warns of.
            if line.trim_start().starts_with("//") {
                continue;
            }
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(Mention {
                    file: shown(workspace, file),
                    line: index + 1,
                    word,
                });
            }
        }
    }
    Ok(found)
}

/// Every catalogue has every key.
pub(super) fn texts(workspace: &Workspace) -> Result<Outcome> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(workspace, &["client/texts"], &["json"]) {
        let texts: BTreeMap<String, Value> = serde_json::from_slice(&fs::read(&file)?)?;
        keys.insert(shown(workspace, &file), texts.into_keys().collect());
    }
    let all: BTreeSet<String> = keys.values().flatten().cloned().collect();
    for (file, keys) in keys {
        let missing: Vec<&str> = all.difference(&keys).map(String::as_str).collect();
        if !missing.is_empty() {
            bail!("{file} lacks {}", missing.join(", "));
        }
    }
    Ok(Outcome::Passed)
}

/// Not a rule, a hint.
pub(super) fn print_long_files(workspace: &Workspace) -> Result<()> {
    let folders: &[&str] = &[SHIPPED, &["tests", "xtask"]].concat();
    for file in files(workspace, folders, &["rs", "js", "css"]) {
        let lines = fs::read_to_string(&file)?.lines().count();
        if lines > LINES_MAX {
            println!("long: {} has {lines} lines", shown(workspace, &file));
        }
    }
    Ok(())
}

fn files(workspace: &Workspace, folders: &[&str], endings: &[&str]) -> Vec<PathBuf> {
    let of_kind = |file: &Path| {
        let ending = file.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending))
    };
    let all = folders
        .iter()
        .flat_map(|folder| WalkDir::new(workspace.path(folder)));
    let paths = all.flatten().map(walkdir::DirEntry::into_path);
    paths.filter(|file| of_kind(file)).collect()
}

fn shown(workspace: &Workspace, file: &Path) -> String {
    let inside = file.strip_prefix(workspace.root()).unwrap_or(file);
    inside.display().to_string()
}

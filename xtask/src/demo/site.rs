//! The shop's pages, with the relay's address and the site's key filled in.

use std::fs;
use std::path::Path;

use anyhow::Result;
use beseda_protocol::install::page_policy;
use walkdir::WalkDir;

use super::Addresses;
use crate::build::reload;
use crate::workspace::Workspace;

/// What is not served.
const OWN: &[&str] = &["README.md", "seed.json", "parts"];

/// Copies `demo-site/` to `into`. A page that says `{{top}}` gets
/// `parts/top.html` in its place; with `reload`, the address of a script, pages load
/// themselves anew.
pub(super) fn fill(
    workspace: &Workspace,
    into: &Path,
    at: Addresses,
    key: &str,
    reload: Option<&str>,
) -> Result<()> {
    let from = workspace.path("demo-site");
    let words = words(&from, at, key)?;
    let served = WalkDir::new(&from)
        .min_depth(1)
        .into_iter()
        .filter_entry(|entry| {
            entry.depth() != 1 || !OWN.contains(&entry.file_name().to_string_lossy().as_ref())
        });
    for entry in served {
        let entry = entry?;
        let to = into.join(entry.path().strip_prefix(&from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(to)?;
            continue;
        }
        fs::create_dir_all(into)?;
        let mut text = fs::read_to_string(entry.path())?;
        for (word, meaning) in &words {
            text = text.replace(word, meaning);
        }
        if let Some(script) = reload.filter(|_| to.extension().is_some_and(|kind| kind == "html")) {
            text = reload::with_script(&text, script);
        }
        fs::write(to, text)?;
    }
    Ok(())
}

/// Parts first: they contain the other words.
fn words(from: &Path, at: Addresses, key: &str) -> Result<Vec<(String, String)>> {
    let mut words = Vec::new();
    for part in from.join("parts").read_dir()? {
        let part = part?.path();
        let name = part.file_stem().unwrap_or_default().to_string_lossy();
        words.push((format!("{{{{{name}}}}}"), fs::read_to_string(&part)?));
    }
    let relay = at.relay();
    words.push(("{{policy}}".into(), page_policy(&relay)));
    words.push(("{{relay}}".into(), relay));
    words.push(("{{key}}".into(), key.into()));
    Ok(words)
}

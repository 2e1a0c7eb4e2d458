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
    "parts",
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
    "set_html_unsafe",
    "setHTMLUnsafe",
    "parse_html_unsafe",
    "parseHTMLUnsafe",
    "document.write",
    "create_contextual_fragment",
    "createContextualFragment",
    "srcdoc",
    "eval(",
    "new Function",
    "Function::new_",
];

/// Places among siblings, of elements of any kind: such a selector is tried on everything, and
/// then whatever comes into or leaves any element has all that follows it in there styled anew,
/// with all that is inside. It cost the list of dialogs a third of each frame.
const PLACES: &[&str] = &[" :nth-", " :first-", " :last-", " :only-"];

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

/// Where an element stands is asked of a class or a kind of element.
pub(super) fn places(workspace: &Workspace) -> Result<Outcome> {
    let styles = files(workspace, SHIPPED, &["css"]);
    if let Some(Mention { file, line, word }) = mentions(workspace, &styles, PLACES)?.first() {
        bail!("{file}:{line}: name what stands there:{word}");
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

/// Every catalogue has every key of those beside it.
pub(super) fn texts(workspace: &Workspace) -> Result<Outcome> {
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for file in files(workspace, &["client/texts"], &["json"]) {
        let folder = file.parent().map(Path::to_owned).unwrap_or_default();
        folders.entry(folder).or_default().push(file);
    }
    for files in folders.into_values() {
        have_the_same_keys(workspace, &files)?;
    }
    Ok(Outcome::Passed)
}

fn have_the_same_keys(workspace: &Workspace, files: &[PathBuf]) -> Result<()> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let texts: BTreeMap<String, Value> = serde_json::from_slice(&fs::read(file)?)?;
        keys.insert(shown(workspace, file), texts.into_keys().collect());
    }
    let all: BTreeSet<String> = keys.values().flatten().cloned().collect();
    for (file, keys) in keys {
        let missing: Vec<&str> = all.difference(&keys).map(String::as_str).collect();
        if !missing.is_empty() {
            bail!("{file} lacks {}", missing.join(", "));
        }
    }
    Ok(())
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

/// The files with these endings in these folders.
pub(super) fn files(workspace: &Workspace, folders: &[&str], endings: &[&str]) -> Vec<PathBuf> {
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

/// A file as it is named to people.
pub(super) fn shown(workspace: &Workspace, file: &Path) -> String {
    let inside = file.strip_prefix(workspace.root()).unwrap_or(file);
    inside.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::planted::Planted;

    fn sinks(planted: &Planted) -> Result<Outcome> {
        no_sinks(&planted.workspace())
    }

    #[test]
    fn planted_bug_5_markup_from_text_in_any_part_turns_the_rule_red() {
        for (file, line) in [
            (
                "widget/src/browser/view/feed.rs",
                "bubble.set_inner_html(&message.text);",
            ),
            ("widget/loader/loader.js", "field.innerHTML = typed;"),
            (
                "console/src/view/message.rs",
                "view! { <p inner_html=move || text.get() /> }",
            ),
            (
                "client/src/links.rs",
                "element.insert_adjacent_html(\"beforeend\", link)?;",
            ),
            ("relay/src/pages.rs", "document.write(title);"),
            ("demo-site/shop/shop.js", "const run = new Function(text);"),
        ] {
            let text = format!("fn shown() {{\n    {line}\n}}\n");
            let planted = Planted::with("sink", &[(file, &text)]);
            let error = sinks(&planted)
                .err()
                .unwrap_or_else(|| panic!("{file} is green"));
            assert!(
                error.to_string().contains(&format!("{file}:2: ")),
                "{error}"
            );
        }
    }

    #[test]
    fn text_that_is_set_as_text_and_a_warning_in_a_comment_are_green() {
        let text = "// never innerHTML\nbubble.set_text_content(Some(&message.text));\n";
        let clean = Planted::with("clean", &[("widget/src/browser/view/feed.rs", text)]);
        assert!(sinks(&clean).is_ok());
    }
}

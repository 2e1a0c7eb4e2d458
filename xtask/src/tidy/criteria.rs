//! What is asked of the chat center, and the tests that show it.
//!
//! `tests/criteria.toml` has every id with what it asks. A test names the ids that it
//! shows, in a line of its doc: `/// Criteria: KC-04, X9`. `tests/CRITERIA.md` is made
//! of both; stale, it fails, and `UPDATE_EXPECT=1` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::sources;
use crate::report::Outcome;
use crate::workspace::Workspace;

/// Where tests are.
const FOLDERS: &[&str] = &[
    "protocol", "center", "relay", "client", "widget", "console", "host", "tests",
];

/// What stands before the ids that a test shows.
const MARK: &str = "/// Criteria: ";

/// What asks, in this order.
const SOURCES: &[&str] = &["C2D", "SB", "KC", "YU", "CQ", "X"];

const HEAD: &str = "# Criteria and the tests that show them

What is asked of the chat center, one line each. This page is made of
[criteria.toml](criteria.toml) and of the tests, which name what they show, by
`UPDATE_EXPECT=1 cargo test -p beseda-xtask criteria`; `cargo x tidy` fails when it is
stale, and when what is shown has lost its last test.
";

/// Every id, and what it asks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Criteria {
    /// All of it works: a test shows it.
    shown: BTreeMap<String, String>,
    /// It does not work yet, or not all of it.
    to_come: BTreeMap<String, String>,
}

/// A test that shows a criterion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    file: String,
    name: String,
}

type Tests = BTreeMap<String, Vec<Test>>;

pub(super) fn check(workspace: &Workspace) -> Result<Outcome> {
    let is_written_anew = std::env::var_os("UPDATE_EXPECT").is_some();
    check_or_write(workspace, is_written_anew)
}

fn check_or_write(workspace: &Workspace, is_written_anew: bool) -> Result<Outcome> {
    let text = fs::read_to_string(workspace.path("tests/criteria.toml"))?;
    let criteria: Criteria = toml::from_str(&text)?;
    let tests = marked(workspace)?;
    if let Some((id, tests)) = tests.iter().find(|(id, _)| !criteria.has(id)) {
        bail!(
            "{} names {id}, which tests/criteria.toml has not",
            tests[0].file
        );
    }
    let shown = criteria.shown.keys().map(String::as_str);
    let unshown: Vec<&str> = shown.filter(|id| !tests.contains_key(*id)).collect();
    if !unshown.is_empty() {
        bail!("no test shows {}", unshown.join(", "));
    }
    let page = workspace.path("tests/CRITERIA.md");
    let wanted = criteria.page(&tests);
    if is_written_anew {
        fs::write(&page, &wanted)?;
    }
    if fs::read_to_string(&page).unwrap_or_default() != wanted {
        bail!("tests/CRITERIA.md is stale: UPDATE_EXPECT=1 cargo test -p beseda-xtask criteria");
    }
    Ok(Outcome::Passed)
}

impl Criteria {
    fn has(&self, id: &str) -> bool {
        self.shown.contains_key(id) || self.to_come.contains_key(id)
    }

    fn page(&self, tests: &Tests) -> String {
        let n_all = self.shown.len() + self.to_come.len();
        let mut page = HEAD.to_owned();
        for (title, criteria) in [("Shown by tests", &self.shown), ("To come", &self.to_come)] {
            let n = criteria.len();
            let _ = write!(page, "\n## {title}: {n} of {n_all}\n\n");
            page += "| id | what is asked | tests |\n|---|---|---|\n";
            let mut ids: Vec<&String> = criteria.keys().collect();
            ids.sort_by_key(|id| place(id));
            for id in ids {
                let tests = tests.get(id).map_or(&[][..], Vec::as_slice);
                let tests: Vec<String> = tests.iter().map(Test::link).collect();
                let asks = &criteria[id];
                let _ = writeln!(page, "| {id} | {asks} | {} |", tests.join("<br>"));
            }
        }
        page
    }
}

impl Test {
    /// From `tests/CRITERIA.md`.
    fn link(&self) -> String {
        format!("[{}](../{})", self.name, self.file)
    }
}

/// Where an id stands: its source and its number.
fn place(id: &str) -> (Option<usize>, Option<u32>) {
    let (source, number) = match id.strip_prefix('X') {
        Some(number) => ("X", number),
        None => id.split_once('-').unwrap_or((id, "")),
    };
    let place = SOURCES.iter().position(|known| *known == source);
    (place, number.parse().ok())
}

/// The tests of every id that any of them names.
fn marked(workspace: &Workspace) -> Result<Tests> {
    let mut tests = Tests::new();
    for file in sources::files(workspace, FOLDERS, &["rs"]) {
        let text = fs::read_to_string(&file)?;
        let shown = sources::shown(workspace, &file);
        read(&text, &shown, &mut tests).with_context(|| shown.clone())?;
    }
    for tests in tests.values_mut() {
        tests.sort();
    }
    Ok(tests)
}

/// Line by line: a test may stand inside a macro, which no parser looks into.
fn read(text: &str, file: &str, tests: &mut Tests) -> Result<()> {
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let Some(ids) = line.strip_prefix(MARK) else {
            continue;
        };
        let below = lines.by_ref().take_while(|line| !line.is_empty());
        let name = name_of_test(below).with_context(|| format!("“{line}” stands above no test"))?;
        for id in ids.trim_end_matches('.').split(", ") {
            tests.entry(id.to_owned()).or_default().push(Test {
                file: file.to_owned(),
                name: name.clone(),
            });
        }
    }
    Ok(())
}

fn name_of_test<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut is_test = false;
    for line in lines {
        is_test |= line == "#[test]" || line.starts_with("#[tokio::test");
        if let Some((_, rest)) = line.split_once("fn ") {
            let name = rest.split(['(', '<']).next()?;
            return is_test.then(|| name.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::planted::Planted;

    const CRITERIA: (&str, &str) = (
        "tests/criteria.toml",
        "[shown]\nKC-04 = \"On top.\"\n[to_come]\nX9 = \"Pinned first.\"\nSB-54 = \"A pin.\"\n",
    );

    /// What the check says of a test that is marked so, and the page that it wants.
    fn said(name: &str, mark: &str) -> (String, String) {
        let test = format!("{mark}\n#[test]\nfn a_new_dialog_is_on_top() {{}}\n");
        let planted = Planted::with(name, &[CRITERIA, ("center/src/list.rs", &test)]);
        let outcome = check_or_write(&planted.workspace(), false);
        let said = outcome
            .err()
            .map_or_else(String::new, |error| format!("{error:#}"));
        let tests = marked(&planted.workspace()).unwrap_or_default();
        let criteria: Criteria = toml::from_str(CRITERIA.1).unwrap();
        (said, criteria.page(&tests))
    }

    #[test]
    fn the_criteria_of_this_workspace_are_shown_by_its_tests() {
        let outcome = check(&Workspace::find().unwrap());
        assert!(outcome.is_ok(), "{:#}", outcome.err().unwrap());
    }

    #[test]
    fn a_page_has_every_id_in_its_order_with_the_tests_that_name_it() {
        let (said, page) = said("criteria-page", "/// Criteria: KC-04, X9");
        assert!(said.contains("CRITERIA.md is stale"), "{said}");
        let (shown, to_come) = page.split_once("## To come: 2 of 3").unwrap();
        let link = "[a_new_dialog_is_on_top](../center/src/list.rs)";
        assert!(
            shown.contains(&format!("| KC-04 | On top. | {link} |")),
            "{page}"
        );
        let rows: Vec<&str> = to_come.lines().skip(4).collect();
        assert_eq!(rows[0], "| SB-54 | A pin. |  |");
        assert_eq!(rows[1], format!("| X9 | Pinned first. | {link} |"));
    }

    #[test]
    fn what_is_shown_and_has_lost_its_test_turns_the_rule_red() {
        let (said, _) = said("criteria-lost", "/// Criteria: X9.");
        assert_eq!(said, "no test shows KC-04");
    }

    #[test]
    fn an_id_that_nobody_asks_for_turns_the_rule_red() {
        let (said, _) = said("criteria-unknown", "/// Criteria: KC-04, KC-40");
        assert!(said.contains("center/src/list.rs names KC-40"), "{said}");
    }

    #[test]
    fn a_mark_above_no_test_turns_the_rule_red() {
        let (said, _) = said(
            "criteria-nothing",
            "/// Criteria: KC-04\n\nfn helper() {}\n",
        );
        assert!(said.contains("stands above no test"), "{said}");
    }
}

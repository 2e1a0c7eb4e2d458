//! Which module of a crate may know which.
//!
//! Two rules, told by `xtask/layers.toml` for each crate: an arrow leads down or
//! stays in its line, and no arrows make a circle. Circles are looked for among the
//! children of each module, so that a folder counts as one beside its neighbours and
//! has no circle inside either. A module and its own children are one thing: a child
//! may use what its parent holds for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use serde::Deserialize;

use super::modules::{Arrow, ModulePath, Modules};
use crate::report::Outcome;
use crate::workspace::Workspace;

/// What is to hold inside one crate.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Layers {
    /// Its modules from the top down; none while they are not told.
    layers: Vec<Vec<String>>,
    /// Modules among whose children there is a circle yet, as `a::b`; the root is
    /// [`ROOT`].
    #[serde(default)]
    circles_yet: BTreeSet<String>,
}

const ROOT: &str = "crate";

pub(super) fn check(workspace: &Workspace) -> Result<Outcome> {
    let text = fs::read_to_string(workspace.path("xtask/layers.toml"))?;
    let crates: BTreeMap<String, Layers> = toml::from_str(&text)?;
    let mut faults = Vec::new();
    for (name, layers) in crates {
        let modules = Modules::read(&workspace.path(&name))?;
        let levels = Levels::of(&modules);
        if !layers.layers.is_empty() {
            let misplaced = layers.misplaced(&modules);
            faults.extend(misplaced.map(|fault| format!("{name}: {fault}")));
            faults.extend(layers.upwards(&levels, workspace.root()));
        }
        let circles = layers.circles(&levels, workspace.root());
        faults.extend(circles.map(|fault| format!("{name}: {fault}")));
    }
    if !faults.is_empty() {
        bail!("by xtask/layers.toml:\n  {}", faults.join("\n  "));
    }
    Ok(Outcome::Passed)
}

impl Layers {
    /// What has no line, and lines that have nothing.
    fn misplaced(&self, modules: &Modules) -> impl Iterator<Item = String> {
        let told: BTreeSet<&str> = self.layers.iter().flatten().map(String::as_str).collect();
        let there: BTreeSet<&str> = modules.at_root().collect();
        let homeless = there.difference(&told);
        let homeless = homeless.map(|module| format!("in which line does {module} belong?"));
        let missing = told.difference(&there);
        let missing = missing.map(|module| format!("there is no {module}"));
        homeless.chain(missing).collect::<Vec<_>>().into_iter()
    }

    /// Arrows to a line above.
    fn upwards(&self, levels: &Levels, root: &Path) -> impl Iterator<Item = String> {
        let arrows = levels.at_root();
        let upwards = arrows.filter(|((from, to), _)| self.line(from) > self.line(to));
        upwards.map(|(_, arrow)| format!("{} leads upwards", shown(arrow, root)))
    }

    /// Where the first circle of a level is, or that there is none any more.
    fn circles(&self, levels: &Levels, root: &Path) -> impl Iterator<Item = String> {
        levels.0.iter().filter_map(|(parent, siblings)| {
            let parent = match parent.as_slice() {
                [] => ROOT.to_owned(),
                path => path.join("::"),
            };
            let circle = circle(siblings);
            match (circle.is_empty(), self.circles_yet.contains(&parent)) {
                (true, false) | (false, true) => None,
                (true, true) => Some(format!("{parent} has no circle any more: say so")),
                (false, false) => {
                    let arrows = circle.iter().map(|arrow| shown(arrow, root));
                    let arrows: Vec<String> = arrows.collect();
                    Some(format!(
                        "a circle in {parent}:\n    {}",
                        arrows.join("\n    ")
                    ))
                }
            }
        })
    }

    /// Counted from the top.
    fn line(&self, module: &str) -> Option<usize> {
        let mut lines = self.layers.iter();
        lines.position(|line| line.iter().any(|name| name == module))
    }
}

/// For each module the arrows among its children, one for each pair.
struct Levels(BTreeMap<ModulePath, Siblings>);

type Siblings = BTreeMap<(String, String), Arrow>;

impl Levels {
    fn of(modules: &Modules) -> Self {
        let mut levels: BTreeMap<ModulePath, Siblings> = BTreeMap::new();
        for arrow in modules.arrows() {
            let both = arrow.from.iter().zip(&arrow.to);
            let n_common = both.take_while(|(from, to)| from == to).count();
            let (Some(from), Some(to)) = (arrow.from.get(n_common), arrow.to.get(n_common)) else {
                continue;
            };
            let pair = (from.clone(), to.clone());
            let level = levels.entry(arrow.from[..n_common].to_vec()).or_default();
            level.entry(pair).or_insert(arrow);
        }
        Self(levels)
    }

    fn at_root(&self) -> impl Iterator<Item = (&(String, String), &Arrow)> {
        self.0.get(&Vec::new()).into_iter().flatten()
    }
}

/// The arrows of a circle, or none.
fn circle(siblings: &Siblings) -> Vec<&Arrow> {
    let mut done = BTreeSet::new();
    for (from, _) in siblings.keys() {
        let mut way = Vec::new();
        if let Some(begun) = walk(from, siblings, &mut way, &mut done) {
            way.push(begun);
            let first = way.iter().position(|name| *name == begun).unwrap_or(0);
            let steps = way[first..].windows(2);
            let arrow = |step: &[&String]| &siblings[&(step[0].clone(), step[1].clone())];
            return steps.map(arrow).collect();
        }
    }
    Vec::new()
}

/// Goes down every way from `at` until one of them meets itself, and where.
fn walk<'a>(
    at: &'a String,
    siblings: &'a Siblings,
    way: &mut Vec<&'a String>,
    done: &mut BTreeSet<&'a String>,
) -> Option<&'a String> {
    if way.contains(&at) {
        return Some(at);
    }
    if !done.insert(at) {
        return None;
    }
    way.push(at);
    for (from, to) in siblings.keys() {
        if from == at
            && let Some(met) = walk(to, siblings, way, done)
        {
            return Some(met);
        }
    }
    way.pop();
    None
}

fn shown(arrow: &Arrow, root: &Path) -> String {
    let file = arrow.file.strip_prefix(root).unwrap_or(&arrow.file);
    let (from, to) = (arrow.from.join("::"), arrow.to.join("::"));
    format!("{}:{}: {from} → {to}", file.display(), arrow.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::planted::Planted;

    const LAYERS: (&str, &str) = (
        "xtask/layers.toml",
        "[shop]\nlayers = [[\"screen\"], [\"till\", \"shelf\"]]\n",
    );

    /// What the check says of a crate with these files.
    fn said(name: &str, files: &[(&str, &str)]) -> String {
        let root = ("shop/src/lib.rs", "mod screen;\nmod shelf;\nmod till;\n");
        let empty = ["screen", "shelf", "till"].map(|module| format!("shop/src/{module}.rs"));
        let empty = empty.iter().map(|file| (file.as_str(), ""));
        let files = files.iter().copied();
        let all: Vec<_> = [LAYERS, root]
            .into_iter()
            .chain(empty)
            .chain(files)
            .collect();
        let planted = Planted::with(name, &all);
        let outcome = check(&planted.workspace());
        outcome
            .err()
            .map_or_else(String::new, |error| format!("{error:#}"))
    }

    #[test]
    fn the_modules_of_this_workspace_keep_to_their_lines() {
        let outcome = check(&Workspace::find().unwrap());
        assert!(outcome.is_ok(), "{:#}", outcome.err().unwrap());
    }

    #[test]
    fn arrows_that_lead_down_or_stay_in_their_line_are_green() {
        let files = [
            (
                "shop/src/screen.rs",
                "use crate::till::Sum;\nuse super::shelf;",
            ),
            (
                "shop/src/till.rs",
                "use crate::shelf::Price;\npub(crate) struct Sum;",
            ),
        ];
        assert_eq!(said("down", &files), "");
    }

    #[test]
    fn a_planted_circle_turns_the_rule_red_and_shows_its_arrows() {
        let files = [
            (
                "shop/src/till.rs",
                "\nuse crate::shelf::Price;\npub(crate) struct Sum;",
            ),
            ("shop/src/shelf.rs", "fn sold(sum: super::till::Sum) {}"),
        ];
        let said = said("circle", &files);
        assert!(said.contains("shop: a circle in crate:"), "{said}");
        assert!(said.contains("shop/src/till.rs:2: till → shelf"), "{said}");
        assert!(said.contains("shop/src/shelf.rs:1: shelf → till"), "{said}");
    }

    #[test]
    fn an_arrow_upwards_turns_the_rule_red() {
        let said = said("up", &[("shop/src/shelf.rs", "use crate::screen::draw;")]);
        assert!(
            said.contains("shop/src/shelf.rs:1: shelf → screen leads upwards"),
            "{said}"
        );
    }

    #[test]
    fn a_path_among_the_tokens_of_a_macro_is_an_arrow() {
        let text = "fn shown() { view! { <b>{crate::screen::title()}</b> } }";
        assert!(said("macro", &[("shop/src/shelf.rs", text)]).contains("upwards"));
    }

    #[test]
    fn what_a_module_passes_on_is_looked_for_where_it_is_made() {
        let files = [
            ("shop/src/till.rs", "pub(crate) use crate::screen::Title;"),
            ("shop/src/shelf.rs", "use crate::till::Title;"),
        ];
        let said = said("passed-on", &files);
        assert!(said.contains("shelf → screen leads upwards"), "{said}");
    }

    #[test]
    fn a_circle_of_children_is_one_too_and_one_with_their_parent_is_none() {
        let parent = (
            "shop/src/shelf.rs",
            "mod box_;\nmod jar;\nuse jar::Jar;\nstruct Row;",
        );
        let child = (
            "shop/src/shelf/jar.rs",
            "use super::Row;\nuse super::box_::Lid;",
        );
        let leaf = ("shop/src/shelf/box_.rs", "pub(super) struct Lid;");
        assert_eq!(said("family", &[parent, child, leaf]), "");
        let leaf = ("shop/src/shelf/box_.rs", "use crate::shelf::jar::Jar;");
        let said = said("children", &[parent, child, leaf]);
        assert!(said.contains("shop: a circle in shelf:"), "{said}");
    }

    #[test]
    fn tests_may_know_anything() {
        let text = "#[cfg(test)]\nmod tests {\n    use crate::screen::draw;\n}\n";
        assert_eq!(said("tests", &[("shop/src/shelf.rs", text)]), "");
    }

    #[test]
    fn every_module_has_its_line_and_every_line_its_modules() {
        let root = (
            "shop/src/lib.rs",
            "mod screen;\nmod shelf;\nmod cellar {}\n",
        );
        let said = said("line", &[root]);
        assert!(said.contains("in which line does cellar belong?"), "{said}");
        assert!(said.contains("there is no till"), "{said}");
    }
}

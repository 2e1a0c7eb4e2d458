//! Which crate may know which.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use crate::process::output;
use crate::report::Outcome;
use crate::workspace::{Workspace, cargo};

/// A crate, and the crates of this workspace that it may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("beseda-protocol", &[]),
    // Its tests, and those of the wire, are held to the table of rights.
    ("beseda-center", &["beseda-protocol", "beseda-rights"]),
    ("beseda-relay", &["beseda-center", "beseda-protocol"]),
    ("beseda-client", &["beseda-protocol"]),
    ("beseda-parts", &[]),
    (
        "beseda-widget",
        &["beseda-client", "beseda-parts", "beseda-protocol"],
    ),
    (
        "beseda-console",
        &["beseda-client", "beseda-parts", "beseda-protocol"],
    ),
    ("beseda-host", &[]),
    // It weighs the loader with the settings that a relay puts into it.
    ("beseda-xtask", &["beseda-protocol"]),
    // Tests speak over the wire: they know its words and nothing behind them.
    ("beseda-tests", &["beseda-protocol", "beseda-rights"]),
    ("beseda-rights", &["beseda-protocol"]),
    // It fills a center by its own rules, as the simulator does, and measures them alone.
    (
        "beseda-bench",
        &[
            "beseda-center",
            "beseda-chaos",
            "beseda-protocol",
            "beseda-tests",
        ],
    ),
    // The simulator runs both halves in one process, over a network that it makes up.
    (
        "beseda-chaos",
        &[
            "beseda-center",
            "beseda-client",
            "beseda-protocol",
            "beseda-tests",
        ],
    ),
    // It prices the steps of a message: what reading and writing a frame costs.
    ("beseda-ceilings", &["beseda-protocol"]),
];

/// Rules know no runtime and no browser, not even through others.
const PURE: &[&str] = &["beseda-protocol", "beseda-center"];
const IMPURE: &[&str] = &["worker", "web-sys", "js-sys", "wasm-bindgen", "leptos"];

pub(super) fn check(workspace: &Workspace) -> Result<Outcome> {
    let packages = workspace.packages()?;
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    for package in &packages {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(name, _)| *name == package.name)
            .with_context(|| format!("say in {} what {} may depend on", file!(), package.name))?;
        let known = package
            .depends_on
            .iter()
            .filter(|name| ours.contains(name.as_str()));
        for name in known {
            if !allowed.contains(&name.as_str()) {
                bail!("{} may not depend on {name}", package.name);
            }
        }
    }
    for name in PURE {
        let tree = tree(workspace, name)?;
        let impure = tree.lines().filter_map(|line| line.split(' ').next());
        if let Some(found) = impure.into_iter().find(|found| IMPURE.contains(found)) {
            bail!("{name} may not depend on {found}, and does");
        }
    }
    Ok(Outcome::Passed)
}

/// All that a crate is built with when nobody else asks for features.
fn tree(workspace: &Workspace, package: &str) -> Result<String> {
    output(
        cargo(workspace, "tree")
            .args(["--package", package, "--edges", "normal"])
            .args(["--target", "all", "--prefix", "none"]),
    )
}

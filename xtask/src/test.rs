//! `cargo x test`: everything that CI checks.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use lexopt::{Arg, Parser};

use crate::build::{self, Kit};
use crate::process::run as run_to_the_end;
use crate::progress::quiet_unless_watched;
use crate::report::{Outcome, Report};
use crate::tools::browser;
use crate::tools::npm::Packages;
use crate::tools::pip::Modules;
use crate::workspace::{Workspace, cargo};
use crate::{deploy, lint, size, tidy};

/// The ring that starts the product, on workerd and in browsers.
const RINGS: &[&str] = &["beseda-tests"];
/// Not tests: programs that measure, run by commands of their own.
const MEASURES: &[&str] = &["beseda-bench", "beseda-ceilings"];

/// The set of packages that verify what webhooks are sent.
const WEBHOOKS: &str = "webhooks";

/// The set of packages that read the description of the API.
const API: &str = "api";

/// Runs all rings, or with `--fast` those that need neither wasm nor a browser.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    let mut fast = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("fast") => fast = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let mut report = Report::default();
    native(workspace, &mut report);
    if !fast {
        whole(workspace, &mut report);
    }
    report.finish()
}

fn native(workspace: &Workspace, report: &mut Report) {
    report.check("format", || lint::format(workspace));
    tidy::checks(workspace, report);
    report.check("lints, native", || lint::native(workspace));
    report.check("tests, native", || {
        let test = native_test(workspace)?;
        tests(|| test(&[]), &[])
    });
}

/// A test of all that needs neither wasm nor a browser, also of a part of it: of fewer
/// packages it would be compiled anew.
fn native_test(workspace: &Workspace) -> Result<impl Fn(&[&str]) -> Command> {
    let packages = workspace
        .packages()?
        .into_iter()
        .map(|package| package.name);
    let native: Vec<String> = packages
        .filter(|name| !RINGS.contains(&&**name) && !MEASURES.contains(&&**name))
        .flat_map(|name| ["--package".to_owned(), name])
        .collect();
    Ok(move |more: &[&str]| {
        let mut test = cargo(workspace, "test");
        test.args(&native).args(more);
        test
    })
}

fn whole(workspace: &Workspace, report: &mut Report) {
    let mut kit = None;
    let built = report.check("build", || {
        kit = Some(Kit::make(workspace, build::ALL)?);
        Ok(Outcome::Passed)
    });
    if let (true, Some(kit)) = (built, kit) {
        report.check("tests on workerd and in browsers", || rings(&kit));
        report.check("webhooks, as JavaScript verifies them", || {
            foreign(&kit, "foreign::libraries_of_javascript", || {
                let packages = Packages::install(kit.workspace, WEBHOOKS)?;
                Ok(("NODE_PATH", packages.file("")))
            })
        });
        report.check("webhooks, as Python verifies them", || {
            foreign(&kit, "foreign::libraries_of_python", || {
                let modules = Modules::install(kit.workspace, WEBHOOKS)?;
                Ok(("PYTHONPATH", modules.folder().to_owned()))
            })
        });
        report.check("the API, asked by its description", || {
            foreign(&kit, "described::", || {
                let modules = Modules::install(kit.workspace, API)?;
                Ok(("PYTHONPATH", modules.folder().to_owned()))
            })
        });
        report.check(
            "the examples, through a proxy that knows the description",
            || {
                foreign(&kit, "examples::the_examples_ask", || {
                    let packages = Packages::install(kit.workspace, API)?;
                    Ok(("NODE_PATH", packages.file("")))
                })
            },
        );
        report.check("chaos on workerd", || chaos(&kit));
        report.check("sizes", || size::check(workspace).map(|()| Outcome::Passed));
        report.check("lints, wasm", || lint::wasm(workspace, &kit.toolchain));
    }
    report.check("webhooks, where others say that none may be", || {
        listed(workspace)
    });
    report.check("dependencies", || lint::deny(workspace));
    report.check("the API as others read it", || lint::api(workspace));
}

fn rings(kit: &Kit<'_>) -> Result<Outcome> {
    let chromedriver = browser::chromedriver()?;
    // One of them rehearses a deployment.
    let tool = std::env::current_exe()?;
    Packages::install(kit.workspace, deploy::PACKAGES)?;
    let pages = Packages::install(kit.workspace, "pages")?;
    let workerd = kit.tools.npm.workerd()?;
    let test = || {
        let mut test = on_workerd(kit, &workerd);
        test.env("BESEDA_NODE_MODULES", kit.tools.npm.file(""))
            .env("BESEDA_XTASK", &tool)
            .env("BESEDA_PAGE_MODULES", pages.file(""))
            .env("CHROMEDRIVER", &chromedriver);
        let rings = RINGS.iter().flat_map(|ring| ["--package", ring]);
        with(test, &rings.collect::<Vec<_>>())
    };
    tests(test, &[])
}

/// What runs on workerd, looked at by programs that others have written: what webhooks are
/// sent takes some seconds, the API as it is described three quarters of a minute.
fn foreign(
    kit: &Kit<'_>,
    named: &str,
    install: impl FnOnce() -> Result<(&'static str, PathBuf)>,
) -> Result<Outcome> {
    let (place, installed) = match install() {
        Ok(installed) => installed,
        Err(why) => {
            let why = format!("what looks at it can't be fetched: {why:#}");
            return Ok(Outcome::Skipped(why));
        }
    };
    let workerd = kit.tools.npm.workerd()?;
    let test = || {
        let mut test = on_workerd(kit, &workerd);
        test.env(place, &installed);
        with(test, &["--package", "beseda-tests", "--test", "wire"])
    };
    tests(test, &["--ignored", named])
}

/// Addresses that others list as ways into one's own network: a second.
fn listed(workspace: &Workspace) -> Result<Outcome> {
    let packages = match Packages::install(workspace, WEBHOOKS) {
        Ok(packages) => packages,
        Err(why) => {
            return Ok(Outcome::Skipped(format!(
                "the list can't be fetched: {why:#}"
            )));
        }
    };
    let native = native_test(workspace)?;
    let test = || {
        let mut test = native(&["--test", "rules"]);
        test.env("NODE_PATH", packages.file(""));
        test
    };
    tests(test, &["--ignored", "webhook_addresses::"])
}

/// The subset of the chaos suite that every run has: about five minutes.
fn chaos(kit: &Kit<'_>) -> Result<Outcome> {
    let workerd = kit.tools.npm.workerd()?;
    let suite = ["--package", "beseda-chaos", "--features", "relay"];
    let test = || {
        with(
            on_workerd(kit, &workerd),
            &[&suite[..], &["--test", "relay"]].concat(),
        )
    };
    // With their seeds, and a word now and then.
    tests(test, &["--nocapture"])
}

fn on_workerd(kit: &Kit<'_>, workerd: &Path) -> Command {
    let mut test = cargo(kit.workspace, "test");
    test.env("BESEDA_DIST", kit.dist())
        .env("BESEDA_HOST", kit.workspace.host_binary())
        .env("BESEDA_WORKERD", workerd);
    test
}

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

/// Compiles, which takes minutes the first time, and then runs a `cargo test`: shows
/// it as it goes and counts what it says.
fn tests(test: impl Fn() -> Command, of_the_tests: &[&str]) -> Result<Outcome> {
    let mut compile = with(test(), &["--no-run"]);
    run_to_the_end(quiet_unless_watched(&mut compile))?;
    let mut test = with(test(), &["--quiet", "--no-fail-fast", "--"]);
    let mut child = test
        .args(of_the_tests)
        .stdout(Stdio::piped())
        .spawn()
        .context("can't start cargo")?;
    let said = child.stdout.take().context("the pipe was asked for")?;
    let mut n_passed = 0;
    let mut failed = Vec::new();
    for line in BufReader::new(said).lines() {
        let line = line?;
        eprintln!("{line}");
        if let Some(count) = passed(&line) {
            n_passed += count;
        } else if let Some(name) = failure(&line) {
            failed.push(name.to_owned());
        }
    }
    let status = child.wait()?;
    if !status.success() && failed.is_empty() {
        bail!("cargo test failed ({status})");
    }
    Ok(Outcome::Tests { n_passed, failed })
}

/// `test result: ok. 12 passed; 0 failed; …`
fn passed(line: &str) -> Option<usize> {
    let (_, rest) = line.strip_prefix("test result: ")?.split_once(". ")?;
    rest.split_once(" passed")?.0.parse().ok()
}

/// One line of the list that ends a failing run: four spaces and a path.
fn failure(line: &str) -> Option<&str> {
    let name = line.strip_prefix("    ")?;
    let is_path = |text: &str| {
        let mut chars = text.chars();
        chars.all(|c| c.is_alphanumeric() || c == '_' || c == ':')
    };
    (!name.is_empty() && is_path(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{failure, passed};

    #[test]
    fn a_result_line_is_counted() {
        let line = "test result: FAILED. 11 passed; 1 failed; 0 ignored; 0 measured";
        assert_eq!(passed(line), Some(11));
        assert_eq!(passed("test a::b ... ok"), None);
    }

    #[test]
    fn only_the_names_of_failed_tests_are_failures() {
        assert_eq!(failure("    center::says_no"), Some("center::says_no"));
        assert_eq!(failure("    at line 12"), None);
        assert_eq!(failure("failures:"), None);
    }
}

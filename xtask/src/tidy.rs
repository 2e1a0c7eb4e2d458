//! `cargo x tidy`: format, lints, and what no compiler checks.

mod arrows;
mod criteria;
mod layers;
mod modules;
#[cfg(test)]
mod planted;
mod sources;

use anyhow::Result;
use lexopt::Parser;

use crate::lint;
use crate::report::Report;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

/// Everything that can be said without running the product.
pub(crate) fn run(workspace: &Workspace, mut arguments: Parser) -> Result<()> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let mut report = Report::default();
    report.check("format", || lint::format(workspace));
    report.check("lints, native", || lint::native(workspace));
    report.check("lints, wasm", || {
        lint::wasm(workspace, &Toolchain::provide(workspace)?)
    });
    checks(workspace, &mut report);
    sources::print_long_files(workspace)?;
    report.finish()
}

/// The checks of our own: they take a second.
pub(crate) fn checks(workspace: &Workspace, report: &mut Report) {
    report.check("crate arrows", || arrows::check(workspace));
    report.check("module arrows", || layers::check(workspace));
    report.check("no HTML sink, no eval", || sources::no_sinks(workspace));
    report.check("clocks are read in one place", || {
        sources::clocks(workspace)
    });
    report.check("styles ask for places of a class", || {
        sources::places(workspace)
    });
    report.check("criteria: what is shown has a test", || {
        criteria::check(workspace)
    });
    report.check("texts: the same keys in every language", || {
        sources::texts(workspace)
    });
}

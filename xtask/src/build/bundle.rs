//! JavaScript and CSS, bundled and made small by esbuild.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Kit;
use crate::process::{command, output};

/// The browsers of the promise: what wasm with these features needs anyway.
const BROWSERS: &str = "--target=chrome111,firefox119,safari16.4";

/// A module and what it imports, as one module. `aliases` say where a bare import leads,
/// `values` what stands in the places of names.
pub(super) fn module(
    kit: &Kit<'_>,
    entry: &Path,
    aliases: &[(&str, &Path)],
    values: &[(&str, Value)],
) -> Result<Vec<u8>> {
    let mut esbuild = esbuild(kit)?;
    esbuild.args(["--bundle", "--format=esm"]).arg(entry);
    for (name, file) in aliases {
        esbuild.arg(format!("--alias:{name}={}", file.display()));
    }
    made(define(&mut esbuild, values))
}

/// A plain script.
pub(super) fn plain(kit: &Kit<'_>, entry: &Path) -> Result<Vec<u8>> {
    made(esbuild(kit)?.arg(entry))
}

/// A script and what it imports, as one plain script, with values put in the places
/// of names.
pub(super) fn script(kit: &Kit<'_>, entry: &Path, values: &[(&str, Value)]) -> Result<Vec<u8>> {
    let mut esbuild = esbuild(kit)?;
    esbuild.args(["--bundle", "--format=iife"]).arg(entry);
    made(define(&mut esbuild, values))
}

fn define<'a>(esbuild: &'a mut Command, values: &[(&str, Value)]) -> &'a mut Command {
    for (name, value) in values {
        esbuild.arg(format!("--define:{name}={value}"));
    }
    esbuild
}

/// A stylesheet and what it imports.
pub(super) fn style(kit: &Kit<'_>, entry: &Path) -> Result<Vec<u8>> {
    made(esbuild(kit)?.arg("--bundle").arg(entry))
}

fn esbuild(kit: &Kit<'_>) -> Result<Command> {
    let mut esbuild = command(kit.tools.npm.esbuild()?);
    esbuild.current_dir(kit.workspace.root());
    esbuild.args(["--minify", "--charset=utf8", "--legal-comments=none"]);
    esbuild.args(["--log-level=warning", BROWSERS]);
    Ok(esbuild)
}

fn made(esbuild: &mut Command) -> Result<Vec<u8>> {
    let text = output(esbuild).context("esbuild")?;
    Ok(text.into_bytes())
}

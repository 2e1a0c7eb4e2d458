//! Short names between a wasm module and its scripts.
//!
//! wasm-bindgen names each import and export at length, with a hash that no
//! compression takes back: a fifteenth of all that a visitor's browser loads.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;
use walkdir::WalkDir;

use crate::process::output;

/// What `wasm-opt` says that it has renamed.
#[derive(Deserialize)]
struct Renamed {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

/// The one module that all imports come from afterwards, as `wasm-opt` calls it.
const MODULE: &str = "a";

/// How the glue would begin by itself, and what of it is used.
const OWN_BEGINNINGS: &str = "export { initSync, __wbg_init as default };";
const BEGINNING: &str = "export { __wbg_finalize_init, __wbg_get_imports };";

/// Lets a script of ours begin in place of the glue's own.
pub(super) fn free_beginning(glue: &Path) -> Result<()> {
    let text = fs::read_to_string(glue)?;
    Ok(fs::write(
        glue,
        text.replacen(OWN_BEGINNINGS, BEGINNING, 1),
    )?)
}

/// Renames in a module and in the scripts of its folder: the glue, and what names the
/// module's exports besides. `wasm_opt` knows the features of the module.
pub(super) fn shorten(wasm_opt: &mut Command, wasm: &Path, folder: &Path) -> Result<()> {
    let told = output(
        wasm_opt
            .arg("--minify-imports-and-exports-and-modules")
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
    )?;
    let renamed: Renamed = serde_json::from_str(&told).context("the new names")?;
    for script in WalkDir::new(folder) {
        let script = script?.into_path();
        if script
            .extension()
            .is_some_and(|extension| extension == "js")
        {
            // What is not exported, is left out of the bundle.
            free_beginning(&script)?;
            let text = fs::read_to_string(&script)?;
            fs::write(&script, rename(&text, &renamed))?;
        }
    }
    Ok(())
}

/// A script with the short names: imports are members of a literal (`name:`),
/// exports are members of `wasm`.
fn rename(script: &str, renamed: &Renamed) -> String {
    let imports: HashMap<&str, &str> = renamed
        .imports
        .iter()
        .map(|(_, name, short)| (&**name, &**short))
        .collect();
    let exports: HashMap<&str, &str> = renamed
        .exports
        .iter()
        .map(|(name, short)| (&**name, &**short))
        .collect();
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_part_of_name) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_part_of_name(c)).unwrap_or(from.len());
        let (name, behind) = from.split_at(end);
        out.push_str(before);
        let short = match (out.ends_with("wasm."), behind.starts_with(':')) {
            (true, _) => exports.get(name),
            (false, true) => imports.get(name),
            (false, false) => None,
        };
        out.push_str(short.unwrap_or(&name));
        rest = behind;
    }
    out.push_str(rest);
    match renamed.imports.first() {
        Some((module, ..)) => out.replacen(&format!("\"{module}\""), &format!("\"{MODULE}\""), 1),
        None => out,
    }
}

fn is_part_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_renamed_where_they_meet_the_module() {
        let renamed = Renamed {
            imports: vec![("./w_bg.js".into(), "__wbg_now_1".into(), "b".into())],
            exports: vec![
                ("start".into(), "c".into()),
                ("invoke".into(), "d".into()),
                ("invoke_3".into(), "e".into()),
            ],
        };
        let glue = r#"function start() { wasm.invoke_3(wasm.invoke, wasm.start()); }
return {"./w_bg.js": {__wbg_now_1: () => Date.now(), invoke: 1}};"#;
        let short = r#"function start() { wasm.e(wasm.d, wasm.c()); }
return {"a": {b: () => Date.now(), invoke: 1}};"#;
        assert_eq!(rename(glue, &renamed), short);
    }
}

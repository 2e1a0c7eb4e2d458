//! Cuts a module at its gates (`parts/src/lib.rs`): what lies behind one is a
//! part, which a browser loads when it is first used.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The files of each part, by its name. What two parts share, and the rest does not
/// need, is a file of its own.
pub(super) type Parts = BTreeMap<String, Vec<PathBuf>>;

/// Where they are listed.
const LIST: &str = "parts.json";

/// Cuts a module that was linked with its relocations. The parts come into the folder,
/// and what is left, which this names.
pub(super) fn split(linked: &Path, folder: &Path) -> Result<PathBuf> {
    let module = fs::read(linked)?;
    let rest = folder.join("rest.wasm");
    let mut options = Options::new(&module);
    options.output_dir = folder;
    options.main_out_path = &rest;
    let cut = transform(options).map_err(|error| anyhow!("cutting: {error:#}"))?;
    let parts = cut.prefetch_map.into_iter().map(|(name, files)| {
        let files = files.into_iter().map(|file| folder.join(file + ".wasm"));
        (name, files.collect())
    });
    let parts: Parts = parts.collect();
    fs::write(folder.join(LIST), serde_json::to_vec(&parts)?)?;
    Ok(rest)
}

/// What was cut into a folder.
pub(super) fn parts(folder: &Path) -> Result<Parts> {
    match fs::read(folder.join(LIST)) {
        Ok(list) => Ok(serde_json::from_slice(&list)?),
        Err(_) => Ok(Parts::new()),
    }
}

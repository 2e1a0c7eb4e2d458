//! What has been cut out of a module, as files that `parts/load.js` finds beside itself.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::assets::Assets;
use super::split::Parts;
use super::{Kit, bundle, texts};

/// Texts that only a part needs, in a language; none, if there are none.
pub(super) type TextsOf<'a> = &'a dyn Fn(&str, &str) -> Option<Value>;

/// Adds the parts of a crate's module, as `CRATE-PART.wasm`, and tells which files each
/// has: its code; its style and its script, which lie in the crate's folder `parts`
/// under its name, if it has any; and its texts in each language.
pub(super) fn add(
    kit: &Kit<'_>,
    name: &str,
    parts: &Parts,
    texts_of: TextsOf<'_>,
    assets: &mut Assets,
) -> Result<Value> {
    let folder = kit.workspace.path(name).join("parts");
    let mut told = Map::new();
    for (part, files) in parts {
        let mut code = Vec::new();
        for file in files {
            let stem = file.file_stem().context("a part has a name")?;
            let stem = stem.to_string_lossy();
            // What a part has alone is called as the part is; what it shares, by a number.
            let stem = stem.replace("split_", "").replace("chunk_", "shared-");
            let wasm = format!("{name}-{stem}.wasm");
            assets.add(&wasm, &wasm, &fs::read(file)?)?;
            code.push(assets.name(&wasm)?.to_owned());
        }
        let mut files = json!({ "code": code });
        let style = folder.join(format!("{part}.css"));
        if style.is_file() {
            let css = format!("{name}-{part}.css");
            assets.add(&css, &css, &bundle::style(kit, &style)?)?;
            files["style"] = assets.name(&css)?.into();
        }
        let script = folder.join(format!("{part}.js"));
        if script.is_file() {
            let js = format!("{name}-{part}.js");
            assets.add(&js, &js, &bundle::module(kit, &script, &[], &[])?)?;
            files["script"] = assets.name(&js)?.into();
        }
        for language in texts::LANGUAGES {
            if let Some(texts) = texts_of(part, language) {
                let json = format!("{name}-{part}-{language}.json");
                assets.add(&json, &json, &serde_json::to_vec(&texts)?)?;
                files["texts"][language] = assets.name(&json)?.into();
            }
        }
        told.insert(part.clone(), files);
    }
    Ok(told.into())
}

//! The widget: the loader's template, the module, its wasm, style and texts.

use std::fs;

use anyhow::Result;

use super::assets::Assets;
use super::bindgen::{self, Weight};
use super::{Kit, bundle, texts};

pub(super) fn build(kit: &Kit<'_>, assets: &mut Assets) -> Result<()> {
    let folder = kit.workspace.path("widget");
    let module = bindgen::build(kit, "widget", Weight::Featherweight)?;
    let script = bundle::module(kit, &module.glue, &[])?;
    let style = bundle::style(kit, &folder.join("style/main.css"))?;
    let launcher = bundle::style(kit, &folder.join("loader/loader.css"))?;
    let loader = folder.join("loader/loader.js");
    let loader = bundle::script(kit, &loader, "__CSS__", &launcher)?;
    assets.add("widget.js", "widget.js", &script)?;
    assets.add("widget.wasm", "widget.wasm", &fs::read(module.wasm)?)?;
    assets.add("widget.css", "widget.css", &style)?;
    assets.add_named("loader.js", &loader)?;
    for language in texts::LANGUAGES {
        let texts = of_widget(kit, language)?;
        assets.add(
            &format!("{language}.json"),
            &format!("widget-{language}.json"),
            &texts,
        )?;
    }
    Ok(())
}

/// The widget's part of a catalogue.
fn of_widget(kit: &Kit<'_>, language: &str) -> Result<Vec<u8>> {
    let mut texts = texts::read(kit.workspace, language)?;
    let is_its_own = |key: &str| {
        ["refusal.", "size.", "widget."]
            .iter()
            .any(|of| key.starts_with(of))
    };
    texts.retain(|key, _| is_its_own(key));
    Ok(serde_json::to_vec(&texts)?)
}

//! The console: one page with its first shape, one module, its wasm and
//! what is loaded when it is first used, one stylesheet.

use std::fs;

use anyhow::Result;

use super::assets::Assets;
use super::bindgen::{self, Weight};
use super::{Kit, Purpose, bundle, parts};

pub(super) fn build(kit: &Kit<'_>, assets: &mut Assets) -> Result<()> {
    let folder = kit.workspace.path("console");
    let module = bindgen::build(kit, "console", Weight::Plain)?;
    let aliases = [("console-glue", module.glue.as_path())];
    let later = [(
        "__PARTS__",
        parts::add(kit, "console", &module.parts, &|_, _| None, assets)?,
    )];
    let script = bundle::module(kit, &folder.join("boot.js"), &aliases, &later)?;
    let style = style(kit)?;
    let shape = bundle::plain(kit, &folder.join("shape.js"))?;
    assets.add("console.js", "console.js", &script)?;
    assets.add("console-shape.js", "console-shape.js", &shape)?;
    assets.add("console.wasm", "console.wasm", &fs::read(module.wasm)?)?;
    assets.add("console.css", "console.css", &style)?;

    let page = fs::read_to_string(folder.join("index.html"))?
        .replace("__CONSOLE_JS__", &assets.address("console.js")?)
        .replace("__CONSOLE_SHAPE__", &assets.address("console-shape.js")?)
        .replace("__CONSOLE_WASM__", &assets.address("console.wasm")?)
        .replace("__CONSOLE_CSS__", &assets.address("console.css")?)
        .replace("__EMOJI_EN__", &assets.address("emoji-en.json")?)
        .replace("__EMOJI_RU__", &assets.address("emoji-ru.json")?);
    assets.add_page("console.html", &page)
}

/// What the list needs; in a build that is not cut into parts, theirs too.
fn style(kit: &Kit<'_>) -> Result<Vec<u8>> {
    let folder = kit.workspace.path("console");
    let mut style = bundle::style(kit, &folder.join("style/main.css"))?;
    if kit.purpose == Purpose::Dev {
        for entry in fs::read_dir(folder.join("parts"))? {
            style.extend(bundle::style(kit, &entry?.path())?);
        }
    }
    Ok(style)
}

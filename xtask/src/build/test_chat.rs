//! The page on which an owner tries the chat, and the one that shows beside its form how
//! it will look, in each language; the relay fills in the key.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::assets::Assets;
use super::{Kit, bundle, texts};

pub(super) fn build(kit: &Kit<'_>, assets: &mut Assets) -> Result<()> {
    let folder = kit.workspace.path("relay/pages");
    let style = bundle::style(kit, &folder.join("test-chat.css"))?;
    assets.add("test-chat.css", "test-chat.css", &style)?;
    let style = bundle::style(kit, &folder.join("preview.css"))?;
    assets.add("preview.css", "preview.css", &style)?;
    let script = bundle::plain(kit, &folder.join("preview.js"))?;
    assets.add("preview.js", "preview.js", &script)?;
    let test_chat = fs::read_to_string(folder.join("test-chat.html"))?
        .replace("__TEST_CHAT_CSS__", &assets.address("test-chat.css")?);
    let preview = fs::read_to_string(folder.join("preview.html"))?
        .replace("__PREVIEW_CSS__", &assets.address("preview.css")?)
        .replace("__PREVIEW_JS__", &assets.address("preview.js")?);
    for language in texts::LANGUAGES {
        let texts = texts::read(kit.workspace, language)?;
        for (name, template) in [("test-chat", &test_chat), ("preview", &preview)] {
            let page = template
                .replace("__LANGUAGE__", language)
                .replace("__TITLE__", &escaped(&texts, "test_chat.title")?)
                .replace("__TEXT__", &escaped(&texts, "test_chat.text")?);
            assets.add_page(&format!("{name}-{language}.html"), &page)?;
        }
    }
    Ok(())
}

/// A text as part of a page.
fn escaped(texts: &BTreeMap<String, Value>, key: &str) -> Result<String> {
    let text = texts.get(key).and_then(Value::as_str);
    let text = text.with_context(|| format!("no text {key}"))?;
    Ok(text.replace('&', "&amp;").replace('<', "&lt;"))
}

//! The page on which an owner tries the chat, in each language; the relay fills in
//! the key.

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
    let template = fs::read_to_string(folder.join("test-chat.html"))?
        .replace("__TEST_CHAT_CSS__", &assets.address("test-chat.css")?);
    for language in texts::LANGUAGES {
        let texts = texts::read(kit.workspace, language)?;
        let page = template
            .replace("__LANGUAGE__", language)
            .replace("__TITLE__", &escaped(&texts, "test_chat.title")?)
            .replace("__TEXT__", &escaped(&texts, "test_chat.text")?);
        assets.add_page(&format!("test-chat-{language}.html"), &page)?;
    }
    Ok(())
}

/// A text as part of a page.
fn escaped(texts: &BTreeMap<String, Value>, key: &str) -> Result<String> {
    let text = texts.get(key).and_then(Value::as_str);
    let text = text.with_context(|| format!("no text {key}"))?;
    Ok(text.replace('&', "&amp;").replace('<', "&lt;"))
}

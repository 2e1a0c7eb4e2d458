//! The page on which an owner tries the chat; the relay fills in the key.

use std::fs;

use anyhow::Result;

use super::assets::Assets;
use super::{Kit, bundle};

pub(super) fn build(kit: &Kit<'_>, assets: &mut Assets) -> Result<()> {
    let folder = kit.workspace.path("relay/pages");
    let style = bundle::style(kit, &folder.join("test-chat.css"))?;
    assets.add("test-chat.css", "test-chat.css", &style)?;
    let page = fs::read_to_string(folder.join("test-chat.html"))?
        .replace("__TEST_CHAT_CSS__", &assets.address("test-chat.css")?);
    assets.add_named("test-chat.html", page.as_bytes())
}

//! `emoji-en.json`, `emoji-ru.json`: what the pickers show, with names to search.
//!
//! ```json
//! [{"name": "Smileys & emotion", "emoji": [
//!     ["😀", "grinning face", "cheerful happy smile"],
//!     ["👋", "waving hand", "hello wave", ["👋🏻", "👋🏼", "👋🏽", "👋🏾", "👋🏿"]]]}]
//! ```
//! An emoji is its text, its name, words to find it by and, where it has them,
//! the five skin tones.

use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::assets::Assets;
use super::{Kit, texts};

/// Emoji of later versions are boxes on many phones in use.
const VERSION_MAX: f32 = 15.0;

/// Parts of emoji (skin tones, hair), which nobody sends alone.
const COMPONENTS: &str = "component";

#[derive(Deserialize)]
struct Emoji {
    emoji: String,
    label: String,
    group: Option<u32>,
    order: Option<u32>,
    version: f32,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    skins: Vec<Skin>,
}

#[derive(Deserialize)]
struct Skin {
    emoji: String,
    /// One tone, or two where two people stand.
    tone: serde_json::Value,
}

#[derive(Deserialize)]
struct Messages {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    key: String,
    message: String,
    order: u32,
}

#[derive(Serialize)]
struct Shelf {
    name: String,
    emoji: Vec<serde_json::Value>,
}

pub(super) fn build(kit: &Kit<'_>, assets: &mut Assets) -> Result<()> {
    for language in texts::LANGUAGES {
        let read = |name: &str| {
            let file = format!("emojibase-data/{language}/{name}.json");
            fs::read(kit.tools.npm.file(&file)).with_context(|| file)
        };
        let emoji: Vec<Emoji> = serde_json::from_slice(&read("data")?)?;
        let messages: Messages = serde_json::from_slice(&read("messages")?)?;
        let name = format!("emoji-{language}.json");
        let shelves = serde_json::to_vec(&shelves(emoji, messages.groups))?;
        assets.add(&name, &name, &shelves)?;
    }
    Ok(())
}

fn shelves(mut all: Vec<Emoji>, groups: Vec<Group>) -> Vec<Shelf> {
    all.retain(|emoji| emoji.version <= VERSION_MAX);
    all.sort_by_key(|emoji| emoji.order);
    let shown = groups.into_iter().filter(|group| group.key != COMPONENTS);
    shown
        .map(|group| Shelf {
            name: capitalised(name(&group)),
            emoji: all
                .iter()
                .filter(|emoji| emoji.group == Some(group.order))
                .map(entry)
                .collect(),
        })
        .collect()
}

fn entry(emoji: &Emoji) -> serde_json::Value {
    let words = emoji.tags.join(" ");
    let tones: Vec<&str> = emoji
        .skins
        .iter()
        .filter(|skin| skin.tone.is_number())
        .map(|skin| skin.emoji.as_str())
        .collect();
    if tones.is_empty() {
        serde_json::json!([emoji.emoji, emoji.label, words])
    } else {
        serde_json::json!([emoji.emoji, emoji.label, words, tones])
    }
}

/// What the shelf is called. The Russian data say of faces that people are among them,
/// who have a shelf of their own.
fn name(group: &Group) -> &str {
    match group.message.as_str() {
        "смайлики и люди" => "смайлики и эмоции",
        message => message,
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

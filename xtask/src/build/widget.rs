//! The widget: the loader's template, the module, its wasm, style and texts, and what
//! is loaded when it is first used.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::assets::Assets;
use super::bindgen::{self, Weight};
use super::{Kit, bundle, parts, texts};

pub(super) fn build(kit: &Kit<'_>, assets: &mut Assets) -> Result<()> {
    let folder = kit.workspace.path("widget");
    let module = bindgen::build(kit, "widget", Weight::Featherweight)?;
    let mut words = BTreeMap::new();
    for language in texts::LANGUAGES {
        words.insert(language, of_widget(kit, language, assets)?);
    }
    let later = |part: &str, language: &str| {
        let mut texts = words[language].clone();
        texts.retain(|key, _| part_of(key) == Some(part));
        (!texts.is_empty()).then(|| json!(texts))
    };
    let later = [(
        "__PARTS__",
        parts::add(kit, "widget", &module.parts, &later, assets)?,
    )];
    let page = kit.workspace.path("client/page.js");
    // What lies beside the glue is a copy, from which no path leads back.
    let glue = [("glue", module.glue.as_path()), ("page", page.as_path())];
    let script = bundle::module(kit, &folder.join("entry.js"), &glue, &later)?;
    let style = bundle::style(kit, &folder.join("style/main.css"))?;
    assets.add("widget.js", "widget.js", &script)?;
    assets.add("widget.wasm", "widget.wasm", &fs::read(module.wasm)?)?;
    assets.add("widget.css", "widget.css", &style)?;
    for language in texts::LANGUAGES {
        let name = format!("{language}.json");
        let mut texts = words[language].clone();
        texts.retain(|key, _| part_of(key).is_none());
        assets.add(&name, &name, &serde_json::to_vec(&texts)?)?;
    }
    let invite = [
        ("__CSS__", css(kit, "parts/invite.css")?),
        ("__WORDS__", words_of(kit, &WORDS_OF_INVITE)?),
    ];
    let invite = bundle::module(kit, &folder.join("parts/invite.js"), &[], &invite)?;
    assets.add("invite.js", "invite.js", &invite)?;
    // A site that never speaks first need not carry what sees to that.
    for (name, speaks) in [("loader.js", false), ("loader-speaking.js", true)] {
        let values = [
            ("__CSS__", css(kit, "loader/loader.css")?),
            ("__PARTS__", rest(assets, speaks)?),
            ("__SPEAKS__", speaks.into()),
            ("__WORDS__", words_of(kit, &FIRST_WORDS)?),
        ];
        let loader = bundle::script(kit, &folder.join("loader/loader.js"), &values)?;
        assets.add_template(name, str::from_utf8(&loader)?)?;
    }
    Ok(())
}

/// A style sheet of the widget's as text.
fn css(kit: &Kit<'_>, path: &str) -> Result<Value> {
    let sheet = bundle::style(kit, &kit.workspace.path("widget").join(path))?;
    Ok(String::from_utf8(sheet)?.into())
}

/// Where the loader finds the rest: by what it is, or by its language.
fn rest(assets: &Assets, speaks: bool) -> Result<Value> {
    let mut rest = Map::new();
    if speaks {
        rest.insert("invite".to_owned(), assets.address("invite.js")?.into());
    }
    for kind in ["js", "wasm", "css"] {
        let address = assets.address(&format!("widget.{kind}"))?;
        rest.insert(kind.to_owned(), address.into());
    }
    for language in texts::LANGUAGES {
        let address = assets.address(&format!("{language}.json"))?;
        rest.insert(language.to_owned(), address.into());
    }
    Ok(rest.into())
}

/// Refusals that only those meet who sign in.
const OF_OPERATORS: [&str; 6] = [
    "refusal.email_taken",
    "refusal.forbidden",
    "refusal.link_expired",
    "refusal.password_weak",
    "refusal.sign_in_failed",
    "refusal.too_late",
];

/// Texts of which the first message needs none, by how their keys begin, and the parts of
/// the widget that say them.
const LATER: [(&str, &str); 20] = [
    ("refusal.", "talk"),
    ("size.", "files"),
    ("widget.back", "talk"),
    ("widget.cancel", "talk"),
    ("widget.connecting", "talk"),
    ("widget.deleted", "talk"),
    ("widget.drop", "files"),
    ("widget.edited", "talk"),
    ("widget.emoji_", "emoji"),
    ("widget.end_", "forms"),
    ("widget.form_", "forms"),
    ("widget.later", "talk"),
    ("widget.menu_", "talk"),
    ("widget.offline", "talk"),
    ("widget.picture_", "files"),
    ("widget.preview_", "talk"),
    ("widget.rate_", "forms"),
    ("widget.reach_", "talk"),
    ("widget.typing", "talk"),
    ("widget.uploading", "files"),
];

/// The part that says a text, if it is not needed before.
fn part_of(key: &str) -> Option<&'static str> {
    let found = LATER.into_iter().find(|(begin, _)| key.starts_with(begin));
    found.map(|(_, part)| part)
}

/// The widget's part of a catalogue, and where the language's emoji are.
fn of_widget(kit: &Kit<'_>, language: &str, assets: &Assets) -> Result<BTreeMap<String, Value>> {
    let mut texts = texts::read(kit.workspace, language)?;
    let families = ["refusal.", "size.", "widget."];
    texts.retain(|key, _| {
        let is_ours = families.iter().any(|family| key.starts_with(family));
        is_ours && !OF_OPERATORS.contains(&key.as_str())
    });
    let emoji = assets.address(&format!("emoji-{language}.json"))?;
    texts.insert("widget.emoji_data".to_owned(), emoji.into());
    Ok(texts)
}

/// What the loader says by itself, in the order in which it takes it.
const FIRST_WORDS: [&str; 7] = [
    "widget.open",
    "loader.message",
    "loader.close",
    "widget.retry",
    "widget.offline",
    "loader.failed",
    "widget.greeting",
];

/// What is said by what a site says first, and by its form, in the order in which they take
/// it.
const WORDS_OF_INVITE: [&str; 8] = [
    "invite.dismiss",
    "invite.form",
    "invite.name",
    "invite.email",
    "invite.phone",
    "invite.message",
    "invite.reach_missing",
    "invite.send",
];

/// These texts in each language.
fn words_of(kit: &Kit<'_>, keys: &[&str]) -> Result<Value> {
    let of = |language: &str| {
        let texts = texts::read(kit.workspace, language)?;
        let word = |key: &&str| texts.get(*key).with_context(|| format!("no {key}"));
        let words: Result<Vec<_>> = keys.iter().map(word).collect();
        let words = words?.into_iter().cloned().collect();
        Ok((language.to_owned(), Value::Array(words)))
    };
    let words: Result<Map<String, Value>> = texts::LANGUAGES.into_iter().map(of).collect();
    Ok(words?.into())
}

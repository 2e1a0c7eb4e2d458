//! The emoji that a picker shows, by language: fetched once, when first wanted.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_client::parsed::Parsed;
use beseda_protocol::fold::fold;
use beseda_protocol::json::Value;

use super::fetch::get;
use super::page;
use crate::model::completion::rank;
use crate::model::prefs::Locale;

/// A group of emoji.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shelf {
    /// Its name.
    pub(crate) name: String,
    /// What stands on it.
    pub(crate) emoji: Vec<Emoji>,
}

/// An emoji.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Emoji {
    /// The characters.
    pub(crate) text: String,
    /// Its name in the operator's language.
    pub(crate) name: String,
    /// The name and other words to find it by, folded.
    words: String,
    /// The same with each of five skin tones, where it has them.
    tones: Vec<String>,
}

impl Emoji {
    /// The characters with a skin tone of 1 to 5; 0 is the one without.
    pub(crate) fn with_tone(&self, tone: u8) -> &str {
        let toned = usize::from(tone)
            .checked_sub(1)
            .and_then(|place| self.tones.get(place));
        toned.unwrap_or(&self.text)
    }
}

impl Shelf {
    /// One of the emoji that were picked last, parted by spaces, if any of them is known.
    pub(crate) fn of_picked(all: &[Self], picked: &str, name: String) -> Option<Self> {
        let every = || all.iter().flat_map(|shelf| &shelf.emoji);
        let known = |text: &str| every().find(|emoji| emoji.text == text).cloned();
        let emoji: Vec<Emoji> = picked.split(' ').filter_map(known).collect();
        (!emoji.is_empty()).then_some(Self { name, emoji })
    }
}

thread_local! {
    static SHELVES: RefCell<HashMap<Locale, Vec<Shelf>>> = RefCell::default();
}

/// The shelves, or nothing when they can't be had.
pub(crate) async fn shelves(locale: Locale) -> Option<Vec<Shelf>> {
    if let Some(shelves) = SHELVES.with_borrow(|kept| kept.get(&locale).cloned()) {
        return Some(shelves);
    }
    let address = page::meta(&format!("emoji-{}", locale.tag()))?;
    let answer = get(&address).await?;
    if !answer.ok() {
        return None;
    }
    let parsed = js_sys::JSON::parse(&answer.text().await?).ok()?;
    let shelves = Parsed::from(parsed).items()?;
    let shelves: Vec<Shelf> = shelves.iter().filter_map(shelf).collect();
    SHELVES.with_borrow_mut(|kept| kept.insert(locale, shelves.clone()));
    Some(shelves)
}

/// The emoji whose words begin with what is sought; those that have it whole come first.
pub(crate) fn found(shelves: &[Shelf], query: &str, n_max: usize) -> Vec<Emoji> {
    let query = fold(query.trim());
    let all = shelves.iter().flat_map(|shelf| &shelf.emoji);
    let ranked = all.filter_map(|emoji| {
        let rank = rank(emoji.words.split_whitespace(), &query)?;
        Some((rank, emoji))
    });
    let mut found: Vec<(usize, &Emoji)> = ranked.collect();
    found.sort_by_key(|(rank, _)| *rank);
    let found = found.into_iter().take(n_max);
    found.map(|(_, emoji)| emoji.clone()).collect()
}

/// `{"name": …, "emoji": […]}`.
fn shelf(value: &Parsed) -> Option<Shelf> {
    let emoji = value.get("emoji")?.items()?;
    Some(Shelf {
        name: value.get("name")?.text()?,
        emoji: emoji.iter().filter_map(emoji_of).collect(),
    })
}

/// `[text, name, words]`, and for some `[tones]`.
fn emoji_of(value: &Parsed) -> Option<Emoji> {
    let mut parts = value.items()?.into_iter();
    let text = parts.next()?.text()?;
    let name = parts.next()?.text()?;
    let words = parts.next()?.text()?;
    let tones = parts
        .next()
        .and_then(|tones| tones.items())
        .unwrap_or_default();
    Some(Emoji {
        words: fold(&format!("{name} {words}")),
        text,
        name,
        tones: tones.iter().filter_map(Value::text).collect(),
    })
}

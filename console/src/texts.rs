//! The words of the screens, in the operator's language. Both catalogues are in
//! the wasm: a language is changed without a download.
//!
//! A change of language draws the tree anew, so components take plain strings.

use std::cell::RefCell;

use beseda_client::direction::isolated;
use beseda_client::parsed::Parsed;
use beseda_client::size::size;
use beseda_client::texts::{Texts, plural_of};
use beseda_protocol::refusal::Refusal;

use crate::browser::http::Failure;
use crate::browser::{intl, page};
use crate::model::prefs::{self, Locale};

const EN: &str = include_str!("../../client/texts/en.json");
const RU: &str = include_str!("../../client/texts/ru.json");

thread_local! {
    static TEXTS: RefCell<Texts<Parsed>> = RefCell::new(catalogue(Locale::En));
}

/// Texts are in this language from now on.
pub(crate) fn speak(locale: Locale) {
    TEXTS.replace(catalogue(locale));
    intl::speak(&prefs::formats(locale, page::languages()));
}

/// The text of a key.
pub(crate) fn say(key: &str) -> String {
    TEXTS.with_borrow(|texts| texts.get(&full(key)))
}

/// The text of a key with its placeholders filled.
pub(crate) fn say_with(key: &str, values: &[(&str, &str)]) -> String {
    let isolated: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, isolated(value)))
        .collect();
    let values: Vec<_> = isolated
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect();
    TEXTS.with_borrow(|texts| texts.fill(&full(key), &values))
}

/// The text of a key for a number.
pub(crate) fn say_count(key: &str, n: u64) -> String {
    TEXTS.with_borrow(|texts| texts.count(&full(key), n, &[]))
}

/// A client's name, or "Visitor 12".
pub(crate) fn say_client(name: Option<&str>, number: u64) -> String {
    match name {
        Some(name) if !name.trim().is_empty() => name.to_owned(),
        _ => say_with("visitor", &[("n", &number.to_string())]),
    }
}

/// How many bytes a file has.
pub(crate) fn say_size(bytes: u64) -> String {
    let (unit, value) = size(bytes);
    TEXTS.with_borrow(|texts| texts.fill(unit, &[("n", &intl::number(value))]))
}

/// Why something was refused. What the catalogues do not know, the relay says itself.
pub(crate) fn say_refusal(refusal: &Refusal) -> String {
    TEXTS.with_borrow(|texts| {
        let code = refusal.code.word();
        // Some refusals read otherwise to an operator than to a visitor.
        texts
            .find(&format!("console.refusal_{code}"))
            .or_else(|| texts.find(&format!("refusal.{code}")))
            .unwrap_or_else(|| refusal.text.clone())
    })
}

/// Why a call failed.
pub(crate) fn say_failure(failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusal) => say_refusal(refusal),
        Failure::Network => say("no_answer"),
    }
}

fn full(key: &str) -> String {
    format!("console.{key}")
}

fn catalogue(locale: Locale) -> Texts<Parsed> {
    let text = match locale {
        Locale::En => EN,
        Locale::Ru => RU,
    };
    // A test of `client` reads both files.
    let root = js_sys::JSON::parse(text).unwrap_or_default();
    Texts::new(Parsed::from(root), plural_of(locale.tag()))
}

//! Words, times and sizes in the visitor's language. The page has one language
//! for its life, so they are one thing for all components.

use std::cell::RefCell;

use beseda_client::page::window;
use beseda_client::parsed::Parsed;
use beseda_client::texts::{Texts, plural_of};
use beseda_protocol::ids::Timestamp;
use beseda_protocol::json::write_number;
use js_sys::{Array, Date, Function, Intl, JSON, Object};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

struct Speech {
    texts: Texts<Parsed>,
    locales: Array,
    /// Hours and minutes.
    time: Function,
    /// Day and month.
    day: Function,
}

thread_local! {
    static SPEECH: RefCell<Option<Speech>> = const { RefCell::new(None) };
}

/// Learns the language.
pub(super) fn learn(texts: JsValue, locale: &str) {
    let locales = known(locale);
    let date = |wish| Intl::DateTimeFormat::new(&locales, &options(wish)).format();
    SPEECH.set(Some(Speech {
        texts: Texts::new(texts.into(), plural_of(locale)),
        time: date(r#"{"timeStyle":"short"}"#),
        day: date(r#"{"day":"numeric","month":"long"}"#),
        locales,
    }));
}

/// Of several ways to write the language's dates, the visitor's own; unless it goes
/// by a name that browsers give and do not know (`en-US@posix`).
fn known(locale: &str) -> Array {
    let own = window().navigator().language();
    let own = own.filter(|own| own.starts_with(locale));
    let known = own.and_then(|own| canonical(&own).ok());
    known.unwrap_or_else(|| Array::of1(&JsValue::from_str(locale)))
}

#[wasm_bindgen]
extern "C" {
    /// js-sys has it without the error.
    #[wasm_bindgen(catch, js_namespace = Intl, js_name = getCanonicalLocales)]
    fn canonical(tag: &str) -> Result<Array, JsValue>;
}

/// The text of a key.
pub(super) fn text(key: &str) -> String {
    with(|speech| speech.texts.get(key))
}

/// The text of a key, if there is one.
pub(super) fn find(key: &str) -> Option<String> {
    SPEECH.with_borrow(|speech| speech.as_ref()?.texts.find(key))
}

/// The text of a key with its placeholders filled.
pub(super) fn fill(key: &str, values: &[(&str, &str)]) -> String {
    with(|speech| speech.texts.fill(key, values))
}

/// The text of a key for a number.
pub(super) fn count(key: &str, n: usize) -> String {
    with(|speech| speech.texts.count(key, n as u64, &[]))
}

/// Of which languages figures are to be.
pub(super) fn locales() -> Array {
    SPEECH
        .with_borrow(|speech| speech.as_ref().map(|speech| speech.locales.clone()))
        .unwrap_or_default()
}

/// The time of day.
pub(super) fn time(at: Timestamp) -> String {
    with(|speech| call(&speech.time, &date(at)))
}

/// "Today", "Yesterday", or the date, of what was so many days ago.
pub(super) fn day(ago: i64, at: Timestamp) -> String {
    match ago {
        0 => text("widget.today"),
        1 => text("widget.yesterday"),
        _ => with(|speech| call(&speech.day, &date(at))),
    }
}

/// The number of the visitor's calendar day.
pub(super) fn day_number(at: Timestamp) -> i64 {
    let local_ms = at.0 as f64 - date(at).get_timezone_offset() * 60_000.0;
    (local_ms / 86_400_000.0).floor() as i64
}

/// A whole number in digits.
pub(super) fn number(n: u64) -> String {
    let mut digits = String::new();
    write_number(&mut digits, n);
    digits
}

fn with(say: impl FnOnce(&Speech) -> String) -> String {
    SPEECH.with_borrow(|speech| speech.as_ref().map(say).unwrap_or_default())
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}

/// Says a date or a number.
pub(super) fn call(format: &Function, value: &JsValue) -> String {
    let text = format.call1(&JsValue::UNDEFINED, value).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// How it is to be said.
pub(super) fn options(wish: &str) -> Object {
    let wish = JSON::parse(wish).expect("it is JSON");
    wish.unchecked_into()
}

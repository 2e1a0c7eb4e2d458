//! Dates, times and sizes in the operator's language, by `Intl`.

use std::cell::RefCell;
use std::collections::HashMap;

use beseda_protocol::ids::Timestamp;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// How a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// 14:05
    Time,
    /// Tue
    Weekday,
    /// 3 Nov
    Date,
    /// 3 November, or with the year when it is another
    Day,
    /// 3 Nov 2025, 14:05
    Full,
    /// 3 Nov 2025
    DateWithYear,
}

impl Style {
    const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Time => &[("hour", "numeric"), ("minute", "2-digit")],
            Self::Weekday => &[("weekday", "short")],
            Self::Date => &[("day", "numeric"), ("month", "short")],
            Self::Day => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Self::Full => &[
                ("day", "numeric"),
                ("month", "short"),
                ("year", "numeric"),
                ("hour", "numeric"),
                ("minute", "2-digit"),
            ],
            Self::DateWithYear => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
        }
    }
}

thread_local! {
    /// Making a formatter costs more than using it a thousand times.
    static FORMATS: RefCell<(String, HashMap<Style, Function>)> = RefCell::default();
}

/// Texts are formatted in this way from now on; a tag that the browser does not take
/// counts as its language alone.
pub(crate) fn speak(tag: &str) {
    let tag = match call("getCanonicalLocales", tag) {
        Some(_) => tag,
        None => tag.split('-').next().unwrap_or(tag),
    };
    FORMATS.with_borrow_mut(|formats| *formats = (tag.to_owned(), HashMap::new()));
}

/// A moment, in words.
pub(crate) fn moment(at: Timestamp, style: Style) -> String {
    FORMATS.with_borrow_mut(|(locale, formats)| {
        let format = formats
            .entry(style)
            .or_insert_with(|| formatter(locale, style));
        format
            .call1(&JsValue::UNDEFINED, &date(at))
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    })
}

/// A day such as `2023-05-20`, in words.
pub(crate) fn day(day: &str) -> String {
    // With a time but without a zone it is a moment of the browser's own.
    let start = js_sys::Date::new(&format!("{day}T00:00").into()).get_time();
    match start >= 0.0 {
        true => moment(Timestamp(start as u64), Style::DateWithYear),
        false => day.to_owned(),
    }
}

/// A moment as programs read it: `2026-11-03T14:05:00.000Z`.
pub(crate) fn machine(at: Timestamp) -> String {
    date(at).to_iso_string().into()
}

/// What a language is called, such as Russian for `ru`; none where the browser has no
/// name for it.
pub(crate) fn language_name(tag: &str) -> Option<String> {
    name_of("language", tag)
}

/// What a country is called, such as Latvia for `LV`.
pub(crate) fn country_name(code: &str) -> Option<String> {
    name_of("region", code)
}

fn name_of(kind: &str, code: &str) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let names = Reflect::get(&intl, &"DisplayNames".into()).ok()?;
    let names = names.dyn_into::<Function>().ok()?;
    let options = Object::new();
    set(&options, "type", &kind.into());
    let locale = FORMATS.with_borrow(|(locale, _)| JsValue::from_str(locale));
    let names = Reflect::construct(&names, &Array::of2(&locale, &options)).ok()?;
    let of = Reflect::get(&names, &"of".into()).ok()?;
    let of = of.dyn_into::<Function>().ok()?;
    of.call1(&names, &code.into()).ok()?.as_string()
}

/// What the clock says in a time zone; none where the browser does not know it.
pub(crate) fn time_in(zone: &str, at: Timestamp) -> Option<String> {
    let options = Object::new();
    for (name, value) in Style::Time.options() {
        set(&options, name, &JsValue::from_str(value));
    }
    set(&options, "timeZone", &zone.into());
    let locale = FORMATS.with_borrow(|(locale, _)| locale.clone());
    let moment = JsValue::from(date(at));
    // Throws for a zone that this browser does not know.
    let to_text = Reflect::get(&moment, &"toLocaleTimeString".into()).ok()?;
    let to_text = to_text.dyn_into::<Function>().ok()?;
    let text = to_text.call2(&moment, &locale.into(), &options);
    text.ok()?.as_string()
}

/// The number of the local day, to tell days apart.
pub(crate) fn day_number(at: Timestamp) -> i64 {
    let minutes = date(at).get_timezone_offset() as i64;
    (at.0 as i64 - minutes * 60_000).div_euclid(24 * 60 * 60 * 1000)
}

/// A number with the language's separators, rounded to a tenth.
pub(crate) fn number(value: f64) -> String {
    let locale = FORMATS.with_borrow(|(locale, _)| locale.clone());
    let rounded = (value * 10.0).round() / 10.0;
    js_sys::Number::from(rounded)
        .to_locale_string(&locale)
        .into()
}

/// The browser's time zone, such as `Europe/Moscow`.
pub(crate) fn time_zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// Every time zone that the browser knows.
pub(crate) fn time_zones() -> Vec<String> {
    let zones = call("supportedValuesOf", "timeZone").unwrap_or_default();
    zones.iter().filter_map(|zone| zone.as_string()).collect()
}

/// The list that a function of `Intl` makes of a word; none where the browser has no
/// such function, or the function no such word.
fn call(function: &str, word: &str) -> Option<Array> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let function = Reflect::get(&intl, &function.into()).ok()?;
    let function = function.dyn_into::<Function>().ok()?;
    let list = function.call1(&intl, &word.into()).ok()?;
    Some(Array::from(&list))
}

/// How far a zone's clock is from UTC now: `+2`, `+5:30`, `+0`.
pub(crate) fn offset(zone: &str, now: Timestamp) -> String {
    let options = Object::new();
    set(&options, "timeZone", &zone.into());
    set(&options, "timeZoneName", &"shortOffset".into());
    let locales = Array::of1(&"en".into());
    // Throws for a zone that this browser does not know.
    let format = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
        .and_then(|kind| {
            let arguments = Array::of2(&locales, &options);
            Reflect::construct(kind.unchecked_ref::<Function>(), &arguments)
        });
    let text = format.ok().and_then(|format| {
        let format: js_sys::Intl::DateTimeFormat = format.unchecked_into();
        let text = format.format().call1(&JsValue::UNDEFINED, &date(now));
        text.ok()?.as_string()
    });
    let offset = text.as_deref().and_then(|text| text.rsplit_once("GMT"));
    match offset {
        Some((_, "")) | None => "+0".to_owned(),
        Some((_, offset)) => offset.to_owned(),
    }
}

fn formatter(locale: &str, style: Style) -> Function {
    let options = Object::new();
    for (name, value) in style.options() {
        set(&options, name, &JsValue::from_str(value));
    }
    let locales = Array::of1(&JsValue::from_str(locale));
    js_sys::Intl::DateTimeFormat::new(&locales, &options).format()
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Fails on frozen objects only.
    Reflect::set(object, &JsValue::from_str(name), value).ok();
}

fn date(at: Timestamp) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64(at.0 as f64))
}

//! The words of the screens: a catalogue of flat keys, one JSON file a language.
//!
//! - `"widget.send": "Send"`: looked up with [`Texts::get`];
//! - `"widget.from": "from {name}"`: placeholders, filled by [`Texts::fill`];
//! - `"widget.unread": {"one": …, "other": …}`: by number, with [`Texts::count`];
//!   the form is chosen by `Intl.PluralRules`, which the browser has.
//!
//! A key that is missing shows as itself: ugly, and found at once.

use beseda_protocol::json::{Value, write_number};

/// A catalogue, over whatever parsed it.
pub struct Texts<V> {
    root: V,
    category: Box<dyn Fn(u64) -> String>,
}

impl<V: Value> Texts<V> {
    /// `category` names the plural form of a number: `one`, `few`, `many`, `other`…
    pub fn new(root: V, category: impl Fn(u64) -> String + 'static) -> Self {
        Self {
            root,
            category: Box::new(category),
        }
    }

    /// The text of a key.
    pub fn get(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        self.root.get(key)?.text()
    }

    /// The text of a key with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(&self.get(key), values)
    }

    /// The text of a key for a number, which fills `{n}`.
    pub fn count(&self, key: &str, n: u64, values: &[(&str, &str)]) -> String {
        let form = self.root.get(key).and_then(|forms| {
            forms
                .get(&(self.category)(n))
                .or_else(|| forms.get("other"))?
                .text()
        });
        let text = fill(&form.unwrap_or_else(|| key.to_owned()), values);
        let mut digits = String::new();
        write_number(&mut digits, n);
        fill(&text, &[("n", &digits)])
    }
}

/// Puts values in the place of `{name}`. What a value contains is not looked at
/// again.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let value = behind.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The plural form of a number in a language, by the browser.
#[cfg(target_arch = "wasm32")]
pub fn plural_of(locale: &str) -> impl Fn(u64) -> String + use<> {
    let locales = js_sys::Array::of1(&wasm_bindgen::JsValue::from_str(locale));
    let rules = js_sys::Intl::PluralRules::new(&locales, &js_sys::Object::new());
    move |n| rules.select(n as f64).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn texts() -> Texts<serde_json::Value> {
        let root = json!({
            "hello": "Hello, {name}",
            "unread": {"one": "{n} message from {name}", "other": "{n} messages from {name}"},
        });
        Texts::new(root, |n| if n == 1 { "one" } else { "few" }.to_owned())
    }

    #[test]
    fn placeholders_are_filled_once_and_unknown_ones_stay() {
        assert_eq!(
            texts().fill("hello", &[("name", "{name} {")]),
            "Hello, {name} {"
        );
        assert_eq!(fill("{a}{b} {", &[("a", "1")]), "1{b} {");
    }

    #[test]
    fn a_number_chooses_its_form_or_the_other_one() {
        let name = [("name", "Ann")];
        assert_eq!(texts().count("unread", 1, &name), "1 message from Ann");
        assert_eq!(texts().count("unread", 3, &name), "3 messages from Ann");
    }

    #[test]
    fn a_missing_key_shows_as_itself() {
        assert_eq!(texts().get("nothing"), "nothing");
        assert_eq!(texts().find("nothing"), None);
    }

    #[test]
    fn the_catalogues_have_the_same_keys_and_placeholders() {
        for [en, ru] in CATALOGUES {
            are_alike(en, ru);
        }
    }

    /// What all screens need, and what comes with a part of the console.
    const CATALOGUES: [[&str; 2]; 2] = [
        [
            include_str!("../texts/en.json"),
            include_str!("../texts/ru.json"),
        ],
        [
            include_str!("../texts/import/en.json"),
            include_str!("../texts/import/ru.json"),
        ],
    ];

    fn are_alike(en: &str, ru: &str) {
        let [en, ru] = [en, ru].map(|text| match serde_json::from_str(text).unwrap() {
            serde_json::Value::Object(map) => map,
            other => panic!("not an object: {other}"),
        });
        let keys = |map: &serde_json::Map<String, serde_json::Value>| {
            map.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(keys(&en), keys(&ru));
        for (key, value) in &en {
            assert_eq!(holes(value), holes(&ru[key]), "{key}");
            assert_eq!(value.is_object(), ru[key].is_object(), "{key}");
        }
        let forms = ru.values().filter_map(|value| value.as_object());
        for forms in forms {
            for form in ["one", "few", "many", "other"] {
                assert!(forms.contains_key(form), "{forms:?} lacks {form}");
            }
        }
    }

    #[test]
    fn the_texts_are_calm_and_set_like_print() {
        for text in CATALOGUES.into_iter().flatten() {
            let root: serde_json::Value = serde_json::from_str(text).unwrap();
            for (key, text) in root.as_object().unwrap() {
                for text in forms(text) {
                    for wrong in ["!", "\"", "...", " - ", "  "] {
                        assert!(!text.contains(wrong), "{key}: {text}");
                    }
                    assert_eq!(text.trim(), text, "{key}");
                }
            }
        }
    }

    /// A text, or all its forms.
    fn forms(value: &serde_json::Value) -> Vec<&str> {
        match value {
            serde_json::Value::Object(forms) => forms.values().filter_map(|v| v.as_str()).collect(),
            other => other.as_str().into_iter().collect(),
        }
    }

    /// The names of the placeholders in a text or in all its forms.
    fn holes(value: &serde_json::Value) -> std::collections::BTreeSet<String> {
        let names = |text: &str| -> Vec<String> {
            let parts = text.split('{').skip(1);
            parts
                .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                .collect()
        };
        forms(value).into_iter().flat_map(names).collect()
    }
}

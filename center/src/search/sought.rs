//! What is sought: how texts are compared, and what is shown around a hit.

use beseda_protocol::ask::search::Snippet;
use beseda_protocol::fold::{self, fold};
use beseda_protocol::limits::{SEARCH_CHARS_MAX, SEARCH_TEXT_CHARS_MIN};
use beseda_protocol::refusal::Refusal;
use icu_normalizer::ComposingNormalizer;

use crate::storage::search;
use crate::turn::refusals::invalid;
use crate::turn::text;

/// Characters that are shown before a hit, at most.
const BEFORE: usize = 30;

/// And behind it.
const BEHIND: usize = 90;

/// A text in the form in which texts are compared.
pub(super) fn folded(text: &str) -> String {
    fold(&composed(text))
}

/// Letters and their marks as one: on a Mac a file's name has them apart.
fn composed(text: &str) -> String {
    let text = ComposingNormalizer::new_nfc().normalize(text);
    text.into_owned()
}

/// See the module.
pub(super) struct Sought {
    folded: String,
}

impl Sought {
    /// Refused when the index can't find it.
    pub(super) fn new(given: &str) -> Result<Self, Refusal> {
        let folded = folded(&text::line(given, SEARCH_CHARS_MAX)?);
        match folded.chars().count() < SEARCH_TEXT_CHARS_MIN {
            true => Err(invalid("Type three letters or more.")),
            false => Ok(Self { folded }),
        }
    }

    /// As an expression of FTS5: one phrase.
    pub(super) fn expression(&self) -> String {
        search::phrase(&self.folded)
    }

    /// The first place of a text where it is, if it is anywhere.
    pub(super) fn find(&self, text: &str) -> Option<Snippet> {
        let text = composed(text);
        let hit = fold::find(&text, &self.folded)?;
        Some(Snippet {
            before: before(&text[..hit.start]),
            hit: one_line(&text[hit.clone()]),
            behind: behind(&text[hit.end..]),
        })
    }
}

/// The end of what is before a hit, from the beginning of a word if there is one.
fn before(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(BEFORE) else {
        return one_line(text);
    };
    let end = &text[cut..];
    let word = end.find(char::is_whitespace).map_or(end, |at| &end[at..]);
    format!("…{}", one_line(word.trim_start()))
}

/// The beginning of what is behind it, up to the end of a word if there is one.
fn behind(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(BEHIND) else {
        return one_line(text);
    };
    let beginning = &text[..cut];
    let word = beginning.rfind(char::is_whitespace);
    let words = word.map_or(beginning, |at| &beginning[..at]);
    format!("{}…", one_line(words.trim_end()))
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(sought: &str, text: &str) -> Option<String> {
        let found = Sought::new(sought).unwrap().find(text)?;
        Some(format!("{}[{}]{}", found.before, found.hit, found.behind))
    }

    #[test]
    fn what_is_sought_is_found_in_whatever_way_it_is_written() {
        let found = |sought, text| shown(sought, text).unwrap();
        assert_eq!(found("ЁЛК", "Под елками"), "Под [елк]ами");
        assert_eq!(found("елк", "Под ЁЛКАМИ"), "Под [ЁЛК]АМИ");
        assert_eq!(found("№ 17", "Заказ № 1734?"), "Заказ [№ 17]34?");
        // With the marks apart, as a Mac names files.
        assert_eq!(found("чайник", "Чаи\u{306}ник.pdf"), "[Чайник].pdf");
        assert_eq!(found("чаи\u{306}ник", "Чайник.pdf"), "[Чайник].pdf");
        assert_eq!(shown("чайка", "Чайник"), None);
    }

    #[test]
    fn a_hit_has_whole_letters_though_folding_makes_two_of_one() {
        assert_eq!(
            shown("i\u{307}st", "Yeni İstanbul").unwrap(),
            "Yeni [İst]anbul"
        );
        assert_eq!(shown("ni i", "Yeni İstanbul").unwrap(), "Ye[ni İ]stanbul");
    }

    #[test]
    fn of_a_long_text_the_words_around_the_hit_are_shown() {
        let words = "lorem ipsum dolor sit amet consectetur ".repeat(5);
        let text = format!("{words}needle\n{words}");
        let shown = shown("needle", &text).unwrap();
        assert_eq!(
            shown,
            "…dolor sit amet consectetur [needle] lorem ipsum dolor sit amet consectetur lorem \
             ipsum dolor sit amet consectetur lorem…"
        );
        let long = format!("{}needle{}", "x".repeat(99), "y".repeat(99));
        let cut = super::Sought::new("needle").unwrap().find(&long).unwrap();
        assert_eq!(
            (cut.before.chars().count(), cut.behind.chars().count()),
            (32, 91)
        );
    }

    #[test]
    fn less_than_three_letters_are_refused() {
        for short in ["", "  ", "ab", " аб ", "👍"] {
            assert!(Sought::new(short).is_err(), "{short}");
        }
        for long in ["abc", "a b", "12 ", "👍👍👍"] {
            assert_eq!(
                Sought::new(long).is_ok(),
                long.trim().chars().count() > 2,
                "{long}"
            );
        }
    }
}

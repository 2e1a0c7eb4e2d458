//! Letters and marks of any script, and how far a text is made of some.

use beseda_protocol::unseen::is_unseen;

/// How many bytes at the beginning are such characters.
///
/// Not by `str::find` and its like: each of them is made anew for each kind of
/// characters, which a visitor's browser would load.
pub(super) fn span(text: &str, is: &dyn Fn(char) -> bool) -> usize {
    let mut left = text.chars();
    while left.clone().next().is_some_and(is) {
        left.next();
    }
    text.len() - left.as_str().len()
}

/// The text without such characters at its end.
pub(super) fn without_tail<'a>(text: &'a str, is: &dyn Fn(char) -> bool) -> &'a str {
    let mut left = text.chars();
    while left.clone().next_back().is_some_and(is) {
        left.next_back();
    }
    left.as_str()
}

/// Whether it begins with such a character.
pub(super) fn begins(text: &str, is: &dyn Fn(char) -> bool) -> bool {
    text.chars().next().is_some_and(is)
}

/// Whether it ends with such a character.
pub(super) fn ends(text: &str, is: &dyn Fn(char) -> bool) -> bool {
    text.chars().next_back().is_some_and(is)
}

/// Whether a character is one of these.
pub(super) fn is_of(all: &str, c: char) -> bool {
    all.chars().any(|one| one == c)
}

/// What no address contains: white space, controls, quotes, punctuation and symbols
/// beyond ASCII.
pub(super) fn is_break(c: char) -> bool {
    match c {
        '<' | '>' | '"' | '`' | '\\' => true,
        c if c.is_ascii() => c <= ' ' || c == '\u{7f}',
        c => is_mark(c) && !is_between(c),
    }
}

/// Marks that also stand inside words, and then in paths: dashes, apostrophes, middle
/// dots, joiners.
pub(super) fn is_between(c: char) -> bool {
    is_of("–’·・־׳״\u{200c}\u{200d}", c)
}

/// What is not seen, nor makes room: it parts or joins for those who read bytes, not
/// for people.
pub(super) fn is_invisible(c: char) -> bool {
    is_unseen(c) && !c.is_whitespace()
}

/// Letters, digits and what is written over them, of any script.
pub(super) fn is_letter(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => !is_mark(c),
    }
}

/// The letters that English, French, Polish, Vietnamese… are written in, and digits.
pub(super) fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{36f}' | '\u{1e00}'..='\u{1eff}') && is_letter(c)
}

/// A digit of ASCII.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether it is beyond ASCII and no letter: near enough to Unicode, without its tables.
fn is_mark(c: char) -> bool {
    let mut marks = MARKS.iter();
    is_unseen(c) || marks.any(|(first, last)| (*first..=*last).contains(&c))
}

/// Punctuation, symbols, spaces and controls beyond ASCII.
const MARKS: [(char, char); 54] = [
    // Latin-1 and Greek.
    ('\u{80}', '\u{bf}'),
    ('×', '×'),
    ('÷', '÷'),
    ('\u{37e}', '\u{37e}'),
    ('\u{387}', '\u{387}'),
    // Armenian, Hebrew.
    ('\u{55a}', '\u{55f}'),
    ('\u{589}', '\u{58f}'),
    ('\u{5be}', '\u{5be}'),
    ('\u{5c0}', '\u{5c0}'),
    ('\u{5c3}', '\u{5c3}'),
    ('\u{5c6}', '\u{5c6}'),
    ('\u{5f3}', '\u{5f4}'),
    // Arabic, Syriac, N'Ko.
    ('\u{600}', '\u{60f}'),
    ('\u{61b}', '\u{61f}'),
    ('\u{66a}', '\u{66d}'),
    ('\u{6d4}', '\u{6d4}'),
    ('\u{6dd}', '\u{6de}'),
    ('\u{6e9}', '\u{6e9}'),
    ('\u{6fd}', '\u{6fe}'),
    ('\u{700}', '\u{70f}'),
    ('\u{7f6}', '\u{7f9}'),
    // Of India, Thai, Tibetan, Burmese.
    ('\u{964}', '\u{965}'),
    ('\u{970}', '\u{970}'),
    ('\u{df4}', '\u{df4}'),
    ('\u{e3f}', '\u{e3f}'),
    ('\u{e4f}', '\u{e4f}'),
    ('\u{e5a}', '\u{e5b}'),
    ('\u{f01}', '\u{f17}'),
    ('\u{f3a}', '\u{f3d}'),
    ('\u{104a}', '\u{104f}'),
    // Georgian, Ethiopic, Khmer, Mongolian.
    ('\u{10fb}', '\u{10fb}'),
    ('\u{1360}', '\u{1368}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17d4}', '\u{17db}'),
    ('\u{1800}', '\u{180f}'),
    // Of all scripts: spaces, dashes, quotes, bullets, money, arrows, signs, emoji.
    ('\u{1fbd}', '\u{1fbf}'),
    ('\u{2000}', '\u{2bff}'),
    ('\u{2e00}', '\u{3004}'),
    // Chinese, Japanese, Korean.
    ('\u{3008}', '\u{3020}'),
    ('\u{3030}', '\u{3030}'),
    ('\u{303d}', '\u{303f}'),
    ('\u{30a0}', '\u{30a0}'),
    ('\u{30fb}', '\u{30fb}'),
    ('\u{3200}', '\u{33ff}'),
    // Private; of other forms and widths.
    ('\u{e000}', '\u{f8ff}'),
    ('\u{fd3e}', '\u{fd3f}'),
    ('\u{fe00}', '\u{fe6f}'),
    ('\u{feff}', '\u{ff0f}'),
    ('\u{ff1a}', '\u{ff20}'),
    ('\u{ff3b}', '\u{ff40}'),
    ('\u{ff5b}', '\u{ff65}'),
    ('\u{ffe0}', '\u{ffff}'),
    ('\u{1f000}', '\u{1ffff}'),
    ('\u{e0000}', '\u{10ffff}'),
];

//! One folding for the search index and for live filters: lower case, ё to е.
//! The sender normalises to NFC (`String.prototype.normalize` in a browser).

use std::ops::Range;

/// The version of [`fold`]; stored with the search index, which is made anew when it
/// changes.
pub const VERSION: u32 = 1;

/// Folds text for comparison: Unicode lower case, and ё as е.
///
/// ```
/// use beseda_protocol::fold::fold;
/// assert_eq!(fold("Ёлка и ЗВЁЗДЫ"), "елка и звезды");
/// ```
pub fn fold(text: &str) -> String {
    text.chars().flat_map(letter).collect()
}

/// Where a text has something folded in it for the first time: whole letters, though one
/// may become several by folding.
///
/// ```
/// use beseda_protocol::fold::find;
/// assert_eq!(find("Под ЁЛКОЙ", "елк"), Some("Под ".len().."Под ЁЛК".len()));
/// ```
pub fn find(text: &str, folded: &str) -> Option<Range<usize>> {
    let start = fold(text).find(folded)?;
    let end = start + folded.len();
    let mut hit: Option<Range<usize>> = None;
    let mut place = 0;
    for (at, one) in text.char_indices() {
        let next = place + letter(one).map(char::len_utf8).sum::<usize>();
        if next > start && place < end {
            let from = hit.map_or(at, |hit| hit.start);
            hit = Some(from..at + one.len_utf8());
        }
        place = next;
    }
    hit
}

fn letter(letter: char) -> impl Iterator<Item = char> {
    let lower = letter.to_lowercase();
    lower.map(|c| if c == 'ё' { 'е' } else { c })
}

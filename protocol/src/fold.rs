//! One folding for the search index and for live filters: lower case, ё to е.
//! The sender normalises to NFC (`String.prototype.normalize` in a browser).

/// The version of [`fold`]; stored with the index, which is rebuilt when it rises.
pub const VERSION: u32 = 1;

/// Folds text for comparison: Unicode lower case, and ё as е.
///
/// ```
/// use beseda_protocol::fold::fold;
/// assert_eq!(fold("Ёлка и ЗВЁЗДЫ"), "елка и звезды");
/// ```
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect()
}

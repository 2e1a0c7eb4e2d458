//! Names of the other direction inside our sentences.

use std::borrow::Cow;

/// A value that keeps its own direction and leaves the sentence around it alone
/// (UAX 9: first strong isolate). Most need nothing of that.
pub fn isolated(value: &str) -> Cow<'_, str> {
    match value.chars().any(is_from_the_right) {
        true => Cow::Owned(format!("\u{2068}{value}\u{2069}")),
        false => Cow::Borrowed(value),
    }
}

/// Whether Unicode writes what stands here from the right.
fn is_from_the_right(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Field K1.
    #[test]
    fn a_name_from_the_right_is_isolated_and_others_stay_as_they_are() {
        assert_eq!(isolated("דוד"), "\u{2068}דוד\u{2069}");
        assert_eq!(isolated("Max (سعيد)"), "\u{2068}Max (سعيد)\u{2069}");
        for name in ["Anna Petrova", "Соколова", "王小明", "😀", ""] {
            assert_eq!(isolated(name), name);
        }
    }
}

//! Characters that leave nothing on a screen.

/// Whether a text would be an empty bubble: what looks empty is not sent.
///
/// ```
/// use beseda_protocol::unseen::looks_empty;
/// assert!(looks_empty(" \u{200b}\n"));
/// assert!(!looks_empty("\u{200b}."));
/// ```
pub fn looks_empty(text: &str) -> bool {
    text.chars().all(is_unseen)
}

/// White space, controls, what Unicode calls default ignorable, and the few others
/// that are drawn as nothing: annotations of a line, blank Braille, a null notehead,
/// the filler of Khitan.
pub fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{16fe4}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_would_see_looks_empty() {
        for unseen in [
            "",
            " \t\r\n",
            "\u{85}\u{a0}\u{1680}\u{2003}\u{2028}\u{202f}\u{3000}",
            "\0\u{7}\u{1b}\u{7f}\u{9f}",
            "\u{200b}",
            "\u{200c}\u{200d}",
            "\u{2060}\u{2061}\u{2064}\u{2065}",
            "\u{ad}",
            "\u{34f}",
            "\u{3164}",
            "\u{115f}\u{1160}\u{ffa0}",
            "\u{2800}",
            "\u{feff}",
            "\u{200e}\u{200f}\u{61c}",
            "\u{202a}\u{202e}\u{202c}",
            "\u{2066}\u{2069}",
            "\u{fe0f}",
            "\u{e0100}\u{e01ef}",
            "\u{e0067}\u{e007f}",
            "\u{180b}\u{180e}",
            "\u{17b4}\u{17b5}",
            "\u{fff9}\u{fffb}",
            "\u{1d159}\u{1d173}\u{1bca0}\u{16fe4}",
            " \u{200b} \u{2800}\n\u{fe0f} ",
        ] {
            assert!(looks_empty(unseen), "{unseen:?}");
        }
    }

    #[test]
    fn what_leaves_a_mark_does_not() {
        for seen in [
            ".",
            "0",
            "ё",
            "中",
            "ا",
            "\u{301}",
            "😀",
            "❤\u{fe0f}",
            "👩\u{200d}🚀",
            "\u{200f}א",
            "1\u{fe0f}\u{20e3}",
            "\u{fffd}",
            "\u{fffc}",
            "\u{1f1f7}",
        ] {
            assert!(!looks_empty(seen), "{seen:?}");
        }
    }
}

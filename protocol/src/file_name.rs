//! The name of a file: text to show, never a path, and never a disguise.

use crate::limits::FILE_NAME_CHARS_MAX;
use crate::unseen::{is_unseen, looks_empty};

/// Characters of its end that a cut name keeps: the ending, and what tells one
/// version from another.
const END_CHARS: usize = 14;

/// A name as it is kept and shown: what hides letters or turns their order is taken
/// away, so that the ending that is read is the ending that there is. Never empty;
/// a longer one than [`FILE_NAME_CHARS_MAX`] is cut in the middle.
///
/// ```
/// use beseda_protocol::file_name::plain;
/// assert_eq!(plain("photo\u{202e}gpj.exe"), "photogpj.exe");
/// ```
pub fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_whitespace() || c.is_control() {
            if !plain.ends_with([' ']) {
                plain.push(' ');
            }
        } else if !is_unseen(c) || belongs_to_others(c) {
            plain.push(c);
        }
    }
    match looks_empty(&plain) {
        true => "file".to_owned(),
        false => cut(plain.trim(), FILE_NAME_CHARS_MAX),
    }
}

/// The name in at most so many characters, cut in the middle: its ending stays.
///
/// ```
/// use beseda_protocol::file_name::cut;
/// assert_eq!(cut("Offer for the garden, version 17.pdf", 24), "Offer for t…rsion 17.pdf");
/// ```
pub fn cut(name: &str, n_max: usize) -> String {
    let n = name.chars().count();
    if n <= n_max {
        return name.to_owned();
    }
    let n_end = END_CHARS.min(n_max / 2);
    let head: String = name.chars().take(n_max - n_end - 1).collect();
    // No end begins with what belongs to the letter before it.
    let end = name.chars().skip(n - n_end);
    let end: String = end.skip_while(|c| belongs_to_others(*c)).collect();
    // Not by `format!`, whose machinery the widget would carry.
    [head.trim_end(), "…", end.trim_start()].concat()
}

/// The name in two parts, for a screen that cuts the first where there is no room: the
/// second is its end, which is always read.
///
/// ```
/// use beseda_protocol::file_name::parted;
/// assert_eq!(parted("Offer, version 17.pdf"), ("Offer, ", "version 17.pdf"));
/// assert_eq!(parted("teapot.pdf"), ("teapot.pdf", ""));
/// ```
pub fn parted(name: &str) -> (&str, &str) {
    let starts = name.char_indices().rev().map(|(start, _)| start);
    let end = starts.take(END_CHARS).last().unwrap_or(0);
    if end == 0 {
        return (name, "");
    }
    let rest = name[end..].trim_start_matches(belongs_to_others);
    name.split_at(name.len() - rest.len())
}

/// The name with another ending, for bytes of another kind.
///
/// ```
/// use beseda_protocol::file_name::with_ending;
/// assert_eq!(with_ending("IMG_0417.HEIC", "jpg"), "IMG_0417.jpg");
/// ```
pub fn with_ending(name: &str, ending: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.{ending}")
}

/// Joiners, variations, tags of flags, skin tones and accents: unseen or not, they
/// shape the characters beside them.
fn belongs_to_others(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_turn_or_hide_letters_are_taken_out_of_a_name() {
        for (given, shown) in [
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("\u{202b}a\u{202d}b\u{202c}.txt\u{2069}", "ab.txt"),
            ("\u{2066}x\u{2067}y\u{2068}z\u{2069}.png", "xyz.png"),
            ("cod\u{200e}.\u{200f}exe\u{61c}.jpg", "cod.exe.jpg"),
            ("in\u{200b}vo\u{2060}ice\u{feff}\u{ad}.pdf", "invoice.pdf"),
            ("photo.jpg\u{3164}\u{3164}\u{2800}.exe", "photo.jpg.exe"),
            ("photo.jpg            .exe", "photo.jpg .exe"),
            ("a\tb\nc\0d\u{2028}.txt", "a b c d .txt"),
        ] {
            assert_eq!(plain(given), shown, "{given:?}");
        }
    }

    #[test]
    fn a_name_in_any_script_stays_as_it_is() {
        for name in [
            "отчёт за ноябрь.pdf",
            "חשבונית.pdf",
            "می\u{200c}خواهم.docx",
            "👩\u{200d}🚀 ❤\u{fe0f}.png",
            "../../etc/passwd",
            "cafe\u{301}.txt",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.svg",
        ] {
            assert_eq!(plain(name), name);
        }
    }

    #[test]
    fn a_name_of_nothing_is_called_file() {
        for name in ["", " ", "\u{202e}\u{200b}", "\n", "\u{200d}"] {
            assert_eq!(plain(name), "file", "{name:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_in_the_middle_and_keeps_its_ending() {
        let long = plain(&format!("{}.tar.gz", "я".repeat(300)));
        assert_eq!(long.chars().count(), FILE_NAME_CHARS_MAX);
        assert!(
            long.starts_with("яяя") && long.ends_with("я.tar.gz"),
            "{long}"
        );
        assert_eq!(cut("short.pdf", 24), "short.pdf");
        assert_eq!(cut("abcdefghijklmnopqrst.pdf", 11), "abcde…t.pdf");
    }

    #[test]
    fn a_cut_does_not_part_a_letter_from_what_belongs_to_it() {
        let name = format!("{}👍🏽{}", "a".repeat(30), "b".repeat(13));
        let shown = format!("{}…{}", "a".repeat(25), "b".repeat(13));
        assert_eq!(cut(&name, 40), shown);
    }

    #[test]
    fn another_ending_takes_the_place_of_the_last_one() {
        assert_eq!(with_ending("a.b.png", "webp"), "a.b.webp");
        assert_eq!(with_ending("scan", "jpg"), "scan.jpg");
    }
}

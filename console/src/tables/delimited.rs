//! Text with separators (RFC 4180, and what spreadsheets make of it).

use csv::ReaderBuilder;

use super::{Cells, trimmed};

/// What may stand between cells. A clipboard has tabs.
const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];

/// Rows by which the separator is found.
const LOOKED_AT: usize = 20;

/// Bytes by which UTF-16 without a mark is found.
const BYTES_LOOKED_AT: usize = 1_000;

/// By which name of the Encoding Standard the bytes of a file are text: as their mark says;
/// UTF-8 where they are; else what old spreadsheets write in Russian.
pub fn encoding(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xfe, ..] => return "utf-16le",
        [0xfe, 0xff, ..] => return "utf-16be",
        _ => {}
    }
    let head = &bytes[..bytes.len().min(BYTES_LOOKED_AT)];
    let zeros = |of: usize| {
        head.iter()
            .skip(of)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    // Digits and separators are half zeros there, and text of UTF-8 has none.
    match (zeros(0), zeros(1)) {
        (0, 0) => {}
        (even, odd) if odd > even => return "utf-16le",
        _ => return "utf-16be",
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => "utf-8",
        Err(_) => "windows-1251",
    }
}

/// Reads text, whichever separator it has.
pub fn read(text: &str) -> Cells {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (told, text) = told_separator(text);
    let separator = told.unwrap_or_else(|| separator_of(text));
    trimmed(cells(text, separator, usize::MAX))
}

/// A first line such as `sep=;`, which Excel writes and hides.
fn told_separator(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let told = first.trim_end().strip_prefix("sep=");
    match told.map(str::as_bytes) {
        Some([separator]) => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The separator by which most rows have equally many cells, and more than one.
fn separator_of(text: &str) -> u8 {
    let rank = |separator: u8| {
        let rows = cells(text, separator, LOOKED_AT);
        let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
        let often = |width: usize| widths.iter().filter(|other| **other == width).count();
        let usual = widths
            .iter()
            .copied()
            .max_by_key(|width| (often(*width), *width));
        match usual {
            Some(width) if width > 1 => (often(width), width),
            _ => (0, 0),
        }
    };
    let best = SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(|separator| rank(*separator));
    best.unwrap_or(b',')
}

fn cells(text: &str, separator: u8, limit: usize) -> Cells {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .quoting(is_well_quoted(text.as_bytes(), separator))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().take(limit).filter_map(Result::ok);
    let cell = |cell: &str| cell.replace("\r\n", "\n").replace('\r', "\n");
    rows.map(|row| row.iter().map(cell).collect()).collect()
}

/// Whether every cell that begins with a quote ends with one. Else quotes are signs of
/// somebody's (`5"`), and one of them would take in all that follows.
fn is_well_quoted(text: &[u8], separator: u8) -> bool {
    let ends_cell = |c: u8| c == separator || c == b'\n' || c == b'\r';
    let (mut place, mut is_start) = (0, true);
    while let Some(c) = text.get(place) {
        if is_start && *c == b'"' {
            place += 1;
            loop {
                let Some(n) = text[place..].iter().position(|c| *c == b'"') else {
                    return false;
                };
                place += n + 1;
                if text.get(place) != Some(&b'"') {
                    break;
                }
                place += 1;
            }
            match text.get(place) {
                None => return true,
                Some(c) if ends_cell(*c) => {}
                Some(_) => return false,
            }
        }
        is_start = ends_cell(text[place]);
        place += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn what_rfc_4180_says_is_read_so() {
        let text = "aaa,bbb,ccc\r\n\"a,1\",\"b\r\nbb\",\"c\"\"c\"\r\nzzz,,xxx";
        let expected = [
            row(&["aaa", "bbb", "ccc"]),
            row(&["a,1", "b\nbb", "c\"c"]),
            row(&["zzz", "", "xxx"]),
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn a_spreadsheets_clipboard_is_read_with_lines_in_its_cells() {
        let text = "+79211234567\tAnna\t\"first\nsecond \"\"line\"\"\"\n\tBoris\t\n";
        let expected = [
            row(&["+79211234567", "Anna", "first\nsecond \"line\""]),
            row(&["", "Boris"]),
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn the_separator_is_the_one_that_makes_a_table() {
        for (text, cells) in [
            ("a;b;c\nd;e, or not;f", row(&["d", "e, or not", "f"])),
            ("a,b\nc;d,e", row(&["c;d", "e"])),
            ("a|b\nc|d", row(&["c", "d"])),
            ("sep=|\na|b\nc|d;e", row(&["c", "d;e"])),
            ("a\tb, c\nd\te, f", row(&["d", "e, f"])),
            (
                "anna@example.org\nboris@example.org",
                row(&["boris@example.org"]),
            ),
        ] {
            assert_eq!(read(text)[1], cells, "{text}");
        }
    }

    #[test]
    fn a_sign_of_inches_takes_nothing_in() {
        let text = "1\tScreen 5\"\n2\t\"Big\n3\tSmall\n4\t5\" 6\"";
        assert_eq!(read(text).len(), 4);
        let odd = "1\tScreen 5\"\n2\tBig\n3\tSmall";
        assert_eq!(
            read(odd),
            [
                row(&["1", "Screen 5\""]),
                row(&["2", "Big"]),
                row(&["3", "Small"])
            ]
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        let text = "+79211234567;=cmd|' /C calc'!A0;@SUM(1)\n1;-2+3;\t";
        assert_eq!(read(text)[0][1], "=cmd|' /C calc'!A0");
        assert_eq!(read(text)[1], row(&["1", "-2+3"]));
    }

    #[test]
    fn rows_without_anything_are_none() {
        assert_eq!(
            read("\u{feff}a;b\n;\n\n  ;\nc;d\r\n"),
            [row(&["a", "b"]), row(&["c", "d"])]
        );
        assert_eq!(read(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn the_encoding_is_known_by_the_bytes() {
        let utf16 = |text: &str, to: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(to).collect()
        };
        let le = utf16("\u{feff}имя;1", u16::to_le_bytes);
        assert_eq!(encoding(&le), "utf-16le");
        assert_eq!(encoding(&le[2..]), "utf-16le");
        assert_eq!(
            encoding(&utf16("\u{feff}имя;1", u16::to_be_bytes)),
            "utf-16be"
        );
        assert_eq!(encoding("имя;1".as_bytes()), "utf-8");
        assert_eq!(encoding(b"\xef\xbb\xbfname"), "utf-8");
        assert_eq!(encoding(b"\xe8\xec\xff;1"), "windows-1251");
        assert_eq!(encoding(b""), "utf-8");
    }
}

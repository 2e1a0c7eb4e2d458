//! CSV as a Russian Excel opens it by a double click: UTF-8 with a byte order mark, `;`
//! between cells, CRLF behind rows. Else it is RFC 4180.

use super::cell::Cell;

/// What the file begins with.
pub(super) const MARK: &str = "\u{feff}";

/// Appends a row.
pub(super) fn line(out: &mut String, row: &[Cell]) {
    for (n, cell) in row.iter().enumerate() {
        if n > 0 {
            out.push(';');
        }
        match cell {
            Cell::Number(number) => out.push_str(&number.to_string()),
            Cell::Text(text) => self::text(out, text),
        }
    }
    out.push_str("\r\n");
}

fn text(out: &mut String, text: &str) {
    let runs = text.starts_with(runs_in_a_spreadsheet);
    let is_quoted = text.contains([';', ',', '\t', '"', '\r', '\n']) || text.trim() != text;
    if is_quoted {
        out.push('"');
    }
    if runs {
        out.push('\'');
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\"\""),
            '\0' => {}
            c => out.push(c),
        }
    }
    if is_quoted {
        out.push('"');
    }
}

/// A cell that begins so would be run (ASVS 1.2.10), the wide forms in Japanese editions.
fn runs_in_a_spreadsheet(first: char) -> bool {
    matches!(
        first,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[&str]) -> String {
        let mut out = String::new();
        let cells: Vec<Cell> = cells.iter().map(|cell| Cell::from(*cell)).collect();
        line(&mut out, &cells);
        out
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(written(&["a", "b c", ""]), "a;b c;\r\n");
        assert_eq!(
            written(&["a;b", "he said \"no\"", "two\nlines", " space"]),
            "\"a;b\";\"he said \"\"no\"\"\";\"two\nlines\";\" space\"\r\n"
        );
    }

    /// Criteria: SB-44
    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        assert_eq!(
            written(&["=1+1", "+79161234567", "-5", "@x", "＝1"]),
            "'=1+1;'+79161234567;'-5;'@x;'＝1\r\n"
        );
        assert_eq!(
            written(&["\t=1", "\r=1", "a=1"]),
            "\"'\t=1\";\"'\r=1\";a=1\r\n"
        );
        assert_eq!(
            written(&["=cmd|' /C calc'!A0;\""]),
            "\"'=cmd|' /C calc'!A0;\"\"\"\r\n"
        );
    }
}

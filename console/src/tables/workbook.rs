//! Workbooks of spreadsheets.

use std::io::Cursor;

use beseda_protocol::limits::IMPORT_ROWS_MAX;
use calamine::{Data, ExcelDateTime, Reader, open_workbook_auto_from_rs};

use super::{Cells, trimmed};

/// A whole number that a cell tells exactly: behind it digits are lost.
const EXACT_MAX: f64 = 1e15;

/// The cells of a workbook's first sheet that has any. `None`: it is no workbook, or one that
/// can't be read, such as one behind a password.
pub fn read(bytes: &[u8]) -> Option<Cells> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
    let mut is_read = false;
    for name in book.sheet_names() {
        let Ok(sheet) = book.worksheet_range(&name) else {
            continue;
        };
        is_read = true;
        // One more says that there are too many.
        let rows = sheet.rows().take(IMPORT_ROWS_MAX as usize + 2);
        let cells = trimmed(rows.map(|row| row.iter().map(text).collect()).collect());
        if !cells.is_empty() {
            return Some(cells);
        }
    }
    is_read.then(Vec::new)
}

/// Whether a file of this name is a workbook; else it is text.
pub fn is_workbook(name: &str) -> bool {
    let (_, ending) = name.rsplit_once('.').unwrap_or_default();
    let ending = ending.to_ascii_lowercase();
    matches!(ending.as_str(), "xlsx" | "xlsm" | "xls" | "xlsb" | "ods")
}

/// A cell as somebody would type it: of a phone that is a number there is neither a point
/// nor an exponent.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.replace("\r\n", "\n"),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < EXACT_MAX => {
            format!("{number:.0}")
        }
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(at) => moment(at),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(error) => error.to_string(),
    }
}

fn moment(at: &ExcelDateTime) -> String {
    if at.is_duration() {
        let minutes = (at.as_f64() * 24.0 * 60.0).round();
        return format!("{}:{:02}", (minutes / 60.0).floor(), minutes % 60.0);
    }
    let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
    let date = format!("{year}-{month:02}-{day:02}");
    match (hour, minute) {
        (0, 0) => date,
        _ => format!("{date} {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: [&str; 4] = ["Телефон", "Имя", "Комментарий", "Дата"];

    /// Made by openpyxl, xlwt and odfpy: see `make.py` beside them.
    const BOOKS: [(&str, &[u8]); 3] = [
        ("xlsx", include_bytes!("../../tests/tables/table.xlsx")),
        ("xls", include_bytes!("../../tests/tables/table.xls")),
        ("ods", include_bytes!("../../tests/tables/table.ods")),
    ];

    #[test]
    fn workbooks_of_others_are_read_as_they_are_seen() {
        for (kind, bytes) in BOOKS {
            let cells = read(bytes).unwrap();
            assert_eq!(cells[0], HEAD, "{kind}");
            // A number that is a phone, and a date.
            let anna = ["89211234567", "Анна Петрова", "Размер 39", "2026-11-03"];
            assert_eq!(cells[1], anna, "{kind}");
            assert_eq!(cells[2][0], "007 921 123-45-68", "{kind}");
            assert_eq!(cells[2][2], "says \"hi\"\nand more", "{kind}");
            assert_eq!(cells[3][..2], ["boris@example.org", "=1+1"], "{kind}");
            assert_eq!(cells[4], ["7.5", "", "0.5"], "{kind}");
        }
    }

    #[test]
    fn what_is_no_workbook_is_not_read_and_does_no_harm() {
        for bytes in [
            &b""[..],
            b"PK\x03\x04",
            b"name;phone",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ] {
            assert_eq!(read(bytes), None);
        }
        for (_, whole) in BOOKS {
            for cut in [10, 100, whole.len() / 2] {
                read(&whole[..cut]);
            }
        }
        assert!(is_workbook("Clients.XLSX") && is_workbook("a.b.ods") && !is_workbook("xlsx"));
        assert!(!is_workbook("clients.csv"));
    }
}

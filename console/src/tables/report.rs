//! What has become of rows, as a file that every spreadsheet opens: with a mark of its
//! encoding, semicolons, and nothing that a spreadsheet would run (ASVS 1.2.10).

use beseda_protocol::import::ImportRow;
use csv::{Terminator, WriterBuilder};

/// A row, and what has become of it, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its place in the table.
    pub number: u64,
    /// As it was given.
    pub given: ImportRow,
    /// What has become of it.
    pub state: String,
    /// Why; may be empty.
    pub why: String,
}

/// The file, under these headings: number, contact, name, comment, state, reason.
pub fn file(head: &[String; 6], rows: &[Told]) -> String {
    let rows = rows.iter().map(|row| {
        let Told {
            number,
            given,
            state,
            why,
        } = row;
        [
            number.to_string(),
            given.contact.clone(),
            given.name.clone(),
            given.comment.clone(),
            state.clone(),
            why.clone(),
        ]
    });
    written(std::iter::once(head.clone()).chain(rows))
}

/// A table to begin with.
pub fn sample(rows: &[[String; 3]]) -> String {
    written(rows.iter().cloned())
}

fn written<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(Vec::from("\u{feff}"));
    for row in rows {
        // Into memory nothing fails.
        writer.write_record(row.iter().map(|cell| safe(cell))).ok();
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn safe(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{columns, delimited};

    #[test]
    fn a_report_is_read_as_it_was_written_and_runs_nothing() {
        let given = ImportRow {
            contact: "+79211234567".into(),
            name: "=HYPERLINK(\"x\";\"y\")".into(),
            comment: "two\nlines; and more".into(),
            channel: String::new(),
            transport: String::new(),
            labels: Vec::new(),
        };
        let told = Told {
            number: 1,
            given: given.clone(),
            state: "Done".into(),
            why: String::new(),
        };
        let head = ["N", "Contact", "Name", "Comment", "Status", "Reason"].map(str::to_owned);
        let file = file(&head, &[told]);
        assert!(file.starts_with("\u{feff}N;Contact;"), "{file}");
        assert!(file.contains("\r\n1;'+79211234567;"), "{file}");
        let cells = delimited::read(&file);
        assert!(cells[1].iter().all(|cell| !cell.starts_with('=')));
        // It is imported as it was.
        let again = columns::rows(&cells, &columns::recognise(&cells));
        assert_eq!(again, [given]);
    }
}

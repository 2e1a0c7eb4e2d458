//! Tables that people bring along: text of a clipboard or a file, workbooks of spreadsheets;
//! which of their columns says what; and what is told of them in the end. Knows of no browser.
//!
//! | module | owns |
//! |---|---|
//! | [`delimited`] | text with separators, in any encoding |
//! | [`workbook`] | XLSX, XLS, XLSB, ODS |
//! | [`columns`] | which column is the contact, which the name |
//! | [`chunks`] | rows as they are sent, some at a time |
//! | [`report`] | what has become of rows, as a file |

pub mod chunks;
pub mod columns;
pub mod delimited;
pub mod report;
pub mod workbook;

/// Rows of cells, as text. Rows need not have as many cells as others.
pub type Cells = Vec<Vec<String>>;

/// Takes off what has nothing in it: rows, and cells at their ends.
pub(crate) fn trimmed(mut cells: Cells) -> Cells {
    for row in &mut cells {
        while row.last().is_some_and(|cell| cell.trim().is_empty()) {
            row.pop();
        }
    }
    cells.retain(|row| !row.is_empty());
    cells
}

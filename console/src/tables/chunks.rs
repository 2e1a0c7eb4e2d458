//! Rows as they are sent: as many at once as a question may have, and fit a frame.

use beseda_protocol::import::ImportRow;
use beseda_protocol::json::to_text;
use beseda_protocol::limits::{FRAME_BYTES_MAX, IMPORT_ROWS_ADDED_MAX};

/// What a question has besides.
const REST: usize = 1_000;

/// The rows of a question that begins with this one; at least one of them.
pub fn from(rows: &[ImportRow], first: usize) -> &[ImportRow] {
    let rest = rows.get(first..).unwrap_or_default();
    let mut bytes = REST;
    let n = rest.iter().take(IMPORT_ROWS_ADDED_MAX).take_while(|row| {
        bytes += to_text(*row).len() + 1;
        bytes <= FRAME_BYTES_MAX
    });
    let n = n.count().max(1).min(rest.len());
    &rest[..n]
}

/// Cuts what no cell may be as long as: else a row would fit no frame. It is told as too long
/// all the same.
pub fn bounded(mut row: ImportRow) -> ImportRow {
    const CHARS_MAX: usize = 3_000;
    let cut = |text: &mut String| {
        if let Some((at, _)) = text.char_indices().nth(CHARS_MAX) {
            text.truncate(at);
        }
    };
    let ImportRow {
        contact,
        name,
        comment,
        channel,
        transport,
        labels,
    } = &mut row;
    labels.truncate(50);
    let texts = [contact, name, comment, channel, transport];
    texts.into_iter().for_each(cut);
    for label in labels {
        if let Some((at, _)) = label.char_indices().nth(100) {
            label.truncate(at);
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(comment: &str) -> ImportRow {
        ImportRow {
            contact: "+79211234567".into(),
            name: String::new(),
            comment: comment.into(),
            channel: String::new(),
            transport: String::new(),
            labels: Vec::new(),
        }
    }

    #[test]
    fn rows_go_as_many_at_once_as_fit() {
        let short = vec![row(""); 250];
        assert_eq!(from(&short, 0).len(), 100);
        assert_eq!(from(&short, 200).len(), 50);
        assert_eq!(from(&short, 250).len(), 0);
        let long = vec![row(&"я".repeat(2_000)); 100];
        let n = from(&long, 0).len();
        let bytes: usize = from(&long, 0).iter().map(|row| to_text(row).len()).sum();
        assert!(n > 1 && bytes < FRAME_BYTES_MAX, "{n}");
    }

    #[test]
    fn even_the_longest_row_fits() {
        let longest = ImportRow {
            labels: vec!["\u{1}".repeat(10_000); 1_000],
            ..row(&"\u{1f600}".repeat(100_000))
        };
        let bytes = to_text(&bounded(longest)).len();
        assert!(bytes + REST < FRAME_BYTES_MAX, "{bytes}");
    }
}

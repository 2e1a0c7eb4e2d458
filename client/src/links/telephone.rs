//! Numbers of telephones.

use super::letters::{begins, is_digit, is_of, span};
use super::web::path;

/// How far a `tel:` reaches behind the colon.
pub(super) fn telephone(text: &str) -> Option<usize> {
    let is_number = |c| is_digit(c) || is_of("+-.()*#", c);
    let end = path(&text[..span(text, &is_number)]);
    let digits = text[..end].bytes().filter(u8::is_ascii_digit).count();
    // Of a number with spaces the first part is another number.
    let behind = &text[end..];
    let goes_on = begins(
        &behind[span(behind, &|c| matches!(c, ' ' | '\u{a0}'))..],
        &is_digit,
    );
    (digits > 2 && !goes_on).then_some(end)
}

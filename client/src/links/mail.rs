//! Addresses of e-mail.

use super::letters::{
    begins, ends, is_break, is_digit, is_invisible, is_latin, is_letter, is_of, span, without_tail,
};
use super::web::{host, path};

/// The lengths of the name and the host on both sides of an `@`.
pub(super) fn mail(before: &str, behind: &str) -> Option<(usize, usize)> {
    let host = mail_host(behind)?;
    // Names in other letters have their mailbox at hosts in other letters.
    let is_own = match behind[..host].is_ascii() {
        true => is_latin,
        false => is_letter,
    };
    let is_name = |c| is_own(c) || is_of(".-_+'&", c);
    let (before, name) = before.split_at(without_tail(before, &is_name).len());
    let shown = without_tail(before, &is_invisible);
    // Half of a name is another's.
    if shown.len() < before.len() && ends(shown, &is_letter) {
        return None;
    }
    let dots = name.as_bytes().windows(2).rposition(|two| two == b"..");
    let name = &name[dots.map_or(0, |at| at + 2)..];
    let name = &name[span(name, &|c| c != '.' && !is_letter(c))..];
    let is_whole = begins(name, &is_letter) && !name.ends_with('.');
    is_whole.then_some((name.len(), host))
}

/// How far the host of an e-mail address reaches: two labels at least, the last of
/// them no number (`library@1.2`).
fn mail_host(text: &str) -> Option<usize> {
    let host = host(text)?;
    let dot = text[..host].bytes().rposition(|byte| byte == b'.')?;
    let is_last = !text[host..].starts_with('@');
    let is_name = begins(&text[dot + 1..host], &|c| is_letter(c) && !is_digit(c));
    (is_last && is_name).then_some(host)
}

/// How far a `mailto:` reaches behind the colon.
pub(super) fn mailto(text: &str) -> Option<usize> {
    let (name, behind) = text.split_at(span(text, &|c| !is_break(c) && !is_of("@,:/?#", c)));
    let host = mail_host(behind.strip_prefix('@').filter(|_| !name.is_empty())?)?;
    let end = name.len() + 1 + host;
    let query = match text[end..].starts_with('?') {
        true => path(&text[end..]),
        false => 0,
    };
    Some(end + query)
}

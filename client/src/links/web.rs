//! Addresses of the web: host, port, path.

use super::letters::{
    begins, is_between, is_break, is_digit, is_invisible, is_latin, is_letter, is_of, span,
    without_tail,
};

/// Whether what looks like a host is the name before one.
pub(super) fn is_deceit(text: &str) -> bool {
    let goes_on = |c| !is_break(c) && !is_of("/?#,;()[]{}", c);
    text[..span(text, &goes_on)]
        .bytes()
        .any(|byte| byte == b'@')
}

/// How far host, port and path reach.
pub(super) fn web(text: &str) -> Option<usize> {
    let host = host(text)?;
    let behind = &text[host..];
    if behind.starts_with("://") {
        return None;
    }
    let port = port(behind);
    let behind = &behind[port..];
    let path = match begins(behind, &|c| is_of("/?#", c)) {
        true => path(behind),
        false => 0,
    };
    Some(host + port + path)
}

/// How far a port reaches, its colon too; a number that is none is the sentence's.
fn port(text: &str) -> usize {
    let Some(behind) = text.strip_prefix(':') else {
        return 0;
    };
    let digits = span(behind, &is_digit);
    let add = |port: u32, digit| (port * 10 + u32::from(digit - b'0')).min(1 << 16);
    let port = behind[..digits].bytes().fold(0, add);
    match digits > 0 && port < 1 << 16 {
        true => 1 + digits,
        false => 0,
    }
}

/// How far a host reaches.
pub(super) fn host(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('[') {
        let len = span(inner, &|c| c.is_ascii_hexdigit() || is_of(":.", c));
        return inner[len..].starts_with(']').then_some(len + 2);
    }
    let (mut end, mut last) = (0, 0);
    loop {
        // Behind a full stop, but for the first one.
        let at = end + usize::from(end > 0);
        let label = &text[at..];
        let len = span(label, &is_host);
        let is_last = !label[len..].starts_with('.');
        let whole = len;
        let len = without_tail(&label[..len], &is_dash).len();
        if len == 0 || label.starts_with('-') {
            break;
        }
        last = at;
        end = at + len;
        let own = one_script(&label[..len]);
        let is_over = own < len && last > 0 && is_end_of_hosts(&label[..own]);
        if is_over || is_last || len < whole {
            break;
        }
    }
    // What follows "com" in another script is the sentence's.
    let latin = begins(&text[last..], &is_latin);
    let len = one_script(&text[last..end]);
    end = last + without_tail(&text[last..last + len], &is_dash).len();
    // It seems to go on: there the host is no host, or nobody sees why it would end.
    let behind = &text[end..];
    let shown = &behind[span(behind, &|c| is_invisible(c) || is_of(".-_@", c))..];
    let is_torn = shown.len() < behind.len()
        && !behind.starts_with("..")
        && begins(shown, &|c| is_letter(c) && is_latin(c) == latin);
    let root = usize::from(behind.starts_with("./"));
    (end > 0 && !is_torn).then_some(end + root)
}

fn is_host(c: char) -> bool {
    is_letter(c) || is_dash(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '_')
}

/// How far a label is of the script that it begins with.
fn one_script(label: &str) -> usize {
    let latin = begins(label, &is_latin);
    span(label, &|c| {
        !is_letter(c) || is_digit(c) || is_latin(c) == latin
    })
}

/// Whether sites' names end so often enough that what follows in another script is
/// none of theirs, with a full stop in it or not.
fn is_end_of_hosts(label: &str) -> bool {
    label.len() == 2 || matches!(label, "com" | "net" | "org" | "info")
}

/// How far a path, a query or a fragment reaches: not into a bracket that is not
/// closed in it, nor out of one that was opened before it, nor over what ends the
/// sentence.
pub(super) fn path(text: &str) -> usize {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        let is_over = match c {
            ')' | ']' | '}' => open.pop_if(|(_, closer)| *closer == c).is_none(),
            // One behind the other.
            ',' | ';' => text[at + 1..].starts_with("http"),
            _ => is_break(c),
        };
        if is_over {
            end = at;
            break;
        }
        let closer = match c {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            _ => continue,
        };
        open.push((at, closer));
    }
    if let Some((at, _)) = open.first() {
        end = *at;
    }
    let is_tail = |c| is_between(c) || is_of(".,;:!?'*_~|", c);
    without_tail(&text[..end], &is_tail).len()
}

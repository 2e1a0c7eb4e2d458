//! Links in text: what may be made clickable, and nothing else.
//!
//! Recognised are `http://`, `https://`, `www.`, `mailto:`, `tel:` and bare
//! e-mail addresses. An address ends where a reader ends it: before the
//! punctuation of any script, an emoji, a bracket that was opened before it. A
//! host takes in nothing that stands behind it, for a host with more letters is
//! another one. With a name before its host (`https://bank.example@evil.example`)
//! an address stays text.

mod letters;
mod mail;
mod telephone;
#[cfg(test)]
mod tests;
mod web;

use letters::{ends, is_break, is_latin, span};
use mail::{mail, mailto};
use telephone::telephone;
use web::{is_deceit, web};

/// A piece of a text; the pieces in a row are the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// A link.
    Link {
        /// As written.
        text: &'a str,
        /// Where it leads: begins with `http:`, `https:`, `mailto:` or `tel:`.
        href: String,
    },
}

/// Whether a text may have links: where this says no, there is none. Costs far less than
/// to look for them.
pub fn may_have_links(text: &str) -> bool {
    let is_w = |byte: u8| byte | 32 == b'w';
    let bytes = text.as_bytes();
    let mut pairs = bytes.windows(2);
    bytes.iter().any(|byte| matches!(byte, b':' | b'@'))
        || pairs.any(|pair| is_w(pair[0]) && is_w(pair[1]))
}

/// Cuts a text into words and links.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        match at_place(text, plain, at) {
            Found::Link { start, end, href } => {
                if plain < start {
                    pieces.push(Piece::Text(&text[plain..start]));
                }
                pieces.push(Piece::Link {
                    text: &text[start..end],
                    href,
                });
                (plain, at) = (end, end);
            }
            Found::Deceit { end } => at = end,
            Found::Nothing => at += c.len_utf8(),
        }
    }
    if plain < text.len() {
        pieces.push(Piece::Text(&text[plain..]));
    }
    pieces
}

/// What was found at a place.
enum Found {
    Nothing,
    Link {
        start: usize,
        end: usize,
        href: String,
    },
    /// It looks like one host and leads to another; text up to there.
    Deceit {
        end: usize,
    },
}

/// What begins at a place, or, at an `@`, stands around it. Before `plain` nothing
/// is free any more.
fn at_place(text: &str, plain: usize, at: usize) -> Found {
    let rest = &text[at..];
    if let Some(behind) = rest.strip_prefix('@') {
        return mail(&text[plain..at], behind).map_or(Found::Nothing, |(name, host)| {
            let (start, end) = (at - name, at + 1 + host);
            let href = ["mailto:", &text[start..end]].concat();
            Found::Link { start, end, href }
        });
    }
    let schemes = ["https://", "http://", "www.", "mailto:", "tel:"];
    let begins = |scheme: &&str| {
        let head = rest.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    let Some(scheme) = schemes.into_iter().find(begins) else {
        return Found::Nothing;
    };
    if ends(&text[..at], &is_latin) {
        return Found::Nothing;
    }
    let behind = &rest[scheme.len()..];
    let len = match scheme {
        "mailto:" => mailto(behind),
        "tel:" => telephone(behind),
        _ if is_deceit(behind) => {
            let end = at + span(rest, &|c| !is_break(c));
            return Found::Deceit { end };
        }
        _ => web(behind),
    };
    len.map_or(Found::Nothing, |len| {
        let scheme_shown = match scheme {
            "www." => "https://www.",
            scheme => scheme,
        };
        Found::Link {
            start: at,
            end: at + scheme.len() + len,
            href: [scheme_shown, &behind[..len]].concat(),
        }
    })
}

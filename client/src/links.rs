//! Links in text: what may be made clickable, and nothing else.
//!
//! Recognised are `http://`, `https://`, `www.`, `mailto:`, `tel:` and bare
//! e-mail addresses. An address with a name before its host
//! (`https://bank.example@evil.example`) stays text.

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

/// Cuts a text into words and links.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while at < text.len() {
        let len = text[at..].find(is_break).unwrap_or(text.len() - at);
        if let Some((start, end, href)) = link_in(&text[at..at + len]) {
            let (start, end) = (at + start, at + end);
            if plain < start {
                pieces.push(Piece::Text(&text[plain..start]));
            }
            pieces.push(Piece::Link {
                text: &text[start..end],
                href,
            });
            plain = end;
            at = end;
        } else {
            at += len;
        }
        // The break itself.
        at += text[at..]
            .chars()
            .next()
            .filter(|c| is_break(*c))
            .map_or(0, char::len_utf8);
    }
    if plain < text.len() {
        pieces.push(Piece::Text(&text[plain..]));
    }
    pieces
}

/// What no address contains: white space, controls, quotes, and the invisible
/// characters that make one address look like another.
fn is_break(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '>' | '"' | '`' | '«' | '»' | '“' | '”' | '\\' | '|' | '{' | '}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The first link in a word: its place and its address.
fn link_in(word: &str) -> Option<(usize, usize, String)> {
    let schemes = ["https://", "http://", "mailto:", "tel:", "www."];
    let starts = word.char_indices().map(|(start, _)| start);
    for start in starts.filter(|start| begins_word(word, *start)) {
        for scheme in schemes {
            let Some(head) = word.get(start..start + scheme.len()) else {
                continue;
            };
            if !head.eq_ignore_ascii_case(scheme) {
                continue;
            }
            let end = start + without_tail(&word[start..]).len();
            let rest = word.get(start + scheme.len()..end)?;
            return is_address(scheme, rest).then(|| {
                let scheme = if scheme == "www." {
                    "https://www."
                } else {
                    scheme
                };
                (start, end, [scheme, rest].concat())
            });
        }
    }
    mail_in(word)
}

/// `name@host.tld` somewhere in a word without a scheme.
fn mail_in(word: &str) -> Option<(usize, usize, String)> {
    let lead = word.find(is_letter)?;
    let mail = without_tail(&word[lead..]);
    let is_plain = |c: char| is_letter(c) || matches!(c, '.' | '-' | '_' | '+' | '@');
    (is_mail(mail) && mail.chars().all(is_plain))
        .then(|| (lead, lead + mail.len(), ["mailto:", mail].concat()))
}

/// Near enough to Unicode's letters and digits, without their tables.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c >= '\u{c0}' && !('\u{2000}'..='\u{206f}').contains(&c))
}

fn begins_word(word: &str, start: usize) -> bool {
    word[..start]
        .chars()
        .next_back()
        .is_none_or(|c| !is_letter(c))
}

fn is_address(scheme: &str, rest: &str) -> bool {
    match scheme {
        "mailto:" => is_mail(rest.split('?').next().unwrap_or("")),
        "tel:" => {
            rest.chars().any(|c| c.is_ascii_digit())
                && rest.chars().all(|c| {
                    c.is_ascii_digit()
                        || matches!(c, '+' | '-' | '.' | '(' | ')' | '*' | '#' | ';' | '=')
                })
        }
        _ => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or("");
            host.chars().all(|c| c != '@') && host.starts_with(|c: char| is_letter(c) || c == '[')
        }
    }
}

fn is_mail(mail: &str) -> bool {
    mail.split_once('@').is_some_and(|(name, host)| {
        let labels = || host.split('.');
        !name.is_empty()
            && labels().count() > 1
            && labels().all(|label| !label.is_empty())
            && host.chars().all(|c| c != '@')
    })
}

/// Without what ends the sentence and not the address: full stops, quotes, and
/// brackets that were opened before it.
fn without_tail(word: &str) -> &str {
    let mut word = word;
    while let Some(last) = word.chars().next_back() {
        let count = |c: char| word.matches(c).count();
        let drop = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '’' => true,
            ')' => count(')') > count('('),
            ']' => count(']') > count('['),
            _ => false,
        };
        if !drop {
            break;
        }
        word = &word[..word.len() - last.len_utf8()];
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links as `text -> href`, in a row.
    fn links(text: &str) -> Vec<String> {
        let whole: String = pieces(text)
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Link { text, .. } => *text,
            })
            .collect();
        assert_eq!(whole, text, "the pieces are the text");
        let link = |piece: Piece<'_>| match piece {
            Piece::Link { text, href } if href == text => Some(href),
            Piece::Link { text, href } => Some(format!("{text} -> {href}")),
            Piece::Text(_) => None,
        };
        pieces(text).into_iter().filter_map(link).collect()
    }

    #[test]
    fn addresses_are_found_without_the_sentence_around_them() {
        assert_eq!(
            links("See https://a.example/x?y=1#z."),
            ["https://a.example/x?y=1#z"]
        );
        assert_eq!(
            links("(http://a.example/b_(c)), да"),
            ["http://a.example/b_(c)"]
        );
        assert_eq!(
            links("«https://пример.рф/путь»!"),
            ["https://пример.рф/путь"]
        );
        assert_eq!(
            links("HTTPS://A.example"),
            ["HTTPS://A.example -> https://A.example"]
        );
        assert_eq!(
            links("www.a.example, ok"),
            ["www.a.example -> https://www.a.example"]
        );
        assert_eq!(
            links("https://a.example\nhttps://b.example"),
            ["https://a.example", "https://b.example"]
        );
    }

    #[test]
    fn mail_and_telephone_are_links() {
        assert_eq!(
            links("mailto:a@b.example?subject=x"),
            ["mailto:a@b.example?subject=x"]
        );
        assert_eq!(
            links("Write to a.b+c@d.example."),
            ["a.b+c@d.example -> mailto:a.b+c@d.example"]
        );
        assert_eq!(links("tel:+7(495)123-45-67"), ["tel:+7(495)123-45-67"]);
    }

    #[test]
    fn what_could_harm_stays_text() {
        let harmful = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "java\u{0}script:alert(1)",
            "file:///etc/passwd",
            "https://bank.example@evil.example/",
            "https://",
            "http://?",
            "tel:abc",
            "mailto:",
            "mailto:a@b",
            "xhttps://a.example",
            "@a.example",
            "a@",
        ];
        for text in harmful {
            assert_eq!(links(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_link_never_leads_anywhere_but_where_it_may() {
        let hidden =
            "https://a.example/\u{202e}gpj.exe javascript:https://b.example \u{1}http://c.example";
        for href in links(hidden) {
            let href = href.rsplit(" -> ").next().unwrap();
            assert!(
                href.starts_with("https://") || href.starts_with("http://"),
                "{href}"
            );
            assert!(!href.contains(is_break), "{href}");
        }
    }
}

//! Links in text: what may be made clickable, and nothing else.
//!
//! Recognised are `http://`, `https://`, `www.`, `mailto:`, `tel:` and bare
//! e-mail addresses. An address ends where a reader ends it: before the
//! punctuation of any script, an emoji, a bracket that was opened before it. A
//! host takes in nothing that stands behind it, for a host with more letters is
//! another one. With a name before its host (`https://bank.example@evil.example`)
//! an address stays text.

use beseda_protocol::unseen::is_unseen;

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
    if text[..at].ends_with(is_latin) {
        return Found::Nothing;
    }
    let behind = &rest[scheme.len()..];
    let len = match scheme {
        "mailto:" => mailto(behind),
        "tel:" => telephone(behind),
        _ if is_deceit(behind) => {
            let end = rest.find(is_break).unwrap_or(rest.len());
            return Found::Deceit { end: at + end };
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

/// Whether what looks like a host is the name before one.
fn is_deceit(text: &str) -> bool {
    let is_over = |c| is_break(c) || "/?#,;()[]{}".contains(c);
    let end = text.find(is_over).unwrap_or(text.len());
    text[..end].contains('@')
}

/// How far host, port and path reach.
fn web(text: &str) -> Option<usize> {
    let host = host(text)?;
    let behind = &text[host..];
    if behind.starts_with("://") {
        return None;
    }
    let port = behind.strip_prefix(':').map_or(0, |behind| {
        let digits = behind
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(behind.len());
        match behind[..digits].parse::<u16>() {
            Ok(_) => digits + 1,
            Err(_) => 0,
        }
    });
    let behind = &behind[port..];
    let path = match behind.starts_with(['/', '?', '#']) {
        true => path(behind),
        false => 0,
    };
    Some(host + port + path)
}

/// The lengths of the name and the host on both sides of an `@`.
fn mail(before: &str, behind: &str) -> Option<(usize, usize)> {
    let host = mail_host(behind)?;
    // Names in other letters have their mailbox at hosts in other letters.
    let is_name = |c: char| {
        let is_own = match behind[..host].is_ascii() {
            true => is_latin(c),
            false => is_letter(c),
        };
        is_own || matches!(c, '.' | '-' | '_' | '+' | '\'' | '&')
    };
    let name = before.trim_end_matches(is_name).len();
    let (before, name) = before.split_at(name);
    let shown = before.trim_end_matches(is_invisible);
    // Half of a name is another's.
    if shown.len() < before.len() && shown.ends_with(is_letter) {
        return None;
    }
    let name = name.rsplit("..").next()?;
    let name = name.trim_start_matches(|c| c != '.' && !is_letter(c));
    let is_whole = name.starts_with(is_letter) && !name.ends_with('.');
    is_whole.then_some((name.len(), host))
}

/// How far the host of an e-mail address reaches: two labels at least, the last of
/// them no number (`library@1.2`).
fn mail_host(text: &str) -> Option<usize> {
    let host = host(text)?;
    let (_, last) = text[..host].rsplit_once('.')?;
    let is_last = !text[host..].starts_with('@');
    (is_last && last.starts_with(|c: char| is_letter(c) && !c.is_ascii_digit())).then_some(host)
}

/// How far a `mailto:` reaches behind the colon.
fn mailto(text: &str) -> Option<usize> {
    let is_over = |c| is_break(c) || matches!(c, '@' | ',' | ':' | '/' | '?' | '#');
    let (name, behind) = text.split_at(text.find(is_over)?);
    let host = mail_host(behind.strip_prefix('@').filter(|_| !name.is_empty())?)?;
    let end = name.len() + 1 + host;
    let query = match text[end..].starts_with('?') {
        true => path(&text[end..]),
        false => 0,
    };
    Some(end + query)
}

/// How far a `tel:` reaches behind the colon.
fn telephone(text: &str) -> Option<usize> {
    let is_number = |c: char| c.is_ascii_digit() || "+-.()*#".contains(c);
    let end = path(&text[..text.len() - text.trim_start_matches(is_number).len()]);
    let digits = text[..end].matches(|c: char| c.is_ascii_digit()).count();
    // Of a number with spaces the first part is another number.
    let goes_on = text[end..]
        .trim_start_matches([' ', '\u{a0}'])
        .starts_with(|c: char| c.is_ascii_digit());
    (digits > 2 && !goes_on).then_some(end)
}

/// How far a host reaches.
fn host(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('[') {
        let len = inner.find(|c: char| !(c.is_ascii_hexdigit() || ":.".contains(c)))?;
        return inner[len..].starts_with(']').then_some(len + 2);
    }
    let (mut end, mut last) = (0, 0);
    for label in text.split('.') {
        let len = label.find(|c| !is_host(c)).unwrap_or(label.len());
        let len = label[..len].trim_end_matches(['-', '_']).len();
        if len == 0 || label.starts_with('-') {
            break;
        }
        last = end + usize::from(end > 0);
        end = last + len;
        let own = one_script(&label[..len]);
        let is_over = own < len && last > 0 && is_end_of_hosts(&label[..own]);
        if is_over || len < label.len() {
            break;
        }
    }
    // What follows "com" in another script is the sentence's.
    let latin = text[last..].starts_with(is_latin);
    let len = one_script(&text[last..end]);
    end = last + text[last..][..len].trim_end_matches(['-', '_']).len();
    // It seems to go on: there the host is no host, or nobody sees why it would end.
    let behind = &text[end..];
    let shown = behind.trim_start_matches(|c| is_invisible(c) || ".-_@".contains(c));
    let is_torn = shown.len() < behind.len()
        && !behind.starts_with("..")
        && shown.starts_with(|c| is_letter(c) && is_latin(c) == latin);
    let root = usize::from(behind.starts_with("./"));
    (end > 0 && !is_torn).then_some(end + root)
}

/// How far a label is of the script that it begins with.
fn one_script(label: &str) -> usize {
    let latin = label.starts_with(is_latin);
    let other = |c| is_letter(c) && !c.is_ascii_digit() && is_latin(c) != latin;
    label.find(other).unwrap_or(label.len())
}

/// Whether sites' names end so often enough that what follows in another script is
/// none of theirs, with a full stop in it or not.
fn is_end_of_hosts(label: &str) -> bool {
    label.len() == 2 || matches!(label, "com" | "net" | "org" | "info")
}

/// How far a path, a query or a fragment reaches: not into a bracket that is not
/// closed in it, nor out of one that was opened before it, nor over what ends the
/// sentence.
fn path(text: &str) -> usize {
    let mut open = Vec::new();
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
        match c {
            '(' => open.push((at, ')')),
            '[' => open.push((at, ']')),
            '{' => open.push((at, '}')),
            _ => (),
        }
    }
    if let Some((at, _)) = open.first() {
        end = *at;
    }
    let is_tail = |c| is_between(c) || ".,;:!?'*_~|".contains(c);
    text[..end].trim_end_matches(is_tail).len()
}

/// What no address contains: white space, controls, quotes, punctuation and symbols
/// beyond ASCII.
fn is_break(c: char) -> bool {
    match c {
        '<' | '>' | '"' | '`' | '\\' => true,
        c if c.is_ascii() => c <= ' ' || c == '\u{7f}',
        c => is_mark(c) && !is_between(c),
    }
}

/// Marks that also stand inside words, and then in paths: dashes, apostrophes, middle
/// dots, joiners.
fn is_between(c: char) -> bool {
    "–’·・־׳״\u{200c}\u{200d}".contains(c)
}

/// What is not seen, nor makes room: it parts or joins for those who read bytes, not
/// for people.
fn is_invisible(c: char) -> bool {
    is_unseen(c) && !c.is_whitespace()
}

fn is_host(c: char) -> bool {
    is_letter(c) || matches!(c, '-' | '_')
}

/// Letters, digits and what is written over them, of any script.
fn is_letter(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => !is_mark(c),
    }
}

/// The letters that English, French, Polish, Vietnamese… are written in, and digits.
fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{36f}' | '\u{1e00}'..='\u{1eff}') && is_letter(c)
}

/// Whether it is beyond ASCII and no letter: near enough to Unicode, without its tables.
fn is_mark(c: char) -> bool {
    let mut marks = MARKS.iter();
    is_unseen(c) || marks.any(|(first, last)| (*first..=*last).contains(&c))
}

/// Punctuation, symbols, spaces and controls beyond ASCII.
const MARKS: [(char, char); 54] = [
    // Latin-1 and Greek.
    ('\u{80}', '\u{bf}'),
    ('×', '×'),
    ('÷', '÷'),
    ('\u{37e}', '\u{37e}'),
    ('\u{387}', '\u{387}'),
    // Armenian, Hebrew.
    ('\u{55a}', '\u{55f}'),
    ('\u{589}', '\u{58f}'),
    ('\u{5be}', '\u{5be}'),
    ('\u{5c0}', '\u{5c0}'),
    ('\u{5c3}', '\u{5c3}'),
    ('\u{5c6}', '\u{5c6}'),
    ('\u{5f3}', '\u{5f4}'),
    // Arabic, Syriac, N'Ko.
    ('\u{600}', '\u{60f}'),
    ('\u{61b}', '\u{61f}'),
    ('\u{66a}', '\u{66d}'),
    ('\u{6d4}', '\u{6d4}'),
    ('\u{6dd}', '\u{6de}'),
    ('\u{6e9}', '\u{6e9}'),
    ('\u{6fd}', '\u{6fe}'),
    ('\u{700}', '\u{70f}'),
    ('\u{7f6}', '\u{7f9}'),
    // Of India, Thai, Tibetan, Burmese.
    ('\u{964}', '\u{965}'),
    ('\u{970}', '\u{970}'),
    ('\u{df4}', '\u{df4}'),
    ('\u{e3f}', '\u{e3f}'),
    ('\u{e4f}', '\u{e4f}'),
    ('\u{e5a}', '\u{e5b}'),
    ('\u{f01}', '\u{f17}'),
    ('\u{f3a}', '\u{f3d}'),
    ('\u{104a}', '\u{104f}'),
    // Georgian, Ethiopic, Khmer, Mongolian.
    ('\u{10fb}', '\u{10fb}'),
    ('\u{1360}', '\u{1368}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17d4}', '\u{17db}'),
    ('\u{1800}', '\u{180f}'),
    // Of all scripts: spaces, dashes, quotes, bullets, money, arrows, signs, emoji.
    ('\u{1fbd}', '\u{1fbf}'),
    ('\u{2000}', '\u{2bff}'),
    ('\u{2e00}', '\u{3004}'),
    // Chinese, Japanese, Korean.
    ('\u{3008}', '\u{3020}'),
    ('\u{3030}', '\u{3030}'),
    ('\u{303d}', '\u{303f}'),
    ('\u{30a0}', '\u{30a0}'),
    ('\u{30fb}', '\u{30fb}'),
    ('\u{3200}', '\u{33ff}'),
    // Private; of other forms and widths.
    ('\u{e000}', '\u{f8ff}'),
    ('\u{fd3e}', '\u{fd3f}'),
    ('\u{fe00}', '\u{fe6f}'),
    ('\u{feff}', '\u{ff0f}'),
    ('\u{ff1a}', '\u{ff20}'),
    ('\u{ff3b}', '\u{ff40}'),
    ('\u{ff5b}', '\u{ff65}'),
    ('\u{ffe0}', '\u{ffff}'),
    ('\u{1f000}', '\u{1ffff}'),
    ('\u{e0000}', '\u{10ffff}'),
];

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
    fn an_address_ends_before_the_punctuation_of_any_script() {
        let ends = [
            "。谢谢 ，谢谢 、 ！ ？ ； ： ） 」 』 】 〉 》 〕 ｡ ､ ｣ ． ︒ ﹐ ～ ｜bar \u{3000}次",
            "، ؛ ؟ ۔ ׃ ־ ״ ܀ ։ ՝ \u{37e} \u{387} । ॥ ๏ ๛ ། ။ ។ ። ᠃ ჻",
            ". , ; : ! ? … ... ?! » ” ’ “ „ › — – • · → € ™ 👍 ❤️ 🏳️‍🌈 ⃣ \u{a0}x",
            "\u{ad} \u{200b} \u{feff} <br> \" ' ` ** _ ~~ | \\x",
        ];
        for end in ends.iter().flat_map(|ends| ends.split(' ')) {
            for address in ["https://shop.example/a/b", "https://shop.example/?q=чай"] {
                assert_eq!(links(&format!("{address}{end}")), [address], "{end}");
            }
            let address = "https://shop.example";
            assert_eq!(links(&format!("{address}{end}")), [address], "{end}");
            let mail = "ivan@shop.example -> mailto:ivan@shop.example";
            assert_eq!(links(&format!("ivan@shop.example{end}")), [mail], "{end}");
        }
    }

    #[test]
    fn a_host_takes_in_nothing_that_stands_behind_it() {
        for behind in [
            "谢谢",
            "を見て",
            "입니다",
            "ครับ",
            "смотри",
            "שלום",
            "شكرا",
            "करें",
            "-谢谢",
        ] {
            let link = ["https://shop.example"];
            assert_eq!(
                links(&format!("https://shop.example{behind}")),
                link,
                "{behind}"
            );
            let link = ["https://shop.example:8080"];
            assert_eq!(
                links(&format!("https://shop.example:8080{behind}")),
                link,
                "{behind}"
            );
            let link = ["ivan@shop.example -> mailto:ivan@shop.example"];
            assert_eq!(
                links(&format!("ivan@shop.example{behind}")),
                link,
                "{behind}"
            );
        }
        assert_eq!(
            links("https://shop.example.谢谢"),
            ["https://shop.example.谢谢"]
        );
        assert_eq!(links("https://президент.рфhello"), ["https://президент.рф"]);
        assert_eq!(
            links("https://shop.comだよね.comtest/a"),
            ["https://shop.com"]
        );
        assert_eq!(links("https://www.tシャツ.jp"), ["https://www.tシャツ.jp"]);
        assert_eq!(
            links("https://shop.example...and"),
            ["https://shop.example"]
        );
        assert_eq!(links("https://shop.example,me@a.example").len(), 2);
        assert_eq!(
            links("https://shop.example:500000"),
            ["https://shop.example"]
        );
        assert_eq!(
            links("https://shop.example: here"),
            ["https://shop.example"]
        );
        assert_eq!(links("http://http://shop.example"), ["http://shop.example"]);
    }

    #[test]
    fn a_host_that_is_torn_where_nobody_sees_it_is_no_link() {
        for unseen in [
            "\u{ad}", "\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{202e}", "\u{3164}",
        ] {
            for torn in [
                format!("https://ban{unseen}k.example"),
                format!("https://bank{unseen}.example"),
                format!("https://bank.{unseen}example"),
                format!("https://bank.examp{unseen}le/"),
                format!("iv{unseen}an@bank.example"),
                format!("ivan@ban{unseen}k.example"),
            ] {
                assert_eq!(links(&torn), [""; 0], "{torn:?}");
            }
        }
    }

    #[test]
    fn an_address_begins_behind_a_letter_of_another_script() {
        for before in [
            "请看",
            "見て",
            "참고",
            "ดู",
            "смотри",
            "メール：",
            "（",
            "「",
            "『",
            "•",
            "👉",
        ] {
            let link = ["https://shop.example/b"];
            assert_eq!(
                links(&format!("{before}https://shop.example/b")),
                link,
                "{before}"
            );
            let link = ["ivan@shop.example -> mailto:ivan@shop.example"];
            assert_eq!(
                links(&format!("{before}ivan@shop.example")),
                link,
                "{before}"
            );
        }
        assert_eq!(
            links("почта@пример.рф"),
            ["почта@пример.рф -> mailto:почта@пример.рф"]
        );
        assert_eq!(links("o'brien@shop.example").len(), 1);
        assert_eq!(links("see...ivan@shop.example").len(), 1);
    }

    #[test]
    fn brackets_belong_to_an_address_that_opens_them() {
        for (text, link) in [
            ("（https://a.example/b）", "https://a.example/b"),
            ("[here](https://a.example/b)[there]", "https://a.example/b"),
            ("(https://a.example/b)谢谢", "https://a.example/b"),
            (
                "https://a.example/b_(c_(d))).",
                "https://a.example/b_(c_(d))",
            ),
            ("https://a.example/b(see below)", "https://a.example/b"),
            ("https://a.example/[b", "https://a.example/"),
            (
                "https://a.example/x[0]={y}&z",
                "https://a.example/x[0]={y}&z",
            ),
            ("{\"a\":[https://a.example/b]}", "https://a.example/b"),
            ("(tel:+7495)", "tel:+7495"),
            ("https://[::1]:80/a", "https://[::1]:80/a"),
        ] {
            assert_eq!(links(text), [link], "{text}");
        }
        let two = ["https://a.example/b", "https://c.example/"];
        assert_eq!(links("https://a.example/b,https://c.example/"), two);
        assert_eq!(
            links("[a](https://a.example/b)[b](https://c.example/)"),
            two
        );
    }

    #[test]
    fn what_stands_inside_of_an_address_stays_in_it() {
        for link in [
            "https://maps.example/@59.9393895,30.3165389,15z?hl=ru",
            "https://a.example/compare/360b13a...f580766",
            "https://web.example/2020/https://a.example/",
            "https://fr.example/L’Équipe",
            "https://en.example/Michelson–Morley",
            "https://ja.example/レオナルド・ダ・ヴィンチ",
            "https://he.example/צה״ל",
            "https://fa.example/می\u{200c}خواهم",
            "https://ru.example/Категория:Чай!_(напиток)?ключ=чай;ещё#раздел",
            "https://a.example./b",
            "http://localhost:8080/?a=1&b='2'&c",
            "https://foo_bar.example/a-",
            "https://www.shop.org.za/a.1?b|c",
        ] {
            assert_eq!(links(link), [link]);
        }
    }

    #[test]
    fn a_number_with_spaces_is_not_cut_to_another_number() {
        assert_eq!(links("tel:+7 495 123-45-67"), [""; 0]);
        assert_eq!(links("tel:112 now"), ["tel:112"]);
        assert_eq!(links("tel:+7495。"), ["tel:+7495"]);
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
            "https://bank.example:443@evil.example/",
            "https://bank.example%2e:x!@evil.example/",
            "ftp://a.example",
            "https://-a.example",
            "https://.example",
            "https://shop.-bank.example",
            "https://shop-.bank.example",
            "https://shop_.bank.example",
            "https://\u{200b}a.example",
            "react@18.2.0",
            "a@b@c.example@d",
            "user%a.example@",
            "a.\"b\".c@a.example",
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

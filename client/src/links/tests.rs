//! What is a link, and how far it reaches.

use super::letters::is_break;
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
    let links: Vec<String> = pieces(text).into_iter().filter_map(link).collect();
    assert!(links.is_empty() || may_have_links(text), "{text}");
    links
}

#[test]
fn plain_words_need_not_be_looked_through() {
    for plain in ["", "w", "Hello, we are open. Welcome", "Привет, чай есть?"] {
        assert!(!may_have_links(plain), "{plain}");
    }
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

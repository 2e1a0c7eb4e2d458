//! Exact origins: scheme, host, port (S1), read by the URL standard as browsers do.

use url::{Host, ParseError, Url};

/// Longest origin: a host name has at most 253 characters.
const CHARS_MAX: usize = 300;

/// An origin as a browser writes it: lower case, no path, no default port,
/// international names in their ASCII form, addresses in their shortest.
///
/// # Errors
/// Why it is none, as a sentence.
pub(crate) fn normalise(text: &str) -> Result<String, String> {
    let text = text.trim();
    let not = |why: &str| Err(format!("“{}” is not an address: {why}.", shorten(text)));
    if text.chars().count() > CHARS_MAX {
        return not("it is too long");
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return not(why_unreadable(error)),
    };
    if !is_of_pages(&url) {
        return not(NO_SCHEME);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return not("leave out the user name");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return not("leave out what follows the host name");
    }
    if !url.host().is_some_and(|host| is_host(&host)) {
        return not(NO_HOST);
    }
    if url.port() == Some(0) {
        return not(NO_PORT);
    }
    Ok(url.origin().ascii_serialization())
}

/// Whether a browser may say this in its `Origin`: to the letter, unlike what somebody
/// types. `null` is none.
pub fn is_exact(text: &str) -> bool {
    normalise(text).as_deref() == Ok(text)
}

/// The origin of the page at this address, such as one in a `Referer`; none of what is
/// no page on the web.
pub fn of_page(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(is_of_pages)?;
    Some(url.origin().ascii_serialization())
}

const NO_SCHEME: &str = "it must begin with https:// or http://";
const NO_HOST: &str = "the host name has characters that it can't have";
const NO_PORT: &str = "the port must be a number from 1 to 65535";

fn why_unreadable(error: ParseError) -> &'static str {
    match error {
        ParseError::RelativeUrlWithoutBase => NO_SCHEME,
        ParseError::EmptyHost => "the host name is missing",
        ParseError::InvalidPort => NO_PORT,
        _ => NO_HOST,
    }
}

fn is_of_pages(url: &Url) -> bool {
    matches!(url.scheme(), "https" | "http")
}

/// The standard lets a name have more than the web's names have: a star, above all,
/// which would be taken for one that stands for all names.
fn is_host(host: &Host<&str>) -> bool {
    let is_label = |label: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(is_plain)
    };
    match host {
        Host::Domain(name) => name.len() <= 253 && name.split('.').all(is_label),
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        for (given, wanted) in [
            ("https://Shop.Example", "https://shop.example"),
            (" https://shop.example/ ", "https://shop.example"),
            ("https://shop.example:443", "https://shop.example"),
            ("http://shop.example:80", "http://shop.example"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("HTTPS://shop.example:0443", "https://shop.example"),
            ("https://shop.example:", "https://shop.example"),
            ("https://[2001:db8::1]:444", "https://[2001:db8::1]:444"),
            ("https://[2001:DB8:0:0:0:0:0:1]", "https://[2001:db8::1]"),
            ("http://[::ffff:127.0.0.1]:80", "http://[::ffff:7f00:1]"),
            ("http://127.1:8080", "http://127.0.0.1:8080"),
            ("https://магазин.рф", "https://xn--80aairftm.xn--p1ai"),
            ("https://Bücher.example/", "https://xn--bcher-kva.example"),
            ("https://my_shop.example", "https://my_shop.example"),
            (
                "https://xn--e1afmkfd.example",
                "https://xn--e1afmkfd.example",
            ),
        ] {
            assert_eq!(normalise(given).as_deref(), Ok(wanted));
        }
    }

    #[test]
    fn what_is_no_exact_origin_is_refused() {
        for given in [
            "",
            "null",
            "shop.example",
            "ftp://shop.example",
            "javascript://x",
            "https://",
            "https://*.example",
            "https://shop.example/path",
            "https://shop.example?x",
            "https://user@shop.example",
            "https://shop.example:0",
            "https://shop.example:65536",
            "https://shop.example:http",
            "https://shop..example",
            "https://shop.example.",
            "https://-shop.example",
            "https://a b",
            "https://[::g]",
            "https://shop.example#x",
            "https://xn--a.example",
            "https://shop.example:80:",
            "https://[fe80::1%25eth0]",
            "https://256.0.0.1",
            "shop.example:443",
            "file:///shop",
            "https://a:1:2",
        ] {
            assert!(normalise(given).is_err(), "{given}");
        }
    }

    #[test]
    fn a_browser_says_its_origin_to_the_letter() {
        for exact in [
            "https://shop.example",
            "http://localhost:8080",
            "https://xn--80aairftm.xn--p1ai",
            "https://[2001:db8::1]",
        ] {
            assert!(is_exact(exact), "{exact}");
        }
        for other in [
            "null",
            "https://shop.example/",
            "https://Shop.example",
            "https://shop.example:443",
            "https://магазин.рф",
            "https://[2001:DB8::1]",
            "https://a.example, https://b.example",
        ] {
            assert!(!is_exact(other), "{other}");
        }
    }

    #[test]
    fn a_page_is_of_its_addresss_origin() {
        for (address, wanted) in [
            (
                "https://shop.example:8443/cart?id=1#top",
                Some("https://shop.example:8443"),
            ),
            (
                "https://me:word@shop.example/",
                Some("https://shop.example"),
            ),
            ("http://[::1]:80/", Some("http://[::1]")),
            ("about:blank", None),
            ("httpx://shop.example/", None),
            ("android-app://org.example/", None),
            ("", None),
        ] {
            assert_eq!(of_page(address).as_deref(), wanted, "{address}");
        }
    }
}

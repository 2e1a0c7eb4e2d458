//! Who may ask: origins, cross-site requests, tokens. Pure, so that the table of
//! look-alikes can be tested natively. An origin is no authentication: a program
//! that is no browser says what it likes. It keeps strangers' *pages* out (S1, S7).

use beseda_center::sites::origin;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::OPAQUE_ORIGIN;

/// What a request says of where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Provenance {
    /// `Origin`. Two such headers arrive joined by a comma and match nothing.
    pub(crate) origin: Option<String>,
    /// `Sec-Fetch-Site`, which no script of a page can set.
    pub(crate) fetch_site: Option<String>,
    /// `Content-Type`.
    pub(crate) content_type: Option<String>,
}

impl Provenance {
    /// A change asked by the console: exactly the relay's own origin, said.
    pub(crate) fn console_writes(&self, relay: &str) -> Result<(), Refusal> {
        if self.origin.as_deref() == Some(relay) && self.may_be_same_origin() {
            return Ok(());
        }
        Err(foreign())
    }

    /// A question asked by the console. Browsers leave `Origin` out of such a
    /// request on the same origin, but where they say it, it must be ours.
    pub(crate) fn console_reads(&self, relay: &str) -> Result<(), Refusal> {
        let ours = self.origin.as_deref().is_none_or(|origin| origin == relay);
        if ours && self.may_be_same_origin() {
            return Ok(());
        }
        Err(foreign())
    }

    /// The origin of the page that a widget is on. The test chat is on the relay's
    /// own origin, where browsers leave the header out of a GET and say so. A page
    /// without an origin (`null`) is one that no site can list, and its owner is told.
    pub(crate) fn page<'a>(&'a self, relay: &'a str) -> Result<&'a str, Refusal> {
        match (&self.origin, self.fetch_site.as_deref()) {
            (Some(origin), _) if origin::is_exact(origin) => Ok(origin),
            (Some(origin), _) if is_opaque(origin) => Ok(OPAQUE_ORIGIN),
            (None, Some("same-origin")) => Ok(relay),
            _ => Err(foreign()),
        }
    }

    /// A body that a form cannot send: `text/plain` and its like are refused,
    /// so that a cross-site request needs a preflight.
    pub(crate) fn says_json(&self) -> Result<(), Refusal> {
        let essence = self
            .content_type
            .as_deref()
            .and_then(|t| t.split(';').next());
        match essence.map(str::trim) {
            Some(kind) if kind.eq_ignore_ascii_case("application/json") => Ok(()),
            _ => Err(Refusal::new(
                Code::Malformed,
                "Send JSON, with the content type application/json.",
            )),
        }
    }

    fn may_be_same_origin(&self) -> bool {
        // `none` is an address typed by hand. Absent: an old browser, or no browser.
        matches!(
            self.fetch_site.as_deref(),
            None | Some("same-origin" | "none")
        )
    }
}

/// Whether a browser may have said this: it may then be told why it is refused.
pub(crate) fn comes_from_a_page(from: &Provenance) -> bool {
    let said = from.origin.as_deref();
    said.is_none_or(|origin| is_opaque(origin) || origin.contains("://"))
}

/// The token of `Authorization: Bearer TOKEN`.
pub(crate) fn bearer(header: Option<&str>) -> Option<&str> {
    let (scheme, token) = header?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// The visitor's token: the second of exactly two subprotocols, after ours.
pub(crate) fn socket_token(header: Option<&str>) -> Option<&str> {
    let mut names = header?.split(',').map(str::trim);
    let (ours, token) = (names.next()?, names.next()?);
    (ours == beseda_protocol::SUBPROTOCOL && names.next().is_none()).then_some(token)
}

/// Whether this is 1 to `longest` digits of `digits`: what may become part of a
/// name of an object or a row.
pub(crate) fn is_name(text: &str, longest: usize, allowed: fn(u8) -> bool) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(allowed)
}

/// Digits of a lower-case hexadecimal number.
pub(crate) fn is_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// As [`is_hex`], and the hyphens of a UUID.
pub(crate) fn is_uuid(byte: u8) -> bool {
    is_hex(byte) || byte == b'-'
}

/// Sandboxed frames and files on a disk; some web views of apps say the latter so.
fn is_opaque(text: &str) -> bool {
    matches!(text, OPAQUE_ORIGIN | "file://")
}

fn foreign() -> Refusal {
    Refusal::new(
        Code::OriginNotAllowed,
        "This address does not accept calls from that page.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELAY: &str = "https://chat.example";

    fn from(origin: Option<&str>, fetch_site: Option<&str>) -> Provenance {
        Provenance {
            origin: origin.map(String::from),
            fetch_site: fetch_site.map(String::from),
            content_type: None,
        }
    }

    #[test]
    fn the_console_changes_things_from_its_own_origin_only() {
        let own = from(Some(RELAY), Some("same-origin"));
        assert!(own.console_writes(RELAY).is_ok());
        assert!(from(Some(RELAY), None).console_writes(RELAY).is_ok());
        for (origin, site) in [
            (None, Some("same-origin")),
            (Some("null"), Some("same-origin")),
            (Some("http://chat.example"), None),
            (Some("https://chat.example."), None),
            (Some("https://CHAT.example"), None),
            (Some("https://chat.example:443"), None),
            (Some("https://chat.example.evil.example"), None),
            (Some("https://evil-chat.example"), None),
            (Some("https://chat.example, https://chat.example"), None),
            (Some(RELAY), Some("cross-site")),
            (Some(RELAY), Some("same-site")),
        ] {
            let asked = from(origin, site);
            assert!(asked.console_writes(RELAY).is_err(), "{asked:?}");
        }
    }

    #[test]
    fn the_console_reads_without_an_origin_but_never_across_sites() {
        assert!(from(None, Some("same-origin")).console_reads(RELAY).is_ok());
        assert!(from(None, Some("none")).console_reads(RELAY).is_ok());
        assert!(from(None, Some("cross-site")).console_reads(RELAY).is_err());
        let other = from(Some("https://a.example"), None);
        assert!(other.console_reads(RELAY).is_err());
    }

    #[test]
    fn a_widgets_page_has_an_origin_or_is_the_relays_own() {
        let shop = from(Some("https://shop.example:8443"), Some("cross-site"));
        assert_eq!(shop.page(RELAY).as_deref(), Ok("https://shop.example:8443"));
        let international = from(Some("https://xn--80aairftm.xn--p1ai"), None);
        assert!(international.page(RELAY).is_ok());
        assert_eq!(
            from(None, Some("same-origin")).page(RELAY).as_deref(),
            Ok(RELAY)
        );
        for opaque in ["null", "file://"] {
            let asked = from(Some(opaque), Some("cross-site"));
            assert_eq!(asked.page(RELAY).as_deref(), Ok("null"), "{opaque}");
        }
        for origin in [
            None,
            Some("NULL"),
            Some("https://"),
            Some("file://x"),
            Some("https://a.example/"),
            Some("https://A.example"),
            Some("https://a.example:443"),
            Some("https://магазин.рф"),
            Some("https://a@b.example"),
            Some("https://a.example, https://b.example"),
        ] {
            assert!(
                from(origin, Some("cross-site")).page(RELAY).is_err(),
                "{origin:?}"
            );
        }
    }

    #[test]
    fn only_json_that_a_form_cannot_send_is_read() {
        let with = |kind: Option<&str>| Provenance {
            content_type: kind.map(String::from),
            ..Provenance::default()
        };
        assert!(with(Some("application/json")).says_json().is_ok());
        assert!(
            with(Some("Application/JSON; charset=utf-8"))
                .says_json()
                .is_ok()
        );
        for kind in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
        ] {
            assert!(with(kind).says_json().is_err(), "{kind:?}");
        }
    }

    #[test]
    fn tokens_are_found_only_where_they_belong() {
        assert_eq!(bearer(Some("Bearer abc")), Some("abc"));
        assert_eq!(bearer(Some("Basic abc")), None);
        assert_eq!(bearer(Some("Bearer ")), None);
        assert_eq!(bearer(None), None);
        assert_eq!(socket_token(Some("beseda.v1, a.b.c.d")), Some("a.b.c.d"));
        assert_eq!(socket_token(Some("beseda.v1")), None);
        assert_eq!(socket_token(Some("a.b.c.d, beseda.v1")), None);
        assert_eq!(socket_token(Some("beseda.v1, a, b")), None);
    }

    #[test]
    fn names_are_short_and_of_few_digits() {
        assert!(is_name("0af", 32, is_hex));
        assert!(is_name("0-af", 40, is_uuid));
        for (text, longest) in [("", 32), ("0AF", 32), ("../x", 32), ("0af", 2)] {
            assert!(!is_name(text, longest, is_hex), "{text}");
        }
    }
}

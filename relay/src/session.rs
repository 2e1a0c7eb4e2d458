//! The cookie of a signed-in operator.

use beseda_center::token::{self, hex};
use beseda_center::turn::SessionId;

/// How long a browser keeps the cookie; the center decides whether it still counts.
const MAX_AGE_S: u32 = 30 * 24 * 60 * 60;

/// The cookie of a session.
const NAMES: Names = Names {
    secure: "__Host-beseda",
    plain: "beseda_session",
};

/// What a cookie is called.
pub(crate) struct Names {
    /// Over https: bound to this host, never sent in the clear.
    pub(crate) secure: &'static str,
    /// Over plain http, which only a loopback address should be.
    pub(crate) plain: &'static str,
}

impl Names {
    /// On a relay of this origin.
    pub(crate) fn of(&self, relay: &str) -> &'static str {
        match is_secure(relay) {
            true => self.secure,
            false => self.plain,
        }
    }
}

/// The session of a request's `Cookie` header, if it carries one.
pub(crate) fn read(cookies: Option<&str>, relay: &str) -> Option<SessionId> {
    let wanted = NAMES.of(relay);
    let token = pairs(cookies).find_map(|(name, value)| (name == wanted).then_some(value))?;
    (token.len() == 32 && token.bytes().all(crate::gate::is_hex)).then(|| hashed(token))
}

/// Begins a session with this unguessable token of 128 bits: its id for the
/// center, and the header that gives it to the browser.
pub(crate) fn begin(token: [u8; 16], relay: &str) -> (SessionId, String) {
    let token = hex(&token);
    let header = cookie(NAMES.of(relay), &token, MAX_AGE_S, relay);
    (hashed(&token), header)
}

/// The header that takes the session from the browser.
pub(crate) fn end(relay: &str) -> String {
    cookie(NAMES.of(relay), "", 0, relay)
}

fn hashed(token: &str) -> SessionId {
    SessionId(token::hash(token))
}

/// Names and values of a `Cookie` header.
pub(crate) fn pairs(cookies: Option<&str>) -> impl Iterator<Item = (&str, &str)> {
    let pairs = cookies.unwrap_or_default().split(';');
    pairs.filter_map(|pair| pair.trim().split_once('='))
}

/// The header that sets a cookie for this relay alone.
pub(crate) fn cookie(name: &str, value: &str, max_age_s: u32, relay: &str) -> String {
    let secure = if is_secure(relay) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}")
}

fn is_secure(relay: &str) -> bool {
    relay.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTTPS: &str = "https://chat.example";
    const LOOPBACK: &str = "http://127.0.0.1:8000";

    #[test]
    fn a_session_is_read_back_from_its_cookie() {
        for relay in [HTTPS, LOOPBACK] {
            let (session, header) = begin([7; 16], relay);
            let sent = header.split(';').next().unwrap();
            let cookies = format!("a=b; {sent}; c=d=e");
            assert_eq!(read(Some(&cookies), relay), Some(session));
        }
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let (_, header) = begin([0; 16], HTTPS);
        assert_eq!(
            header,
            "__Host-beseda=00000000000000000000000000000000; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            end(LOOPBACK),
            "beseda_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn a_cookie_that_is_not_ours_is_no_session() {
        for cookies in [
            None,
            Some(""),
            Some("beseda_session"),
            Some("beseda_session="),
            Some("beseda_session=xyz"),
            Some("__Host-beseda=00000000000000000000000000000000"),
        ] {
            assert_eq!(read(cookies, LOOPBACK), None, "{cookies:?}");
        }
    }
}

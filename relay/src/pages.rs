//! The console's page and the test chat: everything that is shown as a document
//! on the relay's own origin, under a strict policy.

use beseda_center::token;
use beseda_protocol::install;
use beseda_protocol::site::TEST_SITE;
use worker::ResponseBuilder;

use crate::answer::{self, Answer};
use crate::asked::Asked;
use crate::assets;

/// Stands for the test site's key in the page of the test chat.
const KEY: &str = "__BESEDA_KEY__";

/// The console, at each of its addresses.
pub(crate) async fn console(asked: &Asked) -> Answer {
    let page = assets::named(&asked.env, "console.html").await?;
    document(&page, &asked.settings.origin, Framed::Never)
}

/// The console says to people that there is nothing here; programs get a refusal.
pub(crate) async fn nowhere(asked: &Asked) -> Answer {
    let accepts = asked.header("accept").unwrap_or_default();
    if !accepts.contains("text/html") {
        return Err(answer::not_found().into());
    }
    Ok(console(asked).await?.with_status(404))
}

/// A page with the test site's snippet.
pub(crate) async fn test_chat(asked: &Asked) -> Answer {
    with_test_site(asked, "test-chat", Framed::Never).await
}

/// The same for the console's settings, which show it beside the form of a look and tell
/// it what is typed there.
pub(crate) async fn preview(asked: &Asked) -> Answer {
    with_test_site(asked, "preview", Framed::ByConsole).await
}

/// `GET /csp.txt`: what a site with a policy of its own adds to it.
pub(crate) fn page_policy(asked: &Asked) -> Answer {
    let policy = install::page_policy(&asked.settings.origin) + "\n";
    answer::text(200, "text/plain; charset=utf-8", &policy)
}

async fn with_test_site(asked: &Asked, name: &str, framed: Framed) -> Answer {
    let settings = &asked.settings;
    let key = token::site_key(&settings.secret, &settings.center, &TEST_SITE.into());
    let url = asked.request.url()?;
    let accepted = asked.header("accept-language");
    let language = language(url.query(), accepted.as_deref());
    let page = assets::named(&asked.env, &format!("{name}-{language}.html")).await?;
    document(&page.replace(KEY, &key), &settings.origin, framed)
}

/// The language that is asked for (`?lang=ru`), else the one that the browser
/// likes best.
fn language(query: Option<&str>, accepted: Option<&str>) -> &'static str {
    let asked = query.and_then(|query| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find_map(|(name, value)| (name == "lang").then_some(value))
    });
    let tag = asked.or(accepted).unwrap_or_default();
    match tag.split(['-', ',', ';']).next() {
        Some(first) if first.trim().eq_ignore_ascii_case("ru") => "ru",
        _ => "en",
    }
}

/// Whether a page may stand inside of another one.
#[derive(Clone, Copy)]
enum Framed {
    Never,
    ByConsole,
}

fn document(page: &str, relay: &str, framed: Framed) -> Answer {
    let frames = match framed {
        Framed::Never => "DENY",
        Framed::ByConsole => "SAMEORIGIN",
    };
    let response = ResponseBuilder::new().from_html(page)?;
    let headers = response.headers();
    for (name, value) in [
        ("content-security-policy", policy(relay, framed).as_str()),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", frames),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ] {
        headers.set(name, value)?;
    }
    Ok(response)
}

/// Only the relay's own scripts, styles and frames, wasm without `eval`, pictures that
/// the console itself fetched or carries, no frame around it but where it is asked for,
/// and no text that becomes markup (Trusted Types with no policy at all).
fn policy(relay: &str, framed: Framed) -> String {
    let ancestors = match framed {
        Framed::Never => "'none'",
        Framed::ByConsole => "'self'",
    };
    // Some browsers do not count a WebSocket of the own origin as 'self'.
    let socket = relay.replacen("http", "ws", 1);
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self' {socket}; frame-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
         font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_chat_speaks_the_language_that_is_asked_for_else_the_browsers() {
        for (query, accepted, wanted) in [
            (None, None, "en"),
            (None, Some("ru-RU,ru;q=0.9,en;q=0.8"), "ru"),
            (None, Some("de,ru;q=0.9"), "en"),
            (Some("lang=ru"), Some("en-GB"), "ru"),
            (Some("x=1&lang=en"), Some("ru"), "en"),
            (Some("lang="), Some("ru"), "en"),
        ] {
            assert_eq!(language(query, accepted), wanted, "{query:?} {accepted:?}");
        }
    }

    #[test]
    fn only_the_preview_stands_in_a_frame_and_only_in_one_of_our_own() {
        let ancestors = |framed| policy("https://chat.example", framed);
        assert!(ancestors(Framed::Never).contains("frame-ancestors 'none';"));
        assert!(ancestors(Framed::ByConsole).contains("frame-ancestors 'self';"));
    }

    #[test]
    fn the_policy_names_the_socket_of_the_own_origin() {
        let policy = |relay| policy(relay, Framed::Never);
        assert!(policy("https://chat.example").contains("connect-src 'self' wss://chat.example;"));
        assert!(policy("http://127.0.0.1:8000").contains(" ws://127.0.0.1:8000;"));
        assert!(!policy("https://chat.example").contains("unsafe-inline"));
    }
}

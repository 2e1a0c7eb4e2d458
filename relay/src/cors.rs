//! Which pages may read an answer. What a widget is refused, it must be able to read:
//! else it can tell neither the visitor nor the site's developer why.

use worker::{Response, ResponseBuilder};

use crate::answer::Answer;
use crate::asked::Asked;

/// How long a browser may remember the answer to its preflight: Chromium's own cap.
const PREFLIGHT_MAX_AGE_S: &str = "7200";
/// What widgets send; anything else is the page's own doing.
const HEADERS: &str = "authorization, content-type, x-file-name";
/// Longest list of header names that is said back.
const HEADERS_BYTES_MAX: usize = 1_000;

/// This page may read the answer.
pub(crate) fn allow(response: &Response, origin: &str) -> worker::Result<()> {
    let headers = response.headers();
    headers.set("access-control-allow-origin", origin)?;
    headers.append("vary", "origin")
}

/// Any page may read the answer, which says nothing of anybody.
pub(crate) fn allow_all(response: &Response) -> worker::Result<()> {
    let headers = response.headers();
    headers.set("access-control-allow-origin", "*")?;
    headers.set("cross-origin-resource-policy", "cross-origin")
}

/// A preflight carries neither key nor token: whether this origin may ask this
/// site is decided when it does. Libraries that trace a page add headers of their own
/// to every request; they do no harm, so they are allowed back.
pub(crate) fn preflight(asked: &Asked) -> Answer {
    let response = ResponseBuilder::new().with_status(204).empty();
    allow_all(&response)?;
    let wanted = asked.header("access-control-request-headers");
    for (name, value) in [
        ("access-control-allow-methods", "GET, POST, PUT"),
        ("access-control-allow-headers", &allowed(wanted.as_deref())),
        ("access-control-max-age", PREFLIGHT_MAX_AGE_S),
        ("vary", "access-control-request-headers"),
    ] {
        response.headers().set(name, value)?;
    }
    Ok(response)
}

/// Ours, and whatever else is asked for and is a list of names.
fn allowed(wanted: Option<&str>) -> String {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_, ".contains(&byte);
    match wanted {
        Some(names) if names.len() <= HEADERS_BYTES_MAX && names.bytes().all(is_name) => {
            format!("{HEADERS}, {names}")
        }
        _ => HEADERS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_a_pages_own_are_allowed_and_nothing_else_is_said_back() {
        assert_eq!(
            allowed(Some("traceparent, X-B3-TraceId")),
            "authorization, content-type, x-file-name, traceparent, X-B3-TraceId"
        );
        for none in [
            None,
            Some("a\r\nb: c"),
            Some("<b>"),
            Some(&"x".repeat(2_000)),
        ] {
            assert_eq!(allowed(none), HEADERS);
        }
    }
}

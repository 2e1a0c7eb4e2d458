//! Answers, and the headers that all of them carry.

use beseda_protocol::refusal::{Code, Refusal};
use serde::Serialize;
use worker::{Response, ResponseBuilder};

use crate::health::{RETRY_MS, Trouble};

/// Why a request gets no answer of its own.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The peer's fault: typed, told to him.
    Refused(Refusal),
    /// Ours: logged once, told in general words.
    Fault(worker::Error),
}

/// What a route gives.
pub(crate) type Answer = Result<Response, Failure>;

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Self::Fault(error)
    }
}

impl Failure {
    /// As an answer; this is the edge where a fault of ours is logged.
    pub(crate) fn into_response(self) -> worker::Result<Response> {
        match self {
            Self::Refused(refusal) => refused(&refusal),
            Self::Fault(error) => {
                worker::console_error!("fault: {error}");
                refused(&fault())
            }
        }
    }
}

/// Our fault, in words for a peer.
pub(crate) fn fault() -> Refusal {
    Refusal::until(
        Code::Fault,
        "Something went wrong here. It is not known whether this was stored: send the same again.",
        1_000,
    )
}

/// What an error of an object says of its storage: the runtime ends an object
/// whose storage fails, and whoever asked it hears SQLite's words, or nothing but
/// the reference to what stands in the log.
pub(crate) fn of_storage(whose: &str, error: worker::Error) -> Failure {
    let text = error.to_string();
    let unsaid = text.contains("internal error").then_some(Trouble::Broken);
    match Trouble::told_by(&text).or(unsaid) {
        Some(trouble) => {
            worker::console_error!("the storage of {whose} fails: {error}");
            Failure::Refused(trouble.refusal(RETRY_MS))
        }
        None => Failure::Fault(error),
    }
}

/// No such thing, or none for this asker.
pub(crate) fn not_found() -> Refusal {
    Refusal::new(Code::NotFound, "There is nothing at this address.")
}

/// A center answered what was not asked: a bug of ours.
pub(crate) fn unexpected() -> Failure {
    Failure::Fault("a center's answer is of another kind".into())
}

/// Not what the protocol describes.
pub(crate) fn malformed(text: &str) -> Refusal {
    Refusal::new(Code::Malformed, text)
}

/// A value as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Answer {
    Ok(private().from_json(value)?)
}

/// A text of a type.
pub(crate) fn text(status: u16, mime: &str, text: &str) -> Answer {
    let answer = private().with_status(status).ok(text)?;
    answer.headers().set("content-type", mime)?;
    Ok(answer)
}

/// Done, with nothing to say.
pub(crate) fn done() -> Answer {
    Ok(private().with_status(204).empty())
}

/// Done, and these are the browser's cookies from now on.
pub(crate) fn done_with_cookies(cookies: &[String]) -> Answer {
    let response = private().with_status(204).empty();
    for cookie in cookies {
        response.headers().append("set-cookie", cookie)?;
    }
    Ok(response)
}

/// A refusal as JSON, with its status.
pub(crate) fn refused(refusal: &Refusal) -> worker::Result<Response> {
    let mut answer = private().with_status(refusal.code.status());
    if let Some(ms) = refusal.retry_ms {
        answer = answer.with_header("retry-after", &ms.div_ceil(1_000).to_string())?;
    }
    answer.from_json(refusal)
}

/// The start of an answer that is meant for one asker.
fn private() -> ResponseBuilder {
    [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'",
        ),
        ("referrer-policy", "no-referrer"),
    ]
    .into_iter()
    .fold(ResponseBuilder::new(), |answer, (name, value)| {
        answer
            .with_header(name, value)
            .expect("these names and values are well formed")
    })
}

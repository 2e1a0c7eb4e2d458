//! The API for other programs: `/v1/…`, by a bearer token. It only translates: which question
//! a request is says the table of `beseda_protocol::api`, who may ask it the center.

use std::cell::RefCell;

use beseda_center::token;
use beseda_center::turn::command::{Asker, Command, FileOwner, Reply};
use beseda_protocol::api::{Method, Route, Target};
use beseda_protocol::ids::{CenterId, DialogId};
use beseda_protocol::limits::FRAME_BYTES_MAX;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::token::Quota;
use serde_json::Value;
use worker::{Response, Url};

use crate::answer::{self, Answer, Failure};
use crate::api_request::{self, Given};
use crate::asked::Asked;
use crate::downloads::{self, Readers};
use crate::pace::{self, Pace};
use crate::{exports, gate, runtime, uploads};

thread_local! {
    static REQUESTS: RefCell<Pace> = RefCell::new(Pace::within(pace::REQUESTS));
}

/// What describes the routes.
const OPENAPI: &str = include_str!("../../protocol/openapi.json");

/// `GET /v1/openapi.json`, for anybody: it says nothing of this center.
pub(crate) fn openapi() -> Answer {
    let response = answer::text(200, "application/json", OPENAPI)?;
    response
        .headers()
        .set("cache-control", "public, max-age=300")?;
    response.headers().set("access-control-allow-origin", "*")?;
    Ok(response)
}

/// Answers a program.
pub(crate) async fn answer(asked: &mut Asked, path: &str) -> Answer {
    match carry_out(asked, path).await {
        Ok(response) => Ok(response),
        Err(Failure::Refused(refusal)) => problem(&refusal),
        Err(Failure::Fault(error)) => {
            worker::console_error!("fault: {error}");
            problem(&answer::fault())
        }
    }
}

async fn carry_out(asked: &mut Asked, path: &str) -> Answer {
    // As it was sent: `Request::method` takes one that it does not know for GET.
    let method = asked.request.inner().method();
    let route = match api_request::route(path, &method) {
        Ok(route) => route,
        Err(others) => return not_allowed(&others),
    };
    let (center, hash) = token_of(asked)?;
    let wait = REQUESTS.with_borrow_mut(|pace| pace.take(&hash, runtime::now()));
    wait.map_err(|retry_ms| Refusal::until(Code::TooMany, TOO_MANY, retry_ms))?;
    if let Some(response) = file(asked, route, path, &center, &hash).await? {
        return Ok(response);
    }
    let url = asked.request.url()?;
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let given = Given {
        path,
        query: query.clone(),
        body: match route.reads() {
            true => Default::default(),
            false => asked.members(FRAME_BYTES_MAX).await?,
        },
        key: asked.header("idempotency-key"),
        random: api_request::cid(runtime::random()).0,
    };
    let request = api_request::read(route, given)?;
    let command = Command::Request {
        token: hash,
        asked: request,
    };
    match asked.link_to(&center)?.ask(command).await? {
        Reply::Request { outcome, quota } => {
            let response = match outcome {
                Ok(told) => told_to(route, url, &query, &told)?,
                Err(refusal) => problem(&refusal)?,
            };
            if let Some(quota) = quota {
                tell_quota(&response, &quota)?;
            }
            Ok(response)
        }
        _ => Err(answer::unexpected()),
    }
}

/// The way of a file, if that is what is asked for.
async fn file(
    asked: &mut Asked,
    route: &Route,
    path: &str,
    center: &CenterId,
    hash: &str,
) -> Result<Option<Response>, Failure> {
    let members = route.members(path).unwrap_or_default();
    let part = |name: &str| {
        let member = members.iter().find(|(known, _)| *known == name);
        member.map_or("", |(_, part)| part)
    };
    match route.target {
        Target::Upload => {
            let dialog = part("dialog").parse();
            let dialog = DialogId(dialog.map_err(|_not_a_number| answer::not_found())?);
            let owner = FileOwner::Token(hash.to_owned(), dialog);
            let cid = part("cid");
            uploads::receive(asked, center, owner, cid).await.map(Some)
        }
        Target::Download => {
            let asker = Asker::Token(hash.to_owned());
            let file = part("file");
            let sent = downloads::send(asked, center, asker, file, Readers::OwnOrigin);
            sent.await.map(Some)
        }
        Target::Export => {
            let asker = Asker::Token(hash.to_owned());
            let link = asked.link_to(center)?;
            exports::send(link, asker, part("job")).await.map(Some)
        }
        _ => Ok(None),
    }
}

const TOO_MANY: &str = "This token asks too often. Wait a moment.";

/// Whose token it is, and its hash. A stranger's guess wakes no center.
fn token_of(asked: &Asked) -> Result<(CenterId, String), Refusal> {
    let header = asked.header("authorization");
    let token = gate::bearer(header.as_deref());
    let center = token.and_then(|text| token::read_api_token(&asked.settings.secret, text));
    match (token, center) {
        (Some(text), Some(center)) => Ok((center, token::hash(text))),
        _ => Err(Refusal::new(
            Code::Unauthorized,
            "Send the header Authorization: Bearer and a token of this center.",
        )),
    }
}

fn told_to(route: &Route, mut url: Url, query: &[(String, String)], told: &str) -> Answer {
    let Some(body) = api_request::body(told) else {
        return answer::done();
    };
    let response = answer::json(&body)?;
    if let Some(next) = api_request::next(route, query, &body) {
        url.query_pairs_mut().clear().extend_pairs(next);
        let query = url.query().unwrap_or_default();
        let link = format!("<{}?{query}>; rel=\"next\"", url.path());
        response.headers().set("link", &link)?;
    }
    Ok(response)
}

fn problem(refusal: &Refusal) -> Answer {
    let body: Value = api_request::problem(refusal);
    let status = api_request::status(refusal.code);
    let response = answer::text(status, "application/problem+json", &body.to_string())?;
    let headers = response.headers();
    if let Some(ms) = refusal.retry_ms {
        headers.set("retry-after", &ms.div_ceil(1_000).to_string())?;
    }
    if refusal.code == Code::Unauthorized {
        headers.set("www-authenticate", "Bearer")?;
    }
    Ok(response)
}

fn not_allowed(others: &[Method]) -> Answer {
    let allowed: Vec<&str> = others.iter().map(|method| method.word()).collect();
    let allowed = allowed.join(", ");
    let text = format!("Here it is one of {allowed}.");
    let mut body = api_request::problem(&Refusal::new(Code::Unsupported, &text));
    body["status"] = 405.into();
    let response = answer::text(405, "application/problem+json", &body.to_string())?;
    response.headers().set("allow", &allowed)?;
    Ok(response)
}

/// What is left of the month's free requests (draft-ietf-httpapi-ratelimit-headers-10), and the
/// same as older clients read it. Beyond them nothing is refused.
fn tell_quota(response: &Response, quota: &Quota) -> worker::Result<()> {
    const MONTH_S: u64 = 30 * 24 * 60 * 60;
    let (free, left) = (quota.free, quota.left());
    let ends_in_s = quota.ends_at.ms_since(runtime::now()).div_ceil(1_000);
    let headers = response.headers();
    for (name, value) in [
        (
            "ratelimit-policy",
            format!("\"month\";q={free};w={MONTH_S}"),
        ),
        ("ratelimit", format!("\"month\";r={left};t={ends_in_s}")),
        ("x-ratelimit-limit", free.to_string()),
        ("x-ratelimit-remaining", left.to_string()),
        ("x-ratelimit-reset", ends_in_s.to_string()),
    ] {
        headers.set(name, &value)?;
    }
    Ok(())
}

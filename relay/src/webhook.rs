//! One call of a webhook: a POST without redirects, with little patience, of whose answer
//! only the beginning is read.

use std::pin::pin;
use std::time::Duration;

use beseda_center::turn::webhook_calls::{Call, Called};
use beseda_protocol::limits::{WEBHOOK_ANSWER_CHARS_MAX, WEBHOOK_TIMEOUT_MS};
use beseda_protocol::webhook::WebhookOutcome;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use worker::{
    AbortController, AbortSignal, Delay, Fetch, Headers, Method, Request, RequestInit,
    RequestRedirect, Response,
};

use crate::runtime;

/// Of an answer so much is read, in bytes: what a person needs to know why it was not taken.
const READ_BYTES_MAX: usize = 4 * WEBHOOK_ANSWER_CHARS_MAX;

/// What an answer says.
struct Heard {
    status: u32,
    text: String,
    retry_after_s: Option<u64>,
}

/// Makes a call, and says what came of it.
pub(crate) async fn carry_out(call: Call) -> Called {
    let begun_at = runtime::now();
    let controller = AbortController::default();
    let signal = controller.signal();
    let heard = {
        let asked = pin!(ask(&call, &signal));
        let patience = pin!(Delay::from(Duration::from_millis(WEBHOOK_TIMEOUT_MS)));
        match select(asked, patience).await {
            Either::Left((heard, _)) => Some(heard),
            Either::Right(_) => None,
        }
    };
    // Whatever is still to come, nobody reads.
    controller.abort();
    let (outcome, retry_after_s) = match heard {
        None => (WebhookOutcome::TimedOut {}, None),
        Some(Err(error)) => {
            worker::console_log!("a webhook can't be reached: {error}");
            (WebhookOutcome::Unreachable {}, None)
        }
        Some(Ok(Heard {
            status,
            text,
            retry_after_s,
        })) => (WebhookOutcome::Answered { status, text }, retry_after_s),
    };
    Called {
        webhook: call.webhook,
        n: call.n,
        attempt: call.attempt,
        took_ms: runtime::now().ms_since(begun_at),
        outcome,
        retry_after_s,
    }
}

async fn ask(call: &Call, signal: &AbortSignal) -> worker::Result<Heard> {
    let headers = Headers::new();
    for (name, value) in &call.headers {
        headers.set(name, value)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_redirect(RequestRedirect::Manual)
        .with_headers(headers)
        .with_body(Some(call.body.as_str().into()));
    let request = Request::new_with_init(&call.url, &init)?;
    let mut response = Fetch::Request(request).send_with_signal(signal).await?;
    let retry_after = response.headers().get("retry-after")?;
    Ok(Heard {
        status: response.status_code().into(),
        text: beginning(&mut response).await,
        retry_after_s: retry_after.as_deref().and_then(seconds),
    })
}

/// The beginning of what it says; one that breaks off has said so much.
async fn beginning(response: &mut Response) -> String {
    let mut bytes = Vec::new();
    if let Ok(mut body) = response.stream() {
        while bytes.len() < READ_BYTES_MAX {
            match body.next().await {
                Some(Ok(piece)) => bytes.extend(piece),
                Some(Err(_)) | None => break,
            }
        }
    }
    bytes.truncate(READ_BYTES_MAX);
    let text = String::from_utf8_lossy(&bytes);
    let shown = text.chars().filter(|c| !c.is_control() || *c == '\n');
    shown.take(WEBHOOK_ANSWER_CHARS_MAX).collect()
}

/// `Retry-After`: seconds, or a date.
fn seconds(value: &str) -> Option<u64> {
    let value = value.trim();
    value.parse().ok().or_else(|| {
        let at = runtime::read_date(value)?;
        Some(at.ms_since(runtime::now()).div_ceil(1_000))
    })
}

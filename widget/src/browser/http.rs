//! Calls to the relay that are not frames. One `XMLHttpRequest` each: the only
//! way to see an upload's progress.

use beseda_client::clock::now;
use beseda_client::parsed::from_text;
use beseda_protocol::refusal::Refusal;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{Blob, Event, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

use super::dom::{add, listener};

/// A call.
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a str,
    pub(super) token: Option<&'a str>,
    /// Another header.
    pub(super) header: Option<(&'a str, &'a str)>,
    /// What it carries: text or a `Blob`.
    pub(super) body: JsValue,
    /// Whether the answer is bytes; else it is text.
    pub(super) bytes: bool,
    /// Without an answer, or progress of the upload, for so long it has failed, in
    /// ms; with 0 when TCP gives up.
    pub(super) silence_ms: u32,
}

impl Default for Call<'_> {
    fn default() -> Self {
        Self {
            method: "GET",
            url: "",
            token: None,
            header: None,
            body: JsValue::UNDEFINED,
            bytes: false,
            silence_ms: 0,
        }
    }
}

/// Why there is no answer.
pub(super) enum Failure {
    /// The relay said no.
    Refused(Refusal),
    /// Nobody knows whether it arrived.
    Network,
}

/// Is told how many bytes have left.
pub(super) type Progress = Box<dyn FnMut(u64)>;

/// Gets text or a `Blob`.
pub(super) type Done = Box<dyn FnOnce(Result<JsValue, Failure>)>;

/// Makes the call. Dropping the result changes nothing; aborting it does.
pub(super) fn call(
    call: Call<'_>,
    progress: Option<Progress>,
    done: Done,
) -> Option<XmlHttpRequest> {
    let request = XmlHttpRequest::new().ok()?;
    let opened = request.open(call.method, call.url);
    let headers = [
        call.token
            .map(|token| ("Authorization", ["Bearer ", token].concat())),
        call.header.map(|(name, value)| (name, value.to_owned())),
    ];
    for (name, value) in headers.into_iter().flatten() {
        request.set_request_header(name, &value).ok();
    }
    if call.bytes {
        request.set_response_type(XmlHttpRequestResponseType::Blob);
    }
    request.set_timeout(call.silence_ms);
    let progress = progress.map(|progress| watch(&request, call.silence_ms, progress));
    let ended = request.clone();
    let end = Closure::once_into_js(move || {
        drop(progress);
        done(read(&ended, call.bytes));
    });
    request
        .add_event_listener_with_callback("loadend", end.unchecked_ref())
        .ok();
    // Text goes in as a `Blob` does: to the browser it is the same method.
    let body = call.body.unchecked_ref::<Blob>();
    request.send_with_opt_blob(Some(body)).and(opened).ok()?;
    Some(request)
}

fn watch(
    request: &XmlHttpRequest,
    silence_ms: u32,
    mut progress: Progress,
) -> Closure<dyn FnMut(Event)> {
    let (moved, begun) = (request.clone(), now());
    let told = listener(Box::new(move |event| {
        // Counted from the beginning, also when it is set later.
        moved.set_timeout(now().ms_since(begun) as u32 + silence_ms);
        progress(event.unchecked_ref::<ProgressEvent>().loaded() as u64);
    }));
    if let Ok(upload) = request.upload() {
        add(&upload, "progress", &told);
    }
    told
}

fn read(request: &XmlHttpRequest, bytes: bool) -> Result<JsValue, Failure> {
    let status = request.status().unwrap_or(0);
    let answer = request.response().unwrap_or(JsValue::NULL);
    match status {
        200..=299 => Ok(answer),
        _ if bytes => Err(Failure::Network),
        _ => Err(answer
            .as_string()
            .and_then(|text| from_text(&text))
            .map_or(Failure::Network, Failure::Refused)),
    }
}

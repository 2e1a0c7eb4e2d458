//! The browser's `fetch`, as much of it as is used here. A crate for it would be some four
//! kilobytes of the console's first part, with errors that nobody reads.

use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCredentials, RequestInit, Response};

/// What is about to be asked for; cookies go along where the address is ours.
pub(crate) struct Request<'a> {
    address: &'a str,
    init: RequestInit,
    headers: Object,
}

impl<'a> Request<'a> {
    /// Asks for what stands at an address, by a method in capitals.
    pub(crate) fn new(method: &str, address: &'a str) -> Self {
        let init = RequestInit::new();
        init.set_method(method);
        let headers = Object::new();
        init.set_headers(&headers);
        Self {
            address,
            init,
            headers,
        }
    }

    /// With a header.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Reflect::set(&self.headers, &name.into(), &value.into()).ok();
        self
    }

    /// With a body: a text or a file.
    pub(crate) fn body(self, body: &JsValue) -> Self {
        self.init.set_body(body);
        self
    }

    /// With a body of JSON.
    pub(crate) fn json(self, body: &str) -> Self {
        self.header("content-type", "application/json")
            .body(&body.into())
    }

    /// Without a cookie.
    pub(crate) fn without_cookies(self) -> Self {
        self.init.set_credentials(RequestCredentials::Omit);
        self
    }

    /// The answer, whatever its status; `None` when none came, or the browser would not ask.
    pub(crate) async fn send(self) -> Option<Answer> {
        let window = web_sys::window()?;
        let answer = window.fetch_with_str_and_init(self.address, &self.init);
        Some(Answer(JsFuture::from(answer).await.ok()?.dyn_into().ok()?))
    }
}

/// Asks for what stands at an address.
pub(crate) async fn get(address: &str) -> Option<Answer> {
    Request::new("GET", address).send().await
}

/// What came.
pub(crate) struct Answer(Response);

impl Answer {
    /// Whether it is what was asked for.
    pub(crate) fn ok(&self) -> bool {
        self.0.ok()
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> u16 {
        self.0.status()
    }

    /// The body as text; `None` when the line was lost in it.
    pub(crate) async fn text(self) -> Option<String> {
        let text = self.0.text().ok()?;
        JsFuture::from(text).await.ok()?.as_string()
    }

    /// The body; `None` when the line was lost in it.
    pub(crate) async fn bytes(self) -> Option<Vec<u8>> {
        let bytes = self.0.array_buffer().ok()?;
        let bytes: ArrayBuffer = JsFuture::from(bytes).await.ok()?.dyn_into().ok()?;
        Some(Uint8Array::new(&bytes).to_vec())
    }
}

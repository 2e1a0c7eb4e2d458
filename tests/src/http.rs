//! The calls that are not frames.

use beseda_protocol::http::{Accept, SignIn as SignInBody, Start, Started, Unread};
use beseda_protocol::ids::{Cid, DialogId};
use beseda_protocol::message::File;
use beseda_protocol::refusal::{Code, Refusal};
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::stack::SignIn;

/// A caller of the relay's routes. Keeps no cookies: each call says who asks.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    relay: String,
    site_origin: String,
}

/// An answer, whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

/// Who uploads, and to where.
#[derive(Debug, Clone, Copy)]
pub enum Uploader<'a> {
    /// A visitor, by token.
    Visitor(&'a str),
    /// An operator, by cookie, into a dialog.
    Operator(&'a str, DialogId),
}

impl Http {
    /// A caller of one relay, on behalf of pages of one origin.
    ///
    /// # Panics
    /// When the client can't be made.
    pub fn new(relay: String, site_origin: String) -> Self {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // Every test has a runtime of its own: a connection can't be shared.
            .pool_max_idle_per_host(0)
            .no_proxy()
            .build()
            .expect("a client without TLS needs nothing");
        Self {
            client,
            relay,
            site_origin,
        }
    }

    /// A request that is still to be completed; see [`send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.relay))
    }

    /// A plain GET.
    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    /// A GET with a session.
    pub async fn get_as(&self, path: &str, cookie: &str) -> Answer {
        send(self.request(Method::GET, path).header(COOKIE, cookie)).await
    }

    /// A POST as the console makes it: JSON, from the relay's own origin.
    pub async fn post(&self, path: &str, body: &impl Serialize, cookie: Option<&str>) -> Answer {
        let mut request = self.request(Method::POST, path).json(body);
        request = request.header(ORIGIN, &self.relay);
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, cookie);
        }
        send(request).await
    }

    /// A visitor's token, as the widget asks for it.
    pub async fn start(&self, key: &str) -> String {
        let started: Started = self.try_start(key, &self.site_origin).await.json();
        started.token
    }

    /// The same from some origin, whatever comes of it.
    pub async fn try_start(&self, key: &str, origin: &str) -> Answer {
        let body = Start {
            key: key.to_owned(),
        };
        let request = self.request(Method::POST, "/v1/visitor/start");
        send(request.header(ORIGIN, origin).json(&body)).await
    }

    /// What a returning visitor has not read.
    pub async fn unread(&self, token: &str) -> u32 {
        let request = self.request(Method::POST, "/v1/visitor/unread");
        let unread: Unread = send(self.as_visitor(request, token)).await.json();
        unread.unread_count
    }

    /// Signs in and returns the session as `name=value`.
    pub async fn sign_in(&self, who: &SignIn) -> String {
        let answer = self.try_sign_in(&who.email, &who.password).await;
        answer.cookie()
    }

    /// Tries to sign in.
    pub async fn try_sign_in(&self, email: &str, password: &str) -> Answer {
        let body = sign_in_body(email, password);
        self.post("/v1/sign-in", &body, None).await
    }

    /// Tries to sign in, in a browser that keeps these cookies.
    pub async fn try_sign_in_at(&self, email: &str, password: &str, cookies: &str) -> Answer {
        let body = sign_in_body(email, password);
        self.post("/v1/sign-in", &body, Some(cookies)).await
    }

    /// The same behind proxies, which say for whom they ask.
    pub async fn try_sign_in_from(&self, email: &str, password: &str, from: &str) -> Answer {
        let body = sign_in_body(email, password);
        let request = self.request(Method::POST, "/v1/sign-in").json(&body);
        send(
            request
                .header(ORIGIN, &self.relay)
                .header("X-Forwarded-For", from),
        )
        .await
    }

    /// Takes an invitation and returns the session.
    pub async fn accept(&self, token: &str, name: &str, who: &SignIn) -> Answer {
        let body = Accept {
            name: name.to_owned(),
            email: who.email.clone(),
            password: who.password.clone(),
        };
        let path = format!("/v1/invitation/{token}");
        self.post(&path, &body, None).await
    }

    /// Uploads bytes.
    pub async fn upload(&self, who: Uploader<'_>, cid: &Cid, name: &str, bytes: Vec<u8>) -> Answer {
        let request = match who {
            Uploader::Visitor(token) => {
                let path = format!("/v1/visitor/files/{cid}");
                self.as_visitor(self.request(Method::PUT, &path), token)
            }
            Uploader::Operator(cookie, dialog) => {
                let path = format!("/v1/operator/files/{dialog}/{cid}");
                let request = self.request(Method::PUT, &path);
                request.header(ORIGIN, &self.relay).header(COOKIE, cookie)
            }
        };
        send(request.header("X-File-Name", percent(name)).body(bytes)).await
    }

    /// Downloads a file as a visitor.
    pub async fn download(&self, token: &str, file: &File) -> Answer {
        let path = format!("/v1/visitor/files/{}", file.id);
        send(self.as_visitor(self.request(Method::GET, &path), token)).await
    }

    /// Downloads a file as an operator.
    pub async fn download_as_operator(&self, cookie: &str, file: &File) -> Answer {
        let path = format!("/v1/operator/files/{}", file.id);
        send(self.request(Method::GET, &path).header(COOKIE, cookie)).await
    }

    fn as_visitor(&self, request: RequestBuilder, token: &str) -> RequestBuilder {
        request
            .header(ORIGIN, &self.site_origin)
            .header(AUTHORIZATION, format!("Bearer {token}"))
    }
}

fn sign_in_body(email: &str, password: &str) -> SignInBody {
    SignInBody {
        email: email.to_owned(),
        password: password.to_owned(),
    }
}

/// Sends a request and reads the whole answer.
///
/// # Panics
/// When there is none.
pub async fn send(request: RequestBuilder) -> Answer {
    let answer = request.send().await.expect("the relay answers");
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = answer.bytes().await.expect("the answer is whole").to_vec();
    Answer {
        status,
        headers,
        body,
    }
}

impl Answer {
    /// The body of a success.
    ///
    /// # Panics
    /// When it is none, or not of this type.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, self.text());
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("unreadable ({error}): {}", self.text()))
    }

    /// The refusal in an answer that is no success; status and code agree.
    ///
    /// # Panics
    /// When it is a success, or carries no refusal.
    pub fn refusal(&self) -> Refusal {
        let refusal: Refusal = serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no refusal: {} {}", self.status, self.text()));
        assert_eq!(self.status.as_u16(), refusal.code.status());
        assert!(!refusal.text.is_empty(), "a refusal says what to do");
        refusal
    }

    /// The code of a refusal.
    pub fn code(&self) -> Code {
        self.refusal().code
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// All cookies that an answer sets, as a browser sends them back.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all(SET_COOKIE).iter();
        let pairs = set.filter_map(|value| value.to_str().ok()?.split(';').next());
        pairs.collect::<Vec<_>>().join("; ")
    }

    /// The session that an answer sets, as `name=value`.
    ///
    /// # Panics
    /// When it sets none.
    pub fn cookie(&self) -> String {
        assert_eq!(self.status, StatusCode::NO_CONTENT, "{}", self.text());
        let set = self.header(SET_COOKIE.as_str());
        let (pair, _) = set.split_once(';').expect("a session has attributes");
        pair.to_owned()
    }
}

/// Percent-encodes a file's name.
pub fn percent(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

//! The relay's calls that are not frames.

use beseda_client::parsed::from_text;
use beseda_protocol::http::{
    Accept, Invitation, MadeToken, NewPassword, NewToken, ReplaceToken, SignIn,
};
use beseda_protocol::ids::{Cid, TokenId};
use beseda_protocol::json::{Wire, to_text};
use beseda_protocol::message::File;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Employee;

use super::fetch::{Answer, Request, get};

/// Why a call failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// The relay said no.
    Refused(Refusal),
    /// It was not reached, or its answer can't be read.
    Network,
}

/// Who is signed in.
pub(crate) async fn me() -> Result<Employee, Failure> {
    read(get("/v1/me").await).await
}

/// Asks the socket's address, plainly, why no socket opens: a browser does not tell.
/// A plain question is never granted; what it is refused for says whether the session
/// still stands, and whether a proxy is in the way.
pub(crate) async fn why_no_line() -> Result<(), Failure> {
    done(get("/v1/operator/socket").await).await
}

/// Signs in.
pub(crate) async fn sign_in(email: String, password: String) -> Result<(), Failure> {
    post("/v1/sign-in", &SignIn { email, password }).await
}

/// Signs out.
pub(crate) async fn sign_out() -> Result<(), Failure> {
    done(Request::new("POST", "/v1/sign-out").send().await).await
}

/// What a link offers.
pub(crate) async fn invitation(token: &str) -> Result<Invitation, Failure> {
    read(get(&format!("/v1/invitation/{token}")).await).await
}

/// Takes an invitation.
pub(crate) async fn accept(token: &str, accept: Accept) -> Result<(), Failure> {
    post(&format!("/v1/invitation/{token}"), &accept).await
}

/// Sets a password by a reset link.
pub(crate) async fn reset(token: &str, password: String) -> Result<(), Failure> {
    post(&format!("/v1/reset/{token}"), &NewPassword { password }).await
}

/// Stores a file for a saved reply.
pub(crate) async fn upload_for_reply(cid: &Cid, file: &web_sys::File) -> Result<File, Failure> {
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let address = format!("/v1/operator/files/{cid}");
    let request = Request::new("PUT", &address)
        .header("x-file-name", &name)
        .header("content-type", "application/octet-stream")
        .body(file);
    read(request.send().await).await
}

/// Makes a token of the API.
pub(crate) async fn make_token(asked: &NewToken) -> Result<MadeToken, Failure> {
    made("/v1/operator/tokens", asked).await
}

/// Replaces one.
pub(crate) async fn replace_token(id: TokenId, asked: &ReplaceToken) -> Result<MadeToken, Failure> {
    made(&format!("/v1/operator/tokens/{id}/replace"), asked).await
}

/// What stands at an address of ours.
pub(crate) async fn text(path: &str) -> Result<String, Failure> {
    let answer = get(path).await.ok_or(Failure::Network)?;
    answer.text().await.ok_or(Failure::Network)
}

/// What a request of the API was answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tried {
    /// The HTTP status.
    pub(crate) status: u16,
    /// As it came.
    pub(crate) body: String,
}

/// Sends a request of the API as another program would: by a token, and no cookie.
pub(crate) async fn tried(
    method: &str,
    address: &str,
    token: &str,
    body: Option<String>,
) -> Result<Tried, Failure> {
    let request = Request::new(method, address)
        .without_cookies()
        .header("authorization", &format!("Bearer {token}"));
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    let answer = request.send().await.ok_or(Failure::Network)?;
    Ok(Tried {
        status: answer.status(),
        body: answer.text().await.unwrap_or_default(),
    })
}

async fn made(path: &str, body: &impl Wire) -> Result<MadeToken, Failure> {
    read(Request::new("POST", path).json(&to_text(body)).send().await).await
}

async fn post(path: &str, body: &impl Wire) -> Result<(), Failure> {
    done(Request::new("POST", path).json(&to_text(body)).send().await).await
}

async fn done(answer: Option<Answer>) -> Result<(), Failure> {
    let answer = answer.ok_or(Failure::Network)?;
    match answer.ok() {
        true => Ok(()),
        false => Err(refusal(answer).await),
    }
}

async fn read<T: Wire>(answer: Option<Answer>) -> Result<T, Failure> {
    let answer = answer.ok_or(Failure::Network)?;
    if !answer.ok() {
        return Err(refusal(answer).await);
    }
    let text = answer.text().await.ok_or(Failure::Network)?;
    from_text(&text).ok_or(Failure::Network)
}

async fn refusal(answer: Answer) -> Failure {
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    refusal_in(&text, status).map_or(Failure::Network, Failure::Refused)
}

/// The refusal in an answer's body; a bare status (a proxy's, say) still means something.
pub(crate) fn refusal_in(body: &str, status: u16) -> Option<Refusal> {
    from_text(body).or_else(|| {
        let code = match status {
            401 => Code::Unauthorized,
            403 => Code::Forbidden,
            404 => Code::NotFound,
            413 => Code::FileTooLarge,
            429 => Code::TooMany,
            503 => Code::Overloaded,
            _ => return None,
        };
        Some(Refusal::new(code, ""))
    })
}

//! No page of another site changes anything by a signed-in operator's browser (S7).

use beseda_protocol::message::File;
use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::{Uploader, send};
use beseda_tests::stack::Stack;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use reqwest::{Method, RequestBuilder};

use crate::scene;

/// The ways in which a browser sends what another site's page asks for.
fn cross_site(
    request: &RequestBuilder,
    relay: &str,
    site: &str,
) -> Vec<(&'static str, RequestBuilder)> {
    let fresh = || request.try_clone().expect("the body is in memory");
    let json = "application/json";
    vec![
        ("no origin", fresh().header(CONTENT_TYPE, json)),
        (
            "null",
            fresh().header(ORIGIN, "null").header(CONTENT_TYPE, json),
        ),
        (
            "a site",
            fresh().header(ORIGIN, site).header(CONTENT_TYPE, json),
        ),
        (
            "two origins",
            fresh()
                .header(ORIGIN, format!("{relay}, {site}"))
                .header(CONTENT_TYPE, json),
        ),
        (
            "fetch metadata",
            fresh()
                .header(ORIGIN, relay)
                .header("Sec-Fetch-Site", "cross-site")
                .header(CONTENT_TYPE, json),
        ),
        (
            "same site, other origin",
            fresh()
                .header(ORIGIN, relay)
                .header("Sec-Fetch-Site", "same-site")
                .header(CONTENT_TYPE, json),
        ),
    ]
}

#[tokio::test]
async fn what_changes_something_is_refused_from_any_other_origin() {
    let stack = Stack::shared().await;
    let (_visitor, anna, dialog) = scene::dialog(&stack, "csrf").await;
    let (http, cookie) = (stack.http(), anna.cookie.as_str());
    let (relay, site) = (stack.origin(), stack.demo_origin());
    let sign_in = stack.anna();
    let sign_in = serde_json::json!({"email": sign_in.email, "password": sign_in.password});
    let cid = new_cid();
    let upload = format!("/v1/operator/files/{}/{cid}", dialog.id);
    let for_reply = format!("/v1/operator/files/{cid}");
    for (method, path, body) in [
        (Method::POST, "/v1/sign-in", sign_in.to_string()),
        (Method::POST, "/v1/sign-out", "null".to_owned()),
        (
            Method::POST,
            "/v1/invitation/0",
            "{\"name\":\"a\",\"email\":\"a@b.c\",\"password\":\"12345678\"}".to_owned(),
        ),
        (
            Method::POST,
            "/v1/reset/0",
            "{\"password\":\"12345678\"}".to_owned(),
        ),
        (Method::PUT, &upload, "bytes".to_owned()),
        (Method::PUT, &for_reply, "bytes".to_owned()),
    ] {
        let request = http.request(method, path).header(COOKIE, cookie);
        let request = request.header("X-File-Name", "a.txt").body(body);
        for (what, request) in cross_site(&request, &relay, &site) {
            let answer = send(request).await;
            assert_eq!(answer.code(), Code::OriginNotAllowed, "{path}, {what}");
            assert_eq!(answer.header("set-cookie"), "", "{path}, {what}");
            let allowed = answer.header("access-control-allow-origin");
            assert_eq!(allowed, "", "{path}, {what}");
        }
    }
    // Nothing of it had an effect: the session lives, and the upload's name is free.
    assert!(http.get_as("/v1/me", cookie).await.status.is_success());
    let who = Uploader::Operator(cookie, dialog.id);
    let file: File = http
        .upload(who, &cid, "a.txt", b"own".to_vec())
        .await
        .json();
    assert_eq!(file.size, 3);
}

#[tokio::test]
async fn a_body_that_a_form_could_send_is_refused() {
    let stack = Stack::shared().await;
    let sign_in = stack.anna();
    let sign_in = serde_json::json!({"email": sign_in.email, "password": sign_in.password});
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ] {
        let request = stack.http().request(Method::POST, "/v1/sign-in");
        let request = request
            .header(ORIGIN, stack.origin())
            .header(CONTENT_TYPE, kind)
            .body(sign_in.to_string());
        let answer = send(request).await;
        assert!(answer.status.is_client_error(), "{kind}");
        assert_eq!(answer.header("set-cookie"), "", "{kind}");
    }
}

#[tokio::test]
async fn what_an_operator_reads_is_not_told_to_other_sites() {
    let stack = Stack::shared().await;
    let cookie = stack.http().sign_in(&stack.anna()).await;
    for path in ["/v1/me", "/v1/operator/files/0"] {
        let request = stack.http().request(Method::GET, path);
        let request = request.header(COOKIE, &cookie);
        let answer = send(request.header(ORIGIN, stack.demo_origin())).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        assert!(!answer.status.is_success(), "{path}");
    }
}

#[tokio::test]
async fn the_console_cannot_be_framed() {
    let stack = Stack::shared().await;
    for path in ["/", "/sign-in", "/dialogs/1"] {
        let answer = stack.http().get(path).await;
        let csp = answer.header("content-security-policy");
        assert!(csp.contains("frame-ancestors 'none'"), "{path}: {csp}");
    }
}

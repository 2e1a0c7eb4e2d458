//! A stranger makes no file on disk, whatever he asks for.

use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::{Uploader, send};
use beseda_tests::line::Ended;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, ORIGIN};

#[tokio::test]
async fn requests_to_centers_and_sites_that_do_not_exist_leave_no_file() {
    let stack = Stack::empty().await;
    // The relay has been asked once: what it makes for itself is made.
    stack.http().get("/").await;
    let before = stack.files();
    let (http, origin) = (stack.http(), stack.demo_origin());

    let mac = "0".repeat(20);
    for center in ["eu-main", "eu-nobody", "xx", "eu-main-x", ""] {
        for site in ["s1", "test", "nothing", ""] {
            let key = format!("{center}-{site}-{mac}");
            let loader = http.get(&format!("/w/{key}.js")).await;
            assert_eq!(loader.status.as_u16(), 404, "{key}");
            let start = http.try_start(&key, &origin).await;
            assert_eq!(start.code(), Code::NotFound, "{key}");

            let token = format!("{center}.{site}.{}.{}", "0".repeat(32), "0".repeat(32));
            let socket = Visitor::try_connect(&stack, &token, &origin).await;
            let end = socket.expect("it opens, and that is all").end().await;
            assert_eq!(end, Ended { code: 4401 }, "{token}");
            let upload = Uploader::Visitor(&token);
            let answer = http.upload(upload, &new_cid(), "a", vec![1]).await;
            assert_eq!(answer.code(), Code::Unauthorized, "{token}");
            let unread = http
                .request(Method::POST, "/v1/visitor/unread")
                .header(ORIGIN, &origin)
                .header(AUTHORIZATION, format!("Bearer {token}"));
            assert_eq!(send(unread).await.code(), Code::Unauthorized, "{token}");
        }
    }
    for path in [
        "/w/.js",
        "/w/..%2f..%2fetc%2fpasswd.js",
        "/a/..%2f..%2fdata",
        "/a/",
        "/a/manifest.json",
        "/nothing",
    ] {
        let status = http.get(path).await.status.as_u16();
        assert_eq!(status, 404, "{path}");
    }
    assert_eq!(stack.files(), before);
}

#[tokio::test]
async fn a_visitor_who_writes_nothing_leaves_no_client_and_no_file() {
    let stack = Stack::start().await;
    // One whole conversation first, so that all that is made once is made.
    Visitor::start(&stack).await.said("somebody").await;
    let before = stack.files();
    for _ in 0..5 {
        let mut visitor = Visitor::start(&stack).await;
        visitor.settle().await;
    }
    let token = stack.http().start(stack.key()).await;
    let guess = format!("/v1/visitor/files/{}", "0".repeat(32));
    let request = stack.http().request(Method::GET, &guess);
    let request = request.header(ORIGIN, stack.demo_origin());
    let request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    assert_eq!(send(request).await.status.as_u16(), 404);
    assert_eq!(stack.files(), before);
}

#[tokio::test]
async fn operators_calls_before_there_is_an_owner_are_refused_and_leave_no_file() {
    let stack = Stack::empty().await;
    stack.http().get("/").await;
    let before = stack.files();
    let http = stack.http();
    let answer = http.try_sign_in("nobody@example.com", "password").await;
    assert_eq!(answer.code(), Code::SignInFailed);
    let link = http.get("/v1/invitation/0000").await;
    assert_eq!(link.code(), Code::LinkExpired);
    assert_eq!(http.get("/v1/me").await.code(), Code::Unauthorized);
    assert_eq!(stack.files(), before);
}

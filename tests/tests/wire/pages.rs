//! What pages of other origins may ask and read: whatever a widget is refused, it can
//! say why (field P5, P18, Z1).

use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::{Answer, send};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, ORIGIN};

const STRANGER: &str = "https://not-listed.example";

async fn preflight(stack: &Stack, path: &str, origin: &str, headers: &str) -> Answer {
    let request = stack.http().request(Method::OPTIONS, path);
    let request = request
        .header(ORIGIN, origin)
        .header("Access-Control-Request-Method", "GET")
        .header("Access-Control-Request-Headers", headers);
    send(request).await
}

/// A site's origins that were refused, as its owner sees them.
async fn seen(stack: &Stack) -> Vec<String> {
    let owner = Operator::sign_in(stack, &stack.owner()).await;
    let site = owner.desk.sites.first().expect("a site");
    site.seen.iter().map(|seen| seen.origin.clone()).collect()
}

/// A browser hands such an answer to the page that asked.
fn assert_readable(answer: &Answer, what: &str) {
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{what}");
    assert!(!answer.refusal().text.is_empty(), "{what}");
}

#[tokio::test]
async fn a_page_that_is_not_allowed_can_read_why_and_the_owner_sees_it() {
    let stack = Stack::start().await;
    let http = stack.http();
    let token = http.start(stack.key()).await;
    for origin in [STRANGER, "null", "file://"] {
        let start = http.try_start(stack.key(), origin).await;
        assert_eq!(start.code(), Code::OriginNotAllowed, "{origin}");
        assert_readable(&start, origin);
        for (method, path) in [
            (Method::POST, "/v1/visitor/unread".to_owned()),
            (Method::POST, "/v1/visitor/end".to_owned()),
            (Method::POST, "/v1/visitor/rate".to_owned()),
            (Method::PUT, format!("/v1/visitor/files/{}", new_cid())),
            (Method::GET, format!("/v1/visitor/files/{}", "0".repeat(32))),
        ] {
            let request = http
                .request(method, &path)
                .header(ORIGIN, origin)
                .header(AUTHORIZATION, format!("Bearer {token}"));
            let answer = send(request).await;
            assert_eq!(answer.code(), Code::OriginNotAllowed, "{path}, {origin}");
            assert_readable(&answer, &path);
        }
    }
    let mut seen = seen(&stack).await;
    seen.sort();
    assert_eq!(seen, [STRANGER, "null"]);
}

#[tokio::test]
async fn the_loader_tells_the_owner_of_a_page_without_an_origin() {
    let stack = Stack::start().await;
    let path = format!("/w/{}.js", stack.key());
    let request = stack.http().request(Method::GET, &path);
    let answer = send(request.header(ORIGIN, "null")).await;
    assert!(answer.status.is_success());
    assert_eq!(seen(&stack).await, ["null"]);
}

#[tokio::test]
async fn a_page_may_add_headers_of_its_own_to_every_request() {
    let stack = Stack::shared().await;
    let http = stack.http();
    let loader = format!("/w/{}.js", stack.key());
    let text = http.get(&loader).await.text();
    let start = text.find("/a/widget").expect("the loader names its parts");
    let (asset, _) = text[start..].split_once('"').expect("in quotes");
    for path in [
        asset,
        &loader,
        "/v1/visitor/start",
        "/v1/visitor/unread",
        "/v1/visitor/rate",
        &format!("/v1/visitor/files/{}", new_cid()),
    ] {
        for origin in [&stack.demo_origin(), "null"] {
            let answer = preflight(&stack, path, origin, "traceparent,x-b3-traceid").await;
            assert_eq!(answer.status.as_u16(), 204, "{path}");
            let allowed = answer.header("access-control-allow-headers");
            for name in [
                "traceparent",
                "x-b3-traceid",
                "authorization",
                "x-file-name",
            ] {
                assert!(allowed.contains(name), "{path}: {allowed}");
            }
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        }
    }
    // And they do no harm.
    let traced = http
        .request(Method::GET, asset)
        .header("traceparent", "00-a-b-01");
    assert!(send(traced).await.status.is_success());
    let body = serde_json::json!({ "key": stack.key() });
    let traced = http.request(Method::POST, "/v1/visitor/start").json(&body);
    let traced = traced
        .header(ORIGIN, stack.demo_origin())
        .header("traceparent", "00-a-b-01");
    assert!(send(traced).await.status.is_success());
}

#[tokio::test]
async fn what_is_not_there_says_so_to_the_page_that_asks() {
    let stack = Stack::shared().await;
    let http = stack.http();
    for path in [
        "/a/widget.0123456789abcdef.js",
        "/a/widget.0123456789abcdef.wasm",
        "/a/nothing",
        "/a/a/b",
        "/w/nobody-s1-00.js",
        "/w/nothing",
        "/v1/visitor/nothing",
    ] {
        for origin in [Some(stack.demo_origin()), None] {
            let mut request = http.request(Method::GET, path);
            if let Some(origin) = origin {
                request = request.header(ORIGIN, origin);
            }
            let answer = send(request).await;
            assert_eq!(answer.code(), Code::NotFound, "{path}");
            assert_readable(&answer, path);
            assert_eq!(
                answer.header("cross-origin-resource-policy"),
                "cross-origin"
            );
        }
    }
    // The console's own are for nobody else.
    for path in ["/v1/me", "/v1/nothing", "/nothing"] {
        let request = http
            .request(Method::GET, path)
            .header(ORIGIN, stack.demo_origin());
        let answer = send(request).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn no_cache_answers_a_call() {
    let stack = Stack::shared().await;
    let http = stack.http();
    let token = http.start(stack.key()).await;
    for (method, path) in [
        (Method::POST, "/v1/visitor/unread"),
        (Method::GET, "/v1/visitor/files/00"),
    ] {
        let request = http
            .request(method, path)
            .header(ORIGIN, stack.demo_origin())
            .header(AUTHORIZATION, format!("Bearer {token}"));
        let answer = send(request).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

//! The origin allow-list is exact on every endpoint of visitors (S1).

use beseda_protocol::refusal::{Code, Refusal};
use beseda_tests::cid::new_cid;
use beseda_tests::http::send;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, ORIGIN};

/// Everything that looks like the listed origin and is not it.
fn look_alikes(listed: &str) -> Vec<String> {
    let (scheme, rest) = listed.split_once("://").expect("an origin");
    let (host, port) = rest.split_once(':').expect("with a port");
    let other: u32 = port.parse::<u32>().expect("a number") + 1;
    [
        "null",
        "",
        "*",
        "http",
        "https://evil.example",
        &format!("https://{host}:{port}"),
        &format!("ws://{host}:{port}"),
        &format!("{scheme}://{host}"),
        &format!("{scheme}://{host}:"),
        &format!("{scheme}://{host}:{other}"),
        &format!("{scheme}://{host}:{port}0"),
        &format!("{scheme}://{host}:0{port}"),
        &format!("{scheme}://{host}:{port}/"),
        &format!("{scheme}://{host}:{port}/demo"),
        &format!("{scheme}://{host}:{port}?"),
        &format!("{scheme}://{host}:{port}#"),
        &format!("{scheme}://{host}.:{port}"),
        &format!("{scheme}://{host}.evil.example:{port}"),
        &format!("{scheme}://evil-{host}:{port}"),
        &format!("{scheme}://evil.{host}:{port}"),
        &format!("{scheme}://{host}evil:{port}"),
        &format!("{scheme}://user@{host}:{port}"),
        &format!("{scheme}://{host}:{port}@evil.example"),
        &format!("{scheme}://{host}%00:{port}"),
        &format!("{scheme}:\\\\{host}:{port}"),
        &format!("{scheme}:/{host}:{port}"),
        &format!("{scheme}:{host}:{port}"),
        &format!("{host}:{port}"),
        &format!("{scheme}://xn--{host}:{port}"),
        &format!("{scheme}://*.{host}:{port}"),
        &format!("{scheme}://[::1]:{port}"),
        &format!("{scheme}://127.1:{port}"),
        &format!("{scheme}://0x7f000001:{port}"),
        &format!("{listed} https://evil.example"),
        &format!("https://evil.example {listed}"),
        &format!("{listed},{listed}"),
    ]
    .map(str::to_owned)
    .to_vec()
}

#[tokio::test]
async fn look_alikes_of_a_listed_origin_are_refused_on_start_socket_upload_and_unread() {
    let stack = Stack::shared().await;
    let http = stack.http();
    let token = http.start(stack.key()).await;
    for origin in look_alikes(&stack.demo_origin()) {
        let start = http.try_start(stack.key(), &origin).await;
        assert_eq!(start.code(), Code::OriginNotAllowed, "start, {origin:?}");

        let socket = Visitor::try_connect(&stack, &token, &origin).await;
        let refused = socket.expect_err(&format!("no upgrade for {origin:?}"));
        assert_eq!(refused.status, 403, "socket, {origin:?}");
        let refusal: Refusal = serde_json::from_str(&refused.body).expect("a refusal");
        assert_eq!(refusal.code, Code::OriginNotAllowed);

        for (method, path) in [
            (Method::PUT, format!("/v1/visitor/files/{}", new_cid())),
            (Method::POST, "/v1/visitor/unread".to_owned()),
            (Method::POST, "/v1/visitor/end".to_owned()),
            (Method::POST, "/v1/visitor/rate".to_owned()),
            (Method::GET, format!("/v1/visitor/files/{}", "0".repeat(32))),
        ] {
            let request = http
                .request(method.clone(), &path)
                .header(ORIGIN, &origin)
                .header(AUTHORIZATION, format!("Bearer {token}"))
                .header("X-File-Name", "a.txt");
            let request = match method {
                Method::PUT => request.body("abc"),
                _ => request,
            };
            let answer = send(request).await;
            assert_eq!(answer.code(), Code::OriginNotAllowed, "{path}, {origin:?}");
            let allowed = answer.header("access-control-allow-origin");
            assert!(
                allowed.is_empty() || allowed != origin,
                "{path}, {origin:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_call_without_an_origin_is_refused() {
    let stack = Stack::shared().await;
    let http = stack.http();
    let body = serde_json::json!({ "key": stack.key() });
    let start = http.request(Method::POST, "/v1/visitor/start").json(&body);
    assert_eq!(send(start).await.code(), Code::OriginNotAllowed);
    let token = http.start(stack.key()).await;
    let upload = http
        .request(Method::PUT, &format!("/v1/visitor/files/{}", new_cid()))
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header("X-File-Name", "a.txt")
        .body("abc");
    assert_eq!(send(upload).await.code(), Code::OriginNotAllowed);
}

#[tokio::test]
async fn the_listed_origin_may_read_answers_and_is_named_exactly() {
    let stack = Stack::shared().await;
    let origin = stack.demo_origin();
    let answer = stack.http().try_start(stack.key(), &origin).await;
    assert!(answer.status.is_success());
    assert_eq!(answer.header("access-control-allow-origin"), origin);
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    assert!(answer.header("vary").to_lowercase().contains("origin"));
}

#[tokio::test]
async fn the_preflight_of_an_upload_is_answered_for_the_listed_origin() {
    let stack = Stack::shared().await;
    let ask = |origin: String| {
        let path = format!("/v1/visitor/files/{}", new_cid());
        let request = stack.http().request(Method::OPTIONS, &path);
        request
            .header(ORIGIN, origin)
            .header("Access-Control-Request-Method", "PUT")
            .header(
                "Access-Control-Request-Headers",
                "authorization,x-file-name",
            )
    };
    let answer = send(ask(stack.demo_origin())).await;
    assert!(answer.status.is_success(), "{}", answer.status);
    let methods = answer.header("access-control-allow-methods");
    assert!(methods.contains("PUT"), "{methods}");
    let headers = answer.header("access-control-allow-headers").to_lowercase();
    assert!(headers.contains("authorization") && headers.contains("x-file-name"));
}

#[tokio::test]
async fn an_operators_socket_opens_for_the_consoles_own_origin_alone() {
    let stack = Stack::shared().await;
    let cookie = stack.http().sign_in(&stack.anna()).await;
    for origin in look_alikes(&stack.origin())
        .into_iter()
        .chain([stack.demo_origin()])
    {
        let socket = Operator::try_connect(&stack, &cookie, &origin).await;
        let refused = socket.expect_err(&format!("no upgrade for {origin:?}"));
        assert_eq!(refused.status, 403, "{origin:?}");
    }
}

//! What a proxy in front does wrong is told to whoever runs the relay (field R1, R2).

use beseda_protocol::SUBPROTOCOL;
use beseda_protocol::refusal::Code;
use beseda_tests::http::send;
use beseda_tests::stack::Stack;
use beseda_tests::wait::until;
use reqwest::header::{COOKIE, ORIGIN};
use reqwest::{Method, RequestBuilder};

fn n_told(stack: &Stack, what: &str) -> usize {
    let log = stack.log();
    log.lines()
        .filter(|line| line.contains("in front of the relay") && line.contains(what))
        .count()
}

async fn told(stack: &Stack, what: &str) {
    until("a word in the log", || async {
        (n_told(stack, what) > 0).then_some(())
    })
    .await;
}

/// A browser's handshake as a proxy leaves it that passes on no `Upgrade`.
fn stripped(request: RequestBuilder) -> RequestBuilder {
    request
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
}

#[tokio::test]
async fn a_proxy_that_nobody_named_is_told_of_once_with_what_to_set() {
    let stack = Stack::start().await;
    let http = stack.http();
    http.get("/").await;
    assert_eq!(n_told(&stack, "--trusted-proxy"), 0, "nobody is in front");
    for _ in 0..3 {
        http.try_sign_in_from("nobody@example.com", "wrong", "192.0.2.7")
            .await;
    }
    told(&stack, "--trusted-proxy 127.0.0.1").await;
    http.try_sign_in_from("nobody@example.com", "wrong", "192.0.2.8")
        .await;
    assert_eq!(n_told(&stack, "--trusted-proxy"), 1);

    let stack = Stack::proxied().await;
    stack
        .http()
        .try_sign_in_from("nobody@example.com", "wrong", "192.0.2.7")
        .await;
    assert_eq!(n_told(&stack, "--trusted-proxy"), 0);
}

#[tokio::test]
async fn a_proxy_without_upgrade_is_told_of_in_the_log_and_to_who_asks() {
    let stack = Stack::start().await;
    let http = stack.http();
    let cookie = http.sign_in(&stack.anna()).await;
    let socket = |cookie: &str| {
        let request = http.request(Method::GET, "/v1/operator/socket");
        request
            .header(ORIGIN, stack.origin())
            .header(COOKIE, cookie)
    };
    // A plain question before anything was lost: there is no reason to blame a proxy.
    assert_eq!(send(socket(&cookie)).await.code(), Code::Malformed);
    assert_eq!(n_told(&stack, "Upgrade"), 0);

    let token = http.start(stack.key()).await;
    for _ in 0..3 {
        let widget = http
            .request(Method::GET, "/v1/visitor/socket")
            .header(ORIGIN, stack.demo_origin())
            .header("Sec-WebSocket-Protocol", format!("{SUBPROTOCOL}, {token}"));
        let answer = send(stripped(widget)).await;
        assert_eq!(answer.code(), Code::NoUpgrade);
        assert_eq!(answer.status.as_u16(), 426);
    }
    told(&stack, "proxy_set_header Upgrade $http_upgrade").await;
    assert_eq!(n_told(&stack, "Upgrade"), 1);
    // The console, whose socket does not open either, asks why.
    assert_eq!(
        send(stripped(socket(&cookie))).await.code(),
        Code::NoUpgrade
    );
    assert_eq!(send(socket(&cookie)).await.code(), Code::NoUpgrade);
    assert_eq!(
        send(socket("beseda_session=0")).await.code(),
        Code::Unauthorized
    );
}

//! Operators' sign-in and sessions (S5, S6, S8).

use std::time::Duration;

use beseda_protocol::limits::SIGN_IN_FAILURES_MAX;
use beseda_protocol::refusal::Code;
use beseda_tests::http::Answer;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use reqwest::header::SET_COOKIE;
use tokio::time::timeout;

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_and_other_sites_do_not_get() {
    let stack = Stack::shared().await;
    let anna = stack.anna();
    let answer = stack.http().try_sign_in(&anna.email, &anna.password).await;
    let set = answer.header(SET_COOKIE.as_str());
    let mut parts = set.split("; ");
    let (name, value) = parts
        .next()
        .and_then(|p| p.split_once('='))
        .expect("a cookie");
    assert_eq!(name, "beseda_session", "over plain http on loopback");
    assert!(value.len() >= 32, "at least 128 bits: {value}");
    let attributes: Vec<_> = parts.map(str::to_lowercase).collect();
    for wanted in ["path=/", "httponly", "samesite=lax"] {
        assert!(attributes.contains(&wanted.to_owned()), "{wanted}: {set}");
    }
    assert!(!set.to_lowercase().contains("domain="), "{set}");

    let again = stack.http().sign_in(&anna).await;
    assert_ne!(again, format!("{name}={value}"), "new with each sign-in");
}

#[tokio::test]
async fn case_and_white_space_of_the_email_do_not_matter() {
    let stack = Stack::shared().await;
    let anna = stack.anna();
    let email = format!("  {} ", anna.email.to_uppercase());
    let answer = stack.http().try_sign_in(&email, &anna.password).await;
    answer.cookie();
}

#[tokio::test]
async fn unknown_accounts_and_wrong_passwords_get_the_same_answer() {
    let stack = Stack::shared().await;
    let http = stack.http();
    let boris = stack.boris();
    let known = http.try_sign_in(&boris.email, "not the password").await;
    let unknown = http
        .try_sign_in("who@example.com", "not the password")
        .await;
    assert_eq!(known.code(), Code::SignInFailed);
    assert_eq!(seen(&known), seen(&unknown));
    assert_eq!(known.header(SET_COOKIE.as_str()), "");
}

/// All that a caller can compare.
fn seen(answer: &Answer) -> (u16, String, Vec<String>) {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .map(|(k, v)| format!("{k}: {v:?}"))
        .collect();
    headers.retain(|header| !header.starts_with("date:"));
    headers.sort();
    (answer.status.as_u16(), answer.text(), headers)
}

#[tokio::test]
async fn after_ten_failures_an_account_is_refused_whether_it_exists_or_not() {
    let stack = Stack::start().await;
    let http = stack.http();
    let anna = stack.anna();
    let mut last = Vec::new();
    for email in [anna.email.as_str(), "nobody@example.com"] {
        for n in 0..SIGN_IN_FAILURES_MAX {
            let answer = http.try_sign_in(email, "wrong").await;
            assert_eq!(answer.code(), Code::SignInFailed, "{email} {n}");
        }
        let refused = http.try_sign_in(email, &anna.password).await;
        assert_eq!(refused.code(), Code::TooMany, "{email}");
        assert!(refused.refusal().retry_ms.is_some_and(|ms| ms > 0));
        last.push(refused.status);
    }
    assert_eq!(last[0], last[1]);
    // Colleagues in the same office are not locked out.
    http.sign_in(&stack.boris()).await;
}

#[tokio::test]
async fn signing_out_closes_the_sessions_sockets_within_two_seconds() {
    let stack = Stack::shared().await;
    let http = stack.http();
    let mut one = Operator::sign_in(&stack, &stack.anna()).await;
    let mut two = Operator::with_cookie(&stack, &one.cookie).await;
    let mut other = Operator::sign_in(&stack, &stack.anna()).await;

    let cookie = one.cookie.clone();
    let answer = http.post("/v1/sign-out", &(), Some(&cookie)).await;
    assert_eq!(answer.status.as_u16(), 204);
    let closed = timeout(Duration::from_secs(2), async {
        (one.line.end().await, two.line.end().await)
    });
    let (one, two) = closed.await.expect("both sockets close in time");
    assert_eq!(one.code, beseda_protocol::close::UNAUTHORIZED);
    assert_eq!(one, two);

    let me = http.get_as("/v1/me", &cookie).await;
    assert_eq!(me.code(), Code::Unauthorized);
    let socket = Operator::try_connect(&stack, &cookie, &stack.origin()).await;
    assert_eq!(socket.expect_err("no upgrade").status, 401);
    other.settle().await;
}

#[tokio::test]
async fn a_cookie_that_was_never_given_opens_nothing() {
    let stack = Stack::shared().await;
    let real = stack.http().sign_in(&stack.anna()).await;
    let mut forged = real.clone().into_bytes();
    let last = forged.last_mut().expect("a session is not empty");
    *last ^= 1;
    let forged = String::from_utf8(forged).expect("one bit keeps ASCII");
    for cookie in [
        forged.as_str(),
        "beseda_session=",
        "other=1",
        "beseda_session",
    ] {
        let me = stack.http().get_as("/v1/me", cookie).await;
        assert_eq!(me.code(), Code::Unauthorized, "{cookie}");
        let socket = Operator::try_connect(&stack, cookie, &stack.origin()).await;
        assert_eq!(socket.expect_err("no upgrade").status, 401, "{cookie}");
    }
    let me = stack.http().get_as("/v1/me", &real).await;
    let me: beseda_protocol::team::Employee = me.json();
    assert_eq!(me.name, "Anna");
}

//! The doors: who guesses is stopped, who is known comes in, and the talk goes on
//! (S8; field R1, B4a, B4b, K3, K4).

use std::time::Duration;

use beseda_protocol::limits::{
    SIGN_IN_FAILURES_ACCOUNT_MAX, SIGN_IN_FAILURES_MAX, SIGN_IN_FAILURES_NETWORK_MAX,
};
use beseda_protocol::refusal::Code;
use beseda_tests::http::Http;
use beseda_tests::stack::{SignIn, Stack};
use beseda_tests::visitor::Visitor;
use reqwest::header::SET_COOKIE;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// Guesses from one address until the relay has had enough.
async fn guess_until_stopped(http: &Http, email: &str) {
    for _ in 0..=SIGN_IN_FAILURES_NETWORK_MAX {
        if http.try_sign_in(email, "wrong").await.code() == Code::TooMany {
            return;
        }
    }
    panic!("nobody stops the guessing");
}

#[tokio::test]
async fn strangers_do_not_lock_an_operator_out_of_his_own_browser() {
    let stack = Stack::start().await;
    let (http, anna) = (stack.http(), stack.anna());
    let first = http.try_sign_in(&anna.email, &anna.password).await;
    let browser = first.cookies();
    assert_eq!(browser.split("; ").count(), 2, "{browser}");

    // Behind a proxy that the relay does not trust, all are at one address.
    guess_until_stopped(&http, &anna.email).await;
    let elsewhere = http.try_sign_in(&anna.email, &anna.password).await;
    assert_eq!(elsewhere.code(), Code::TooMany);
    let again = http
        .try_sign_in_at(&anna.email, &anna.password, &browser)
        .await;
    again.cookie();

    // Signed out it is known all the same; its own slips are counted.
    let browser = again.cookies();
    http.post("/v1/sign-out", &(), Some(&browser)).await;
    for _ in 0..SIGN_IN_FAILURES_MAX {
        let slip = http.try_sign_in_at(&anna.email, "wrong", &browser).await;
        assert_eq!(slip.code(), Code::SignInFailed);
    }
    let slip = http.try_sign_in_at(&anna.email, "wrong", &browser).await;
    assert_eq!(slip.code(), Code::TooMany);
}

#[tokio::test]
async fn the_mark_of_a_device_is_for_the_relay_alone_and_opens_nothing() {
    let stack = Stack::shared().await;
    let anna = stack.anna();
    let answer = stack.http().try_sign_in(&anna.email, &anna.password).await;
    let set: Vec<&str> = (answer.headers.get_all(SET_COOKIE).iter())
        .filter_map(|value| value.to_str().ok())
        .collect();
    let [_, mark] = set[..] else {
        panic!("{set:?}");
    };
    assert!(mark.starts_with("beseda_device_"), "{mark}");
    for wanted in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
        assert!(mark.contains(wanted), "{mark}");
    }
    let (mark, _) = mark.split_once(';').expect("it has attributes");
    let me = stack.http().get_as("/v1/me", mark).await;
    assert_eq!(me.code(), Code::Unauthorized);
}

/// The talk must go on: what a hash takes is taken from everybody.
#[tokio::test]
async fn three_hundred_sign_ins_at_once_are_mostly_refused_and_a_visitor_notices_little() {
    const SIGN_INS: usize = 300;
    let stack = Stack::start().await;
    stack.door().post("/host/lift-pace", &().into()).await;
    let mut visitor = Visitor::start(&stack).await;
    let before = Instant::now();
    stack
        .http()
        .try_sign_in("somebody@example.com", "a wrong password")
        .await;
    // What one hash takes on this machine, as busy as it is.
    let alone = before.elapsed();
    let mut crowd = JoinSet::new();
    for n in 0..SIGN_INS {
        let http = stack.http();
        crowd.spawn(async move {
            let email = format!("somebody{n}@example.com");
            http.try_sign_in(&email, "a wrong password").await.code()
        });
    }
    let crowd = tokio::spawn(crowd.join_all());
    let mut longest = Duration::ZERO;
    while !crowd.is_finished() {
        let before = Instant::now();
        visitor.said("in the crowd").await;
        longest = longest.max(before.elapsed());
    }
    let codes = crowd.await.expect("all are answered");
    let n_failed = codes
        .iter()
        .filter(|code| **code == Code::SignInFailed)
        .count();
    assert!(
        n_failed <= SIGN_IN_FAILURES_NETWORK_MAX as usize,
        "{n_failed} were compared"
    );
    let is_refused = |code: &&Code| matches!(code, Code::TooMany | Code::Overloaded);
    let n_refused = codes.iter().filter(is_refused).count();
    assert_eq!(n_failed + n_refused, SIGN_INS, "{codes:?}");
    let patience = 5 * alone + Duration::from_millis(500);
    assert!(
        longest < patience,
        "an acknowledgement took {longest:?}, a sign-in {alone:?}"
    );
}

#[tokio::test]
async fn the_addresses_of_one_subscriber_count_as_one() {
    let stack = Stack::proxied().await;
    let (http, anna) = (stack.http(), stack.anna());
    let mut codes = Vec::new();
    for n in 0..60 {
        let from = format!("2001:db8:1:2:{n:x}::{n:x}");
        let answer = http.try_sign_in_from(&anna.email, "wrong", &from).await;
        codes.push(answer.code());
    }
    let n_failed = codes
        .iter()
        .filter(|code| **code == Code::SignInFailed)
        .count();
    assert_eq!(n_failed, SIGN_IN_FAILURES_MAX as usize, "{codes:?}");
    // The same subscriber over IPv4, however it is written, and then his neighbour.
    for n in 0..SIGN_IN_FAILURES_MAX {
        let from = if n % 2 == 0 {
            "192.0.2.7"
        } else {
            "::ffff:192.0.2.7"
        };
        http.try_sign_in_from(&anna.email, "wrong", from).await;
    }
    let one_more = http
        .try_sign_in_from(&anna.email, "wrong", "192.0.2.7")
        .await;
    assert_eq!(one_more.code(), Code::TooMany);
    let neighbour = http
        .try_sign_in_from(&anna.email, &anna.password, "2001:db8:1:3::1")
        .await;
    neighbour.cookie();
}

#[tokio::test]
async fn an_account_slows_down_whatever_addresses_the_guesses_come_from() {
    let stack = Stack::proxied().await;
    let (http, boris) = (stack.http(), stack.boris());
    let known = http
        .try_sign_in(&boris.email, &boris.password)
        .await
        .cookies();
    let mut n_failed = 0;
    for n in 0..60 {
        let from = format!("198.51.100.{n}");
        let answer = http.try_sign_in_from(&boris.email, "wrong", &from).await;
        n_failed += u32::from(answer.code() == Code::SignInFailed);
    }
    assert_eq!(n_failed, SIGN_IN_FAILURES_ACCOUNT_MAX);
    http.try_sign_in_at(&boris.email, &boris.password, &known)
        .await
        .cookie();
}

#[tokio::test]
async fn an_account_is_found_however_its_e_mail_and_password_are_typed() {
    let stack = Stack::empty().await;
    let http = stack.http();
    let invitation = stack.invitation().await;
    let token = invitation.rsplit('/').next().expect("a path");
    let owner = SignIn {
        email: "José@Пример.example".to_owned(),
        // As a Mac types it: letters and accents apart.
        password: "se\u{301}same, ouvre-toi".to_owned(),
    };
    http.accept(token, "José", &owner).await.cookie();
    for email in [
        "josé@пример.example",
        "JOSE\u{301}@xn--e1afmkfd.example",
        " jos\u{e9}@ПРИМЕР\u{3002}example. ",
    ] {
        let answer = http.try_sign_in(email, "s\u{e9}same,\u{a0}ouvre-toi").await;
        assert!(answer.status.is_success(), "{email}: {}", answer.text());
    }
    // The machine's owner finds it, too; a new password is brought into the same form.
    let printed = stack
        .verb(&[
            "reset-password",
            "--email",
            "jose\u{301}@xn--e1afmkfd.example",
        ])
        .await
        .expect("the account is found");
    let token = printed.trim().rsplit('/').next().expect("a path");
    let body = serde_json::json!({ "password": "mu\u{308}ller und so\u{308}hne" });
    let set = http.post(&format!("/v1/reset/{token}"), &body, None).await;
    set.cookie();
    let answer = http
        .try_sign_in("josé@пример.example", "müller und söhne")
        .await;
    answer.cookie();
}

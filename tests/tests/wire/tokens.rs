//! A visitor's token can't be guessed, changed or put elsewhere (S2).

use beseda_protocol::refusal::Code;
use beseda_tests::http::send;
use beseda_tests::line::Ended;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, ORIGIN};

async fn unread_code(stack: &Stack, authorization: Option<&str>) -> Option<Code> {
    let request = stack.http().request(Method::POST, "/v1/visitor/unread");
    let mut request = request.header(ORIGIN, stack.demo_origin());
    if let Some(value) = authorization {
        request = request.header(AUTHORIZATION, value);
    }
    let answer = send(request).await;
    (!answer.status.is_success()).then(|| answer.code())
}

#[tokio::test]
async fn a_token_with_any_character_changed_is_refused() {
    let stack = Stack::shared().await;
    let token = stack.http().start(stack.key()).await;
    let right = format!("Bearer {token}");
    assert_eq!(unread_code(&stack, Some(&right)).await, None);
    for place in 0..token.len() {
        for bit in 0..7 {
            let mut bytes = token.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            // What HTTP itself forbids never reaches the relay.
            if !bytes[place].is_ascii_graphic() {
                continue;
            }
            let forged = String::from_utf8(bytes).expect("one bit keeps ASCII");
            let code = unread_code(&stack, Some(&format!("Bearer {forged}"))).await;
            assert_eq!(code, Some(Code::Unauthorized), "{forged}");
        }
    }
}

#[tokio::test]
async fn a_token_cut_short_or_missing_or_of_another_kind_is_refused_everywhere() {
    let stack = Stack::shared().await;
    let token = stack.http().start(stack.key()).await;
    let (body, _) = token.rsplit_once('.').expect("a token has parts");
    let forgeries = [
        String::new(),
        ".".to_owned(),
        "...".to_owned(),
        body.to_owned(),
        format!("{body}."),
        format!("{token}0"),
        format!("{token}.{token}"),
        token.to_uppercase(),
        stack.key().to_owned(),
        stack.key().replace('-', "."),
    ];
    for forged in &forgeries {
        let code = unread_code(&stack, Some(&format!("Bearer {forged}"))).await;
        assert_eq!(code, Some(Code::Unauthorized), "{forged}");
    }
    for authorization in [
        None,
        Some("Bearer"),
        Some("Basic YTpi"),
        Some(token.as_str()),
    ] {
        let code = unread_code(&stack, authorization).await;
        assert_eq!(code, Some(Code::Unauthorized), "{authorization:?}");
    }
    for forged in forgeries.iter().filter(|forged| !forged.is_empty()) {
        // A page is told the code of a close, and nothing of an upgrade that failed.
        let socket = Visitor::try_connect(&stack, forged, &stack.demo_origin()).await;
        let end = socket.expect("it opens, and that is all").end().await;
        assert_eq!(end, Ended { code: 4401 }, "{forged}");
    }
}

#[tokio::test]
async fn a_token_in_the_address_is_not_looked_at() {
    let stack = Stack::shared().await;
    let token = stack.http().start(stack.key()).await;
    for path in [
        format!("/v1/visitor/unread?token={token}"),
        format!("/v1/visitor/unread?authorization=Bearer%20{token}"),
    ] {
        let request = stack.http().request(Method::POST, &path);
        let answer = send(request.header(ORIGIN, stack.demo_origin())).await;
        assert_eq!(answer.code(), Code::Unauthorized);
    }
}

#[tokio::test]
async fn a_site_key_that_the_relay_did_not_make_gets_no_token() {
    let stack = Stack::shared().await;
    let (http, origin) = (stack.http(), stack.demo_origin());
    let key = stack.key();
    for place in 0..key.len() {
        let mut bytes = key.as_bytes().to_vec();
        bytes[place] ^= 1;
        let forged = String::from_utf8(bytes).expect("one bit keeps ASCII");
        let answer = http.try_start(&forged, &origin).await;
        assert_eq!(answer.code(), Code::NotFound, "{forged}");
    }
}

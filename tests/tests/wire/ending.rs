//! A visitor ends his conversation and rates it, on the real thing.

use beseda_protocol::ask::dialogs::OpenDialog;
use beseda_protocol::dialog::DialogState;
use beseda_protocol::http::Rate;
use beseda_protocol::ids::DialogId;
use beseda_protocol::message::{Content, Happened, Rating};
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::ToVisitor;
use beseda_tests::http::{Answer, send};
use beseda_tests::stack::Stack;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, ORIGIN};

use crate::scene;

async fn post(stack: &Stack, token: &str, path: &str, rate: Option<&Rate>) -> Answer {
    let request = stack.http().request(Method::POST, path);
    let request = request
        .header(ORIGIN, stack.demo_origin())
        .header(AUTHORIZATION, format!("Bearer {token}"));
    let request = match rate {
        Some(rate) => request.json(rate),
        None => request,
    };
    send(request).await
}

#[tokio::test]
async fn a_visitor_ends_his_conversation_rates_it_and_goes_on() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "Is the vase still here?").await;
    let rate = |dialog| Rate {
        dialog,
        rating: Some(Rating::Good),
        comment: "Kind".to_owned(),
    };
    let token = visitor.token.clone();
    let rated = |rate: Rate| {
        let (stack, token) = (&stack, &token);
        async move { post(stack, token, "/v1/visitor/rate", Some(&rate)).await }
    };
    assert_eq!(rated(rate(dialog.id)).await.code(), Code::NotClosed);
    let end = post(&stack, &token, "/v1/visitor/end", None).await;
    assert_eq!(end.status.as_u16(), 204);
    let ended = |frame: &ToVisitor| match frame {
        ToVisitor::Ended { by_you, .. } => Some(*by_you),
        _ => None,
    };
    assert!(visitor.line.expect("that it has ended", ended).await);
    let others = DialogId(dialog.id.0 + 1_000_000);
    assert_eq!(rated(rate(others)).await.code(), Code::NotFound);
    assert_eq!(rated(rate(dialog.id)).await.status.as_u16(), 204);
    let opened = anna.question(OpenDialog { dialog: dialog.id }).await;
    let opened = opened.expect("she sees it");
    let told = opened.messages.iter().rev().map(|message| &message.content);
    let told: Vec<_> = told.take(2).collect();
    let rated = Happened::Rated {
        rating: Rating::Good,
        comment: "Kind".to_owned(),
    };
    let happened = |happened| Content::System { happened };
    let expected = [happened(rated), happened(Happened::Ended {})];
    assert_eq!(told, expected.iter().collect::<Vec<_>>());
    visitor.said("One thing more").await;
    let opened = anna.question(OpenDialog { dialog: dialog.id }).await;
    let state = opened.expect("she sees it").dialog.state;
    assert_eq!(state, DialogState::Open {});
}

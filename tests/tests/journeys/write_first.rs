//! An operator writes to a client who has left, and comes back.

use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::site::Reopening;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;

/// Criteria: CQ-13
#[tokio::test]
async fn what_an_operator_writes_first_waits_unread_until_the_client_is_back() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the brass lamp back?").await;
    let asked = owner.dialog_of("Is the brass lamp back?").await;
    // What is closed is so for good, and the visitor leaves.
    let save = SaveSite {
        site: asked.site.clone(),
        version: 0,
        section: Reopening { within_ms: 0 }.into(),
    };
    owner.question(save).await.expect("an owner may");
    let dialog = asked.id;
    owner
        .question(Close { dialog })
        .await
        .expect("an owner may");
    chat.browser.goto("about:blank").await;

    let anna = Desk::of(&stack, &stack.anna()).await;
    let console = &anna.browser;
    let card = format!("{}/clients/{}", stack.origin(), asked.client.id);
    console.goto(&card).await;
    console.press("button", "Write first").await;
    let message = console.find("textbox", "Message").await;
    message
        .type_keys("It is back, shall I put one aside?")
        .await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-write-first").await;
    console.press("button", "Send").await;
    // The dialog that begins with it.
    console.find("textbox", "Reply").await;
    anna.shows("Anna wrote first").await;
    anna.shows("It is back, shall I put one aside?").await;
    let last_says = |text: &'static str| {
        move |event: &OperatorEvent| match event {
            OperatorEvent::Message { dialog, .. } if dialog.last.preview == text => Some(dialog.id),
            _ => None,
        }
    };
    let text = "It is back, shall I put one aside?";
    let begun = owner.event("the message", last_says(text)).await;
    assert_ne!(begun, dialog);
    console
        .find_beginning("link", "Is the brass lamp back?")
        .await;
    console.screenshot("console-written-first").await;

    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.browser
        .find("button", "Open chat, 1 unread message")
        .await;
    chat.open().await;
    chat.shows("It is back, shall I put one aside?").await;
    chat.write("Yes, please").await;
    let answer = owner.event("the answer", last_says("Yes, please")).await;
    assert_eq!(answer, begun);
    anna.shows("Yes, please").await;
    assert_eq!(anna.complaints().await, [""; 0]);
}

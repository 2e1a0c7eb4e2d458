//! What an operator has typed and not sent lies at the center: it is on the card, in his
//! other windows and after a reload, and none of two texts is lost.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

/// Waits until this stands in the composer.
async fn composes(desk: &Desk, text: &str) {
    let field = desk.browser.find("textbox", "Reply").await;
    desk.browser
        .wait("the draft", || async {
            (field.property("value").await == text).then_some(())
        })
        .await;
}

/// ux C11.
#[tokio::test]
async fn a_draft_is_on_its_card_in_every_browser_and_of_two_texts_one_is_chosen() {
    let stack = Stack::start().await;
    for text in ["Do you have oolong?", "Where is my parcel?"] {
        Visitor::start(&stack).await.said(text).await;
    }
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    desk.open("Do you have oolong?").await;
    desk.compose("We do, within").await;
    desk.open("Where is my parcel?").await;
    let card = desk.browser.find_containing("link", "Draft: We do, within");
    assert!(!card.await.name().await.contains("oolong"));
    assert_eq!(barriers(&desk.browser).await, [""; 0]);
    desk.browser.screenshot("console-draft-on-card").await;

    // Another browser has it, and goes on with it.
    let home = Desk {
        browser: Browser::looking(&Look::PHONE.dark()).await,
    };
    home.browser.goto(&stack.origin()).await;
    home.sign_in(&stack.anna()).await;
    let card = home.browser.find_containing("link", "Draft: We do, within");
    card.await.press().await;
    composes(&home, "We do, within").await;
    home.compose(" two days").await;
    desk.shows_card("Draft: We do, within two days").await;
    desk.browser.reload().await;
    desk.shows_card("Draft: We do, within two days").await;

    // Both go on at once: nobody's text is lost.
    let card = desk.browser.find_containing("link", "Draft: We do").await;
    card.press().await;
    composes(&desk, "We do, within two days").await;
    desk.browser.go_offline(true).await;
    desk.says("No connection").await;
    desk.compose(", at the latest").await;
    // A press is in the middle of what stands there.
    home.browser.find("textbox", "Reply").await.press().await;
    home.browser.key("End").await;
    home.browser.insert(". Or three").await;
    home.browser.press("button", "Back to dialogs").await;
    home.shows_card("Draft: We do, within two days. Or three")
        .await;
    desk.browser.go_offline(false).await;
    desk.browser.network_is_back().await;
    desk.says("You wrote something else in another window")
        .await;
    composes(&desk, "We do, within two days, at the latest").await;
    assert_eq!(barriers(&desk.browser).await, [""; 0]);
    desk.browser.screenshot("console-draft-choice").await;
    desk.browser.press("button", "Take the other").await;
    composes(&desk, "We do, within two days. Or three").await;
    let focused = "return document.activeElement.matches('textarea');";
    assert!(desk.browser.js::<bool>(focused, &[]).await);

    // Sent, it is nowhere.
    desk.browser.key("Ctrl+Enter").await;
    desk.last_is_one_of(&["Sent", "Delivered"]).await;
    home.browser
        .wait("a card without a draft", || async {
            let has = home.browser.has_containing("link", "Draft:").await;
            (!has).then_some(())
        })
        .await;
    home.shows_card("You: We do, within two days. Or three")
        .await;
    assert_eq!(home.complaints().await, [""; 0]);
}

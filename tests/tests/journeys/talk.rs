//! The main job: two people, two browsers.

use beseda_tests::stack::Stack;

use crate::chat::{self, Chat};
use crate::desk::Desk;

/// Criteria: KC-04, KC-11, KC-12, CQ-17
#[tokio::test]
async fn a_visitor_writes_and_an_operator_answers() {
    // Its own: what others write would come to the top of the list too.
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.watch_states().await;
    chat.write("Do you ship to Norway?").await;
    chat.last_is_stored().await;
    // A console is open; nobody has looked into the dialog.
    chat.last_is("Delivered").await;
    let states = chat.watched_states().await;
    assert_eq!(states, ["Sending", "Sent", "Delivered"]);

    // The new dialog stands at the top, without a reload, with what matters.
    desk.shows_card("Do you ship to Norway?").await;
    let card = desk.cards().await.swap_remove(0);
    assert!(card.starts_with("Visitor "), "{card}");
    assert!(card.contains("Do you ship to Norway?"), "{card}");
    assert!(card.contains("1 unread message"), "{card}");
    // Of the one site there is.
    assert!(!card.contains("Lamp shop"), "{card}");

    desk.open("Do you ship to Norway?").await;
    chat.last_is("Read").await;
    desk.says("On the site now").await;
    desk.says("Northleaf · Loose tea").await;

    chat.compose("And how").await;
    desk.says("The client is typing").await;
    desk.compose("Every Tuesday.").await;
    chat.browser.find("img", "Anna is typing").await;
    // Closed by Escape: the answer waits as a badge.
    chat.browser.key("Escape").await;
    chat.browser.find("button", "Open chat").await;
    desk.browser.key("Ctrl+Enter").await;
    desk.last_is_one_of(&["Sent", "Delivered", "Read"]).await;
    desk.says("Anna replied first and is responsible").await;
    let card = desk.cards().await.swap_remove(0);
    assert!(!card.contains("unread"), "{card}");

    chat.browser
        .find("button", "Open chat, 1 unread message")
        .await;
    desk.last_is_one_of(&["Delivered"]).await;
    chat.open().await;
    chat.shows("Every Tuesday.").await;
    chat.says("Anna").await;
    desk.last_is_one_of(&["Read"]).await;
    assert_eq!(chat.composed().await, "And how", "what was begun is kept");
    let log = chat.log().await;
    assert!(!log.contains("responsible"), "operators' own: {log}");
    assert_eq!(chat.browser.complaints().await, [""; 0]);
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: CQ-21, CQ-22
#[tokio::test]
async fn emoji_are_picked_and_come_back_as_they_were() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;

    chat.browser.press("button", "Emoji").await;
    chat.browser
        .find("searchbox", "Search emoji")
        .await
        .type_keys("waving hand")
        .await;
    chat.browser.press("button", "waving hand").await;
    chat.browser.press("button", "Send").await;
    chat.shows("👋").await;
    desk.open("👋").await;

    let all = "👋🏽 🏳️‍🌈 👨‍👩‍👧‍👦 🇷🇸 1️⃣";
    chat.write(all).await;
    desk.shows(all).await;
    desk.reply(&format!("{all}!")).await;
    chat.shows(&format!("{all}!")).await;

    desk.browser.press("button", "Emoji").await;
    desk.browser
        .find("searchbox", "Search emoji")
        .await
        .type_keys("red heart")
        .await;
    desk.browser.press("button", "red heart").await;
    desk.browser.press("button", "Send").await;
    chat::shows(&desk.browser, "❤️").await;
    chat.shows("❤️").await;
}

/// Criteria: KC-30, CQ-12, X6
#[tokio::test]
async fn a_closed_dialog_is_opened_again_by_the_visitor() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.boris()).await;
    let chat = Chat::on(&stack, "catalogue.html").await;
    chat.open().await;
    chat.write("Is the kettle loud?").await;
    desk.open("Is the kettle loud?").await;
    desk.reply("It whispers.").await;
    chat.shows("It whispers.").await;
    desk.browser.press("button", "Close dialog").await;
    desk.shows("Boris closed the dialog").await;
    desk.browser.find("button", "Reopen").await;

    chat.write("And the big one?").await;
    desk.shows("And the big one?").await;
    desk.shows("The client wrote again and reopened the dialog")
        .await;
    desk.browser.find("button", "Close dialog").await;
    let log = chat.log().await;
    assert!(!log.contains("closed"), "operators' own: {log}");
}

/// Criteria: CQ-06
#[tokio::test]
async fn two_operators_see_who_has_taken_a_dialog() {
    let stack = Stack::shared().await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Who is it going to be?").await;
    anna.open("Who is it going to be?").await;
    boris.open("Who is it going to be?").await;
    anna.compose("Me").await;
    boris.says("Anna is writing a reply").await;
    boris.compose("Me too").await;
    tokio::join!(
        anna.browser.key("Ctrl+Enter"),
        boris.browser.key("Ctrl+Enter")
    );
    // Whoever was told of the other one's reply before his own went sends it all the same.
    for desk in [&anna, &boris] {
        let field = desk.browser.find("textbox", "Reply").await;
        let sent = || async {
            let page = desk.browser.text().await;
            if page.contains("Send yours all the same?") {
                desk.browser.key("Ctrl+Enter").await;
            }
            field.property("value").await.is_empty().then_some(())
        };
        desk.browser.wait("the reply to be sent", sent).await;
    }
    chat.shows("Me too").await;
    for desk in [&anna, &boris] {
        desk.says("replied first and is responsible").await;
        desk.shows("Me too").await;
    }
    let (one, two) = (anna.browser.text().await, boris.browser.text().await);
    let claims = |text: &str, name: &str| text.contains(&format!("{name} replied first"));
    assert_ne!(claims(&one, "Anna"), claims(&one, "Boris"));
    assert_eq!(claims(&one, "Anna"), claims(&two, "Anna"));
}

//! The conversation goes on: after a reload, on another page, in a second tab.

use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::access::barriers;
use crate::chat::{Chat, on_new_pages};

#[tokio::test]
async fn a_conversation_goes_on_after_a_reload_on_another_page_and_in_a_second_tab() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("first page").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("first page").await;

    chat.browser.reload().await;
    chat.open().await;
    chat.shows("first page").await;
    anna.replied(dialog.id, "still here").await;
    chat.shows("still here").await;

    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.open().await;
    chat.shows("still here").await;
    chat.write("second page").await;
    assert_eq!(anna.dialog_of("second page").await.id, dialog.id);
    let is_there = |card: &beseda_protocol::dialog::ClientCard| {
        card.page
            .as_ref()
            .is_some_and(|page| page.url.ends_with("/catalogue.html"))
    };
    let opened = anna.open(dialog.id).await.expect("it exists");
    assert!(is_there(&opened.card), "{:?}", opened.card.page);

    let second = chat.browser.new_tab().await;
    chat.browser.goto(&stack.page("cart.html")).await;
    chat.open().await;
    chat.shows("second page").await;
    chat.write("from the second tab").await;
    chat.last_is_stored().await;
    chat.browser.tab(0).await;
    chat.shows("from the second tab").await;
    chat.write("from the first tab").await;
    chat.browser.tab(second).await;
    chat.shows("from the first tab").await;
    assert_eq!(anna.dialog_of("from the first tab").await.id, dialog.id);
}

#[tokio::test]
async fn a_reply_to_somebody_who_has_closed_the_panel_or_left_shows_as_a_badge() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("I will look in later").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("I will look in later").await;

    chat.browser.press("button", "Close chat").await;
    chat.browser.gone("dialog", "Lamp shop").await;
    anna.replied(dialog.id, "one").await;
    chat.browser
        .find("button", "Open chat, 1 unread message")
        .await;
    anna.replied(dialog.id, "two").await;
    chat.browser
        .find("button", "Open chat, 2 unread messages")
        .await;

    // Gone from the site, and back on another page.
    chat.browser.goto("about:blank").await;
    anna.replied(dialog.id, "three").await;
    chat.browser
        .goto(&stack.page("product.html?p=sampler"))
        .await;
    chat.browser
        .find("button", "Open chat, 3 unread messages")
        .await;
    chat.open().await;
    chat.shows("three").await;
    chat.browser.press("button", "Close chat").await;
    chat.browser.find("button", "Open chat").await;
}

/// ux W5.
#[tokio::test]
async fn the_panel_opens_where_what_is_new_begins() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    for n in 0..12 {
        chat.write(&format!("old {n}")).await;
    }
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("old 11").await.id;
    chat.browser.press("button", "Close chat").await;
    chat.browser.gone("dialog", "Lamp shop").await;
    for n in 0..20 {
        anna.replied(dialog, &format!("new {n}")).await;
    }
    chat.browser
        .find("button", "Open chat, 20 unread messages")
        .await;
    chat.open().await;
    chat.shows("new 19").await;
    // How far below the upper edge the line stands, and how far away the end is.
    const PLACE: &str = "
        const log = args[0].getRootNode().querySelector('.log');
        const line = log.querySelector('.new:not(:empty)');
        const top = element => element.getBoundingClientRect().top;
        return line && [top(line) - top(log), -log.scrollTop];
    ";
    let send = chat.browser.find("button", "Send").await;
    chat.browser
        .wait("the line over what is new, in sight", || async {
            let place: Option<(f64, f64)> = chat.browser.js(PLACE, &[send.as_argument()]).await;
            place.filter(|place| (0.0..40.0).contains(&place.0) && place.1 > 100.0)
        })
        .await;
    chat.browser.find("button", "New messages").await;
}

#[tokio::test]
async fn what_is_written_without_a_network_is_sent_when_it_is_back() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("before the tunnel").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("before the tunnel").await;

    chat.browser.go_offline(true).await;
    chat.write("in the tunnel").await;
    chat.last_is("Sending").await;
    chat.browser.go_offline(false).await;
    chat.last_is_stored().await;
    assert_eq!(anna.dialog_of("in the tunnel").await.id, dialog.id);
    let opened = anna.open(dialog.id).await.expect("it exists");
    let feed = anna.desk.feed(&opened);
    let times = feed.iter().filter(|line| line.contains("in the tunnel"));
    assert_eq!(times.count(), 1, "{feed:?}");
}

#[tokio::test]
async fn a_reply_to_a_closed_panel_is_previewed_and_opens_the_chat_or_is_waved_away() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Ring me when it is here").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("Ring me when it is here").await;
    chat.browser.press("button", "Chat menu").await;
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-menu").await;
    chat.browser.press("button", "Turn sound off").await;
    chat.browser.press("button", "Chat menu").await;
    chat.browser.press("button", "Turn sound on").await;
    chat.browser.press("button", "Close chat").await;

    anna.replied(dialog.id, "The lamp is here").await;
    let preview = chat
        .browser
        .find_containing("button", "The lamp is here")
        .await;
    assert!(preview.name().await.starts_with("Anna"));
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-preview").await;
    chat.browser.press("button", "Hide message").await;
    chat.browser.gone("button", "Hide message").await;
    // What was waved away is on no other page, and what comes after it is.
    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.browser
        .find("button", "Open chat, 1 unread message")
        .await;
    anna.replied(dialog.id, "Shall we keep it for you?").await;
    let preview = chat
        .browser
        .find_containing("button", "Shall we keep it")
        .await;
    preview.press().await;
    chat.shows("New").await;
    chat.shows("The lamp is here").await;
    chat.browser.gone("button", "Hide message").await;
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn a_launcher_that_is_hidden_is_so_on_each_page_and_comes_back_with_the_open_chat() {
    const SEEN: &str = "
        const {shadowRoot} = document.querySelector('beseda-chat');
        return shadowRoot.querySelector('.launcher').checkVisibility();
    ";
    const OPEN: &str = "globalThis.beseda('open'); return null;";
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Please do not disturb").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("Please do not disturb").await;
    chat.browser.press("button", "Chat menu").await;
    chat.browser.press("button", "Hide the chat button").await;
    chat.browser.gone("dialog", "Lamp shop").await;
    assert!(!chat.browser.js::<bool>(SEEN, &[]).await);

    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.browser.idle().await;
    assert!(!chat.browser.js::<bool>(SEEN, &[]).await);
    // A page may have a button of its own.
    chat.browser.js::<Value>(OPEN, &[]).await;
    chat.shows("Please do not disturb").await;
    chat.browser.find("button", "Chat menu").await;
    chat.browser.press("button", "Close chat").await;
    assert!(chat.browser.js::<bool>(SEEN, &[]).await);

    chat.open().await;
    chat.browser.press("button", "Chat menu").await;
    chat.browser.press("button", "Hide the chat button").await;
    chat.browser.goto(&stack.page("index.html")).await;
    anna.replied(dialog.id, "Only one word").await;
    chat.browser.reload().await;
    let preview = chat
        .browser
        .find_containing("button", "Only one word")
        .await;
    preview.press().await;
    chat.shows("Only one word").await;
    chat.browser.press("button", "Close chat").await;
    assert!(chat.browser.js::<bool>(SEEN, &[]).await);
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn a_visitor_takes_the_whole_conversation_along_as_a_text() {
    // What would be saved is kept for the test.
    const KEEP: &str = "
        globalThis.kept = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
            blob.text().then((text) => kept.push(text));
            return make.call(URL, blob);
        };
    ";
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let browser = Browser::open().await;
    on_new_pages(&browser, KEEP).await;
    browser.goto(&stack.page("index.html")).await;
    let chat = Chat { browser };
    chat.open().await;
    chat.write("Do you have a receipt?").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("Do you have a receipt?").await.id;
    for n in 0..60 {
        anna.replied(dialog, &format!("Line {n}")).await;
    }
    chat.shows("Line 59").await;
    // Of these the newest page only is here then.
    chat.browser.reload().await;
    chat.open().await;
    chat.shows("Line 59").await;
    chat.browser.press("button", "Chat menu").await;
    chat.browser
        .press("button", "Download the conversation")
        .await;
    let kept = || async {
        let kept: Vec<String> = chat.browser.js("return globalThis.kept;", &[]).await;
        kept.into_iter().next()
    };
    let text = chat.browser.wait("the conversation as a text", kept).await;
    assert!(text.starts_with("You, "), "{text}");
    assert!(text.contains("\nDo you have a receipt?\n\nAnna"), "{text}");
    assert!(text.ends_with("Line 59\n"), "{text}");
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

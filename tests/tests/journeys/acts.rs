//! What an operator does with a dialog and its client in one press: blocks, pauses, spam,
//! close, snooze.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::chat::{Chat, says_no_more};
use crate::desk::Desk;

/// Criteria: SB-50, SB-58, X10
#[tokio::test]
async fn a_blocked_client_reads_that_the_chat_is_unavailable_until_he_is_let_in_again() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Gold, cheap").await;
    chat.last_is_stored().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    desk.open("Gold, cheap").await;
    let card = console.find_containing("link", "Gold, cheap").await;
    card.press_second().await;
    console.find("menuitem", "Pause client").await;
    assert_eq!(barriers(console).await, [""; 0]);
    chat.compose("And silver").await;
    console.press("menuitem", "Block client").await;

    // The card, the client's card and the feed say so; the open widget, too.
    console.find_containing("link", "Blocked").await;
    desk.shows("Anna blocked the client").await;
    desk.says("The client can’t write").await;
    chat.says("Chat is unavailable").await;
    assert_eq!(chat.composed().await, "And silver", "what was typed stays");
    chat.browser.key("Enter").await;
    assert_eq!(chat.composed().await, "And silver");
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-blocked").await;
    console.press("button", "Actions with the client").await;
    console.press("menuitem", "Pause client").await;
    desk.shows("Anna paused the client").await;
    console.find_containing("link", "Paused").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-blocked").await;

    // It holds after a reload, and ends without one.
    chat.browser.reload().await;
    chat.open().await;
    chat.says("Chat is unavailable").await;
    console.press("button", "Unblock").await;
    says_no_more(&chat.browser, "Chat is unavailable").await;
    chat.browser.find("textbox", "Message").await.press().await;
    chat.browser.key("Enter").await;
    desk.shows("And silver").await;
    desk.shows("Anna unblocked the client").await;
    for browser in [&chat.browser, console] {
        let complaints = browser.complaints().await;
        let ours = |complaint: &&String| !complaint.contains("/v1/me");
        assert_eq!(complaints.iter().filter(ours).count(), 0, "{complaints:?}");
    }
}

/// Criteria: SB-56, SB-59, X1
#[tokio::test]
async fn each_act_is_one_key_which_does_nothing_while_somebody_types() {
    let stack = Stack::start().await;
    for text in ["First", "Second", "Buy gold", "Fourth"] {
        Visitor::start(&stack).await.said(text).await;
    }
    let look = Look::DESKTOP.wide(1440);
    let desk = Desk::looking(&stack, &stack.owner(), &look).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    desk.open("Buy gold").await;
    // Somebody types: a letter is a letter.
    desk.compose("e").await;
    for key in ["e", "u", "!"] {
        console.key(key).await;
    }
    let field = console.find("textbox", "Reply").await;
    assert_eq!(field.property("value").await, "eeu!");
    for _ in 0..4 {
        console.key("Backspace").await;
    }
    console.find("button", "Close dialog").await;
    console
        .js::<serde_json::Value>("document.activeElement.blur()", &[])
        .await;
    console.key("?").await;
    console.find("dialog", "Keyboard shortcuts").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-keys").await;
    console.key("Escape").await;
    console.gone("dialog", "Keyboard shortcuts").await;

    // Spam is gone in one, and back in one.
    console.key("!").await;
    desk.says("Spam, blocked and closed: Visitor 3").await;
    desk.shows("Olga closed the dialog").await;
    console.gone("link", "Buy gold").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-spam").await;
    console.press("button", "Undo").await;
    desk.shows("Olga unblocked the client").await;
    desk.shows_card("Buy gold").await;

    // Closed, and back; marked read and unread; no reply needed.
    console.key("e").await;
    desk.says("Dialog closed: Visitor 3").await;
    console.press("button", "Undo").await;
    console.find("button", "Close dialog").await;
    console.key("n").await;
    desk.shows("Olga marked that no reply is needed").await;
    console.key("u").await;
    let marked = console.find_containing("link", "Buy gold").await;
    marked.press_second().await;
    for item in [
        "Mark read",
        "Close dialog",
        "Spam: block and close",
        "Delete client…",
    ] {
        console.find("menuitem", item).await;
    }
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-card-menu").await;
    console.press("menuitem", "Delete client…").await;
    desk.says("1 dialog").await;
    console.press("button", "Delete for good").await;
    console.gone("link", "Buy gold").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: SB-56
#[tokio::test]
async fn a_dialog_is_put_off_stands_behind_its_tab_and_comes_back() {
    let stack = Stack::start().await;
    let mut vera = Visitor::start(&stack).await;
    vera.said("Call me on Monday").await;
    let look = Look::DESKTOP.wide(1440).dark();
    let desk = Desk::looking(&stack, &stack.anna(), &look).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    desk.open("Call me on Monday").await;
    console
        .js::<serde_json::Value>("document.activeElement.blur()", &[])
        .await;
    console.key("s").await;
    console.find("menuitem", "Until tomorrow, 9:00").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-snooze-menu-dark").await;
    console.press("menuitem", "For an hour").await;
    desk.says("Snoozed: Visitor 1").await;
    desk.shows("Anna snoozed the dialog until").await;
    desk.tab("Unanswered").await;
    console.gone("link", "Call me on Monday").await;
    desk.tab("Snoozed: 1 dialog").await;
    desk.shows_card("Call me on Monday").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-snoozed-dark").await;
    // The client wakes it at once.
    vera.said("Or now?").await;
    console.find("button", "Snoozed").await;
    desk.tab("Unanswered").await;
    desk.shows_card("Or now?").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Pictures to look at: a phone, in Russian.
#[tokio::test]
async fn acts_on_a_phone_in_russian() {
    let stack = Stack::demo().await;
    let browser = Browser::looking(&Look::PHONE.russian()).await;
    browser.goto(&stack.origin()).await;
    let anna = stack.anna();
    browser
        .find("textbox", "Эл. почта")
        .await
        .type_keys(&anna.email)
        .await;
    browser
        .find("password", "Пароль")
        .await
        .type_keys(&anna.password)
        .await;
    browser.press("button", "Войти").await;
    let card = browser.find_beginning("link", "Мария Соколова").await;
    browser.screenshot("acts-phone-list").await;
    card.press_second().await;
    browser.find("menuitem", "На час").await;
    browser.screenshot("acts-phone-menu").await;
    browser.press("menuitem", "На час").await;
    browser.find("button", "Отменить").await;
    browser.screenshot("acts-phone-snoozed").await;
    let card = browser.find_beginning("link", "Мария Соколова").await;
    card.press().await;
    browser.press("button", "Отложить").await;
    browser.find("menuitem", "Вернуть сейчас").await;
    assert_eq!(barriers(&browser).await, [""; 0]);
    browser.screenshot("acts-phone-dialog").await;
}

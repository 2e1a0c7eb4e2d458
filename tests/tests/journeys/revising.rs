//! An operator changes a reply, and withdraws another one.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::{self, Chat};
use crate::desk::Desk;
use crate::feed::menu_of;

/// Waits until a text is in the conversation no more.
async fn shows_no_more(browser: &Browser, text: &str) {
    let log = browser.find("log", "Messages").await;
    let is_gone = || async { (!log.text().await.contains(text)).then_some(()) };
    browser.wait(&format!("no {text:?}"), is_gone).await;
}

#[tokio::test]
async fn a_reply_is_changed_and_another_one_withdrawn_and_the_visitor_sees_it() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("When do you open?").await;
    chat.last_is_stored().await;
    let desk = Desk::looking(&stack, &stack.owner(), &Look::DESKTOP).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    desk.open("When do you open?").await;
    for reply in ["At eihgt", "In the other shop"] {
        desk.reply(reply).await;
        chat.shows(reply).await;
    }

    // Escape leaves it as it was, and what was being written waits.
    desk.compose("And we close").await;
    menu_of(browser, "At eihgt").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.press("menuitem", "Edit").await;
    browser.find("textbox", "Editing your message").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-editing").await;
    const IS_AT_IT: &str = "return document.activeElement.matches('.revising textarea') || null;";
    let is_at_it = || async { browser.js::<Option<bool>>(IS_AT_IT, &[]).await };
    browser.wait("the keyboard", is_at_it).await;
    browser.key("Escape").await;
    let draft = browser.find("textbox", "Reply").await;
    assert_eq!(draft.property("value").await, "And we close");

    menu_of(browser, "At eihgt").await;
    browser.press("menuitem", "Edit").await;
    let field = browser.find("textbox", "Editing your message").await;
    field.clear().await;
    field.press().await;
    browser.insert("At eight").await;
    browser.key("Ctrl+Enter").await;
    desk.shows("At eight").await;
    browser.find("textbox", "Reply").await;
    chat.shows("At eight").await;
    chat.shows("edited").await;
    shows_no_more(&chat.browser, "At eihgt").await;

    menu_of(browser, "In the other shop").await;
    browser.press("menuitem", "Withdraw").await;
    chat::says(browser, "Withdraw this message?").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-withdrawing").await;
    browser.press("button", "Withdraw").await;
    desk.shows("Message withdrawn").await;
    chat.shows("Message withdrawn").await;
    shows_no_more(&chat.browser, "In the other shop").await;
    chat.browser.screenshot("widget-revised").await;

    // So it is after a reload, on both sides; and an administrator sees what was said.
    chat.browser.reload().await;
    chat.open().await;
    chat.shows("At eight").await;
    chat.shows("Message withdrawn").await;
    shows_no_more(&chat.browser, "At eihgt").await;
    browser.reload().await;
    desk.shows("Message withdrawn").await;
    menu_of(browser, "At eight").await;
    browser.press("menuitem", "Show the first text").await;
    desk.says("At eihgt").await;
    browser.screenshot("console-revised").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    assert_eq!(desk.complaints().await, [""; 0]);
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

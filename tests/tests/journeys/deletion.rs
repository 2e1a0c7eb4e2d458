//! A client is deleted for good (X13).

use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;

#[tokio::test]
async fn a_client_is_deleted_and_his_open_widget_and_a_colleagues_console_say_so() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Please forget me").await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    for desk in [&owner, &anna] {
        desk.dismiss_question().await;
        desk.open("Please forget me").await;
    }
    let browser = &owner.browser;
    browser.press("button", "Actions with the client").await;
    browser.press("menuitem", "Delete client…").await;
    owner.says("1 dialog, 2 messages, 0 files").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-client-delete").await;
    browser.press("button", "Delete for good").await;
    for desk in [&owner, &anna] {
        desk.says("This dialog was deleted").await;
    }
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-dialog-deleted").await;
    chat.says("This conversation was deleted").await;
    assert_eq!(barriers(&chat.browser).await, [""; 0]);
    chat.browser.screenshot("widget-deleted").await;
    chat.write("Hello again").await;
    anna.open("Hello again").await;
    for desk in [&owner, &anna] {
        assert_eq!(desk.complaints().await, [""; 0]);
    }
}

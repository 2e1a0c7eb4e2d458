//! What an operator does with a dialog and its client in one press: blocks, pauses.

use beseda_tests::stack::Stack;

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

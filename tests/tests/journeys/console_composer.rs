//! The composer's shorter ways: a reply that closes its dialog, emoji by their names.

use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

#[tokio::test]
async fn a_reply_closes_its_dialog_and_an_emoji_is_typed_by_its_name() {
    let stack = Stack::start().await;
    for text in ["Thank you", "Where is my parcel?"] {
        Visitor::start(&stack).await.said(text).await;
    }
    let look = Look::DESKTOP.wide(1440);
    let desk = Desk::looking(&stack, &stack.anna(), &look).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    desk.open("Thank you").await;
    let field = console.find("textbox", "Reply").await;
    // A time is no name.
    field.type_keys("At 12:30 :thumbs").await;
    console.find_containing("option", "thumbs up").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-emoji-offers").await;
    console.key("Enter").await;
    // Drawn in colour where a font has it both ways.
    assert_eq!(field.property("value").await, "At 12:30 👍\u{fe0f}");
    field.type_keys(" :thumbs").await;
    console.find_containing("option", "thumbs up").await;
    console.key("Escape").await;
    console.gone("listbox", "Emoji").await;
    field.clear().await;
    // What was picked last stands on top, and arrows lead to it.
    console.press("button", "Emoji").await;
    console
        .wait("the recent ones", || async {
            let first = "return document.querySelector('.emoji-grid .emoji')?.textContent ?? '';";
            let first: String = console.js(first, &[]).await;
            first.starts_with('👍').then_some(())
        })
        .await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-emoji-recent").await;
    console.key("ArrowDown").await;
    console.key("Enter").await;
    assert_eq!(field.property("value").await, "👍\u{fe0f}");
    // The picker stays for the next one.
    console.press("button", "Emoji").await;
    console.gone("searchbox", "Search emoji").await;
    field.clear().await;

    // By its menu: closed behind the reply, with the way back.
    desk.compose("You are welcome").await;
    console.press("button", "More ways to send").await;
    console.find_beginning("menuitem", "Send and close").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("console-send-and-close").await;
    let item = console.find_beginning("menuitem", "Send and close").await;
    item.press().await;
    desk.shows("You are welcome").await;
    desk.says("Dialog closed").await;
    desk.shows("Anna closed the dialog").await;
    console.press("button", "Undo").await;
    console.find("button", "Close dialog").await;

    // By its key.
    desk.open("Where is my parcel?").await;
    desk.compose("It is at your door").await;
    console.key("Ctrl+Shift+Enter").await;
    desk.shows("It is at your door").await;
    desk.shows("Anna closed the dialog").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

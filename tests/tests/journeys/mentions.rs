//! A colleague is called in a note, and finds where.

use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

/// ux C10.
#[tokio::test]
async fn a_colleague_who_is_called_in_a_note_finds_it_under_mentions_until_he_has_looked() {
    let stack = Stack::start().await;
    for text in ["Where is my parcel?", "Do you have oolong?"] {
        Visitor::start(&stack).await.said(text).await;
    }
    let look = Look::DESKTOP.wide(1440);
    let anna = Desk::looking(&stack, &stack.anna(), &look).await;
    anna.dismiss_question().await;
    let boris = Desk::looking(&stack, &stack.boris(), &Look::PHONE.dark()).await;
    boris.dismiss_question().await;
    let tab = boris.browser.find_beginning("button", "Mentions").await;
    assert_eq!(tab.name().await, "Mentions");

    anna.open("Where is my parcel?").await;
    anna.compose_note("Do you know, @bo").await;
    anna.browser.find_containing("option", "Boris").await;
    assert_eq!(barriers(&anna.browser).await, [""; 0]);
    anna.browser.screenshot("console-mention-offers").await;
    anna.browser.key("Enter").await;
    anna.holds_a_note("Do you know, @Boris ").await;
    anna.browser.insert("which shelf?").await;
    anna.browser.key("Ctrl+Enter").await;
    let called = "return document.querySelector('.feed .mention, .mention')?.textContent ?? '';";
    anna.browser
        .wait("a mention told apart", || async {
            let called: String = anna.browser.js(called, &[]).await;
            (called == "@Boris").then_some(())
        })
        .await;

    boris.tab("Mentions: 1 new").await;
    boris.shows_card("which shelf?").await;
    assert_eq!(boris.cards().await.len(), 1);
    assert_eq!(barriers(&boris.browser).await, [""; 0]);
    boris.browser.screenshot("console-mentions").await;
    boris.browser.reload().await;
    boris.open("which shelf?").await;
    boris.browser.screenshot("console-mention").await;
    boris.browser.press("button", "Back to dialogs").await;
    // It was looked at, and stays where it is.
    boris
        .browser
        .wait("nothing new", || async {
            let tab = boris.browser.find_beginning("button", "Mentions").await;
            (tab.name().await == "Mentions").then_some(())
        })
        .await;
    boris.shows_card("which shelf?").await;
    assert_eq!(anna.complaints().await, [""; 0]);
    assert_eq!(boris.complaints().await, [""; 0]);
}

//! The menu of a card: dialogs are pinned and marked unread from the list.

use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

/// Criteria: SB-57, X21
#[tokio::test]
async fn a_dialog_is_pinned_and_marked_unread_by_the_menu_of_its_card() {
    let stack = Stack::start().await;
    for text in ["First", "Second", "Third"] {
        Visitor::start(&stack).await.said(text).await;
    }
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    let texts = async |texts: &[&str]| {
        let is_it = || async {
            let script = "return [...document.querySelectorAll('.card-last bdi')]
                .map(text => text.textContent);";
            let now: Vec<String> = console.js(script, &[]).await;
            (now == texts).then_some(())
        };
        console.wait(&format!("{texts:?} in the list"), is_it).await;
    };
    texts(&["Third", "Second", "First"]).await;
    let card = async |text: &str| console.find_containing("link", text).await;

    card("First").await.press_second().await;
    console.find("menu", "Dialog actions").await;
    assert_eq!(barriers(console).await, [""; 0]);
    // The keyboard is in the menu.
    console.key("Enter").await;
    texts(&["First", "Third", "Second"]).await;
    console.gone("menu", "Dialog actions").await;
    card("Third").await.press_second().await;
    console.press("menuitem", "Mark unread").await;
    console.gone("menu", "Dialog actions").await;
    // By keyboard alone, and left without a choice.
    card("First").await.press().await;
    desk.shows("First").await;
    card("First").await.press_second().await;
    console.key("Escape").await;
    console.gone("menu", "Dialog actions").await;
    card("First").await.press_second().await;
    console.press("menuitem", "Unpin dialog").await;
    texts(&["Third", "Second", "First"]).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

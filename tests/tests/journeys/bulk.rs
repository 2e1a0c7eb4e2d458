//! Many dialogs are selected on the list, and something is done with all of them.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::json;

use crate::access::barriers;
use crate::desk::Desk;

/// Visitors who have said "Text 1", "Text 2" and so on, and a desk for one of the staff.
async fn waiting(n: usize, look: &Look) -> (Stack, Desk) {
    let stack = Stack::start().await;
    for text in (1..=n).map(|n| format!("Text {n}")) {
        Visitor::start(&stack).await.said(&text).await;
    }
    let desk = Desk::looking(&stack, &stack.owner(), look).await;
    desk.dismiss_question().await;
    desk.shows_card(&format!("Text {n}")).await;
    (stack, desk)
}

/// Presses the card at a place of the list with a key held.
async fn press_with(browser: &Browser, place: usize, key: &str) {
    let script = "const card = document.querySelectorAll('.list-card')[arguments[0]];
        card.dispatchEvent(new MouseEvent('click',
            { bubbles: true, cancelable: true, [arguments[1]]: true }));";
    let _: serde_json::Value = browser.js(script, &[json!(place), json!(key)]).await;
}

/// How many cards there are whose client's messages nobody has opened.
async fn n_unread(browser: &Browser, wanted: usize) {
    let is_it = || async {
        let script = "return document.querySelectorAll('.list-card.unread').length;";
        let n: usize = browser.js(script, &[]).await;
        (n == wanted).then_some(())
    };
    browser.wait(&format!("{wanted} unread cards"), is_it).await;
}

/// Criteria: SB-11, SB-12, SB-17, SB-18, X19
#[tokio::test]
async fn cards_are_selected_by_mouse_and_what_was_done_with_them_is_undone() {
    let (_stack, desk) = waiting(6, &Look::DESKTOP.wide(1440)).await;
    let browser = &desk.browser;
    n_unread(browser, 6).await;
    press_with(browser, 0, "ctrlKey").await;
    press_with(browser, 2, "shiftKey").await;
    desk.says("3 dialogs of 3 clients").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-bulk").await;
    browser.press("button", "Mark read").await;
    desk.says("Done: 3 of 3").await;
    n_unread(browser, 3).await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-bulk-done").await;
    browser.press("button", "Undo").await;
    n_unread(browser, 6).await;
    // The whole of what is found.
    press_with(browser, 1, "ctrlKey").await;
    browser.press("checkbox", "Select all loaded").await;
    browser.press("button", "Select all found").await;
    desk.says("6 dialogs of 6 clients").await;
    browser.press("button", "Mark read").await;
    n_unread(browser, 0).await;
    press_with(browser, 0, "ctrlKey").await;
    browser.press("button", "Mark unread").await;
    n_unread(browser, 1).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: SB-17, SB-18
#[tokio::test]
async fn cards_are_selected_and_closed_by_the_keyboard_alone() {
    let (_stack, desk) = waiting(4, &Look::DESKTOP.dark()).await;
    let browser = &desk.browser;
    let first = "document.querySelector('.list-card').focus();";
    let _: serde_json::Value = browser.js(first, &[]).await;
    browser.key("x").await;
    browser.key("Shift+ArrowDown").await;
    desk.says("2 dialogs of 2 clients").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-bulk-dark").await;
    browser.key("Escape").await;
    browser.gone("button", "Mark read").await;
    browser.key("Ctrl+a").await;
    desk.says("4 dialogs of 4 clients").await;
    let close = "document.querySelector('.bulk-acts [aria-label=Close]').focus();";
    let _: serde_json::Value = browser.js(close, &[]).await;
    browser.key("Enter").await;
    desk.says("Done: 4 of 4").await;
    // What was selected is told to be so no more when the list shows something else.
    desk.tab("All").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: SB-03
#[tokio::test]
async fn everything_is_marked_read_and_how_much_awaits_a_reply_is_told_before() {
    let (_stack, desk) = waiting(3, &Look::DESKTOP).await;
    let browser = &desk.browser;
    n_unread(browser, 3).await;
    browser.find_beginning("button", "Show").await.press().await;
    browser.press("menuitem", "Mark everything read…").await;
    desk.says("Mark 3 dialogs read?").await;
    desk.says("3 of them still await a reply").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-read-all").await;
    browser.press("button", "Mark read").await;
    n_unread(browser, 0).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: SB-14, X13
#[tokio::test]
async fn more_than_ten_clients_are_deleted_by_typing_how_many() {
    let (_stack, desk) = waiting(12, &Look::DESKTOP).await;
    let browser = &desk.browser;
    press_with(browser, 0, "ctrlKey").await;
    press_with(browser, 10, "shiftKey").await;
    desk.says("11 dialogs of 11 clients").await;
    browser.press("button", "More actions").await;
    browser.press("menuitem", "Delete clients…").await;
    desk.says("Delete for good: 11 dialogs of 11 clients?")
        .await;
    browser.screenshot("console-bulk-delete").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    // Not by a press alone.
    browser.press("button", "Delete 11 clients").await;
    let field = browser.find("textbox", "To confirm, type 11").await;
    field.type_keys("11").await;
    browser.press("button", "Delete 11 clients").await;
    let is_one = || async { (desk.cards().await.len() == 1).then_some(()) };
    browser.wait("one card", is_one).await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: SB-18
#[tokio::test]
async fn two_operators_close_the_same_dialogs_at_once() {
    let (stack, desk) = waiting(5, &Look::DESKTOP).await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.dismiss_question().await;
    for desk in [&desk, &anna] {
        press_with(&desk.browser, 0, "ctrlKey").await;
        desk.browser.press("checkbox", "Select all loaded").await;
        desk.says("5 dialogs of 5 clients").await;
    }
    // Whose list is empty before has nothing to press any more.
    let press = "document.querySelector('.bulk-acts [aria-label=Close]')?.click();";
    let close = async |desk: &Desk| {
        let _: serde_json::Value = desk.browser.js(press, &[]).await;
    };
    tokio::join!(close(&desk), close(&anna));
    for desk in [&desk, &anna] {
        let is_empty = || async { desk.cards().await.is_empty().then_some(()) };
        desk.browser.wait("an empty list", is_empty).await;
        assert_eq!(desk.complaints().await, [""; 0]);
    }
}

/// Criteria: SB-18
#[tokio::test]
async fn on_a_phone_the_menu_of_a_card_begins_to_select() {
    let (_stack, desk) = waiting(4, &Look::PHONE).await;
    let browser = &desk.browser;
    let card = browser.find_containing("link", "Text 4").await;
    card.press_second().await;
    browser.press("menuitem", "Select").await;
    desk.says("1 dialog of 1 client").await;
    press_with(browser, 1, "ctrlKey").await;
    desk.says("2 dialogs of 2 clients").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-bulk-phone").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

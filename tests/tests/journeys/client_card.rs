//! Two operators and one client's card (KC-31, X7, X8).

use beseda_tests::browser::Browser;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;

/// Opens a line that adds something to the card, writes it there and presses Enter.
async fn add(console: &Browser, name: &str, text: &str) {
    console.press("button", name).await;
    let field = console.find_beginning("textbox", name).await;
    field.type_keys(text).await;
    console.key("Enter").await;
}

#[tokio::test]
async fn a_card_is_written_in_and_a_colleague_sees_it_at_once() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the oolong back?").await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    anna.dismiss_question().await;
    for desk in [&anna, &boris] {
        desk.open("Is the oolong back?").await;
    }
    let console = &anna.browser;

    // The name: Escape leaves it, Enter saves it.
    console
        .find_beginning("button", "Visitor ")
        .await
        .press()
        .await;
    console
        .find("textbox", "Client's name")
        .await
        .type_keys("Nobody")
        .await;
    console.key("Escape").await;
    console
        .find_beginning("button", "Visitor ")
        .await
        .press()
        .await;
    console
        .find("textbox", "Client's name")
        .await
        .type_keys("Clara Weiss")
        .await;
    console.key("Enter").await;
    boris.browser.find("button", "Clara Weiss").await;
    boris.browser.find_containing("link", "Clara Weiss").await;

    add(console, "Add phone", "ask me").await;
    anna.says("Enter a phone number").await;
    console.key("Escape").await;
    add(console, "Add phone", "+371 20 123 456").await;
    boris.browser.find("link", "+371 20 123 456").await;
    add(console, "Add e-mail", "Clara@Example.org").await;
    boris.browser.find("link", "Clara@Example.org").await;
    add(console, "Add variable", "Size: M").await;
    boris.says("Size").await;

    console
        .find("textbox", "Comment")
        .await
        .type_keys("Prefers e-mail")
        .await;
    console
        .find("textbox", "New note")
        .await
        .type_keys("Ordered for a friend")
        .await;
    console.press("button", "Add note").await;
    boris.says("Ordered for a friend").await;
    let comment = boris.browser.find("textbox", "Comment").await;
    let is_there = || async { (comment.property("value").await == "Prefers e-mail").then_some(()) };
    boris.browser.wait("the comment", is_there).await;

    // What was removed comes back.
    console.press("button", "Remove “+371 20 123 456”").await;
    boris.browser.gone("link", "+371 20 123 456").await;
    console.press("button", "Undo").await;
    boris.browser.find("link", "+371 20 123 456").await;
    assert_eq!(barriers(console).await, [""; 0]);
    assert_eq!(anna.complaints().await, [""; 0]);
}

#[tokio::test]
async fn a_label_is_made_in_the_settings_and_put_on_a_client() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the kettle back?").await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let console = &owner.browser;
    console
        .goto(&format!("{}/settings/labels", stack.origin()))
        .await;
    console
        .find("textbox", "New label")
        .await
        .type_keys("VIP")
        .await;
    console.press("button", "Add label").await;
    console.find("textbox", "Name of the label “VIP”").await;
    assert_eq!(barriers(console).await, [""; 0]);

    let boris = Desk::of(&stack, &stack.boris()).await;
    boris.open("Is the kettle back?").await;
    boris.browser.press("button", "Add label").await;
    boris
        .browser
        .find("combobox", "Add label")
        .await
        .type_keys("vip")
        .await;
    boris.browser.key("Enter").await;
    boris.browser.find("button", "Remove “VIP”").await;
    console.reload().await;
    owner.says("1 client").await;
}

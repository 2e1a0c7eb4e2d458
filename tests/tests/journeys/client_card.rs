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

/// Criteria: KC-31, X8, CQ-24
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

    // What was removed comes back. Far down, its button lies under the card's head.
    const UP: &str = "document.querySelector('.card-pane').scrollTop = 0; return null;";
    console.js::<Option<()>>(UP, &[]).await;
    console.press("button", "Remove “+371 20 123 456”").await;
    boris.browser.gone("link", "+371 20 123 456").await;
    console.press("button", "Undo").await;
    boris.browser.find("link", "+371 20 123 456").await;
    assert_eq!(barriers(console).await, [""; 0]);
    assert_eq!(anna.complaints().await, [""; 0]);
}

/// Criteria: X7
#[tokio::test]
async fn a_label_is_made_in_the_settings_put_on_a_client_and_merged() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the kettle back?").await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    settings
        .goto(&format!("{}/settings/marks", stack.origin()))
        .await;
    for label in ["VIP", "Gold"] {
        let field = settings.find("textbox", "New label").await;
        field.type_keys(label).await;
        settings.key("Enter").await;
        let name = format!("Name of the label “{label}”");
        settings.find("textbox", &name).await;
    }
    assert_eq!(barriers(settings).await, [""; 0]);

    // Boris chooses it by a part of its name, and can't make one.
    let boris = Desk::of(&stack, &stack.boris()).await;
    let console = &boris.browser;
    boris.open("Is the kettle back?").await;
    console.press("button", "Add label").await;
    let field = console.find("combobox", "Add label").await;
    field.type_keys("Silver").await;
    boris.says("Nothing found").await;
    console.key("Escape").await;
    console.press("button", "Add label").await;
    let field = console.find("combobox", "Add label").await;
    field.type_keys("vi").await;
    console.key("Enter").await;
    console.find("button", "Remove “VIP”").await;
    assert_eq!(barriers(console).await, [""; 0]);

    // What is merged has the other name at once, also where it is shown.
    settings.reload().await;
    owner.says("1 client").await;
    settings.press("button", "Actions: VIP").await;
    settings.press("menuitem", "Merge into…").await;
    owner.says("Merge “VIP” into “Gold”?").await;
    settings.press("button", "Merge").await;
    console.find("button", "Remove “Gold”").await;
    console.gone("button", "Remove “VIP”").await;
    owner.says("1 client").await;
}

#[tokio::test]
async fn a_tag_is_made_where_it_is_put_on_a_dialog() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the kettle back?").await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    for desk in [&owner, &boris] {
        desk.open("Is the kettle back?").await;
    }
    let console = &owner.browser;
    console.press("button", "Add tag").await;
    let field = console.find("combobox", "Add tag").await;
    field.type_keys("Refund").await;
    console.key("Enter").await;
    console.find("button", "Remove “Refund”").await;
    boris.browser.find("button", "Remove “Refund”").await;
    console.press("button", "Remove “Refund”").await;
    boris.browser.gone("button", "Remove “Refund”").await;
    console.press("button", "Undo").await;
    boris.browser.find("button", "Remove “Refund”").await;
}

/// Criteria: KC-32
#[tokio::test]
async fn who_was_taken_for_two_is_made_one_after_a_look_at_what_comes_of_it() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the kettle back?").await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    let console = &anna.browser;

    // A client is added by hand, and found again by a part of his number.
    console.press("link", "Clients").await;
    console.press("button", "New client").await;
    console.press("button", "Add client").await;
    anna.says("Enter a name, a phone or an e-mail").await;
    let field = console.find("textbox", "Client's name").await;
    field.type_keys("Clara Weiss").await;
    let field = console.find("textbox", "Phone").await;
    field.type_keys("+371 20 123 456").await;
    console.press("button", "Add client").await;
    console.find("link", "+371 20 123 456").await;
    anna.says("Has not written yet").await;
    console.press("button", "Save as customer").await;
    let field = console
        .find("searchbox", "Name, number, phone or e-mail")
        .await;
    field.type_keys("123456").await;
    console.find_containing("link", "Customer").await;
    assert_eq!(barriers(console).await, [""; 0]);

    // Boris finds out that the visitor is she.
    boris.open("Is the kettle back?").await;
    let console = &boris.browser;
    console.press("button", "Choose customer…").await;
    let field = console
        .find("searchbox", "Name, number, phone or e-mail")
        .await;
    field.type_keys("clara").await;
    let found = console.find_containing("button", "Clara Weiss").await;
    found.press().await;
    boris.says("Merge with Clara Weiss?").await;
    boris.says("After merging").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.press("button", "Merge").await;
    console.find_containing("link", "Clara Weiss").await;
    console.find("link", "+371 20 123 456").await;
    anna.says("Is the kettle back?").await;

    // The visitor goes on where he was.
    chat.write("Hello?").await;
    console.find_containing("link", "Hello?").await;
}

//! What the site asks of visitors: from its settings to the visitor, and to the operator.

use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;
use crate::welcome::{open_site, write};

#[tokio::test]
async fn a_visitor_rates_what_an_operator_has_closed_and_ends_a_conversation_himself() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    open_site(&stack, settings).await;
    let rating = "Ask for a rating at the end of a conversation";
    settings.press("checkbox", rating).await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-asking").await;
    settings
        .press("button", "Save “What visitors are asked”")
        .await;
    owner.says("Saved").await;

    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the brass lamp back?").await;
    chat.last_is_stored().await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("Is the brass lamp back?").await;
    anna.reply("It is").await;
    chat.shows("It is").await;
    anna.browser.press("button", "Close dialog").await;

    // He is asked, and what he was typing stays.
    let visitor = &chat.browser;
    visitor.press("button", "Good").await;
    assert_eq!(barriers(visitor).await, [""; 0]);
    visitor
        .find("textbox", "A few words, if you like")
        .await
        .type_keys("Quick and kind")
        .await;
    visitor.screenshot("widget-rating").await;
    visitor
        .find_in(("form", "How was this conversation?"), "button", "Send")
        .await
        .press()
        .await;
    chat.says("Thank you for the rating").await;
    anna.shows("Rating: good 👍 · Quick and kind").await;
    anna.says("Last rating").await;
    anna.browser.screenshot("console-rating").await;

    // He writes again, and ends it himself.
    chat.write("Thank you").await;
    chat.last_is_stored().await;
    visitor.press("button", "Chat menu").await;
    assert_eq!(barriers(visitor).await, [""; 0]);
    visitor.screenshot("widget-menu").await;
    visitor.press("button", "End conversation").await;
    chat.says("You ended the conversation").await;
    anna.shows("The client ended the conversation").await;
    visitor.press("button", "Not now").await;
    visitor.gone("button", "Not now").await;
    visitor.reload().await;
    chat.open().await;
    chat.says("You ended the conversation").await;
    visitor.gone("button", "Good").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
    assert_eq!(anna.complaints().await, [""; 0]);
}

#[tokio::test]
async fn a_message_waits_until_its_writer_has_agreed_and_the_card_says_to_what() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    open_site(&stack, settings).await;
    let asks = "Ask for consent before the first message";
    settings.press("checkbox", asks).await;
    let text = "What visitors agree to, in English";
    write(settings, text, "You may keep what I write").await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-consent").await;
    settings.press("button", "Save “Consent”").await;
    owner.says("Saved").await;

    let chat = Chat::on(&stack, "index.html").await;
    let visitor = &chat.browser;
    chat.open().await;
    chat.write("Is the brass lamp back?").await;
    chat.says("You may keep what I write").await;
    assert_eq!(barriers(visitor).await, [""; 0]);
    visitor.screenshot("widget-consent").await;
    // Not now: it stays where it was written, and nothing was sent.
    visitor.press("button", "Not now").await;
    assert_eq!(chat.composed().await, "Is the brass lamp back?");
    assert_eq!(chat.log().await.matches("brass lamp").count(), 0);
    visitor.press("button", "Send").await;
    visitor.press("button", "Agree and send").await;
    chat.last_is_stored().await;
    assert_eq!(chat.composed().await, "");
    chat.write("And the shade?").await;
    chat.shows("And the shade?").await;
    chat.last_is_stored().await;

    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("And the shade?").await;
    anna.says("Version 1 ·").await;
    anna.browser.screenshot("console-consent-card").await;

    // The text changes while the chat is open: it is asked anew, and nothing is lost.
    write(settings, text, "You may keep and read what I write").await;
    settings.press("button", "Save “Consent”").await;
    owner.says("This is version 2.").await;
    chat.write("Thank you").await;
    chat.says("You may keep and read what I write").await;
    visitor.press("button", "Agree and send").await;
    chat.last_is_stored().await;
    anna.shows("Thank you").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
    assert_eq!(anna.complaints().await, [""; 0]);
}

#[tokio::test]
async fn what_the_site_asks_before_the_first_message_is_answered_and_stands_on_the_card() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    open_site(&stack, settings).await;
    settings.press("button", "Add a field").await;
    settings.press("checkbox", "Required").await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-fields").await;
    settings
        .press("button", "Save “What visitors are asked”")
        .await;
    owner.says("Saved").await;

    let chat = Chat::on(&stack, "index.html").await;
    let visitor = &chat.browser;
    chat.open().await;
    chat.write("Is the brass lamp back?").await;
    visitor.find("textbox", "Name").await;
    assert_eq!(barriers(visitor).await, [""; 0]);
    let form = ("form", "Before your message is sent");
    let send = visitor.find_in(form, "button", "Send").await;
    send.press().await;
    chat.says("Fill this in, please").await;
    visitor.screenshot("widget-fields").await;
    assert_eq!(barriers(visitor).await, [""; 0]);
    assert_eq!(chat.composed().await, "Is the brass lamp back?");
    write(visitor, "Name", "Vera").await;
    send.press().await;
    chat.last_is_stored().await;
    chat.write("And the shade?").await;
    chat.shows("And the shade?").await;
    chat.last_is_stored().await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("And the shade?").await;
    anna.says("Vera").await;
    assert_eq!(visitor.complaints().await, [""; 0]);
}

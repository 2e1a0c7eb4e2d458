//! What a channel answers by itself, from the settings to the widget.

use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;

/// Criteria: YU-03
#[tokio::test]
async fn a_channel_greets_by_itself_and_knows_its_hours() {
    let stack = Stack::start().await;
    let owner = Desk::of(&stack, &stack.owner()).await;
    let settings = &owner.browser;
    let channels = format!("{}/settings/channels", stack.origin());
    settings.goto(&channels).await;
    let greeting = "To the first message of a dialog";
    settings.press("checkbox", greeting).await;
    // Without words nothing is saved.
    settings.press("button", "Save “Automatic replies”").await;
    owner.says("Write what the reply says").await;
    let text = settings.find("textbox", "In English").await;
    text.type_keys("Hello! We answer in five minutes").await;
    owner.says("This is what the client gets").await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-automatic").await;
    settings.press("button", "Save “Automatic replies”").await;
    owner.says("Saved").await;

    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("Is the brass lamp back?").await;
    chat.shows("Hello! We answer in five minutes").await;
    let anna = Desk::of(&stack, &stack.anna()).await;
    anna.open("Hello! We answer in five minutes").await;
    anna.shows("Automatic reply").await;
    assert_eq!(barriers(&anna.browser).await, [""; 0]);
    anna.browser.screenshot("console-automatic-feed").await;
    assert_eq!(anna.complaints().await, [""; 0]);

    let center = format!("{}/settings/center", stack.origin());
    settings.goto(&center).await;
    settings.press("checkbox", "Set business hours").await;
    let saturday = settings.find("textbox", "Saturday").await;
    saturday.type_keys("from ten on").await;
    settings.press("button", "Save “Business hours”").await;
    owner.says("Write it like 9:00-13:00, 14:00-18:00").await;
    saturday.clear().await;
    saturday.type_keys("10-14").await;
    assert_eq!(barriers(settings).await, [""; 0]);
    settings.screenshot("console-hours").await;
    settings.press("button", "Save “Business hours”").await;
    owner.says("Saved").await;
    settings
        .wait("the hours as they are kept", || async {
            let kept = saturday.property("value").await;
            (kept == "10:00-14:00").then_some(())
        })
        .await;
}

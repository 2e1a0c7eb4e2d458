//! Webhooks: made on the screen, tried, and what came of it read there.

use beseda_tests::outside::Outside;
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::desk::Desk;

#[tokio::test]
async fn a_webhook_is_made_and_tried_and_its_log_tells_what_came_of_it() {
    let outside = Outside::begin().await;
    let stack = Stack::calling(outside.port()).await;
    let olga = Desk::of(&stack, &stack.owner()).await;
    olga.dismiss_question().await;
    let console = &olga.browser;
    console
        .goto(&format!("{}/settings/webhooks", stack.origin()))
        .await;
    console.find("textbox", "Address").await.press().await;
    console.insert("https://localhost/hook").await;
    console.press("button", "Add").await;
    console.find_beginning("alert", "").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.find("textbox", "Address").await.clear().await;
    console.insert("https://takes.acme.com/hook").await;
    console.press("button", "Add").await;
    console.find("button", "Copy the secret").await;
    console.screenshot("webhooks-secret").await;
    assert_eq!(barriers(console).await, [""; 0]);

    console
        .find_beginning("button", "Actions")
        .await
        .press()
        .await;
    console.press("menuitem", "Send a test").await;
    console
        .wait("that the test was taken", || async {
            console.press("button", "Refresh").await;
            console.text().await.contains("Delivered").then_some(())
        })
        .await;
    console.screenshot("webhooks-log").await;
    assert_eq!(barriers(console).await, [""; 0]);
    let request = &outside.heard("takes")[0];
    assert!(request.body.contains("webhook.test"), "{}", request.body);
}

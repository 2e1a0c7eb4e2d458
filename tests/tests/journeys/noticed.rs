//! A new dialog makes itself noticed.

use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::desk::Desk;

#[tokio::test]
async fn a_new_dialog_changes_the_title_and_the_console_asks_for_sound_and_notifications() {
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.browser.allow("notifications", &stack.origin()).await;
    desk.browser.press("button", "Turn on").await;
    desk.browser.gone("button", "Turn on").await;

    desk.watch_heard().await;
    let before = desk.browser.title().await;
    Visitor::start(&stack).await.said("Hello?").await;
    desk.browser
        .wait("a title that says so", || async {
            let title = desk.browser.title().await;
            (title != before && title.contains('1')).then_some(())
        })
        .await;
    desk.browser
        .wait("the tone", || async {
            (desk.heard().await.tones > 0).then_some(())
        })
        .await;

    // Not asked again after a reload.
    desk.browser.reload().await;
    desk.browser.find("list", "Dialogs").await;
    assert!(!desk.browser.has("button", "Turn on").await);
}

#[tokio::test]
async fn what_messages_sound_like_is_tried_in_the_settings() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.browser.allow("notifications", &stack.origin()).await;
    desk.browser
        .goto(&format!("{}/settings/me", stack.origin()))
        .await;
    desk.watch_heard().await;
    desk.browser.press("button", "Test sound").await;
    desk.browser
        .wait("the tone", || async {
            (desk.heard().await.tones > 0).then_some(())
        })
        .await;
    desk.browser.press("button", "Test notification").await;
    desk.browser
        .wait("a notification", || async {
            (!desk.heard().await.notifications.is_empty()).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_desktop_notification_is_raised_once_it_is_allowed() {
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.browser.allow("notifications", &stack.origin()).await;
    desk.browser.press("button", "Turn on").await;
    desk.browser.gone("button", "Turn on").await;
    desk.watch_heard().await;
    // Only somebody who looks elsewhere needs one.
    desk.browser.new_tab().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Anybody there?").await;
    desk.browser.tab(0).await;
    desk.browser
        .wait("a notification", || async {
            let heard = desk.heard().await;
            heard
                .notifications
                .iter()
                .any(|n| n.contains("Anybody there?"))
                .then_some(())
        })
        .await;
}

//! A new dialog makes itself noticed.

use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;
use crate::heard::notified_elsewhere;

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
    desk.browser
        .goto(&format!("{}/v1/nothing", stack.origin()))
        .await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Anybody there?").await;
    desk.browser
        .wait("a notification", || async {
            let notified = notified_elsewhere(&desk.browser).await;
            notified.contains("Anybody there?").then_some(())
        })
        .await;
}

/// Whether the tab's icon has a dot.
const DOTTED: &str = "
    const icon = document.querySelector('link[rel=icon]');
    return icon.getAttribute('href').includes(\"cx='25'\");
";

/// Criteria: X1
#[tokio::test]
async fn the_badge_counts_what_the_center_has_chosen() {
    let stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Do you ship to Riga?").await;
    let desk = Desk::of(&stack, &stack.owner()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    let badge_is = async |n: u32| {
        let is_it = || async {
            let is_titled = console.title().await.starts_with(&format!("({n})"));
            let is_dotted: bool = console.js(DOTTED, &[]).await;
            (is_titled == (n > 0) && is_dotted == (n > 0)).then_some(())
        };
        console.wait(&format!("a badge of {n}"), is_it).await;
    };
    desk.open("Do you ship to Riga?").await;
    // It is read, and still nobody has answered.
    badge_is(1).await;
    console
        .goto(&format!("{}/settings/center", stack.origin()))
        .await;
    console
        .press("radio", "Unread, until somebody opens them")
        .await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.press("button", "Save “Badge”").await;
    badge_is(0).await;
    console.idle().await;
    console.screenshot("settings-badge").await;
    visitor.said("Hello?").await;
    badge_is(1).await;
    console.find_containing("link", "1 unread dialog").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

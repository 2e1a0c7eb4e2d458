//! Pages that forbid, and pages that mean harm.

use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::chat::Chat;

async fn works_on(page: &str) {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, page).await;
    chat.browser.watch_violations().await;
    chat.open().await;
    let text = format!("from {page}");
    chat.write(&text).await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of(&text).await;
    let answer = format!("to {page}");
    anna.replied(dialog.id, &answer).await;
    chat.shows(&answer).await;
    chat.browser.press("button", "Emoji").await;
    chat.browser.find("searchbox", "Search emoji").await;
    chat.browser.key("Escape").await;
    assert_eq!(chat.browser.violations().await, [""; 0], "{page}");
    assert_eq!(chat.browser.complaints().await, [""; 0], "{page}");
}

#[tokio::test]
async fn the_widget_works_under_a_strict_content_security_policy() {
    works_on("csp.html").await;
}

#[tokio::test]
async fn the_widget_works_under_trusted_types_with_no_policy_allowed() {
    works_on("trusted-types.html").await;
}

#[tokio::test]
async fn the_widget_works_among_hostile_style_sheets() {
    works_on("hostile.html").await;
}

#[tokio::test]
async fn the_widget_works_in_a_single_page_app_and_tells_where_the_visitor_goes() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "spa.html").await;
    chat.open().await;
    chat.write("in the app").await;
    let dialog = anna.dialog_of("in the app").await;
    let _: () = chat
        .browser
        .js("history.pushState({}, '', '?view=elsewhere');", &[])
        .await;
    chat.write("moved").await;
    let visiting = |frame: &beseda_protocol::operator::ToOperator| match frame {
        beseda_protocol::operator::ToOperator::Visiting { client, page, .. }
            if *client == dialog.client.id =>
        {
            page.as_ref()
                .filter(|page| page.url.contains("elsewhere"))
                .map(|_| ())
        }
        _ => None,
    };
    anna.line.expect("the new address", visiting).await;
}

//! People who use a screen reader or a keyboard are not shut out (R6).

use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::{Stack, node_module};
use serde_json::json;

use crate::chat::Chat;
use crate::desk::Desk;

/// What axe-core finds serious or critical under a part of the page.
async fn barriers(browser: &Browser, part: &str) -> Vec<String> {
    const RUN: &str = "
        // Initials in an avatar are decoration, not a label that somebody would say.
        const rules = {'label-content-name-mismatch': {enabled: false}};
        const found = await axe.run(document.querySelector(args[0]) ?? document, {rules});
        return found.violations
            .filter(rule => ['serious', 'critical'].includes(rule.impact))
            .flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 200)
                + ' ' + node.any.map(check => check.message).join('; ')));
    ";
    let axe = std::fs::read_to_string(node_module("axe-core/axe.min.js"));
    let axe = axe.expect("axe-core is among the tools");
    // By the developer tools: a page's policy does not allow it in.
    browser
        .devtools("Runtime.evaluate", json!({ "expression": axe }))
        .await;
    browser.js(RUN, &[part.into()]).await
}

#[tokio::test]
async fn the_widget_has_no_barriers() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    for (look, text) in [
        (Look::DESKTOP, "seen by axe"),
        (Look::DESKTOP.dark(), "seen by axe in the dark"),
        (Look::PHONE, "seen by axe on a phone"),
    ] {
        let chat = Chat {
            browser: Browser::looking(&look).await,
        };
        chat.browser.goto(&stack.page("index.html")).await;
        chat.browser.find("button", "Open chat").await;
        let part = "beseda-chat";
        assert_eq!(barriers(&chat.browser, part).await, [""; 0], "{look:?}");
        chat.open().await;
        chat.write(text).await;
        chat.last_is_stored().await;
        let dialog = anna.dialog_of(text).await;
        anna.replied(dialog.id, "An answer with https://a.example")
            .await;
        chat.shows("An answer").await;
        assert_eq!(barriers(&chat.browser, part).await, [""; 0], "{look:?}");
        chat.browser.press("button", "Emoji").await;
        chat.browser.find("searchbox", "Search emoji").await;
        assert_eq!(barriers(&chat.browser, part).await, [""; 0], "{look:?}");
    }
}

#[tokio::test]
async fn the_settings_have_no_barriers() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.owner()).await;
    for (page, heading) in [
        ("sites", "Sites"),
        ("people", "People"),
        ("me", "My settings"),
        ("center", "Company"),
    ] {
        let address = format!("{}/settings/{page}", stack.origin());
        desk.browser.goto(&address).await;
        desk.browser.find("heading", heading).await;
        let found = barriers(&desk.browser, "body").await;
        assert_eq!(found, [""; 0], "{page}");
    }
}

#[tokio::test]
async fn the_console_has_no_barriers() {
    let stack = Stack::demo().await;
    for look in [Look::DESKTOP, Look::DESKTOP.dark(), Look::PHONE] {
        let gate = Browser::looking(&look).await;
        gate.goto(&stack.origin()).await;
        gate.find("button", "Sign in").await;
        assert_eq!(barriers(&gate, "body").await, [""; 0], "sign-in, {look:?}");

        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        assert_eq!(barriers(&desk.browser, "body").await, [""; 0], "{look:?}");
        desk.dismiss_question().await;
        desk.first_dialog().await;
        assert_eq!(barriers(&desk.browser, "body").await, [""; 0], "{look:?}");
    }
}

//! Exports: from the filter's panel to the downloads, a list from its menu, everything about
//! a client from his, a dialog as text.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::json;

use crate::access::barriers;
use crate::chat::Chat;
use crate::desk::Desk;

/// Fetches what a link leads to, as a press would: its type, and how it begins.
async fn fetched(console: &Browser, link: &str) -> (String, String) {
    let link = console.find("link", link).await;
    let path = link.property("href").await;
    let script = "return fetch(arguments[0]).then(async answer =>
        [answer.headers.get('content-type'), (await answer.text()).slice(0, 2000)])";
    console.js(script, &[json!(path)]).await
}

/// Criteria: SB-44, SB-47, SB-48
#[tokio::test]
async fn what_is_found_is_exported_and_waits_among_the_downloads() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let mut line = Operator::sign_in(&stack, &stack.boris()).await;
    chat.write("Is the oolong back?").await;
    let dialog = line.dialog_of("Is the oolong back?").await;
    let olga = Desk::of(&stack, &stack.owner()).await;
    olga.dismiss_question().await;
    let console = &olga.browser;

    // From the panel of the clients' filter.
    console.goto(&format!("{}/clients", stack.origin())).await;
    console.press("button", "Filter").await;
    console.press("button", "Export what is found: CSV").await;
    console.screenshot("exports-panel").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.press("button", "Downloads").await;
    console.find("heading", "Downloads").await;
    let (mime, begins) = fetched(console, "Download").await;
    assert_eq!(mime, "text/csv; charset=utf-8");
    assert!(begins.contains("client_id;Name;Messenger;Bot;"), "{begins}");
    console.screenshot("exports-downloads").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.press("button", "Delete").await;
    console.gone("link", "Download").await;

    // Everything about a client, from his menu.
    let client = dialog.client.id;
    console
        .goto(&format!("{}/clients/{client}", stack.origin()))
        .await;
    console.press("button", "Actions with the client").await;
    console
        .press("menuitem", "Everything about this client")
        .await;
    console
        .goto(&format!("{}/settings/downloads", stack.origin()))
        .await;
    let (mime, begins) = fetched(console, "Download").await;
    assert_eq!(mime, "application/json");
    assert!(begins.contains("\"profile\""), "{begins}");

    // A dialog, from its menu: whoever sees it.
    let boris = Desk::of(&stack, &stack.boris()).await;
    boris.dismiss_question().await;
    boris.open("Is the oolong back?").await;
    boris.browser.press("button", "Dialog actions").await;
    boris.browser.find("menuitem", "Print").await;
    let text = boris.browser.find("menuitem", "Save as text").await;
    let path = text.property("href").await;
    let script = "return fetch(arguments[0]).then(answer => answer.text())";
    let text: String = boris.browser.js(script, &[json!(path)]).await;
    assert!(text.contains("Is the oolong back?"), "{text}");
}

#[tokio::test]
async fn downloads_fit_a_phone_in_russian() {
    let stack = Stack::shared().await;
    let olga = Desk::in_russian(&stack, &stack.owner(), Look::PHONE).await;
    let console = &olga.browser;
    console
        .goto(&format!("{}/settings/downloads", stack.origin()))
        .await;
    console.find("heading", "Выгрузки").await;
    console.press("button", "Клиенты: XLSX").await;
    console.find("link", "Скачать").await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.screenshot("exports-narrow").await;
}

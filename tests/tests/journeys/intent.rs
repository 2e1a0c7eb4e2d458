//! Before somebody wants to write, a page pays for a launcher and nothing else.

use beseda_tests::browser::Browser;
use beseda_tests::stack::Stack;
use serde::Deserialize;

use crate::chat::Chat;

/// What a page has stored, opened and fetched of ours.
#[derive(Debug, Deserialize)]
struct Traces {
    cookies: String,
    stored: Vec<String>,
    databases: Vec<String>,
    fetched: Vec<String>,
    globals: Vec<String>,
}

async fn traces(browser: &Browser, relay: &str) -> Traces {
    const TRACES: &str = "
        const clean = document.createElement('iframe');
        document.body.append(clean);
        const usual = new Set(Object.getOwnPropertyNames(clean.contentWindow));
        clean.remove();
        const databases = await indexedDB.databases();
        const fetched = performance.getEntriesByType('resource').map(entry => entry.name);
        return {
            cookies: document.cookie,
            stored: Object.keys({...localStorage, ...sessionStorage}),
            databases: databases.map(database => database.name),
            fetched: fetched.filter(name => name.startsWith(args[0])),
            globals: Object.getOwnPropertyNames(window).filter(name => !usual.has(name)),
        };
    ";
    browser.js(TRACES, &[relay.into()]).await
}

#[tokio::test]
async fn nothing_is_stored_opened_or_fetched_before_intent() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.browser.find("button", "Open chat").await;
    chat.browser.idle().await;

    let relay = stack.origin();
    let before = traces(&chat.browser, &relay).await;
    assert_eq!(before.cookies, "");
    assert_eq!(before.stored, [""; 0]);
    assert_eq!(before.databases, [""; 0]);
    assert_eq!(before.fetched, [format!("{relay}/w/{}.js", stack.key())]);
    let sockets = chat.browser.sockets().await;
    assert_eq!(sockets, 0);

    // Pointing at the launcher fetches ahead, and still stores nothing.
    chat.browser.find("button", "Open chat").await.hover().await;
    chat.browser.fetches("widget.", &relay).await;
    let hovered = traces(&chat.browser, &relay).await;
    assert_eq!(hovered.cookies, "");
    assert_eq!(hovered.stored, [""; 0]);
    assert_eq!(hovered.databases, [""; 0]);
    assert_eq!(chat.browser.sockets().await, 0);

    // Opening the panel is no message yet: no identity.
    chat.open().await;
    chat.browser.find("button", "Send").await;
    let opened = traces(&chat.browser, &relay).await;
    assert_eq!(opened.cookies, "");
    assert_eq!(opened.stored, [""; 0]);

    chat.write("now").await;
    chat.last_is_stored().await;
    let after = traces(&chat.browser, &relay).await;
    assert_eq!(after.cookies, "");
    assert!(!after.stored.is_empty(), "the identity is kept");
    let ours: Vec<_> = after
        .globals
        .iter()
        .filter(|name| name.contains("beseda"))
        .collect();
    assert_eq!(ours, ["beseda"], "{:?}", after.globals);
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

#[tokio::test]
async fn a_returning_visitor_costs_one_question_and_no_wasm() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("I come back").await;
    chat.last_is_stored().await;
    assert_eq!(chat.browser.sockets().await, 1);

    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.browser.find("button", "Open chat").await;
    let relay = stack.origin();
    chat.browser.fetches("/v1/visitor/unread", &relay).await;
    chat.browser.idle().await;
    let traces = traces(&chat.browser, &relay).await;
    let wanted = [
        format!("{relay}/w/{}.js", stack.key()),
        format!("{relay}/v1/visitor/unread"),
    ];
    assert_eq!(traces.fetched, wanted);
    assert_eq!(chat.browser.sockets().await, 0);
}

#[tokio::test]
async fn the_panel_opens_in_the_frame_of_the_click_and_keeps_what_is_typed_ahead() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    let launcher = chat.browser.find("button", "Open chat").await;
    chat.browser.slow_down(true).await;
    let has_field: bool = chat
        .browser
        .js(
            "args[0].click();
             const field = args[0].getRootNode().activeElement;
             return field?.matches('textarea') && field.checkVisibility();",
            &[launcher.as_argument()],
        )
        .await;
    assert!(has_field, "the field has the focus before the click ends");
    chat.browser.insert("typed ahead of the wasm").await;
    chat.browser.key("Enter").await;
    chat.browser.slow_down(false).await;
    chat.last_is_stored().await;
    chat.shows("typed ahead of the wasm").await;
    assert_eq!(chat.composed().await, "");
}

#[tokio::test]
async fn enter_in_an_empty_field_does_not_send_what_an_earlier_page_has_left() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("said").await;
    chat.last_is_stored().await;
    chat.compose("not yet").await;
    chat.browser.reload().await;
    let launcher = chat.browser.find("button", "Open chat").await;
    let () = chat
        .browser
        .js(
            "args[0].click();
             const field = args[0].getRootNode().activeElement;
             const enter = {key: 'Enter', bubbles: true, composed: true};
             field.dispatchEvent(new KeyboardEvent('keydown', enter));",
            &[launcher.as_argument()],
        )
        .await;
    chat.shows("said").await;
    assert_eq!(chat.composed().await, "not yet");
}

//! The console before its code has come.

use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::desk::Desk;

/// Where the columns stand, and on what ground.
const COLUMNS: &str = "
    const box = selector => {
        const part = [...document.querySelectorAll(selector)].find(part => part.checkVisibility());
        const {left, width} = part?.getBoundingClientRect() ?? {};
        return [selector, left, width].join(' ');
    };
    return ['.rail', '.list-pane', '.dialog-pane', '.card-pane'].map(box);
";

/// How far the list's first card stands from the top.
const FIRST: &str = "return document.querySelector(args[0]).getBoundingClientRect().top;";

/// ux C15.
#[tokio::test]
async fn the_page_has_its_shape_and_colours_before_the_code_comes_and_nothing_jumps() {
    let stack = Stack::demo().await;
    for (name, look) in [
        ("wide", Look::DESKTOP.wide(1440)),
        ("dark", Look::DESKTOP.dark()),
        ("phone", Look::PHONE),
    ] {
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        let browser = &desk.browser;
        desk.dismiss_question().await;
        let first: f64 = browser.js(FIRST, &[".list-card".into()]).await;
        desk.open_of("James Whitfield").await;
        let columns: Vec<String> = browser.js(COLUMNS, &[]).await;
        let ground = "return getComputedStyle(document.querySelector(args[0])).backgroundColor;";
        let rail: String = browser.js(ground, &[".rail".into()]).await;

        browser.block(Some("*/console.*.js")).await;
        let dialog = browser.address().await;
        browser.goto(&dialog).await;
        let shape: Vec<String> = browser.js(COLUMNS, &[]).await;
        assert_eq!(shape, columns, "{name}");
        let shaped: String = browser.js(ground, &[".rail".into()]).await;
        assert_eq!(shaped, rail, "{name}");
        browser.goto(&stack.origin()).await;
        let bone: f64 = browser.js(FIRST, &[".list-bone".into()]).await;
        assert!((bone - first).abs() < 1.0, "{name}: {bone}, {first}");
        browser.block(None).await;
        browser.reload().await;
        browser.find("list", "Dialogs").await;
        let shapes: Value = browser
            .js("return document.querySelectorAll('#shape').length;", &[])
            .await;
        assert_eq!(shapes, 0);
    }
}

#[tokio::test]
async fn whoever_is_not_signed_in_sees_no_shape_of_dialogs() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    browser.press("button", "My menu").await;
    browser.press("menuitem", "Sign out").await;
    browser.find("button", "Sign in").await;
    browser.block(Some("*/console.*.js")).await;
    browser.goto(&stack.origin()).await;
    let shape: String = browser
        .js("return document.documentElement.dataset.shape;", &[])
        .await;
    assert_eq!(shape, "gate");
}

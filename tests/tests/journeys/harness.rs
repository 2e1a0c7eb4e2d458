//! The harness itself: what all journeys stand on.

use beseda_tests::browser::Browser;

const PAGE: &str = "data:text/html,<!doctype html><title>t</title><div id=host></div><script>\
    const root = host.attachShadow({mode:'open'});\
    const button = root.appendChild(document.createElement('button'));\
    button.setAttribute('aria-label', 'Open chat');\
    button.onclick = () => { const log = root.appendChild(document.createElement('div'));\
    log.setAttribute('role', 'log'); log.setAttribute('aria-label', 'Messages'); };\
    const hidden = root.appendChild(document.createElement('button'));\
    hidden.textContent = 'Hidden'; hidden.hidden = true;\
    </script>";

#[tokio::test]
async fn elements_are_found_by_role_and_name_inside_shadow_roots() {
    let browser = Browser::open().await;
    browser.goto(PAGE).await;
    assert!(!browser.has("log", "Messages").await);
    browser.press("button", "Open chat").await;
    browser.find("log", "Messages").await;
    assert!(!browser.has("button", "Hidden").await);
    assert_eq!(browser.names("button").await, ["Open chat"]);
    let sum: u32 = browser
        .js(
            "return await Promise.resolve(arguments[0] + 1);",
            &[1.into()],
        )
        .await;
    assert_eq!(sum, 2);
    assert!(browser.complaints().await.is_empty());
    let _: () = browser.js("console.error('bad')", &[]).await;
    assert_eq!(browser.complaints().await.len(), 1);
}

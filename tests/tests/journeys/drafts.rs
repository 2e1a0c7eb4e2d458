//! What is being typed is kept until it is safe elsewhere.

use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::chat::Chat;
use crate::stuck::{deafened, go_deaf};

/// Waits until this stands in the composer.
async fn composes(chat: &Chat, text: &str) {
    chat.browser
        .wait("the draft", || async {
            (chat.composed().await == text).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_draft_outlives_what_another_tab_sends() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("a beginning").await;
    chat.last_is_stored().await;
    let second = chat.browser.new_tab().await;
    chat.browser.goto(&stack.page("cart.html")).await;
    chat.open().await;
    chat.shows("a beginning").await;
    chat.browser.tab(0).await;
    chat.compose("half of a thought").await;
    chat.browser.tab(second).await;
    chat.write("sent meanwhile").await;
    chat.last_is_stored().await;
    chat.browser
        .wait("no draft of what was sent", || async {
            let drafts = "return Object.entries(localStorage)
                .filter(([key, text]) => key.endsWith(':draft') && text).length;";
            let n: usize = chat.browser.js(drafts, &[]).await;
            (n == 0).then_some(())
        })
        .await;
    chat.browser.tab(0).await;
    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.open().await;
    composes(&chat, "half of a thought").await;
}

#[tokio::test]
async fn a_picked_emoji_is_a_draft_too() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("and now").await;
    chat.last_is_stored().await;
    chat.browser.press("button", "Emoji").await;
    let search = chat.browser.find("searchbox", "Search emoji").await;
    search.type_keys("waving hand").await;
    chat.browser.press("button", "waving hand").await;
    chat.browser.kill_tab().await;
    chat.browser.goto(&stack.page("cart.html")).await;
    chat.open().await;
    composes(&chat, "👋").await;
}

#[tokio::test]
async fn a_text_that_is_neither_kept_nor_sent_is_still_a_draft() {
    let stack = Stack::shared().await;
    let chat = deafened(&stack, "safe").await;
    go_deaf(&chat.browser).await;
    let never = "IDBDatabase.prototype.transaction = () => (
            {objectStore: () => new Proxy({}, {get: () => () => ({})})});
        return null;";
    chat.browser.js::<Value>(never, &[]).await;
    chat.write("not yet").await;
    chat.last_is("Sending").await;
    assert_eq!(chat.composed().await, "");

    chat.browser.reload().await;
    chat.open().await;
    composes(&chat, "not yet").await;
    chat.browser.key("Enter").await;
    chat.shows("not yet").await;
    chat.last_is_stored().await;
    chat.browser.reload().await;
    chat.open().await;
    chat.shows("not yet").await;
    assert_eq!(chat.composed().await, "");
}

//! What hangs on its way, and what something in between does not let through, holds
//! nobody up.

use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::json;

use crate::chat::{self, Chat};
use crate::files::Folder;
use crate::outbox::feed_behind;

/// A page whose pauses are ten times as short.
const HURRIED: &str = "
    const wait = window.setTimeout;
    window.setTimeout = (run, ms) => wait.call(window, run, ms / 10);
";

/// A visitor on such a page, who has opened the chat.
async fn hurried(page: &str) -> Chat {
    let browser = Browser::open().await;
    chat::on_new_pages(&browser, HURRIED).await;
    browser.goto(page).await;
    let chat = Chat { browser };
    chat.open().await;
    chat.browser.find("button", "Send").await;
    chat
}

const FILES: &str = "*/v1/visitor/files/*";

#[tokio::test]
async fn a_file_that_does_not_pass_is_not_sent_and_holds_nothing_behind_it() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = hurried(&stack.page("index.html")).await;
    chat.write("before the wall").await;
    chat.last_is_stored().await;

    let block = |urls: &[&str]| {
        let browser = &chat.browser;
        let urls = json!({ "urls": urls });
        async move {
            browser.devtools("Network.enable", json!({})).await;
            browser.devtools("Network.setBlockedURLs", urls).await;
        }
    };
    block(&[FILES]).await;
    let folder = Folder::new();
    let (path, _) = folder.file("walled.bin", 1_000);
    chat::attach(&chat.browser, &path).await;
    chat.shows("walled.bin").await;
    chat.write("behind the wall").await;
    chat.last_is("Sending").await;
    let dialog = anna.dialog_of("behind the wall").await.id;
    chat.says("Not sent").await;

    block(&[]).await;
    chat.browser.press("button", "Try again").await;
    let told = ("before the wall", "walled.bin");
    let (feed, _) = feed_behind(&stack, &mut anna, dialog, told).await;
    let wanted = ["visitor: behind the wall", "visitor: [walled.bin]"];
    assert_eq!(feed, wanted);
    chat.last_is_stored().await;
}

//! What hangs on its way, and what something in between does not let through, holds
//! nobody up.

use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::json;

use crate::chat::{self, Chat, LOG};
use crate::files::Folder;
use crate::outbox::{WAITS, feed_behind};

/// A page whose pauses and deadlines of calls are ten times as short. It counts the
/// calls whose deadlines have passed.
const HURRIED: &str = "
    const wait = window.setTimeout;
    window.setTimeout = (run, ms) => wait.call(window, run, ms / 10);
    const calls = XMLHttpRequest.prototype;
    const own = Object.getOwnPropertyDescriptor(calls, 'timeout');
    Object.defineProperty(calls, 'timeout', {set(ms) { own.set.call(this, ms / 10); }});
    const send = calls.send;
    calls.send = function (body) {
        this.addEventListener('timeout', () => window[Symbol.for('late')] = true);
        send.call(this, body);
    };
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

/// From now on such calls get no answer.
async fn swallow(browser: &Browser, calls: &str) {
    let hole = json!({"patterns": [{ "urlPattern": calls }]});
    browser.devtools("Fetch.enable", hole).await;
}

/// All calls get answers again.
async fn give_back(browser: &Browser) {
    browser.devtools("Fetch.disable", json!({})).await;
}

#[tokio::test]
async fn an_upload_that_hangs_is_begun_anew() {
    let stack = Stack::shared().await;
    let chat = hurried(&stack.page("index.html")).await;
    chat.write("before the hole").await;
    chat.last_is_stored().await;

    swallow(&chat.browser, FILES).await;
    let folder = Folder::new();
    let (path, _) = folder.file("hung.bin", 1_000);
    chat::attach(&chat.browser, &path).await;
    chat.browser
        .wait("a deadline to pass", || async {
            let late = "return window[Symbol.for('late')] || false;";
            chat.browser.js::<bool>(late, &[]).await.then_some(())
        })
        .await;
    give_back(&chat.browser).await;
    chat.browser.find_containing("link", "hung.bin").await;
    chat.last_is_stored().await;
}

#[tokio::test]
async fn a_first_message_that_gets_no_answer_says_so_and_can_be_given_up() {
    let stack = Stack::shared().await;
    let chat = hurried(&stack.page("index.html")).await;
    swallow(&chat.browser, "*/v1/visitor/start").await;
    chat.write("is anybody there").await;
    chat.write("hello").await;
    chat.says("No connection, 2 messages waiting").await;
    chat.browser.press("button", "Cancel").await;
    chat.says("No connection, 1 message waiting").await;
    give_back(&chat.browser).await;
    chat.last_is_stored().await;
    chat::says_no_more(&chat.browser, WAITS).await;
    let log = chat.browser.find(LOG.0, LOG.1).await.text().await;
    assert!(log.contains("hello") && !log.contains("anybody"), "{log}");
}

//! What hangs on its way, and what something in between does not let through, holds
//! nobody up.

use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::{Value, json};

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
    const after = AbortSignal.timeout;
    AbortSignal.timeout = ms => {
        const signal = after.call(AbortSignal, ms / 10);
        signal.addEventListener('abort', () => window[Symbol.for('late')] = true);
        return signal;
    };
";

/// A visitor on such a page, who has opened the chat.
async fn hurried(page: &str) -> Chat {
    let chat = hurried_before_opening(page).await;
    chat.open().await;
    chat.browser.find("button", "Send").await;
    chat
}

async fn hurried_before_opening(page: &str) -> Chat {
    let browser = Browser::open().await;
    chat::on_new_pages(&browser, HURRIED).await;
    browser.goto(page).await;
    Chat { browser }
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
    chat.says("The file can't get through").await;

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
    let chat = hurried_before_opening(&stack.page("index.html")).await;
    swallow(&chat.browser, "*/v1/visitor/start").await;
    chat.open().await;
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

/// Messages are lost on their way, until the relay does not accept the token.
const DEAF: &str = "
    const Real = WebSocket;
    window.WebSocket = class extends Real {
        constructor(...words) {
            super(...words);
            window[Symbol.for('socket')] = this;
        }
        send(text) {
            if (!this[Symbol.for('deaf')] || !text.includes('\"say\"')) super.send(text);
        }
    };
";

/// From now on no message arrives over this page's socket.
pub(crate) async fn go_deaf(browser: &Browser) {
    let deaf = "window[Symbol.for('socket')][Symbol.for('deaf')] = true; return null;";
    browser.js::<Value>(deaf, &[]).await;
}

/// The relay closes it: this token is not accepted.
async fn refuse_token(browser: &Browser) {
    let refuse = "const socket = window[Symbol.for('socket')];
        socket.onclose(new CloseEvent('close', {code: 4401}));
        return null;";
    browser.js::<Value>(refuse, &[]).await;
}

/// A visitor whose messages can be lost, with one that was not.
pub(crate) async fn deafened(stack: &Stack, text: &str) -> Chat {
    let browser = Browser::open().await;
    chat::on_new_pages(&browser, DEAF).await;
    browser.goto(&stack.page("index.html")).await;
    let chat = Chat { browser };
    chat.open().await;
    chat.write(text).await;
    chat.last_is_stored().await;
    chat
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_for_all_tabs_and_what_waits_is_sent() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = deafened(&stack, "under the old token").await;
    let old = anna.dialog_of("under the old token").await.id;
    let token = || async {
        let read = "return Object.entries(localStorage)
            .filter(([key]) => /^beseda:[^:]*$/.test(key)).map(([, token]) => token);";
        chat.browser.js::<Vec<String>>(read, &[]).await
    };
    let before = token().await;
    let second = chat.browser.new_tab().await;
    chat::on_new_pages(&chat.browser, DEAF).await;
    chat.browser.goto(&stack.page("cart.html")).await;
    chat.open().await;
    chat.shows("under the old token").await;

    chat.browser.tab(0).await;
    go_deaf(&chat.browser).await;
    chat.write("lost and found").await;
    chat.last_is("Sending").await;
    refuse_token(&chat.browser).await;
    let new = anna.dialog_of("lost and found").await.id;
    assert_ne!(new, old);
    chat.last_is_stored().await;
    let after = token().await;
    assert_ne!(after, before);

    chat.browser.tab(second).await;
    refuse_token(&chat.browser).await;
    chat.write("from the other tab").await;
    assert_eq!(anna.dialog_of("from the other tab").await.id, new);
    chat.shows("lost and found").await;
    assert_eq!(token().await, after);
}

/// The relay does not accept the token that the page begins with.
const REFUSING: &str = "
    const Real = WebSocket;
    let refused;
    window.WebSocket = class extends Real {
        constructor(address, words) {
            super(address, words);
            refused ??= words[1];
            const end = new CloseEvent('close', {code: 4401});
            if (words[1] === refused) setTimeout(() => this.onclose(end));
        }
    };
";

#[tokio::test]
async fn a_visitor_who_comes_back_with_a_refused_token_is_greeted_like_a_new_one() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("long ago").await;
    chat.last_is_stored().await;
    chat::on_new_pages(&chat.browser, REFUSING).await;
    chat.browser.reload().await;
    chat.open().await;
    chat.says("Ask us anything.").await;
    chat.write("as if for the first time").await;
    chat.last_is_stored().await;
    assert!(!chat.log().await.contains("long ago"));
}

#[tokio::test]
async fn a_file_that_the_relay_does_not_know_any_more_is_uploaded_again() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = deafened(&stack, "a file follows").await;
    go_deaf(&chat.browser).await;
    let folder = Folder::new();
    let (path, digest) = folder.file("dropped.bin", 5_000);
    chat::attach(&chat.browser, &path).await;
    let relay = stack.origin();
    chat.browser.fetches("/v1/visitor/files/", &relay).await;

    // To another client it is a file that he does not have.
    refuse_token(&chat.browser).await;
    chat.says("The file wasn't uploaded completely").await;
    chat.browser.press("button", "Try again").await;
    chat.browser.find_containing("link", "dropped.bin").await;
    chat.last_is_stored().await;
    chat.write("a word follows").await;
    let dialog = anna.dialog_of("a word follows").await.id;
    let told = ("begun", "a word follows");
    let (feed, files) = feed_behind(&stack, &mut anna, dialog, told).await;
    let wanted = ["visitor: [dropped.bin]", "visitor: a word follows"];
    assert_eq!(feed, wanted);
    assert_eq!(files[0].1, digest);
}

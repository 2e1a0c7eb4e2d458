//! What belongs to the browser while a visitor writes: compositions, undo, what is
//! pasted.

use beseda_tests::stack::Stack;
use serde_json::{Value, json};

use crate::chat::{self, Chat, LOG};

/// Carries out a command of the browser's own, as its keys do.
async fn command(chat: &Chat, name: &str) {
    for kind in ["keyDown", "keyUp"] {
        let event = json!({"type": kind, "key": "Unidentified", "commands": [name]});
        chat.browser.devtools("Input.dispatchKeyEvent", event).await;
    }
}

/// Field T1.
#[tokio::test]
async fn escape_ends_a_composition_in_the_emoji_search_and_not_the_picker() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.browser.press("button", "Emoji").await;
    let search = chat.browser.find("searchbox", "Search emoji").await;
    let press = async |key: &str, is_composing: bool| {
        const PRESS: &str = "
            const [search, key, isComposing] = args;
            const event = {key, isComposing, bubbles: true, cancelable: true};
            search.dispatchEvent(new KeyboardEvent('keydown', event));
            return search.isConnected;
        ";
        let arguments = [search.as_argument(), key.into(), is_composing.into()];
        chat.browser.js::<bool>(PRESS, &arguments).await
    };
    for key in ["Escape", "ArrowDown", "Enter"] {
        press(key, true).await;
        chat.browser.idle().await;
        assert!(press("Shift", false).await, "{key}");
    }
    press("Escape", false).await;
    chat.browser.gone("searchbox", "Search emoji").await;
}

/// Field T5.
#[tokio::test]
async fn a_picked_emoji_and_a_sent_text_are_undone_and_done_again_exactly() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let pick = async || {
        chat.browser.press("button", "Emoji").await;
        let search = chat.browser.find("searchbox", "Search emoji").await;
        search.type_keys("grinning face").await;
        chat.browser.press("button", "grinning face").await;
    };
    let field = chat.browser.find("textbox", "Message").await;
    field.type_keys("hello ").await;
    pick().await;
    assert_eq!(chat.composed().await, "hello 😀");
    command(&chat, "undo").await;
    assert_eq!(chat.composed().await, "hello ");
    command(&chat, "redo").await;
    assert_eq!(chat.composed().await, "hello 😀");

    chat.browser.key("Enter").await;
    chat.last_is_stored().await;
    assert_eq!(chat.composed().await, "");
    field.type_keys("more").await;
    let texts = ["", "hello 😀", "hello ", ""];
    for _ in 0..4 {
        command(&chat, "undo").await;
        let text = chat.composed().await;
        assert!(
            texts.contains(&&*text) || "more".starts_with(&text),
            "{text}"
        );
    }
    for _ in 0..4 {
        command(&chat, "redo").await;
        let text = chat.composed().await;
        assert!(
            texts.contains(&&*text) || "more".starts_with(&text),
            "{text}"
        );
    }
}

/// Fills the clipboard with these of its forms, and tells its field to paste.
async fn paste(chat: &Chat, forms: &[&str]) {
    const COPY: &str = "
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 8;
        const picture = await new Promise(done => canvas.toBlob(done));
        const all = {
            'text/plain': new Blob(['Tea\\t12.50\\nCup\\t8.00'], {type: 'text/plain'}),
            'text/html': new Blob(['<table><tr><td>Tea</td></tr></table>'], {type: 'text/html'}),
            'image/png': picture,
        };
        const forms = Object.fromEntries(args[0].map(form => [form, all[form]]));
        await navigator.clipboard.write([new ClipboardItem(forms)]);
        return null;
    ";
    chat.browser.js::<Value>(COPY, &[json!(forms)]).await;
    chat.browser.find("textbox", "Message").await.press().await;
    command(chat, "paste").await;
}

/// Field T2.
#[tokio::test]
async fn of_a_copied_table_the_text_is_pasted_and_a_picture_alone_waits_for_send() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    for what in ["clipboard-read", "clipboard-write"] {
        chat.browser.allow(what, &stack.demo_origin()).await;
    }
    chat.open().await;
    chat.browser.find("button", "Send").await;
    paste(&chat, &["text/plain", "text/html", "image/png"]).await;
    let table = "Tea\t12.50\nCup\t8.00";
    chat.browser
        .wait("the text of the table", || async {
            (chat.composed().await == table).then_some(())
        })
        .await;
    assert!(!chat.browser.has("button", "Remove").await);

    paste(&chat, &["image/png"]).await;
    chat.browser.press("button", "Remove").await;
    chat.browser.gone("button", "Remove").await;
    paste(&chat, &["text/html", "image/png"]).await;
    chat.says("image.png").await;
    assert!(!chat.log().await.contains("image.png"), "nothing is sent");
    assert_eq!(chat.composed().await, table);
    chat.browser.press("button", "Send").await;
    chat.browser.gone("button", "Remove").await;
    chat.browser.find_in(LOG, "link", "image.png").await;
    chat.shows("Tea").await;
    assert_eq!(chat.composed().await, "");
}

/// Field T8.
#[tokio::test]
async fn what_looks_empty_is_not_sent() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    for unseen in ["\u{200b}", "\u{3164}", " \u{2800}\n"] {
        chat.compose(unseen).await;
        let send = chat.browser.find("button", "Send").await;
        let is_disabled = send.attribute("aria-disabled").await;
        assert_eq!(is_disabled.as_deref(), Some("true"), "{unseen:?}");
        chat.browser.key("Enter").await;
    }
    chat.compose("seen").await;
    chat.browser.key("Enter").await;
    chat.last_is_stored().await;
    assert_eq!(chat.log().await.matches("Sent").count(), 1);
}

/// Field T4: the visitor's clock, told by minutes, runs away from the relay's by a day.
#[tokio::test]
async fn when_midnight_passes_today_becomes_yesterday() {
    const CLOCK: &str = "
        const now = Date.now, wait = window.setTimeout;
        Date.now = () => now.call(Date) + (window[Symbol.for('later')] ?? 0);
        window.setTimeout = (run, ms) => wait.call(window, run, ms / 20);
    ";
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat::on_new_pages(&chat.browser, CLOCK).await;
    chat.browser.reload().await;
    chat.open().await;
    chat.write("before midnight").await;
    chat.shows("Today").await;
    let pass = "window[Symbol.for('later')] = 86_400_000; return null;";
    chat.browser.js::<Value>(pass, &[]).await;
    chat.shows("Yesterday").await;
    assert!(!chat.log().await.contains("Today"));
}

//! An answer is heard where it is not seen: once, in a tab that was touched.

use beseda_protocol::ids::DialogId;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::chat::Chat;
use crate::heard;

#[tokio::test]
async fn an_answer_that_is_being_read_makes_no_sound_in_any_tab() {
    let stack = Stack::start().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    heard::watch(&chat.browser).await;
    let dialog = asks(&chat, &mut anna, "Is it brass?").await;
    chat.browser.new_tab().await;
    chat.browser.goto(&stack.page("catalogue.html")).await;
    chat.open().await;
    heard::watch(&chat.browser).await;
    chat.shows("Is it brass?").await;
    // In this one he reads.
    anna.replied(dialog, "Brass, yes.").await;
    chat.shows("Brass, yes.").await;
    let first = taken_after(&chat, 0).await;
    assert_eq!(heard::tones_of(&chat.browser, 2).await, 0);
    chat.browser.press("button", "Close chat").await;
    // Nowhere now.
    anna.replied(dialog, "And oak.").await;
    taken_after(&chat, first).await;
    assert_eq!(heard::tones_of(&chat.browser, 2).await, 1);
}

#[tokio::test]
async fn where_there_is_no_sound_the_page_hears_nothing_of_it() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    let silence = "delete globalThis.AudioContext; return null;";
    chat.browser.js::<Value>(silence, &[]).await;
    chat.open().await;
    let dialog = asks(&chat, &mut anna, "Is it quiet?").await;
    anna.replied(dialog, "Very.").await;
    (chat.browser)
        .find("button", "Open chat, 1 unread message")
        .await;
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

/// Writes in the open chat and closes it; the dialog that came of it.
async fn asks(chat: &Chat, anna: &mut Operator, text: &str) -> DialogId {
    chat.write(text).await;
    chat.last_is_stored().await;
    chat.browser.press("button", "Close chat").await;
    anna.dialog_of(text).await.id
}

/// Waits until some tab says that a newer answer needs no sound any more, and the
/// one that rings has rung; its id.
async fn taken_after(chat: &Chat, before: u64) -> u64 {
    let script = "
        const name = Object.keys(localStorage).find(name => name.endsWith(':rung'));
        const {held, pending} = await navigator.locks.query();
        const rings = [...held, ...pending].some(lock => lock.name === name);
        return rings ? 0 : Number(localStorage[name] ?? 0);
    ";
    (chat.browser)
        .wait("a tab that takes the answer", || async {
            let taken: u64 = chat.browser.js(script, &[]).await;
            (taken > before).then_some(taken)
        })
        .await
}

#[tokio::test]
async fn a_tab_that_nobody_touched_leaves_the_sound_to_another() {
    let stack = Stack::start().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let dialog = asks(&chat, &mut anna, "Is it brass?").await;
    heard::watch(&chat.browser).await;
    anna.replied(dialog, "Brass, yes.").await;
    heard::are_heard(&chat.browser, 1, 1).await;
    // Something unread brings the chat to a page that nobody touches.
    chat.browser.new_tab().await;
    chat.browser.goto(&stack.page("catalogue.html")).await;
    heard::watch(&chat.browser).await;
    chat.browser
        .find("button", "Open chat, 1 unread message")
        .await;
    anna.replied(dialog, "And oak.").await;
    heard::are_heard(&chat.browser, 2, 2).await;
    chat.browser.tab(1).await;
    assert_eq!(heard::heard(&chat.browser).await.tones, 0);
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

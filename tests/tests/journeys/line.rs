//! What people see of the line, and how it follows the page and the machine (G7).

use std::time::Duration;

use beseda_protocol::limits::PONG_DEADLINE_MS;
use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::Value;
use tokio::time::timeout;

use crate::chat::Chat;
use crate::desk::Desk;
use crate::outbox::WAITS;
use crate::word;

#[tokio::test]
async fn a_page_that_was_put_aside_goes_on_when_it_is_shown_again() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("be right back").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("be right back").await.id;
    let mark = "window[Symbol.for('kept')] = true; return null;";
    chat.browser.js::<Value>(mark, &[]).await;

    chat.browser.goto(&stack.page("cart.html")).await;
    anna.replied(dialog, "while you were away").await;
    let back = "history.back(); return null;";
    chat.browser.js::<Value>(back, &[]).await;
    chat.browser
        .wait("the same page, not a new one", || async {
            let kept = "return window[Symbol.for('kept')] === true;";
            chat.browser.js::<bool>(kept, &[]).await.then_some(())
        })
        .await;
    chat.shows("while you were away").await;
    chat.write("here I am").await;
    chat.last_is_stored().await;
}

#[tokio::test]
async fn a_relay_that_is_killed_again_and_again_has_everybody_back_in_ten_seconds() {
    let mut stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("hold the line").await;
    chat.last_is_stored().await;
    for n in 1..=5 {
        stack.restart().await;
        let text = format!("kill {n}");
        let sent = async {
            chat.write(&text).await;
            chat.shows(&text).await;
            chat.last_is_stored().await;
        };
        let in_time = timeout(Duration::from_secs(10), sent).await;
        assert!(in_time.is_ok(), "not back 10 s after kill {n}");
    }
}

#[tokio::test]
async fn who_looks_at_the_page_again_is_told_of_a_dead_line_before_its_heartbeat_tells() {
    let stack = Stack::start().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("back from lunch").await;
    chat.last_is_stored().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.shows_card("back from lunch").await;

    // Sockets stay open: nothing but a question tells that nobody is there.
    stack.pause();
    let look = async |browser: &Browser| {
        let n_asked: (u32, u32) = browser.js(LOOK_AGAIN, &[]).await;
        assert_eq!(
            n_asked,
            (0, 1),
            "asked when it was looked at, and only then"
        );
        word::is_read(browser, WAITS).await;
    };
    // The heartbeat takes that long at least, and up to 22 s (G7); a look takes 3 s.
    let heartbeat = Duration::from_millis(PONG_DEADLINE_MS);
    let both = async { tokio::join!(look(&chat.browser), look(&desk.browser)) };
    let in_time = timeout(heartbeat, both).await;
    assert!(in_time.is_ok(), "no word of it after {heartbeat:?}");

    for browser in [&chat.browser, &desk.browser] {
        word::watch(browser, "Connected again").await;
    }
    stack.go_on();
    word::watched(&chat.browser).await;
    word::watched(&desk.browser).await;
    chat.write("still here").await;
    chat.last_is_stored().await;
}

/// A page that was hidden is shown. Returns how often the line was asked for a sign of
/// life by the page being hidden, and by its being shown.
const LOOK_AGAIN: &str = "
    const send = WebSocket.prototype.send;
    let nAsked = 0;
    WebSocket.prototype.send = function (text) {
        nAsked += text === 'ping';
        send.call(this, text);
    };
    // Of the prototype: the widget asks the document past what covers its names.
    const own = Object.getOwnPropertyDescriptor(Document.prototype, 'hidden');
    const become = isHidden => {
        nAsked = 0;
        Object.defineProperty(Document.prototype, 'hidden', {...own, get: () => isHidden});
        document.dispatchEvent(new Event('visibilitychange'));
        return nAsked;
    };
    const asked = [become(true), become(false)];
    Object.defineProperty(Document.prototype, 'hidden', own);
    WebSocket.prototype.send = send;
    return asked;
";

#[tokio::test]
async fn a_console_that_finds_nobody_at_its_start_comes_in_by_itself() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.browser.block(Some("*/v1/me")).await;
    desk.browser.reload().await;
    desk.says("The server doesn't answer").await;
    desk.browser.block(None).await;
    desk.browser.find("list", "Dialogs").await;
}

#[tokio::test]
async fn a_tab_that_may_not_sound_keeps_no_tones_for_the_first_touch() {
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    // One that nobody has touched: the browser does not let it sound.
    desk.browser.new_tab().await;
    desk.browser.goto(&stack.origin()).await;
    desk.browser.find("list", "Dialogs").await;
    desk.watch_heard().await;
    Visitor::start(&stack).await.said("an early bell").await;
    desk.shows_card("an early bell").await;
    assert_eq!(desk.heard().await.tones, 0);
}

#[tokio::test]
async fn of_several_tabs_of_a_console_one_rings() {
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    desk.watch_heard().await;
    let second = desk.browser.new_tab().await;
    desk.browser.goto(&stack.origin()).await;
    desk.browser.find("list", "Dialogs").await;
    // A browser lets a page sound once it has been touched.
    desk.browser.press("button", "My menu").await;
    desk.browser.key("Escape").await;
    desk.watch_heard().await;
    Visitor::start(&stack).await.said("one bell").await;
    desk.shows_card("one bell").await;
    desk.browser.tab(0).await;
    desk.shows_card("one bell").await;
    let mut tones = 0;
    for tab in [0, second] {
        desk.browser.tab(tab).await;
        tones += desk.heard().await.tones;
    }
    assert_eq!(tones, 2, "the two notes of a new dialog, once");
}

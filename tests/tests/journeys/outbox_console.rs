//! What an operator wrote without a line: the same promises as the visitor's.

use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::Value;

use crate::chat;
use crate::desk::Desk;
use crate::files::Folder;
use crate::outbox::{LEFT, WAITS, feed_behind, n_shown};

#[tokio::test]
async fn what_an_operator_wrote_offline_outlives_his_killed_tab() {
    let mut stack = Stack::start().await;
    let folder = Folder::new();
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Are you there?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.open("Are you there?").await;
    desk.reply("Yes").await;
    desk.last_is_one_of(&["Sent", "Delivered"]).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let dialog = olga.list().await.swap_remove(0).id;

    stack.kill().await;
    desk.says("No connection. Reconnecting…").await;
    desk.reply("one moment").await;
    let (path, digest) = folder.file("offer.bin", 700_000);
    desk.send_file(&path).await;
    desk.shows("offer.bin").await;
    desk.reply("this is the offer").await;
    desk.says("3 messages waiting").await;
    desk.browser.kill_tab().await;
    stack.restart().await;

    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    desk.browser.goto(&stack.origin()).await;
    let told = ("Anna: Yes", "this is the offer");
    let (feed, files) = feed_behind(&stack, &mut olga, dialog, told).await;
    let wanted = [
        "Anna: one moment",
        "Anna: [offer.bin]",
        "Anna: this is the offer",
    ];
    assert_eq!(feed, wanted);
    assert_eq!(files[0].1, digest);
    desk.open("this is the offer").await;
    desk.last_is_one_of(&["Sent", "Delivered"]).await;
    let left: (Vec<String>, usize) = desk.browser.js(LEFT, &[]).await;
    assert_eq!(left, (vec![], 0));
}

#[tokio::test]
async fn what_an_operator_wrote_offline_outlives_the_end_of_his_session() {
    let mut stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Still there?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.open("Still there?").await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let dialog = olga.list().await.swap_remove(0).id;
    stack.kill().await;
    desk.reply("for when I am back").await;
    desk.says("1 message waiting").await;
    desk.compose("half a thought of Anna's").await;
    let nothing = serde_json::json!({});
    desk.browser
        .devtools("Network.clearBrowserCookies", nothing)
        .await;
    stack.restart().await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    desk.browser
        .wait("the sign-in", || async {
            desk.browser.network_is_back().await;
            desk.browser.has("textbox", "E-mail").await.then_some(())
        })
        .await;

    // Somebody else on the same page has nothing of it.
    desk.sign_in(&stack.boris()).await;
    desk.open("Still there?").await;
    desk.reply("This is Boris").await;
    desk.last_is_one_of(&["Sent", "Delivered"]).await;
    let told = ("Still there?", "This is Boris");
    let (feed, _) = feed_behind(&stack, &mut olga, dialog, told).await;
    assert!(
        !feed.iter().any(|line| line.contains("for when")),
        "{feed:?}"
    );

    desk.browser.press("button", "My menu").await;
    desk.browser.press("menuitem", "Sign out").await;
    desk.sign_in(&stack.anna()).await;
    let told = ("Boris: This is Boris", "for when I am back");
    let (feed, _) = feed_behind(&stack, &mut olga, dialog, told).await;
    assert_eq!(feed, ["Anna: for when I am back"]);
    let card = desk
        .browser
        .find_containing("link", "Draft: half a thought");
    card.await.press().await;
    desk.shows("for when I am back").await;
    let field = desk.browser.find("textbox", "Reply").await;
    assert_eq!(field.property("value").await, "half a thought of Anna's");
}

#[tokio::test]
async fn what_a_signed_out_tab_has_left_is_sent_by_another() {
    let mut stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("One of you?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let dialog = olga.list().await.swap_remove(0).id;
    let second = desk.browser.new_tab().await;
    desk.browser.goto(&stack.origin()).await;
    desk.browser.find("list", "Dialogs").await;
    desk.browser.tab(0).await;
    desk.open("One of you?").await;
    stack.kill().await;
    desk.reply("left in the first tab").await;
    desk.says("1 message waiting").await;
    let nothing = serde_json::json!({});
    desk.browser
        .devtools("Network.clearBrowserCookies", nothing)
        .await;
    stack.restart().await;
    for tab in [0, second] {
        desk.browser.tab(tab).await;
        desk.browser
            .wait("the sign-in", || async {
                desk.browser.network_is_back().await;
                desk.browser.has("textbox", "E-mail").await.then_some(())
            })
            .await;
    }

    desk.sign_in(&stack.anna()).await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let told = ("claimed by Anna", "left in the first tab");
    let (feed, _) = feed_behind(&stack, &mut olga, dialog, told).await;
    assert_eq!(feed, ["Anna: left in the first tab"]);
}

#[tokio::test]
async fn a_console_without_room_gives_the_text_back() {
    let mut stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Anybody?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.open("Anybody?").await;
    desk.browser.fill_storage(&stack.origin()).await;
    stack.kill().await;
    desk.says("No connection. Reconnecting…").await;
    desk.reply("no room").await;
    desk.says("This browser can't save unsent messages").await;
    let field = desk.browser.find("textbox", "Reply").await;
    desk.browser
        .wait("the text in the field", || async {
            (field.property("value").await == "no room").then_some(())
        })
        .await;
    stack.restart().await;
    desk.browser.network_is_back().await;
    chat::says_no_more(&desk.browser, WAITS).await;
    desk.browser.press("button", "Send").await;
    desk.last_is_one_of(&["Sent", "Delivered"]).await;
    desk.shows("no room").await;
}

#[tokio::test]
async fn a_note_stays_a_note_without_room_and_over_a_reload() {
    let mut stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Is it ready?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.open("Is it ready?").await;
    desk.browser.fill_storage(&stack.origin()).await;
    stack.kill().await;
    desk.says("No connection. Reconnecting…").await;
    desk.note("he owes us").await;
    desk.says("This browser can't save unsent messages").await;
    desk.holds_a_note("he owes us").await;
    stack.restart().await;
    desk.browser.network_is_back().await;
    chat::says_no_more(&desk.browser, WAITS).await;
    desk.browser.press("button", "Send").await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let dialog = olga.list().await.swap_remove(0).id;
    let told = ("Is it ready?", "he owes us");
    let (feed, _) = feed_behind(&stack, &mut olga, dialog, told).await;
    assert_eq!(feed, ["Anna notes: he owes us"]);

    desk.compose_note("half a note").await;
    desk.browser.reload().await;
    desk.holds_a_note("half a note").await;
}

#[tokio::test]
async fn closing_a_dialog_is_not_repeated_after_a_cut_and_not_kept_for_later() {
    let mut stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Before the cut").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.open("Before the cut").await;
    desk.browser.js::<Value>(SWALLOW_CLOSE, &[]).await;
    desk.browser.press("button", "Close dialog").await;
    stack.kill().await;
    desk.says("Reconnecting…").await;
    desk.browser.js::<Value>(SWALLOW_NO_MORE, &[]).await;
    stack.restart().await;
    desk.browser.network_is_back().await;
    // Without a line its own notice speaks.
    desk.says("this may not have been done").await;

    stack.kill().await;
    desk.says("Reconnecting…").await;
    desk.browser.press("button", "Close dialog").await;
    desk.says("nothing was done").await;
    stack.restart().await;
    desk.browser.network_is_back().await;
    chat::says_no_more(&desk.browser, "nothing was done").await;
    desk.reply("still open").await;
    let mut olga = Operator::sign_in(&stack, &stack.owner()).await;
    let dialog = olga.list().await.swap_remove(0).id;
    let told = ("Before the cut", "still open");
    let (feed, _) = feed_behind(&stack, &mut olga, dialog, told).await;
    assert_eq!(feed, ["* claimed by Anna", "Anna: still open"]);
}

/// The network takes what closes a dialog, and nobody hears of it.
const SWALLOW_CLOSE: &str = "
    const send = WebSocket.prototype.send;
    globalThis[Symbol.for('send')] = send;
    WebSocket.prototype.send = function(text) {
        if (!text.includes('\"close\"')) send.call(this, text);
    };
    return null;
";

const SWALLOW_NO_MORE: &str = "
    WebSocket.prototype.send = globalThis[Symbol.for('send')];
    return null;
";

#[tokio::test]
async fn what_waits_in_a_console_can_be_given_up() {
    let mut stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Anybody?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.open("Anybody?").await;
    stack.kill().await;
    desk.says("No connection. Reconnecting…").await;
    desk.reply("wait for it").await;
    desk.says("1 message waiting").await;
    desk.browser.press("button", "Cancel").await;
    desk.says("No connection. Reconnecting…").await;
    assert_eq!(n_shown(&desk.browser, "wait for it").await, 0);
}

//! Parts of widget and console that are loaded when they are first used: fetched ahead,
//! once, and missed without a loss.

use beseda_tests::browser::Browser;
use beseda_tests::stack::Stack;

use crate::chat::{self, Chat};
use crate::desk::Desk;
use crate::files::Folder;

/// What is said of a part that is missing.
const MISSING: &str = "This part of the chat didn't load. Check your connection";

/// A page with which nothing is fetched for what may come.
const SAVES_DATA: &str = "
    Object.defineProperty(Navigator.prototype, 'connection', {value: {saveData: true}});
";

/// A visitor who saves data, in the open chat.
async fn saving(page: &str) -> Chat {
    let browser = Browser::open().await;
    chat::on_new_pages(&browser, SAVES_DATA).await;
    browser.goto(page).await;
    let chat = Chat { browser };
    chat.open().await;
    chat.browser.find("button", "Send").await;
    chat
}

/// The requests of files with such a name.
async fn requests(browser: &Browser, name: &str) -> Vec<String> {
    const REQUESTS: &str = "
        return performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)
            .filter(path => path.includes(args[0])).sort();
    ";
    browser.js(REQUESTS, &[name.into()]).await
}

#[tokio::test]
async fn parts_are_fetched_when_the_open_chat_is_idle_and_once() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.browser.fetches("widget-emoji.", &stack.origin()).await;
    chat.browser.fetches("widget-files.", &stack.origin()).await;
    chat.browser.fetches("widget-talk.", &stack.origin()).await;
    chat.browser.idle().await;
    let ahead = requests(&chat.browser, "/a/widget-").await;
    chat.browser.press("button", "Emoji").await;
    chat.browser.find("searchbox", "Search emoji").await;
    chat.browser.find("button", "grinning face").await;
    let mut all = requests(&chat.browser, "/a/widget-").await;
    assert_eq!(all, ahead, "nothing of a part is fetched anew");
    all.dedup();
    assert_eq!(all, ahead, "nothing is fetched twice");
}

#[tokio::test]
async fn who_saves_data_loads_a_part_when_he_reaches_for_it() {
    let stack = Stack::shared().await;
    let chat = saving(&stack.page("index.html")).await;
    chat.browser.idle().await;
    assert_eq!(requests(&chat.browser, "widget-emoji").await, [""; 0]);
    chat.browser.find("button", "Emoji").await.hover().await;
    chat.browser.fetches("widget-emoji.", &stack.origin()).await;
    assert_eq!(requests(&chat.browser, "widget-files").await, [""; 0]);
}

#[tokio::test]
async fn a_part_that_does_not_load_says_so_and_loses_nothing() {
    let stack = Stack::shared().await;
    let chat = saving(&stack.page("index.html")).await;
    chat.browser.block(Some("*/a/widget-*")).await;
    chat.compose("for the offer").await;
    chat.browser.press("button", "Emoji").await;
    chat.says(MISSING).await;
    chat.browser.screenshot("widget-part-missing").await;
    assert_eq!(chat.composed().await, "for the offer");

    let folder = Folder::new();
    let (path, _) = folder.file("offer.bin", 1_000);
    chat::give(&chat.browser, &path).await;
    chat.browser.block(Some("*/a/widget-files*")).await;
    const AGAIN: &str = "
        const buttons = [...args[0].getRootNode().querySelectorAll('.missing button')];
        buttons.forEach(button => button.click());
        return buttons.length;
    ";
    let send = chat.browser.find("button", "Send").await;
    let n: usize = chat.browser.js(AGAIN, &[send.as_argument()]).await;
    assert_eq!(n, 2, "each says what it lacks");
    chat.browser.find("searchbox", "Search emoji").await;
    chat.browser.press("button", "grinning face").await;
    assert_eq!(chat.composed().await, "for the offer😀");

    // The text goes, and the file when it can be carried.
    chat.browser.press("button", "Send").await;
    chat.last_is_stored().await;
    chat.says(MISSING).await;
    chat.browser.block(None).await;
    chat.browser.press("button", "Try again").await;
    chat.browser.find_containing("link", "offer.bin").await;
    chat.last_is_stored().await;
    chat::says_no_more(&chat.browser, MISSING).await;
}

#[tokio::test]
async fn parts_of_the_console_are_fetched_when_the_list_is_there() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    for part in ["dialog", "clients", "panels", "bulk", "settings"] {
        let name = format!("console-{part}.");
        desk.browser.fetches(&name, &stack.origin()).await;
    }
    desk.browser.idle().await;
    let ahead = requests(&desk.browser, "/a/console-").await;
    desk.browser.press("link", "Settings").await;
    desk.browser.find("heading", "Settings").await;
    assert_eq!(requests(&desk.browser, "/a/console-").await, ahead);
}

#[tokio::test]
async fn a_part_of_the_console_that_does_not_load_says_so_and_comes_when_it_can() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    chat::on_new_pages(&desk.browser, SAVES_DATA).await;
    desk.browser.reload().await;
    desk.browser.find("list", "Dialogs").await;
    desk.browser.idle().await;
    assert_eq!(requests(&desk.browser, "console-settings").await, [""; 0]);

    desk.browser.block(Some("*/a/console-settings*")).await;
    desk.browser.press("link", "Settings").await;
    desk.says("This part of the chat center didn't load").await;
    desk.browser.screenshot("console-part-missing").await;
    // Its name says how many wait, as visitors of other journeys may.
    let dialogs = desk.browser.find_beginning("link", "Dialogs").await;
    dialogs.press().await;
    desk.browser.find("list", "Dialogs").await;
    desk.browser.press("link", "Settings").await;
    desk.says("This part of the chat center didn't load").await;
    desk.browser.block(None).await;
    desk.browser.press("button", "Try again").await;
    desk.browser.find("heading", "Settings").await;
}

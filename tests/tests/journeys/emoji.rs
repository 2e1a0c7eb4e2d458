//! The widget's emoji: found, in a skin tone, and found again.

use beseda_tests::browser::Browser;
use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::chat::Chat;

/// ux W14.
#[tokio::test]
async fn an_emoji_is_picked_in_a_skin_tone_and_stands_first_the_next_time() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("with a tone").await;
    chat.last_is_stored().await;
    chat.browser.press("button", "Emoji").await;
    let tone = chat.browser.find("combobox", "Skin tone").await;
    let choose = "args[0].selectedIndex = 3;
        args[0].dispatchEvent(new Event('change', {bubbles: true})); return null;";
    chat.browser
        .js::<Value>(choose, &[tone.as_argument()])
        .await;
    let search = chat.browser.find("searchbox", "Search emoji").await;
    search.type_keys("waving hand").await;
    chat.browser.press("button", "waving hand").await;
    assert_eq!(chat.composed().await, "👋🏽");

    chat.browser.goto(&stack.page("cart.html")).await;
    chat.open().await;
    chat.browser.press("button", "Emoji").await;
    let first = "return args[0].getRootNode().querySelector('.grid button')?.textContent ?? '';";
    let search = chat.browser.find("searchbox", "Search emoji").await;
    chat.browser
        .wait("what was picked before", || async {
            let first: String = chat.browser.js(first, &[search.as_argument()]).await;
            (first == "👋🏽").then_some(())
        })
        .await;
    search.type_keys("tea").await;
    chat.browser
        .wait("tea before tears", || async {
            let first: String = chat.browser.js(first, &[search.as_argument()]).await;
            "☕️🫖🍵"
                .contains(first.trim_end_matches('\u{fe0f}'))
                .then_some(())
        })
        .await;
}

/// ux W14: a window of 800 points at 200 %.
#[tokio::test]
async fn at_twice_the_size_the_picker_leaves_room_for_the_composer() {
    let stack = Stack::shared().await;
    let look = Look {
        height: 400,
        ..Look::DESKTOP.wide(640)
    };
    let chat = Chat {
        browser: Browser::looking(&look).await,
    };
    chat.browser.goto(&stack.page("index.html")).await;
    chat.open().await;
    chat.browser.press("button", "Emoji").await;
    let search = chat.browser.find("searchbox", "Search emoji").await;
    chat.browser.find("button", "grinning face").await;
    let room = "
        const root = args[0].getRootNode();
        const [panel, composer, shelves] = ['.panel', '.composer', '.shelves']
            .map(part => root.querySelector(part).getBoundingClientRect());
        return [panel.bottom - composer.bottom, shelves.height];
    ";
    let room: Vec<f64> = chat.browser.js(room, &[search.as_argument()]).await;
    assert!(room[0] >= 8.0 && room[1] >= 60.0, "{room:?}");
    chat.browser.screenshot("widget-emoji-twice").await;
}

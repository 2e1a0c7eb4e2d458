//! The console around its dialogs: what the address says, what the list remembers.

use std::collections::BTreeSet;

use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::{Value, json};

use crate::chat;
use crate::desk::Desk;

/// How far the list has been scrolled.
const SCROLLED: &str = "return Math.round(document.querySelector('.list-scroll').scrollTop);";

/// Scrolls the list.
const SCROLL: &str = "document.querySelector('.list-scroll').scrollTop = 900; return null;";

/// ux C2, C7.
#[tokio::test]
async fn the_address_names_what_the_list_shows_and_each_tab_begins_on_top() {
    let stack = Stack::demo().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    desk.dismiss_question().await;
    let first = clients(&desk).await;
    browser.js::<Value>(SCROLL, &[]).await;
    browser
        .wait("a list that is scrolled", || async {
            (browser.js::<i64>(SCROLLED, &[]).await == 900).then_some(())
        })
        .await;
    desk.tab("Unanswered").await;
    ends_with(&desk, "/?tab=unanswered").await;
    browser
        .wait("a list from its top", || async {
            (browser.js::<i64>(SCROLLED, &[]).await == 0).then_some(())
        })
        .await;
    let unanswered = clients(&desk).await;
    assert_ne!(unanswered, first);

    browser.reload().await;
    browser.find("list", "Dialogs").await;
    assert_eq!(clients(&desk).await, unanswered);
    // Whoever comes by the bare address finds the list as he left it.
    browser.goto(&stack.origin()).await;
    assert_eq!(clients(&desk).await, unanswered);
    ends_with(&desk, "/?tab=unanswered").await;

    desk.tab("All").await;
    ends_with(&desk, "/").await;
    assert_eq!(clients(&desk).await, first);
    let back = "history.back(); return null;";
    browser.js::<Value>(back, &[]).await;
    ends_with(&desk, "/?tab=unanswered").await;
    assert_eq!(clients(&desk).await, unanswered);
}

/// ux C3, C4.
/// Criteria: SB-60
#[tokio::test]
async fn counts_are_dialogs_and_messages_are_in_the_tooltip() {
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let mut talkative = Visitor::start(&stack).await;
    for text in ["one", "two", "three"] {
        talkative.said(text).await;
    }
    Visitor::start(&stack).await.said("one more visitor").await;
    desk.shows_card("one more visitor").await;
    desk.shows_card("three").await;
    let tab = desk.browser.find("button", "Free 2").await;
    let told = "2 dialogs await a reply · 4 messages";
    assert_eq!(tab.attribute("title").await.as_deref(), Some(told));
    desk.browser.find("button", "Unanswered 2").await;
    let rail = desk.browser.find_beginning("link", "Dialogs").await;
    assert!(rail.name().await.contains(told), "{}", rail.name().await);
    desk.browser
        .wait("a title", || async {
            (desk.browser.title().await == "(2) Lamps").then_some(())
        })
        .await;
    // ux P17.
    desk.open("one more visitor").await;
    let title = desk.browser.title().await;
    assert!(title.starts_with("(2) Visitor "), "{title}");
    assert!(title.ends_with(" · Lamps"), "{title}");
}

/// ux C1, C24, P11.
#[tokio::test]
async fn a_wrong_address_says_so_and_leads_back() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    let go = async |path: &str| browser.goto(&format!("{}{path}", stack.origin())).await;
    go("/dialogs/99999").await;
    browser.find("button", "Back to dialogs").await;
    let panes = "return document.querySelectorAll('.card-pane').length;";
    assert_eq!(browser.js::<usize>(panes, &[]).await, 0);
    let fits: bool = browser
        .js(
            "return document.querySelector('.dialogs').scrollHeight <= innerHeight;",
            &[],
        )
        .await;
    assert!(fits, "nothing falls below the list");

    for path in ["/dialog/45", "/start", "/dialogs/x"] {
        go(path).await;
        browser.find("heading", "Page not found").await;
        browser.screenshot("console-nowhere").await;
        browser.press("button", "Go to dialogs").await;
        browser.find("list", "Dialogs").await;
    }
    go("/settings/sites").await;
    browser.find("heading", "My settings").await;
    ends_with(&desk, "/settings/me").await;
}

/// ux C14.
#[tokio::test]
async fn without_a_line_one_notice_speaks_and_it_goes_when_the_line_is_back() {
    let mut stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    Visitor::start(&stack).await.said("Is it open?").await;
    desk.open("Is it open?").await;
    let notices = "return [...document.querySelectorAll('.line-note, .notice')]
        .map(notice => notice.textContent);";
    stack.kill().await;
    desk.says("No connection").await;
    desk.browser.press("button", "Close dialog").await;
    desk.says("nothing was done").await;
    let shown: Vec<String> = desk.browser.js(notices, &[]).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    desk.browser.idle().await;
    desk.browser.screenshot("console-undone").await;
    stack.restart().await;
    desk.browser.network_is_back().await;
    chat::says_no_more(&desk.browser, "nothing was done").await;
    desk.browser
        .wait("no notice at all", || async {
            let shown: Vec<String> = desk.browser.js(notices, &[]).await;
            shown.is_empty().then_some(())
        })
        .await;
}

/// ux C16: some text fonts draw black emoji of their own.
#[tokio::test]
async fn emoji_are_drawn_by_a_font_for_emoji() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    Visitor::start(&stack).await.said("Merci 😄🍵").await;
    desk.open("Merci").await;
    for part in [".bubble .text", ".card-last"] {
        let fonts = fonts(&desk, part).await;
        assert!(
            fonts.iter().any(|font| font.contains("Emoji")),
            "{part}: {fonts:?}"
        );
    }
}

/// ux C17, and what field P4 is in the console.
#[tokio::test]
async fn times_are_written_as_the_browser_asks_whatever_it_calls_its_language() {
    let stack = Stack::shared().await;
    Visitor::start(&stack).await.said("What time is it?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    for (tag, is_half_day) in [("en-GB", false), ("en-US", true), ("en-US@posix", true)] {
        let pretend = format!(
            "Object.defineProperty(navigator, 'language', {{get: () => '{tag}', configurable: true}});"
        );
        chat::on_new_pages(&desk.browser, &pretend).await;
        desk.browser.reload().await;
        desk.shows_card("What time is it?").await;
        let time: String = desk
            .browser
            .js(
                "return document.querySelector('.card-time').textContent;",
                &[],
            )
            .await;
        assert_eq!(time.ends_with('M'), is_half_day, "{tag}: {time}");
    }
}

/// The clients at the top of the list, when all of them are there: how many of the others
/// are on the page depends on where it was. What else a card says goes on with the time.
async fn clients(desk: &Desk) -> Vec<String> {
    const CLIENTS: &str = "
        const list = document.querySelector('.list');
        return list?.ariaBusy === 'false'
            ? [...list.querySelectorAll('strong')].slice(0, 10).map(name => name.textContent) : null;
    ";
    desk.browser
        .wait("the list", || async {
            let clients: Option<Vec<String>> = desk.browser.js(CLIENTS, &[]).await;
            clients.filter(|clients| !clients.is_empty())
        })
        .await
}

/// Waits until the address ends so behind the origin.
async fn ends_with(desk: &Desk, path: &str) {
    desk.browser
        .wait(path, || async {
            let address = desk.browser.address().await;
            let rest = address.splitn(4, '/').nth(3).unwrap_or_default();
            (format!("/{rest}") == path).then_some(())
        })
        .await;
}

/// The fonts that draw the first element of a selector.
async fn fonts(desk: &Desk, selector: &str) -> BTreeSet<String> {
    let call = async |method: &str, of: Value| desk.browser.devtools(method, of).await;
    call("DOM.enable", json!({})).await;
    call("CSS.enable", json!({})).await;
    let page = call("DOM.getDocument", json!({})).await;
    let of = json!({"nodeId": page["root"]["nodeId"], "selector": selector});
    let node = call("DOM.querySelector", of).await;
    let of = json!({"nodeId": node["nodeId"]});
    let fonts = call("CSS.getPlatformFontsForNode", of).await;
    let fonts = fonts["fonts"].as_array().cloned().unwrap_or_default();
    let names = fonts.iter().filter_map(|font| font["familyName"].as_str());
    names.map(str::to_owned).collect()
}

//! Search in what was said: found, opened, marked.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::desk::Desk;

/// Replies above which a message is out of sight: three pages and more.
const REPLIES: usize = 170;

/// The texts that are marked in sight, in the feed and in the list.
const MARKED: &str = "
    const seen = [...document.querySelectorAll('mark')].filter(mark => {
        const place = mark.getBoundingClientRect();
        return place.height > 0 && place.top >= 0 && place.bottom <= innerHeight;
    });
    return seen.map(mark => mark.textContent);
";

async fn are_marked(console: &Browser, texts: &[&str]) {
    let is_it = || async {
        let marked: Vec<String> = console.js(MARKED, &[]).await;
        (marked == texts).then_some(())
    };
    console
        .wait(&format!("{texts:?} to be marked"), is_it)
        .await;
}

/// Types another text into the field that has the focus.
async fn retype(console: &Browser, text: &str) {
    console.key("End").await;
    console.key("Shift+Home").await;
    console.insert(text).await;
}

#[tokio::test]
async fn what_was_said_long_ago_is_found_opened_and_marked() {
    let stack = Stack::start().await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("Есть ли у вас Зелёный чай?").await;
    let dialog = boris.dialog_of("Есть ли у вас Зелёный чай?").await.id;
    let mut cids = Vec::new();
    for n in 0..REPLIES {
        cids.push(boris.reply(dialog, &format!("Reply number {n}")).await);
    }
    for cid in &cids {
        boris.acked(cid).await;
    }

    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    console.find("list", "Dialogs").await;
    console.key("/").await;
    let field = console
        .find("searchbox", "Search: name, number, message")
        .await;
    console.insert("ше").await;
    desk.says("Messages are searched from three letters on")
        .await;
    retype(console, "ЗЕЛЕНЫЙ").await;
    let hit = console.find_containing("link", "Зелёный чай").await;
    assert_eq!(barriers(console).await, [""; 0]);
    hit.press().await;
    // In the list and in its dialog, which had to be loaded as far as it.
    are_marked(console, &["Зелёный", "Зелёный"]).await;
    assert_eq!(barriers(console).await, [""; 0]);
    console.key("Escape").await;
    are_marked(console, &["Зелёный"]).await;

    // Many, in parts; then nothing, and the list again.
    field.press().await;
    retype(console, "reply number").await;
    console.find_containing("link", "Reply number 169").await;
    console.press("button", "Show more").await;
    console.find_containing("link", "Reply number 120").await;
    field.press().await;
    retype(console, "nobody said this").await;
    console.find("heading", "Nothing found").await;
    console.key("Escape").await;
    console.find("list", "Dialogs").await;
    assert_eq!(field.property("value").await, "");
    assert_eq!(desk.complaints().await, [""; 0]);
}

#[tokio::test]
async fn what_is_found_looks_well_wide_narrow_and_in_the_dark() {
    let stack = Stack::demo().await;
    for (name, look) in [
        ("search-desktop", Look::DESKTOP.wide(1440)),
        ("search-dark", Look::DESKTOP.wide(1440).dark()),
        ("search-narrow", Look::DESKTOP.wide(768)),
        ("search-phone", Look::PHONE),
    ] {
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        desk.dismiss_question().await;
        let console = &desk.browser;
        let field = console
            .find("searchbox", "Search: name, number, message")
            .await;
        field.type_keys("order").await;
        console.find_containing("link", "NL-20418").await;
        console.screenshot(&format!("{name}-found")).await;
        console
            .find_containing("link", "NL-20418")
            .await
            .press()
            .await;
        desk.says("NL-20418").await;
        console.idle().await;
        console.screenshot(name).await;
    }
}

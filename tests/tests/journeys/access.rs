//! People who use a screen reader or a keyboard are not shut out (R6).

use beseda_tests::artifacts::node_module;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::json;

use crate::chat::{self, Chat};
use crate::desk::Desk;
use crate::files::{Folder, PIXEL};

/// All that axe-core finds on a page, of any impact.
pub(crate) async fn barriers(browser: &Browser) -> Vec<String> {
    const RUN: &str = "
        // A colour on its way to another one is none that anybody reads.
        const ends = one => one.effect.getComputedTiming().endTime < 1000;
        const ending = document.getAnimations().filter(ends).map(one => one.finished);
        await Promise.allSettled(ending);
        // Names that people say are the ones they read (WCAG 2.5.3): still an experiment of axe.
        const rules = {'label-content-name-mismatch': {enabled: true}};
        const {violations} = await axe.run(document, {rules});
        return violations.flatMap(rule => rule.nodes.map(node =>
            rule.id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary));
    ";
    let axe = std::fs::read_to_string(node_module("axe-core/axe.min.js"));
    let axe = axe.expect("axe-core is among the tools");
    // By the developer tools: a page's policy does not allow it in.
    browser
        .devtools("Runtime.evaluate", json!({ "expression": axe }))
        .await;
    browser.js(RUN, &[]).await
}

#[tokio::test]
async fn the_widget_has_no_barriers() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    for (look, text) in [
        (Look::DESKTOP, "seen by axe"),
        (Look::DESKTOP.dark(), "seen by axe in the dark"),
        (Look::PHONE, "seen by axe on a phone"),
    ] {
        let chat = Chat {
            browser: Browser::looking(&look).await,
        };
        chat.browser.goto(&stack.page("index.html")).await;
        chat.page_can_be_dark().await;
        chat.browser.find("button", "Open chat").await;
        assert_eq!(barriers(&chat.browser).await, [""; 0], "{look:?}");
        chat.open().await;
        chat.write(text).await;
        chat.last_is_stored().await;
        let dialog = anna.dialog_of(text).await;
        anna.replied(dialog.id, "An answer with https://a.example")
            .await;
        chat.shows("An answer").await;
        assert_eq!(barriers(&chat.browser).await, [""; 0], "{look:?}");
        chat.browser.press("button", "Emoji").await;
        chat.browser.find("searchbox", "Search emoji").await;
        assert_eq!(barriers(&chat.browser).await, [""; 0], "{look:?}");
    }
}

#[tokio::test]
async fn the_settings_have_no_barriers() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.owner()).await;
    for (page, heading) in [
        ("sites", "Sites"),
        ("people", "People"),
        ("integrations", "Integrations"),
        ("marks", "Tags and labels"),
        ("me", "My settings"),
        ("center", "Company"),
    ] {
        let address = format!("{}/settings/{page}", stack.origin());
        desk.browser.goto(&address).await;
        desk.browser.find("heading", heading).await;
        let found = barriers(&desk.browser).await;
        assert_eq!(found, [""; 0], "{page}");
    }
}

#[tokio::test]
async fn the_console_has_no_barriers() {
    let stack = Stack::demo().await;
    for look in [Look::DESKTOP, Look::DESKTOP.dark(), Look::PHONE] {
        let gate = Browser::looking(&look).await;
        gate.goto(&stack.origin()).await;
        gate.find("button", "Sign in").await;
        assert_eq!(barriers(&gate).await, [""; 0], "sign-in, {look:?}");

        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        assert_eq!(barriers(&desk.browser).await, [""; 0], "{look:?}");
        desk.dismiss_question().await;
        desk.first_dialog().await;
        assert_eq!(barriers(&desk.browser).await, [""; 0], "{look:?}");
    }
}

/// The windows of those who see little, or hold a tablet: 200 and 400 % of a desk's
/// window, and a tablet's widths.
const WINDOWS: [(u32, u32); 4] = [(640, 400), (320, 256), (768, 1024), (820, 1180)];

/// A dialog with text, a picture and a file of both sides.
async fn a_talk_with_files(stack: &Stack, text: &str) -> (Chat, Desk) {
    let folder = Folder::new();
    let (picture, _) = folder.put("pixel.png", PIXEL);
    let (file, _) = folder.file("Rechnung.pdf", 100);
    let chat = Chat::on(stack, "index.html").await;
    chat.open().await;
    chat.write(text).await;
    chat.last_is_stored().await;
    let desk = Desk::of(stack, &stack.anna()).await;
    desk.open(text).await;
    desk.reply("See https://a.example").await;
    chat.browser.find("button", "Attach a file").await;
    for path in [&picture, &file] {
        chat::attach(&chat.browser, path).await;
        desk.send_file(path).await;
    }
    for browser in [&chat.browser, &desk.browser] {
        chat::last_is_one_of(browser, &["Delivered", "Read"]).await;
        for name in ["pixel.png", "Rechnung.pdf"] {
            browser.find_containing("link", name).await;
        }
    }
    (chat, desk)
}

/// What is found in each of the windows, and where colours are forced.
async fn barriers_everywhere(browser: &Browser, product: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (width, height) in WINDOWS {
        browser.resize(width, height).await;
        browser.idle().await;
        browser
            .screenshot(&format!("access-{product}-{width}"))
            .await;
        let here = barriers(browser).await;
        found.extend(here.into_iter().map(|one| format!("{width} wide: {one}")));
    }
    let Look { width, height, .. } = Look::DESKTOP;
    browser.resize(width, height).await;
    browser.force_colours(true).await;
    let here = barriers(browser).await;
    found.extend(
        here.into_iter()
            .map(|one| format!("in forced colours: {one}")),
    );
    browser.force_colours(false).await;
    found
}

#[tokio::test]
async fn a_conversation_with_files_has_no_barriers_however_it_is_looked_at() {
    let stack = Stack::shared().await;
    let (chat, _) = a_talk_with_files(&stack, "Looked at in the widget").await;
    let mut found = barriers_everywhere(&chat.browser, "widget").await;
    for (page, launcher) in [("ru.html", "Открыть чат"), ("rtl.html", "Open chat")] {
        chat.browser.goto(&stack.page(page)).await;
        let launcher = chat.browser.find_beginning("button", launcher).await;
        launcher.press().await;
        chat.browser.find_containing("link", "Rechnung.pdf").await;
        let here = barriers(&chat.browser).await;
        found.extend(here.into_iter().map(|one| format!("{page}: {one}")));
    }
    assert_eq!(found, [""; 0]);
}

#[tokio::test]
async fn a_dialog_with_files_has_no_barriers_however_it_is_looked_at() {
    let stack = Stack::shared().await;
    let (_, desk) = a_talk_with_files(&stack, "Looked at in the console").await;
    let mut found = barriers_everywhere(&desk.browser, "console").await;
    desk.browser.press("button", "My menu").await;
    desk.browser.press("menuitemradio", "Русский").await;
    desk.browser.find("textbox", "Ответ").await;
    let here = barriers(&desk.browser).await;
    found.extend(here.into_iter().map(|one| format!("in Russian: {one}")));
    assert_eq!(found, [""; 0]);
}

//! From an invitation to "Installed on", in the browser.

use beseda_tests::browser::Browser;
use beseda_tests::stack::Stack;

use crate::chat::{self, Chat};
use crate::desk::Desk;

/// Takes an invitation as Vera.
pub(crate) async fn create_account(browser: &Browser) {
    for (role, name, text) in [
        ("textbox", "Your name", "Vera"),
        ("textbox", "E-mail", "vera@example.com"),
        ("password", "Password", "a long enough phrase"),
    ] {
        browser.find(role, name).await.type_keys(text).await;
    }
    browser.press("button", "Create account").await;
}

/// The first step.
pub(crate) async fn name_center(browser: &Browser, name: &str) {
    let field = browser.find("textbox", "Company name").await;
    field.type_keys(name).await;
    browser.press("button", "Next").await;
}

/// What is said to be wrong with a field, once it is.
async fn explained(browser: &Browser, id: &str) -> String {
    browser
        .wait("a field that is explained", || async {
            let why: Option<String> = browser.js(EXPLANATION, &[id.into()]).await;
            why
        })
        .await
}

/// The text that a wrong field refers to.
const EXPLANATION: &str = "
    const field = document.getElementById(arguments[0]);
    if (field.ariaInvalid != 'true') return null;
    return document.getElementById(field.getAttribute('aria-describedby')).textContent || null;";

/// A browser's own dialog for colours can't be driven.
const CHOOSE_GREEN: &str = "
    const colour = document.querySelector('input[type=color]');
    colour.value = '#0a7f3f';
    colour.dispatchEvent(new Event('input'));";

/// The key of the site whose snippet is shown.
pub(crate) async fn key_shown(browser: &Browser) -> String {
    let text = browser.text().await;
    let start = text.find("/w/").expect("the snippet is shown") + 3;
    text[start..].split(".js").next().expect("a key").to_owned()
}

#[tokio::test]
async fn an_owner_begins_with_a_link_and_ends_with_an_installed_chat() {
    let mut stack = Stack::empty().await;
    let browser = Browser::open().await;
    let link = stack.invitation().await;
    browser.goto(&format!("{}{link}", stack.origin())).await;
    create_account(&browser).await;

    let zone: String = browser
        .js(
            "return Intl.DateTimeFormat().resolvedOptions().timeZone;",
            &[],
        )
        .await;
    let detected = browser.find("combobox", "Time zone").await;
    assert_eq!(detected.property("value").await, zone);
    browser.press("button", "Next").await;
    explained(&browser, "center-name").await;
    name_center(&browser, "Lamps").await;

    // What is no address is explained, and the button waits.
    let address = browser.find("textbox", "Site address").await;
    address.type_keys("lamps").await;
    browser.press("button", "Add site").await;
    let why = explained(&browser, "site-address").await;
    assert!(why.contains("lamps"), "{why}");
    address.type_keys(".example").await;
    browser.find("checkbox", "https://lamps.example").await;
    browser.find("checkbox", "https://www.lamps.example").await;
    address.clear().await;
    address.type_keys(&stack.demo_origin()).await;
    browser.find("checkbox", &stack.demo_origin()).await;
    let _: () = browser.js(CHOOSE_GREEN, &[]).await;
    browser.press("button", "Add site").await;

    let desk = Desk { browser };
    desk.says("Waiting for the first visit…").await;
    desk.browser.screenshot("first-run").await;
    let key = key_shown(&desk.browser).await;
    let text = desk.browser.text().await;
    assert!(text.contains(&format!(
        "<script async crossorigin src=\"{}/w/{key}.js\"></script>",
        stack.origin()
    )));
    desk.browser.press("button", "Copy code").await;
    desk.says("Copied").await;
    let loader = stack.http().get(&format!("/w/{key}.js")).await.text();
    assert!(loader.contains(r#""title":"Lamps""#), "{loader}");
    assert!(loader.contains("--accent:#0a7f3f"), "{loader}");

    // A page of another origin asks first, and is offered.
    let staging = stack
        .http()
        .try_start(&key, "https://staging.example")
        .await;
    assert_eq!(staging.status.as_u16(), 403);
    desk.says("The chat was opened on https://staging.example")
        .await;
    desk.browser.find("button", "Allow").await;

    stack.use_key(&key);
    let chat = Chat::on(&stack, "index.html").await;
    desk.says("Installed on localhost").await;
    chat.open().await;
    chat.write("The first visitor").await;
    desk.browser.press("button", "Go to dialogs").await;
    desk.open("The first visitor").await;
    desk.reply("Welcome").await;
    chat.shows("Welcome").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

#[tokio::test]
async fn a_test_chat_needs_no_site() {
    let stack = Stack::empty().await;
    let browser = Browser::open().await;
    let link = stack.invitation().await;
    browser.goto(&format!("{}{link}", stack.origin())).await;
    create_account(&browser).await;
    name_center(&browser, "Lamps").await;

    let desk = Desk { browser };
    desk.browser
        .goto(&format!("{}/dialogs", stack.origin()))
        .await;
    desk.says("No dialogs yet").await;
    desk.browser.press("link", "Open a test chat").await;
    desk.browser.other_tab().await;
    let panel = Chat {
        browser: desk.browser,
    };
    let language: String = panel
        .browser
        .js("return document.documentElement.lang;", &[])
        .await;
    assert_eq!(language, "en");
    panel.open().await;
    panel.write("Is anybody there?").await;
    panel.last_is_stored().await;
    panel.browser.tab(0).await;
    let desk = Desk {
        browser: panel.browser,
    };
    desk.open("Is anybody there?").await;
    desk.reply("I am.").await;
    desk.browser.tab(1).await;
    chat::shows(&desk.browser, "I am.").await;
}

//! From an invitation to "Installed on", in the browser.

use beseda_tests::browser::Browser;
use beseda_tests::stack::Stack;

use crate::chat::{self, Chat};
use crate::desk::Desk;

#[tokio::test]
async fn an_owner_begins_with_a_link_and_ends_with_an_installed_chat() {
    let mut stack = Stack::empty().await;
    let browser = Browser::open().await;
    let link = stack.invitation().await;
    browser.goto(&format!("{}{link}", stack.origin())).await;
    browser
        .find("textbox", "Your name")
        .await
        .type_keys("Vera")
        .await;
    browser
        .find("textbox", "E-mail")
        .await
        .type_keys("vera@example.com")
        .await;
    browser
        .find("password", "Password")
        .await
        .type_keys("a long enough phrase")
        .await;
    browser.press("button", "Create account").await;

    browser
        .find("textbox", "Company name")
        .await
        .type_keys("Lamps")
        .await;
    let zone: String = browser
        .js(
            "return Intl.DateTimeFormat().resolvedOptions().timeZone;",
            &[],
        )
        .await;
    let detected = browser.find("combobox", "Time zone").await;
    assert_eq!(detected.property("value").await, zone);
    browser.press("button", "Next").await;

    let address = browser.find("textbox", "Site address").await;
    address.type_keys("lamps.example").await;
    browser.find("checkbox", "https://lamps.example").await;
    browser.find("checkbox", "https://www.lamps.example").await;
    address.clear().await;
    address.type_keys(&stack.demo_origin()).await;
    browser.find("checkbox", &stack.demo_origin()).await;
    browser.press("button", "Add site").await;

    let desk = Desk { browser };
    desk.says("Waiting for the first visit…").await;
    desk.browser.screenshot("first-run").await;
    let text = desk.browser.text().await;
    let start = text.find("/w/").expect("the snippet is shown") + 3;
    let key = text[start..].split(".js").next().expect("a key").to_owned();
    assert!(text.contains(&format!(
        "<script async crossorigin src=\"{}/w/{key}.js\"></script>",
        stack.origin()
    )));
    desk.browser.press("button", "Copy code").await;
    desk.says("Copied").await;

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
    browser
        .find("textbox", "Your name")
        .await
        .type_keys("Vera")
        .await;
    browser
        .find("textbox", "E-mail")
        .await
        .type_keys("vera@example.com")
        .await;
    browser
        .find("password", "Password")
        .await
        .type_keys("a long enough phrase")
        .await;
    browser.press("button", "Create account").await;
    browser
        .find("textbox", "Company name")
        .await
        .type_keys("Lamps")
        .await;
    browser.press("button", "Next").await;

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

//! Pictures of the screens, for people to look at (`target/screenshots`).

use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;

use crate::chat::Chat;
use crate::desk::Desk;

#[tokio::test]
async fn the_widget_on_a_desk_a_phone_and_in_the_dark() {
    let stack = Stack::demo().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    for (name, look, question) in [
        (
            "widget-desktop",
            Look::DESKTOP,
            "Hello! Is the gaiwan in the picture really that small?",
        ),
        (
            "widget-phone",
            Look::PHONE,
            "Hi, is the gaiwan as small as it looks?",
        ),
        (
            "widget-dark",
            Look::DESKTOP.dark(),
            "Good evening. How much does the gaiwan hold?",
        ),
        (
            "widget-phone-dark",
            Look::PHONE.dark(),
            "How many cups is one gaiwan?",
        ),
    ] {
        let chat = Chat {
            browser: Browser::looking(&look).await,
        };
        chat.browser.goto(&stack.page("index.html")).await;
        chat.page_can_be_dark().await;
        chat.browser.find("button", "Open chat").await;
        chat.browser.screenshot(&format!("{name}-launcher")).await;
        chat.open().await;
        chat.browser.find("button", "Send").await;
        chat.browser.screenshot(&format!("{name}-empty")).await;
        chat.write(question).await;
        let dialog = anna.dialog_of(question).await;
        anna.replied(dialog.id, "It holds 110 ml, so yes: three sips a cup.")
            .await;
        anna.replied(
            dialog.id,
            "People who want a mug take the kyusu: https://northleaf.example/kyusu",
        )
        .await;
        chat.shows("three sips").await;
        chat.write("Perfect, I will take two 🍵").await;
        chat.last_is_stored().await;
        chat.shows("kyusu").await;
        chat.browser.screenshot(name).await;
    }
}

/// Criteria: KC-03, CQ-02
#[tokio::test]
async fn the_console_wide_narrow_dark_and_in_russian() {
    let stack = Stack::demo().await;
    for (name, look) in [
        ("console-desktop", Look::DESKTOP.wide(1440)),
        ("console-dark", Look::DESKTOP.wide(1440).dark()),
        ("console-narrow", Look::DESKTOP.wide(900)),
        ("console-phone", Look::PHONE),
    ] {
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        desk.browser.screenshot(&format!("{name}-first")).await;
        desk.dismiss_question().await;
        desk.browser.screenshot(&format!("{name}-list")).await;
        // A dialog with a history: both sides, and what happened.
        desk.open_of("James Whitfield").await;
        desk.says("NL-20418").await;
        desk.browser.idle().await;
        desk.browser.screenshot(name).await;
        if name == "console-desktop" {
            for (page, picture) in [
                ("/settings/sites", "console-sites"),
                ("/settings/people", "console-people"),
            ] {
                desk.browser
                    .goto(&format!("{}{page}", stack.origin()))
                    .await;
                desk.says("Settings").await;
                desk.browser.idle().await;
                desk.browser.screenshot(picture).await;
            }
        }
    }
    let russian = Browser::looking(&Look::DESKTOP.wide(1440).russian()).await;
    russian.goto(&stack.origin()).await;
    russian.find("textbox", "Эл. почта").await;
    russian.screenshot("console-sign-in-russian").await;
    let anna = stack.anna();
    russian
        .find("textbox", "Эл. почта")
        .await
        .type_keys(&anna.email)
        .await;
    russian
        .find("password", "Пароль")
        .await
        .type_keys(&anna.password)
        .await;
    russian.press("button", "Войти").await;
    russian.find("list", "Диалоги").await;
    let card = russian.find_beginning("link", "Мария Соколова").await;
    card.press().await;
    russian.find("button", "Закрыть диалог").await;
    russian.idle().await;
    russian.screenshot("console-russian").await;
}

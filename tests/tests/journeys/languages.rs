//! The same screens in Russian, under the names that tools rely on.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;

use crate::chat::{self, Chat};

#[tokio::test]
async fn a_russian_page_and_a_russian_browser_get_russian_names() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "ru.html").await;
    let widget = &chat.browser;
    widget.press("button", "Открыть чат").await;
    widget.find("textbox", "Сообщение").await.press().await;
    widget.insert("Здравствуйте! Есть ли чайник?").await;
    widget.press("button", "Отправить").await;
    widget.find("button", "Прикрепить файл").await;
    chat::shows_in(widget, "Сообщения", "Есть ли чайник?").await;

    let browser = Browser::looking(&Look::DESKTOP.russian()).await;
    browser.goto(&stack.origin()).await;
    let anna = stack.anna();
    browser
        .find("textbox", "Эл. почта")
        .await
        .type_keys(&anna.email)
        .await;
    browser
        .find("password", "Пароль")
        .await
        .type_keys(&anna.password)
        .await;
    browser.press("button", "Войти").await;
    browser.find("list", "Диалоги").await;
    browser
        .find_containing("link", "Есть ли чайник?")
        .await
        .press()
        .await;
    browser.find("textbox", "Ответ").await.press().await;
    browser.insert("Есть, два.").await;
    browser.press("button", "Отправить").await;
    browser.find("button", "Закрыть диалог").await;
    chat::shows_in(widget, "Сообщения", "Есть, два.").await;
    browser.screenshot("console-russian-dialog").await;

    widget.press("button", "Закрыть чат").await;
    widget.find("button", "Открыть чат").await;
}

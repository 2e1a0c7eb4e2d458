//! Pictures of each state of the line, for people to look at (`target/screenshots`).

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::chat::{self, Chat};
use crate::desk::Desk;
use crate::files::Folder;

#[tokio::test]
async fn every_state_of_the_line_has_its_picture() {
    let (mut stack, shop) = Stack::with_shop().await;
    let folder = Folder::new();
    let (file, _) = folder.file("photos of the lamp.zip", 300_000);
    let mut chats = Vec::new();
    for (name, look, page) in [
        ("line-widget-desktop", Look::DESKTOP, "index.html"),
        ("line-widget-phone-dark", Look::PHONE.dark(), "index.html"),
        (
            "line-widget-phone-russian",
            Look::PHONE.russian(),
            "ru.html",
        ),
    ] {
        let chat = Chat {
            browser: Browser::looking(&look).await,
        };
        chat.browser.goto(&shop.page(page)).await;
        let words = match page {
            "ru.html" => &RUSSIAN,
            _ => &ENGLISH,
        };
        open(&chat.browser, words).await;
        say(&chat.browser, words.field, words.hello).await;
        chat::says(&chat.browser, words.sent).await;
        chats.push((name, chat, words));
    }
    let mut desks = Vec::new();
    for (name, look) in [
        ("line-console-desktop", Look::DESKTOP),
        ("line-console-phone-dark", Look::PHONE.dark()),
    ] {
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        desk.open(ENGLISH.hello).await;
        desk.reply("Yes, it is. Brass, 42 cm high.").await;
        desk.last_is_one_of(&["Sent", "Delivered", "Read"]).await;
        desks.push((name, desk));
    }

    let (large, _) = folder.file("all photos.zip", 3 * 1024 * 1024);
    for (name, chat, words) in &chats {
        let browser = &chat.browser;
        // Of the cut before: while its end is shown, the next one is shown at once, and
        // would be over before it is long enough to be told of.
        chat::says_no_more(browser, words.back).await;
        stack.kill().await;
        say(browser, words.field, words.one).await;
        chat::attach(browser, &file).await;
        say(browser, words.field, words.two).await;
        chat::says(browser, words.waits).await;
        picture(browser, &format!("{name}-waiting")).await;
        watch(browser, words.back).await;
        stack.restart().await;
        watched(browser).await;
        picture(browser, &format!("{name}-back")).await;
        chat::attach(browser, &large).await;
        chat::says(browser, words.not_sent).await;
        picture(browser, &format!("{name}-not-sent")).await;
    }
    for (name, desk) in &desks {
        let browser = &desk.browser;
        chat::says_no_more(browser, "Connected again").await;
        stack.kill().await;
        desk.reply("I will put one aside for you.").await;
        chat::attach(browser, &file).await;
        desk.says("2 messages waiting").await;
        picture(browser, &format!("{name}-waiting")).await;
        watch(browser, "Connected again").await;
        stack.restart().await;
        watched(browser).await;
        picture(browser, &format!("{name}-back")).await;
        chat::attach(browser, &large).await;
        desk.last_is_one_of(&["Not sent"]).await;
        picture(browser, &format!("{name}-not-sent")).await;
    }
    // A relay that takes the call and says nothing.
    stack.kill().await;
    let silent = TcpListener::bind(("127.0.0.1", stack.port())).await;
    let silent = silent.expect("the port is free");
    for (name, chat, words) in &chats {
        let browser = &chat.browser;
        browser.reload().await;
        open(browser, words).await;
        chat::says(browser, words.connects).await;
        picture(browser, &format!("{name}-connecting")).await;
    }
    drop(silent);
}

/// What a visitor says and sees in one language.
struct Words {
    launcher: &'static str,
    field: &'static str,
    hello: &'static str,
    sent: &'static str,
    one: &'static str,
    two: &'static str,
    waits: &'static str,
    back: &'static str,
    not_sent: &'static str,
    connects: &'static str,
}

const ENGLISH: Words = Words {
    launcher: "Open chat",
    field: "Message",
    hello: "Hello! Is the brass lamp still there?",
    sent: "Sent",
    one: "I would take two of them.",
    two: "And these are the photos of my table.",
    waits: "3 messages waiting",
    back: "Connected again",
    not_sent: "Not sent",
    connects: "Connecting…",
};

const RUSSIAN: Words = Words {
    launcher: "Открыть чат",
    field: "Сообщение",
    hello: "Здравствуйте! Латунная лампа ещё есть?",
    sent: "Отправлено",
    one: "Я бы взял две.",
    two: "А это фотографии моего стола.",
    waits: "3 сообщения ждут отправки",
    back: "Связь восстановлена",
    not_sent: "Не отправлено",
    connects: "Соединяемся…",
};

async fn open(browser: &Browser, words: &Words) {
    browser
        .find_beginning("button", words.launcher)
        .await
        .press()
        .await;
    browser.find("textbox", words.field).await;
}

async fn say(browser: &Browser, field: &str, text: &str) {
    browser.find("textbox", field).await.press().await;
    browser.insert(text).await;
    browser.key("Enter").await;
}

/// Looks for a word that stays for a moment only, from now on.
async fn watch(browser: &Browser, word: &str) {
    let watch = "
        const roots = [document];
        for (const element of document.querySelectorAll('*'))
            if (element.shadowRoot) roots.push(element.shadowRoot);
        globalThis[Symbol.for('seen')] = new Promise(done => {
            const look = () => roots.some(root =>
                [...root.querySelectorAll('[role=status]')].some(one =>
                    one.textContent.includes(args[0]))) && done(true);
            for (const root of roots)
                new MutationObserver(look).observe(root,
                    {subtree: true, childList: true, characterData: true});
        });
        return null;";
    browser.js::<Value>(watch, &[word.into()]).await;
}

/// Waits until it is there.
async fn watched(browser: &Browser) {
    browser.network_is_back().await;
    let seen = "return await globalThis[Symbol.for('seen')];";
    browser.js::<bool>(seen, &[]).await;
}

/// A picture, when all that appears slowly has appeared.
async fn picture(browser: &Browser, name: &str) {
    let ended = "const roots = [document];
        for (const element of document.querySelectorAll('*'))
            if (element.shadowRoot) roots.push(element.shadowRoot);
        const all = roots.flatMap(root => root.getAnimations());
        await Promise.all(all.filter(one => one.effect.getComputedTiming().iterations < 9)
            .map(one => one.finished.catch(() => {})));
        return null;";
    browser.js::<Value>(ended, &[]).await;
    browser.screenshot(name).await;
}

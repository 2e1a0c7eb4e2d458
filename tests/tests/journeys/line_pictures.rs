//! Pictures of each state of the line, for people to look at (`target/screenshots`).

use std::path::Path;

use beseda_tests::browser::{Browser, Look};
use beseda_tests::shop_server::ShopServer;
use beseda_tests::stack::Stack;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::chat;
use crate::desk::{self, Desk};
use crate::files::Folder;
use crate::word;

#[tokio::test]
async fn every_state_of_the_line_has_its_picture() {
    let (mut stack, shop) = Stack::with_shop().await;
    let folder = Folder::new();
    let (file, _) = folder.file("photos of the lamp.zip", 300_000);
    let (large, _) = folder.file("all photos.zip", 3 * 1024 * 1024);
    let visitors = [
        ("widget-desktop", Look::DESKTOP, &ENGLISH),
        ("widget-phone-dark", Look::PHONE.dark(), &ENGLISH),
        ("widget-phone-russian", Look::PHONE.russian(), &RUSSIAN),
    ];
    let operators = [
        ("console-desktop", Look::DESKTOP),
        ("console-phone-dark", Look::PHONE.dark()),
    ];
    let visitors = Screen::of_visitors(visitors, &shop).await;
    let operators = Screen::of_operators(operators, &stack).await;

    for screen in visitors.iter().chain(&operators) {
        let words = screen.words;
        // Of the cut before: while its end is shown, the next one is shown at once, and
        // would be over before it is long enough to be told of.
        chat::says_no_more(&screen.browser, words.back).await;
        stack.kill().await;
        screen.say(words.one).await;
        screen.attach(&file).await;
        screen.say(words.two).await;
        screen.shows(words.waits).await;
        screen.pictured("waiting", words.waits).await;
        screen.pictured_back(&mut stack).await;
        chat::give(&screen.browser, &large).await;
        screen.say("").await;
        screen.shows(words.not_sent).await;
        screen.pictured("not-sent", words.not_sent).await;
    }

    stack.kill().await;
    for screen in visitors.iter().chain(&operators) {
        screen.shows(screen.words.offline).await;
        screen.browser.js::<Value>(NO_ROOM, &[]).await;
        screen.say(screen.words.three).await;
        screen.shows(screen.words.unkept).await;
        screen.pictured("unkept", screen.words.unkept).await;
    }

    stack.restart().await;
    let silent = TcpListener::bind(("127.0.0.1", 0)).await;
    let silent = silent.expect("there is a free port");
    let port = silent.local_addr().expect("it is bound").port();
    let calls = CALLS_ELSEWHERE.replace("PORT", &port.to_string());
    for screen in visitors.iter().chain(&operators) {
        let on = json!({"enabled": true});
        screen.browser.devtools("Page.setBypassCSP", on).await;
        chat::on_new_pages(&screen.browser, &calls).await;
        screen.pictured_connecting().await;
    }
}

/// What lives for some seconds may be gone before a slow machine has its picture: then
/// it is brought about again, so many times.
const TAKES_MAX: usize = 5;

/// A widget or console, and what its person says and sees.
struct Screen {
    name: &'static str,
    browser: Browser,
    words: &'static Words,
}

impl Screen {
    /// Visitors who have said hello.
    async fn of_visitors<const N: usize>(
        looks: [(&'static str, Look, &'static Words); N],
        shop: &ShopServer,
    ) -> Vec<Self> {
        let mut screens = Vec::new();
        for (name, look, words) in looks {
            let browser = Browser::looking(&look).await;
            let screen = Self {
                name,
                browser,
                words,
            };
            screen.browser.goto(&shop.page(words.page)).await;
            chat::page_can_be_dark(&screen.browser).await;
            screen.open().await;
            screen.say(words.hello).await;
            screen.shows(words.sent).await;
            screens.push(screen);
        }
        screens
    }

    /// Operators, of whom each answers the first of them.
    async fn of_operators<const N: usize>(
        looks: [(&'static str, Look); N],
        stack: &Stack,
    ) -> Vec<Self> {
        let mut screens = Vec::new();
        for (name, look) in looks {
            let desk = Desk::looking(stack, &stack.anna(), &look).await;
            desk.open(ENGLISH.hello).await;
            desk.reply(OPERATOR.hello).await;
            desk.last_is_one_of(&["Sent", "Delivered", "Read"]).await;
            screens.push(Self {
                name,
                browser: desk.browser,
                words: &OPERATOR,
            });
        }
        screens
    }

    /// Opens the panel, where there is one.
    async fn open(&self) {
        if let Some(launcher) = self.words.launcher {
            let launcher = self.browser.find_beginning("button", launcher).await;
            launcher.press().await;
            self.browser.find("textbox", self.words.field).await;
        }
    }

    async fn say(&self, text: &str) {
        let field = self.browser.find("textbox", self.words.field).await;
        field.press().await;
        self.browser.insert(text).await;
        self.browser.key(self.words.send).await;
    }

    /// Gives a file, which a composer keeps until something is sent.
    async fn attach(&self, file: &Path) {
        chat::give(&self.browser, file).await;
        if self.words.field == OPERATOR.field {
            desk::can_send(&self.browser).await;
        }
    }

    /// Waits until a word can be read.
    async fn shows(&self, word: &str) {
        word::is_read(&self.browser, word).await;
    }

    /// A picture, when all that appears slowly has appeared; whether the word could
    /// still be read after it.
    async fn picture(&self, state: &str, word: &str) -> bool {
        self.browser.js::<Value>(APPEARED, &[]).await;
        let name = format!("line-{}-{state}", self.name);
        self.browser.screenshot(&name).await;
        word::can_be_read(&self.browser, word).await
    }

    /// A picture of what stays.
    async fn pictured(&self, state: &str, word: &str) {
        let name = self.name;
        assert!(self.picture(state, word).await, "{name}: no {word:?}");
    }

    /// Begins the relay again, and pictures that the line is back.
    async fn pictured_back(&self, stack: &mut Stack) {
        let Words { offline, back, .. } = self.words;
        for _ in 0..TAKES_MAX {
            word::watch(&self.browser, back).await;
            stack.restart().await;
            self.browser.network_is_back().await;
            word::watched(&self.browser).await;
            if self.picture("back", back).await {
                return;
            }
            chat::says_no_more(&self.browser, back).await;
            stack.kill().await;
            self.shows(offline).await;
        }
        panic!("{}: {back:?} was always gone", self.name);
    }

    /// Loads the page anew, and pictures that it connects.
    async fn pictured_connecting(&self) {
        let connects = self.words.connects;
        for _ in 0..TAKES_MAX {
            self.browser.reload().await;
            self.open().await;
            self.shows(connects).await;
            if self.picture("connecting", connects).await {
                return;
            }
        }
        panic!("{}: {connects:?} was always gone", self.name);
    }
}

/// What somebody says and sees.
struct Words {
    page: &'static str,
    launcher: Option<&'static str>,
    field: &'static str,
    send: &'static str,
    hello: &'static str,
    sent: &'static str,
    one: &'static str,
    two: &'static str,
    three: &'static str,
    offline: &'static str,
    waits: &'static str,
    unkept: &'static str,
    back: &'static str,
    not_sent: &'static str,
    connects: &'static str,
}

const ENGLISH: Words = Words {
    page: "index.html",
    launcher: Some("Open chat"),
    field: "Message",
    send: "Enter",
    hello: "Hello! Is the brass lamp still there?",
    sent: "Sent",
    one: "I would take two of them.",
    two: "And these are the photos of my table.",
    three: "Can I fetch them tomorrow?",
    offline: "No connection",
    waits: "3 messages waiting",
    unkept: "This browser can't save your message",
    back: "Connected again",
    not_sent: "Not sent",
    connects: "Connecting…",
};

const RUSSIAN: Words = Words {
    page: "ru.html",
    launcher: Some("Открыть чат"),
    field: "Сообщение",
    hello: "Здравствуйте! Латунная лампа ещё есть?",
    sent: "Отправлено",
    one: "Я бы взял две.",
    two: "А это фотографии моего стола.",
    three: "Можно забрать их завтра?",
    offline: "Нет связи",
    waits: "3 сообщения ждут отправки",
    unkept: "Браузер не может сохранить сообщение",
    back: "Связь восстановлена",
    not_sent: "Не отправлено",
    connects: "Подключаемся…",
    ..ENGLISH
};

const OPERATOR: Words = Words {
    launcher: None,
    field: "Reply",
    send: "Ctrl+Enter",
    hello: "Yes, it is. Brass, 42 cm high.",
    one: "I will put one aside for you.",
    two: "This is the bill.",
    three: "We are open until six.",
    not_sent: "The file is larger than 2 MB. Compress it, or send a link to it",
    unkept: "This browser can't save unsent messages",
    ..ENGLISH
};

/// Waits for the end of all that appears slowly.
const APPEARED: &str = "
    const roots = [document];
    for (const element of document.querySelectorAll('*'))
        if (element.shadowRoot) roots.push(element.shadowRoot);
    const all = roots.flatMap(root => root.getAnimations());
    await Promise.all(all.filter(one => one.effect.getComputedTiming().iterations < 9)
        .map(one => one.finished.catch(() => {})));
    return null;";

/// The browser keeps nothing any more.
const NO_ROOM: &str = "
    IDBObjectStore.prototype.put = function () { this.transaction.abort(); };
    return null;";

/// Sockets go to another port of this machine, where calls are taken and nothing is said.
const CALLS_ELSEWHERE: &str = "
    window.WebSocket = class extends WebSocket {
        constructor(address, protocols) {
            const elsewhere = new URL(address, location.href);
            elsewhere.protocol = 'ws:';
            elsewhere.port = 'PORT';
            super(elsewhere, protocols);
        }
    };";

//! A working day: two operators answer three visitors, by what they use eighty times a day.

use beseda_protocol::ask::replies::SaveReply;
use beseda_protocol::saved_reply::ReplyScope;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};
use beseda_tests::visitor::Visitor;

use crate::access::barriers;
use crate::chat::{says, shows_in};

#[tokio::test]
async fn two_operators_and_three_visitors_get_through_a_working_day() {
    let day = Day {
        language: Language::English,
        look: Look::DESKTOP.wide(1440),
        is_phone: false,
    };
    day.passes().await;
}

#[tokio::test]
async fn the_same_day_in_russian_on_a_phone() {
    let day = Day {
        language: Language::Russian,
        look: Look::PHONE.russian(),
        is_phone: true,
    };
    day.passes().await;
}

#[derive(Clone, Copy, PartialEq)]
enum Language {
    English,
    Russian,
}

struct Day {
    language: Language,
    look: Look,
    is_phone: bool,
}

const ORDER: &str = "Where is my order?";
const SPAM: &str = "Buy gold here";
const INVOICE: &str = "My invoice is wrong";

impl Day {
    async fn passes(self) {
        let stack = Stack::start().await;
        has_a_saved_reply(&stack).await;
        let shop = self.shop(&stack).await;
        let mut spammer = Visitor::start(&stack).await;
        spammer.said(SPAM).await;
        let mut payer = Visitor::start(&stack).await;
        payer.said(INVOICE).await;

        let anna = self.console(&stack, &stack.anna()).await;
        let boris = self.console(&stack, &stack.boris()).await;
        self.answers_by_a_saved_reply(&anna, &shop).await;
        self.takes_for_spam(&anna).await;
        self.hands_on_to_boris(&anna).await;
        self.answers_and_closes(&boris, INVOICE, "It is mended")
            .await;
        payer.hears("It is mended").await;
        self.puts_off_what_comes_back(&anna, &shop).await;

        // Nobody waits any more, for either of them.
        for console in [&anna, &boris] {
            let tab = self.word("Unanswered", "Без ответа");
            console.find_beginning("button", tab).await.press().await;
            let done = self.word("Everyone is answered", "Всем ответили");
            console.find("heading", done).await;
            assert_eq!(barriers(console).await, [""; 0]);
            let mut complaints = console.complaints().await;
            complaints.retain(|complaint| !complaint.contains("/v1/me"));
            assert_eq!(complaints, [""; 0]);
        }
        let name = self.word("working-day", "working-day-390-russian");
        anna.screenshot(name).await;
    }

    fn word(&self, english: &'static str, russian: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::Russian => russian,
        }
    }

    /// The first visitor, in the shop.
    async fn shop(&self, stack: &Stack) -> Browser {
        let browser = Browser::open().await;
        browser
            .goto(&stack.page(self.word("index.html", "ru.html")))
            .await;
        browser
            .press("button", self.word("Open chat", "Открыть чат"))
            .await;
        self.visitor_writes(&browser, ORDER).await;
        browser
    }

    async fn visitor_writes(&self, shop: &Browser, text: &str) {
        let field = shop
            .find("textbox", self.word("Message", "Сообщение"))
            .await;
        field.press().await;
        shop.insert(text).await;
        shop.key("Enter").await;
        self.shows(shop, text).await;
    }

    async fn shows(&self, browser: &Browser, text: &str) {
        shows_in(browser, self.word("Messages", "Сообщения"), text).await;
    }

    async fn console(&self, stack: &Stack, who: &SignIn) -> Browser {
        let browser = Browser::looking(&self.look).await;
        browser.goto(&stack.origin()).await;
        let email = browser
            .find("textbox", self.word("E-mail", "Эл. почта"))
            .await;
        email.type_keys(&who.email).await;
        let password = browser
            .find("password", self.word("Password", "Пароль"))
            .await;
        password.type_keys(&who.password).await;
        browser.press("button", self.word("Sign in", "Войти")).await;
        browser.find("list", self.word("Dialogs", "Диалоги")).await;
        browser.press("button", self.word("Close", "Закрыть")).await;
        browser
    }

    async fn opens(&self, console: &Browser, text: &str) {
        console.find_containing("link", text).await.press().await;
        self.shows(console, text).await;
    }

    async fn leaves(&self, console: &Browser) {
        if self.is_phone {
            let back = self.word("Back to dialogs", "Назад к диалогам");
            console.press("button", back).await;
            console.find("list", self.word("Dialogs", "Диалоги")).await;
        }
    }

    async fn writes(&self, console: &Browser, text: &str) {
        let field = console.find("textbox", self.word("Reply", "Ответ")).await;
        field.press().await;
        console.insert(text).await;
    }

    async fn sends(&self, console: &Browser) {
        console
            .press("button", self.word("Send", "Отправить"))
            .await;
    }

    async fn answers_by_a_saved_reply(&self, anna: &Browser, shop: &Browser) {
        self.opens(anna, ORDER).await;
        let field = anna.find("textbox", self.word("Reply", "Ответ")).await;
        field.type_keys("/ship").await;
        anna.find_beginning("option", "Shipping")
            .await
            .press()
            .await;
        self.sends(anna).await;
        self.shows(shop, "It is on its way").await;
        assert_eq!(barriers(anna).await, [""; 0]);
        self.leaves(anna).await;
    }

    async fn takes_for_spam(&self, anna: &Browser) {
        self.opens(anna, SPAM).await;
        let menu = self.word("Dialog actions", "Действия с диалогом");
        anna.press("button", menu).await;
        let spam = self.word("Spam: block and close", "Спам: заблокировать и закрыть");
        anna.find_beginning("menuitem", spam).await.press().await;
        anna.find("button", self.word("Undo", "Отменить")).await;
        self.leaves(anna).await;
        anna.gone("link", SPAM).await;
    }

    async fn hands_on_to_boris(&self, anna: &Browser) {
        self.opens(anna, INVOICE).await;
        self.writes(anna, "Let me ask").await;
        self.sends(anna).await;
        let responsible = self.word("Responsible: Anna", "Ответственный: Anna");
        anna.press("button", responsible).await;
        let transfer = self.word("Transfer with a note…", "Передать с заметкой…");
        anna.press("menuitem", transfer).await;
        let to = anna.find("combobox", self.word("To whom", "Кому")).await;
        to.type_keys("Boris").await;
        let note = self.word(
            "Note for whoever goes on",
            "Заметка для того, кто продолжит",
        );
        let note = anna.find("textbox", note).await;
        note.type_keys("She pays by card").await;
        anna.press("button", self.word("Transfer", "Передать"))
            .await;
        self.shows(anna, "She pays by card").await;
        self.leaves(anna).await;
    }

    async fn answers_and_closes(&self, boris: &Browser, asked: &str, text: &str) {
        let mine = boris
            .find_beginning("button", self.word("Mine", "Мои"))
            .await;
        mine.press().await;
        // What was said last is the note for him.
        boris
            .find_containing("link", "She pays by card")
            .await
            .press()
            .await;
        self.shows(boris, asked).await;
        self.writes(boris, text).await;
        let more = self.word("More ways to send", "Другие способы отправки");
        boris.press("button", more).await;
        let close = self.word("Send and close", "Отправить и закрыть");
        boris.find_beginning("menuitem", close).await.press().await;
        says(boris, self.word("Dialog closed", "Диалог закрыт")).await;
        assert_eq!(barriers(boris).await, [""; 0]);
        self.leaves(boris).await;
    }

    async fn puts_off_what_comes_back(&self, anna: &Browser, shop: &Browser) {
        self.opens(anna, "It is on its way").await;
        anna.press("button", self.word("Snooze", "Отложить")).await;
        anna.press("menuitem", self.word("For an hour", "На час"))
            .await;
        self.leaves(anna).await;
        self.visitor_writes(shop, "And when?").await;
        self.opens(anna, "And when?").await;
        self.writes(anna, "On Tuesday").await;
        self.sends(anna).await;
        self.shows(shop, "On Tuesday").await;
        anna.press("button", self.word("Close dialog", "Закрыть диалог"))
            .await;
        says(anna, self.word("Dialog closed", "Диалог закрыт")).await;
        self.leaves(anna).await;
    }
}

async fn has_a_saved_reply(stack: &Stack) {
    let mut owner = Operator::sign_in(stack, &stack.owner()).await;
    let reply = SaveReply {
        name: "Shipping".to_owned(),
        shortcut: Some("ship".to_owned()),
        folder: String::new(),
        text: "It is on its way".to_owned(),
        files: Vec::new(),
        scope: ReplyScope::Shared {},
    };
    owner.question(reply).await.expect("saved");
}

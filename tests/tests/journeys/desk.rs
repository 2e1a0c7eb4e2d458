//! The console, as an operator uses it.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::{SignIn, Stack};

use crate::chat;
use crate::heard::{self, Heard};

/// A console with somebody signed in.
pub(crate) struct Desk {
    pub(crate) browser: Browser,
}

impl Desk {
    /// Signs in on a desk.
    pub(crate) async fn of(stack: &Stack, who: &SignIn) -> Self {
        Self::looking(stack, who, &Look::DESKTOP).await
    }

    /// Signs in with a browser set up so.
    pub(crate) async fn looking(stack: &Stack, who: &SignIn, look: &Look) -> Self {
        let desk = Self {
            browser: Browser::looking(look).await,
        };
        desk.browser.goto(&stack.origin()).await;
        desk.sign_in(who).await;
        desk
    }

    /// An employee who signs in where the browser speaks Russian.
    pub(crate) async fn in_russian(stack: &Stack, who: &SignIn, look: Look) -> Self {
        let browser = Browser::looking(&look.russian()).await;
        browser.goto(&stack.origin()).await;
        let email = browser.find("textbox", "Эл. почта").await;
        email.type_keys(&who.email).await;
        let password = browser.find("password", "Пароль").await;
        password.type_keys(&who.password).await;
        browser.press("button", "Войти").await;
        browser.find("list", "Диалоги").await;
        Self { browser }
    }

    /// Signs in where the console asks for it.
    pub(crate) async fn sign_in(&self, who: &SignIn) {
        let browser = &self.browser;
        browser
            .find("textbox", "E-mail")
            .await
            .type_keys(&who.email)
            .await;
        let password = browser.find("password", "Password").await;
        password.type_keys(&who.password).await;
        browser.press("button", "Sign in").await;
        browser.find("list", "Dialogs").await;
    }

    /// Answers the question about sound and notifications by closing it.
    pub(crate) async fn dismiss_question(&self) {
        self.browser.press("button", "Close").await;
        self.browser.gone("button", "Turn on").await;
    }

    /// Names of the cards on the list, from the top.
    pub(crate) async fn cards(&self) -> Vec<String> {
        self.browser.names_in(("list", "Dialogs"), "link").await
    }

    /// Shows a tab of the list, whatever number it has.
    pub(crate) async fn tab(&self, name: &str) {
        let tab = self.browser.find_beginning("button", name).await;
        tab.press().await;
    }

    /// Waits for a card with this text and opens it; returns the card's name.
    pub(crate) async fn open(&self, text: &str) -> String {
        let card = self.browser.find_containing("link", text).await;
        let name = card.name().await;
        card.press().await;
        self.browser.find("textbox", "Reply").await;
        chat::shows(&self.browser, text).await;
        name
    }

    /// Waits for a card with this text.
    pub(crate) async fn shows_card(&self, text: &str) {
        self.browser.find_containing("link", text).await;
    }

    /// Opens the dialog at the top of the list.
    pub(crate) async fn first_dialog(&self) {
        let top = self.cards().await.swap_remove(0);
        self.browser.find("link", &top).await.press().await;
        self.browser.find("textbox", "Reply").await;
        self.browser.find("button", "Close dialog").await;
    }

    /// Opens the dialog of a client.
    pub(crate) async fn open_of(&self, client: &str) {
        let card = self.browser.find_beginning("link", client).await;
        card.press().await;
        self.browser.find("button", "Close dialog").await;
        self.browser.find("log", "Messages").await;
    }

    /// Puts a text into the composer.
    pub(crate) async fn compose(&self, text: &str) {
        self.browser.find("textbox", "Reply").await.press().await;
        self.browser.insert(text).await;
    }

    /// Gives a file to the composer, and waits until it can be sent.
    pub(crate) async fn attach(&self, path: &std::path::Path) {
        chat::give(&self.browser, path).await;
        self.can_send().await;
    }

    /// Sends a file.
    pub(crate) async fn send_file(&self, path: &std::path::Path) {
        self.attach(path).await;
        self.browser.press("button", "Send").await;
    }

    /// Waits until the composer has something to send.
    pub(crate) async fn can_send(&self) {
        can_send(&self.browser).await;
    }

    /// Puts a text into the composer as a note.
    pub(crate) async fn compose_note(&self, text: &str) {
        self.browser.press("button", "Note").await;
        self.browser.find("textbox", "Note").await.press().await;
        self.browser.insert(text).await;
    }

    /// Leaves a note with Ctrl+Enter.
    pub(crate) async fn note(&self, text: &str) {
        self.compose_note(text).await;
        self.browser.key("Ctrl+Enter").await;
    }

    /// Waits until the composer holds this text as a note.
    pub(crate) async fn holds_a_note(&self, text: &str) {
        let field = self.browser.find("textbox", "Note").await;
        let mode = self.browser.find("button", "Note").await;
        self.browser
            .wait("a note in the composer", || async {
                let is_note = mode.attribute("aria-pressed").await.as_deref() == Some("true");
                (is_note && field.property("value").await == text).then_some(())
            })
            .await;
    }

    /// Answers with Ctrl+Enter.
    pub(crate) async fn reply(&self, text: &str) {
        self.compose(text).await;
        self.browser.key("Ctrl+Enter").await;
    }

    /// Waits for one of these states of the last own message.
    pub(crate) async fn last_is_one_of(&self, states: &[&str]) {
        chat::last_is_one_of(&self.browser, states).await;
    }

    /// Waits until the feed shows a text.
    pub(crate) async fn shows(&self, text: &str) {
        chat::shows(&self.browser, text).await;
    }

    /// Waits for a text anywhere on the page.
    pub(crate) async fn says(&self, text: &str) {
        chat::says(&self.browser, text).await;
    }

    /// What the browser complains of. A console asks who is signed in, and that
    /// nobody is counts as a failed call with the browser, not with us.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let mut complaints = self.browser.complaints().await;
        complaints.retain(|complaint| !complaint.contains("/v1/me"));
        complaints
    }

    /// Writes down tones and notifications from now on.
    pub(crate) async fn watch_heard(&self) {
        heard::watch(&self.browser).await;
    }

    /// What was heard and seen since [`Desk::watch_heard`].
    pub(crate) async fn heard(&self) -> Heard {
        heard::heard(&self.browser).await
    }
}

/// Waits until a console's composer has something to send.
pub(crate) async fn can_send(console: &Browser) {
    let send = console.find("button", "Send").await;
    console
        .wait("something to send", || async {
            (send.property("disabled").await == "false").then_some(())
        })
        .await;
}

//! The console, as an operator uses it.

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::{SignIn, Stack};
use beseda_tests::wait::until;

use crate::chat;

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

    async fn sign_in(&self, who: &SignIn) {
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

    /// Names of the cards on the list, from the top.
    pub(crate) async fn cards(&self) -> Vec<String> {
        self.browser.names_in("list", "Dialogs", "link").await
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

    /// Answers with Ctrl+Enter.
    pub(crate) async fn reply(&self, text: &str) {
        self.browser.find("textbox", "Reply").await.press().await;
        self.browser.insert(text).await;
        self.browser.key("Ctrl+Enter").await;
    }

    /// Waits until the feed shows a text.
    pub(crate) async fn shows(&self, text: &str) {
        chat::shows(&self.browser, text).await;
    }

    /// Waits for a text anywhere on the page.
    pub(crate) async fn says(&self, text: &str) {
        until(&format!("{text:?} on the page"), || async {
            self.browser.text().await.contains(text).then_some(())
        })
        .await;
    }
}

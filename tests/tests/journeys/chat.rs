//! The widget, as a visitor uses it.

use beseda_tests::browser::{Browser, Element};
use beseda_tests::stack::Stack;
use serde_json::{Value, json};

/// What the five states are called in English.
const STATES: [&str; 5] = ["Sending", "Sent", "Delivered", "Read", "Not sent"];

/// The conversation, in the widget and in the console.
pub(crate) const LOG: (&str, &str) = ("log", "Messages");

/// A widget on a page of the demo site.
pub(crate) struct Chat {
    pub(crate) browser: Browser,
}

impl Chat {
    /// A visitor on a page of the shop, who has not touched the chat.
    pub(crate) async fn on(stack: &Stack, page: &str) -> Self {
        let browser = Browser::open().await;
        browser.goto(&stack.page(page)).await;
        Self { browser }
    }

    /// The page says from now on that it may be dark: only then the widget is, too.
    pub(crate) async fn page_can_be_dark(&self) {
        page_can_be_dark(&self.browser).await;
    }

    /// Whether the panel is shown; `None` without exactly one widget that lives.
    pub(crate) async fn is_open(&self) -> Option<bool> {
        const IS_OPEN: &str = "
            const hosts = document.querySelectorAll('beseda-chat');
            const panels = [...hosts].map(host => host.shadowRoot?.querySelector('[role=dialog]'));
            return panels.length == 1 && panels[0] ? !panels[0].hidden : null;
        ";
        self.browser.js(IS_OPEN, &[]).await
    }

    /// Opens the panel.
    pub(crate) async fn open(&self) {
        let launcher = self.browser.find_beginning("button", "Open chat").await;
        launcher.press().await;
        self.browser.find("textbox", "Message").await;
    }

    /// Writes a text and presses Enter.
    pub(crate) async fn write(&self, text: &str) {
        self.compose(text).await;
        self.browser.key("Enter").await;
    }

    /// Puts a text into the composer.
    pub(crate) async fn compose(&self, text: &str) {
        self.browser.find("textbox", "Message").await.press().await;
        self.browser.insert(text).await;
    }

    /// Waits until the conversation shows a text.
    pub(crate) async fn shows(&self, text: &str) {
        shows(&self.browser, text).await;
    }

    /// Waits for a text anywhere in the panel.
    pub(crate) async fn says(&self, text: &str) {
        says(&self.browser, text).await;
    }

    /// The conversation as shown.
    pub(crate) async fn log(&self) -> String {
        self.browser.find("log", "Messages").await.text().await
    }

    /// What stands in the composer.
    pub(crate) async fn composed(&self) -> String {
        let field = self.browser.find("textbox", "Message").await;
        field.property("value").await
    }

    /// Waits for a state of the last own message.
    pub(crate) async fn last_is(&self, state: &str) {
        last_is_one_of(&self.browser, &[state]).await;
    }

    /// Waits until the last own message is stored, and maybe more.
    pub(crate) async fn last_is_stored(&self) {
        last_is_one_of(&self.browser, &["Sent", "Delivered", "Read"]).await;
    }

    /// Writes down each state of the last own message from now on.
    pub(crate) async fn watch_states(&self) {
        let log = self.browser.find("log", "Messages").await;
        let script = format!(
            "const read = (...args) => {{ {} }};
             const seen = globalThis[Symbol.for('states')] = [];
             new MutationObserver(() => {{
                 const last = read(args[0], args[1]).at(-1);
                 if (last && last !== seen.at(-1)) seen.push(last);
             }}).observe(args[0].getRootNode(),
                 {{subtree: true, childList: true, characterData: true, attributes: true}});",
            SHOWN_STATES
        );
        let arguments = [log.as_argument(), json!(STATES)];
        self.browser.js::<Value>(&script, &arguments).await;
    }

    /// The states that were written down.
    pub(crate) async fn watched_states(&self) -> Vec<String> {
        let seen = "return globalThis[Symbol.for('states')];";
        self.browser.js(seen, &[]).await
    }
}

/// Words and names of states under an element, in order.
const SHOWN_STATES: &str = "
    const states = [];
    for (const element of args[0].querySelectorAll('*')) {
        if (!element.checkVisibility({visibilityProperty: true})) continue;
        const own = [...element.childNodes].filter(n => n.nodeType === Node.TEXT_NODE)
            .map(n => n.data).join('').trim();
        for (const word of [element.getAttribute('aria-label'), own]) {
            if (args[1].includes(word)) { states.push(word); break; }
        }
    }
    return states;
";

/// The page says from now on that it may be dark.
pub(crate) async fn page_can_be_dark(browser: &Browser) {
    const SAY: &str = "document.documentElement.style.colorScheme = 'light dark';";
    browser.js::<()>(SAY, &[]).await;
}

/// Waits until the conversation of a widget or console shows a text.
pub(crate) async fn shows(browser: &Browser, text: &str) {
    shows_in(browser, "Messages", text).await;
}

/// The same where the conversation has another name.
pub(crate) async fn shows_in(browser: &Browser, log: &str, text: &str) {
    browser
        .wait(&format!("{text:?} in the conversation"), || async {
            let log = browser.find("log", log).await;
            log.text().await.contains(text).then_some(())
        })
        .await;
}

/// Waits for a text anywhere on the page.
pub(crate) async fn says(browser: &Browser, text: &str) {
    browser
        .wait(&format!("{text:?} on the page"), || async {
            browser.text().await.contains(text).then_some(())
        })
        .await;
}

/// Waits until a text is nowhere on the page.
pub(crate) async fn says_no_more(browser: &Browser, text: &str) {
    browser
        .wait(&format!("no {text:?} on the page"), || async {
            (!browser.text().await.contains(text)).then_some(())
        })
        .await;
}

/// Waits for one of these states of the last own message.
pub(crate) async fn last_is_one_of(browser: &Browser, wanted: &[&str]) {
    browser
        .wait(&format!("one of {wanted:?}"), || async {
            let log = browser.find("log", "Messages").await;
            let arguments = [log.as_argument(), json!(STATES)];
            let states: Vec<String> = browser.js(SHOWN_STATES, &arguments).await;
            let last = states.last()?;
            wanted.contains(&last.as_str()).then_some(())
        })
        .await;
}

/// Gives a file to the field behind "Attach a file": it waits for "Send".
pub(crate) async fn give(browser: &Browser, path: &std::path::Path) {
    let field: Element = browser.file_field().await;
    field.type_keys(&path.display().to_string()).await;
}

/// Sends a file from the widget.
pub(crate) async fn attach(browser: &Browser, path: &std::path::Path) {
    give(browser, path).await;
    browser.press("button", "Send").await;
}

/// Runs a script in every page of the present tab from now on, before its own.
pub(crate) async fn on_new_pages(browser: &Browser, script: &str) {
    let script = json!({ "source": script });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", script)
        .await;
}

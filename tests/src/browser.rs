//! A real browser, asked through WebDriver for what a person or a screen reader
//! finds: elements by role and accessible name, also inside shadow roots.

use std::future::Future;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::command::ExtensionCommand;
use thirtyfour::error::WebDriverResult;
use thirtyfour::session::scriptret::ScriptRet;
use thirtyfour::{Capabilities, WebDriver, WebElement};

use crate::process::Process;
use crate::stack::workspace;
use crate::wait::{in_time, until};

/// How a browser is set up.
#[derive(Debug, Clone)]
pub struct Look {
    /// CSS pixels.
    pub width: u32,
    /// CSS pixels.
    pub height: u32,
    /// The person prefers dark screens.
    pub is_dark: bool,
    /// A phone: touch, a mobile viewport.
    pub is_phone: bool,
    /// The language that the browser asks for.
    pub language: &'static str,
}

impl Look {
    /// A desk with a large screen.
    pub const DESKTOP: Self = Self {
        width: 1280,
        height: 800,
        is_dark: false,
        is_phone: false,
        language: "en",
    };
    /// A phone held upright.
    pub const PHONE: Self = Self {
        width: 390,
        height: 844,
        is_dark: false,
        is_phone: true,
        language: "en",
    };

    /// The same for somebody who prefers dark screens.
    pub const fn dark(self) -> Self {
        Self {
            is_dark: true,
            ..self
        }
    }

    /// The same in Russian.
    pub const fn russian(self) -> Self {
        Self {
            language: "ru",
            ..self
        }
    }

    /// The same, so wide.
    pub const fn wide(self, width: u32) -> Self {
        Self { width, ..self }
    }
}

/// One browser with a profile of its own.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    // In this order: the browser ends with its driver, and then its profile goes.
    _chromedriver: Process,
    _profile: TempDir,
}

impl Browser {
    /// A browser on a desk.
    pub async fn open() -> Self {
        Self::looking(&Look::DESKTOP).await
    }

    /// A browser set up so.
    ///
    /// # Panics
    /// When there is no browser or no driver for it.
    pub async fn looking(look: &Look) -> Self {
        let driver = std::env::var_os("CHROMEDRIVER").unwrap_or("chromedriver".into());
        let mut chromedriver = Process::start(Command::new(driver).arg("--port=0"));
        let port = until("chromedriver", || {
            let log = chromedriver.log();
            assert!(chromedriver.is_alive(), "chromedriver ended:\n{log}");
            async move { port_in(&log) }
        })
        .await;
        let profile = TempDir::with_prefix("beseda-profile-").expect("a folder can be made");
        let address = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(address, capabilities(look, &profile)).await;
        let browser = Self {
            driver: driver.expect("the browser starts"),
            _chromedriver: chromedriver,
            _profile: profile,
        };
        browser.become_like(look).await;
        browser
    }

    async fn become_like(&self, look: &Look) {
        let metrics = json!({
            "width": look.width,
            "height": look.height,
            "deviceScaleFactor": if look.is_phone { 2 } else { 1 },
            "mobile": look.is_phone,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        let scheme = if look.is_dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.devtools("Emulation.setEmulatedMedia", media).await;
        if look.is_phone {
            let touch = json!({"enabled": true});
            self.devtools("Emulation.setTouchEmulationEnabled", touch)
                .await;
        }
    }

    /// Goes to an address.
    pub async fn goto(&self, address: &str) {
        self.driver.goto(address).await.expect("the page loads");
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.driver.refresh().await.expect("the page loads again");
    }

    /// Where it is.
    pub async fn address(&self) -> String {
        self.driver.current_url().await.expect("a page").to_string()
    }

    /// The tab's title.
    pub async fn title(&self) -> String {
        self.driver.title().await.expect("a page")
    }

    /// Goes to the tab that the page has opened by itself.
    pub async fn other_tab(&self) {
        self.wait("another tab", || async {
            let tabs = self.driver.windows().await.ok()?;
            let tab = tabs.get(1)?.clone();
            self.driver.switch_to_window(tab).await.ok()
        })
        .await;
    }

    /// Opens another tab of the same browser and goes to it.
    pub async fn new_tab(&self) -> usize {
        let tab = self.driver.new_tab().await.expect("a tab opens");
        self.driver
            .switch_to_window(tab)
            .await
            .expect("it is there");
        self.driver.windows().await.expect("tabs").len() - 1
    }

    /// Goes to a tab by its number.
    pub async fn tab(&self, number: usize) {
        let tabs = self.driver.windows().await.expect("tabs");
        let tab = tabs[number].clone();
        self.driver
            .switch_to_window(tab)
            .await
            .expect("it is there");
    }

    /// Runs the body of an async function in the page.
    ///
    /// # Panics
    /// When it throws, or returns another type.
    pub async fn js<T: DeserializeOwned>(&self, body: &str, arguments: &[Value]) -> T {
        let script = format!("return (async () => {{ {body} }})();")
            .replace("arguments[", "args[")
            .replacen("return (async", "const args = arguments; return (async", 1);
        let returned = self.driver.execute(script, arguments.to_vec()).await;
        let returned = returned.unwrap_or_else(|error| panic!("{error}\nin: {body}"));
        returned.convert().expect("the script returns what it says")
    }

    /// Puts text where the cursor is, as an input method does: also what has no
    /// key, such as emoji.
    pub async fn insert(&self, text: &str) {
        self.devtools("Input.insertText", json!({ "text": text }))
            .await;
    }

    /// Presses a key where the focus is: `Enter`, `Ctrl+Enter`, `Escape`…
    pub async fn key(&self, keys: &str) {
        let (key, modifiers) = match keys.rsplit_once('+') {
            Some(("Ctrl", key)) => (key, 2),
            Some(("Shift", key)) => (key, 8),
            _ => (keys, 0),
        };
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "Tab" => (9, ""),
            "ArrowDown" => (40, ""),
            other => panic!("the harness does not know {other}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({
                "type": kind,
                "key": key,
                "code": key,
                "windowsVirtualKeyCode": code,
                "text": if modifiers == 0 { text } else { "" },
                "modifiers": modifiers,
            });
            self.devtools("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Calls the developer tools.
    ///
    /// # Panics
    /// When they refuse.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver.cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Messages of the page's console that are errors or warnings of security,
    /// since the last call.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.expect("a log");
        let bad = log.into_iter().filter(|entry| entry.level == "SEVERE");
        bad.map(|entry| entry.message).collect()
    }

    /// Sockets that the page has opened since the last call.
    pub async fn sockets(&self) -> usize {
        let log = self.driver.get_log("performance").await.expect("a log");
        let opened = log
            .iter()
            .filter(|entry| entry.message.contains("Network.webSocketCreated"));
        opened.count()
    }

    /// Waits until the page has nothing to do.
    pub async fn idle(&self) {
        let idle = "return await new Promise(done => requestIdleCallback(() => done(true)));";
        let _: bool = self.js(idle, &[]).await;
    }

    /// Waits until the page has fetched something of this name from an origin.
    pub async fn fetches(&self, name: &str, origin: &str) {
        self.wait(&format!("{name} to be fetched"), || async {
            let fetched: Vec<String> = self.js(FETCHED, &[]).await;
            let is_it = |address: &String| address.starts_with(origin) && address.contains(name);
            fetched.iter().any(is_it).then_some(())
        })
        .await;
    }

    /// Cuts the network off, or gives it back.
    pub async fn go_offline(&self, is_offline: bool) {
        self.network(json!({
            "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        }))
        .await;
    }

    /// Makes the network slow, or fast again.
    pub async fn slow_down(&self, is_slow: bool) {
        let (latency, bytes) = if is_slow { (300, 50_000) } else { (0, -1) };
        self.network(json!({
            "offline": false, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes,
        }))
        .await;
    }

    async fn network(&self, conditions: Value) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// Allows a page something without asking the person.
    pub async fn allow(&self, what: &str, origin: &str) {
        let permission = json!({
            "permission": {"name": what}, "setting": "granted", "origin": origin,
        });
        self.devtools("Browser.setPermission", permission).await;
    }

    /// Writes down violations of the page's policy from now on.
    pub async fn watch_violations(&self) {
        let watch = "const seen = globalThis[Symbol.for('violations')] = [];
            addEventListener('securitypolicyviolation', event =>
                seen.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));";
        self.js::<Value>(watch, &[]).await;
    }

    /// The violations that were written down.
    pub async fn violations(&self) -> Vec<String> {
        self.js("return globalThis[Symbol.for('violations')];", &[])
            .await
    }

    /// Asks `probe` until it answers; when it does not, shows what the page was
    /// like.
    ///
    /// # Panics
    /// When the deadline passes.
    pub async fn wait<T, F: Future<Output = Option<T>>>(
        &self,
        what: &str,
        probe: impl FnMut() -> F,
    ) -> T {
        match in_time(probe).await {
            Some(found) => found,
            None => panic!("waited for: {what}\n{}", self.state().await),
        }
    }

    /// What a failing test prints of the page; its picture is put aside.
    async fn state(&self) -> String {
        let name = std::thread::current()
            .name()
            .unwrap_or("failed")
            .replace("::", "-");
        self.screenshot(&format!("failed-{name}")).await;
        let log = self.driver.browser_log().await.unwrap_or_default();
        let log: Vec<_> = log
            .iter()
            .map(|e| format!("{} {}", e.level, e.message))
            .collect();
        format!(
            "--- {} ---\n{}\n--- its console ---\n{}\n---",
            self.address().await,
            self.text().await,
            log.join("\n"),
        )
    }

    /// Waits for the element with this role and accessible name.
    pub async fn find(&self, role: &str, name: &str) -> Element {
        let what = format!("{role} {name:?}");
        let found = self.wait(&what, || async {
            self.look_for(role, &Name::Is(name)).await
        });
        found.await
    }

    /// Waits for an element whose name begins so.
    pub async fn find_beginning(&self, role: &str, name: &str) -> Element {
        let what = format!("{role} {name:?}…");
        let begins = Name::Begins(name);
        self.wait(&what, || async { self.look_for(role, &begins).await })
            .await
    }

    /// Waits for an element whose name contains this.
    pub async fn find_containing(&self, role: &str, name: &str) -> Element {
        let what = format!("{role} …{name:?}…");
        let contains = Name::Contains(name);
        self.wait(&what, || async { self.look_for(role, &contains).await })
            .await
    }

    /// Whether there is such an element now.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        self.look_for(role, &Name::Is(name)).await.is_some()
    }

    /// Whether there is an element now whose name contains this.
    pub async fn has_containing(&self, role: &str, name: &str) -> bool {
        self.look_for(role, &Name::Contains(name)).await.is_some()
    }

    /// Waits until there is no such element.
    pub async fn gone(&self, role: &str, name: &str) {
        let what = format!("no {role} {name:?}");
        self.wait(&what, || async {
            (!self.has(role, name).await).then_some(())
        })
        .await;
    }

    /// Presses what has this role and name.
    pub async fn press(&self, role: &str, name: &str) {
        self.find(role, name).await.press().await;
    }

    /// Names of all elements with a role, in the order of the page.
    pub async fn names(&self, role: &str) -> Vec<String> {
        let mut names = Vec::new();
        for element in self.candidates(role).await {
            names.extend(label(&element).await.ok());
        }
        names
    }

    /// Names of all elements with a role inside another one.
    pub async fn names_in(&self, outer: (&str, &str), role: &str) -> Vec<String> {
        let mut names = Vec::new();
        for element in self.inside(outer, role).await {
            names.extend(label(&element).await.ok());
        }
        names
    }

    /// Waits for an element inside another one whose name contains this.
    pub async fn find_in(&self, outer: (&str, &str), role: &str, name: &str) -> Element {
        let what = format!("{role} …{name:?}… in {outer:?}");
        self.wait(&what, || async {
            for element in self.inside(outer, role).await {
                if label(&element)
                    .await
                    .is_ok_and(|label| label.contains(name))
                {
                    return Some(Element(element));
                }
            }
            None
        })
        .await
    }

    async fn inside(&self, (outer, name): (&str, &str), role: &str) -> Vec<WebElement> {
        let outer = self.find(outer, name).await;
        let arguments = vec![outer.as_argument(), selector(role).into()];
        let inside = self.driver.execute(INSIDE, arguments).await;
        inside.and_then(ScriptRet::elements).unwrap_or_default()
    }

    /// The field behind "Attach a file", which nobody sees.
    pub async fn file_field(&self) -> Element {
        self.wait("a field for files", || async {
            let found = self.driver.execute(FILE_FIELD, Vec::new()).await.ok()?;
            found.element().ok().map(Element)
        })
        .await
    }

    /// All text of the page as shown, also inside open shadow roots.
    pub async fn text(&self) -> String {
        self.js(ALL_TEXT, &[]).await
    }

    /// Puts a picture of the page into `target/screenshots`.
    ///
    /// # Panics
    /// When it can't be written.
    pub async fn screenshot(&self, name: &str) {
        let folder = screenshots();
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        let path = folder.join(format!("{name}.png"));
        self.driver.screenshot(&path).await.expect("a picture");
    }

    async fn look_for(&self, role: &str, name: &Name<'_>) -> Option<Element> {
        for element in self.candidates(role).await {
            // An element may go away while we ask: then it is not the one.
            if label(&element).await.is_ok_and(|label| name.fits(&label)) {
                return Some(Element(element));
            }
        }
        None
    }

    async fn candidates(&self, role: &str) -> Vec<WebElement> {
        let arguments = vec![Value::from(selector(role))];
        match self.driver.execute(CANDIDATES, arguments).await {
            Ok(found) => found.elements().unwrap_or_default(),
            Err(_) => Vec::new(),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The whole process group is about to end: no session to say goodbye to,
        // and asking for it from here would block the runtime that must answer.
        self.driver.clone().leak().ok();
    }
}

/// An element of a page.
#[derive(Debug, Clone)]
pub struct Element(WebElement);

impl Element {
    /// Clicks it as soon as nothing is in the way.
    pub async fn press(&self) {
        until("the element to be pressed", || async {
            self.0.click().await.ok()
        })
        .await;
    }

    /// Moves the pointer over it.
    pub async fn hover(&self) {
        let pointer = self.0.handle().action_chain();
        let pointer = pointer.move_to_element_center(&self.0);
        pointer.perform().await.expect("the pointer moves");
    }

    /// Empties it.
    pub async fn clear(&self) {
        self.0.clear().await.expect("a field can be emptied");
    }

    /// Types keys into it (no characters beyond the basic plane: see `insert`).
    pub async fn type_keys(&self, keys: &str) {
        self.0.send_keys(keys).await.expect("it takes keys");
    }

    /// Its text as shown.
    pub async fn text(&self) -> String {
        self.0.text().await.unwrap_or_default()
    }

    /// Its accessible name.
    pub async fn name(&self) -> String {
        label(&self.0).await.unwrap_or_default()
    }

    /// A property of it.
    pub async fn property(&self, name: &str) -> String {
        self.0.prop(name).await.ok().flatten().unwrap_or_default()
    }

    /// An attribute of it.
    pub async fn attribute(&self, name: &str) -> Option<String> {
        self.0.attr(name).await.ok().flatten()
    }

    /// As an argument of a script.
    ///
    /// # Panics
    /// Never.
    pub fn as_argument(&self) -> Value {
        self.0.to_json().expect("a reference is JSON")
    }
}

/// How a name is compared.
enum Name<'a> {
    Is(&'a str),
    Begins(&'a str),
    Contains(&'a str),
}

impl Name<'_> {
    fn fits(&self, label: &str) -> bool {
        match self {
            Self::Is(name) => label == *name,
            Self::Begins(name) => label.starts_with(name),
            Self::Contains(name) => label.contains(name),
        }
    }
}

/// The folder of pictures.
pub fn screenshots() -> PathBuf {
    workspace().join("target/screenshots")
}

/// Everything visible that a selector takes, also inside open shadow roots.
const CANDIDATES: &str = "
    const found = [];
    const walk = root => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches(arguments[0]) && element.checkVisibility({visibilityProperty: true})) {
                found.push(element);
            }
            if (element.shadowRoot) walk(element.shadowRoot);
        }
    };
    walk(document);
    return found;
";

/// Addresses of what the page has fetched.
const FETCHED: &str = "return performance.getEntriesByType('resource').map(entry => entry.name);";

/// What a selector takes inside an element.
const INSIDE: &str = "return [...arguments[0].querySelectorAll(arguments[1])];";

/// The first field for files, visible or not.
const FILE_FIELD: &str = "
    const walk = root => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches('input[type=file]')) return element;
            const inside = element.shadowRoot && walk(element.shadowRoot);
            if (inside) return inside;
        }
        return null;
    };
    return walk(document);
";

/// The text of the page and of each shadow root's elements.
const ALL_TEXT: &str = "
    const texts = [document.body.innerText];
    const walk = root => {
        for (const element of root.querySelectorAll('*')) {
            if (!element.shadowRoot) continue;
            for (const child of element.shadowRoot.children) texts.push(child.innerText ?? '');
            walk(element.shadowRoot);
        }
    };
    walk(document);
    return texts.join('\\n');
";

/// What may have a role, by the rules of HTML; a password field has none, so
/// that it is asked for under a name of our own.
fn selector(role: &str) -> String {
    let natural = match role {
        "button" => "button, summary, input[type=submit]",
        "link" => "a[href]",
        "textbox" => {
            "textarea, input:not([type]), input[type=text], input[type=email], input[type=url], \
             [contenteditable]"
        }
        "password" => "input[type=password]",
        "searchbox" => "input[type=search]",
        "checkbox" => "input[type=checkbox]",
        "combobox" => "select",
        "list" => "ul, ol",
        "listitem" => "li",
        "img" => "img",
        "dialog" => "dialog",
        "heading" => "h1, h2, h3, h4",
        _ => "[role=none-of-these]",
    };
    format!("{natural}, [role={role}]")
}

/// The accessible name, as the browser computes it.
async fn label(element: &WebElement) -> WebDriverResult<String> {
    let endpoint = format!("/element/{}/computedlabel", element.element_id());
    let command = thirtyfour::common::command::Command::ExtensionCommand(Box::new(ComputedLabel {
        endpoint: endpoint.into(),
    }));
    element.handle().cmd(command).await?.value()
}

#[derive(Debug)]
struct ComputedLabel {
    endpoint: Arc<str>,
}

impl ExtensionCommand for ComputedLabel {
    fn parameters_json(&self) -> Option<Value> {
        None
    }
    fn method(&self) -> reqwest::Method {
        reqwest::Method::GET
    }
    fn endpoint(&self) -> Arc<str> {
        Arc::clone(&self.endpoint)
    }
}

fn port_in(log: &str) -> Option<u16> {
    let (_, rest) = log.split_once("started successfully on port ")?;
    rest.split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

fn capabilities(look: &Look, profile: &TempDir) -> Capabilities {
    let profile = format!("--user-data-dir={}", profile.path().display());
    let size = format!("--window-size={},{}", look.width, look.height);
    let language = format!("--accept-lang={}", look.language);
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-proxy-server",
        "--hide-scrollbars",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        &profile,
        &size,
        &language,
    ];
    let wanted = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        "goog:chromeOptions": {"args": arguments},
    });
    serde_json::from_value(wanted).expect("capabilities are JSON")
}

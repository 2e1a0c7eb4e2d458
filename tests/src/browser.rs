//! A real browser, driven through WebDriver.
//!
//! | module | owns |
//! |---|---|
//! | `look` | screens, colours and languages |
//! | `find`, `element` | elements, by role and accessible name |
//! | `traffic` | the network between page and relay |

mod element;
mod find;
mod look;
mod traffic;

use std::future::Future;
use std::path::PathBuf;
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::WebDriver;

pub use element::Element;
pub use look::Look;

use crate::artifacts::workspace;
use crate::port;
use crate::process::Process;
use crate::wait::{in_time, until};

/// One browser with a profile of its own.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    // In this order: the browser ends with its driver, and then its profile goes.
    chromedriver: Process,
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
        // Left to itself it takes a port of IPv6, and ends when IPv4's is in use.
        let port = format!("--port={}", port::free());
        let mut chromedriver = Process::start(Command::new(driver).arg(port));
        let port = until("chromedriver", || {
            let log = chromedriver.log();
            assert!(chromedriver.is_alive(), "chromedriver ended:\n{log}");
            async move { port_in(&log) }
        })
        .await;
        let profile = TempDir::with_prefix("beseda-profile-").expect("a folder can be made");
        let address = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(address, look::capabilities(look, profile.path())).await;
        let browser = Self {
            driver: driver.expect("the browser starts"),
            chromedriver,
            _profile: profile,
        };
        browser.become_like(look).await;
        browser
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

    /// How many tabs it has.
    pub async fn n_tabs(&self) -> usize {
        self.driver.windows().await.expect("tabs").len()
    }

    /// Closes the present tab; the first of the others is the present one.
    pub async fn close_tab(&self) {
        self.driver.close_window().await.expect("it is there");
        self.tab(0).await;
    }

    /// SIGKILL to the process that draws the present tab, and on to another tab:
    /// the page gets no word of it.
    pub async fn kill_tab(&self) -> usize {
        let renderer = self.renderer().await;
        let other = self.new_tab().await;
        kill_process(renderer, Signal::KILL).expect("it ran a moment ago");
        other
    }

    /// The process that draws the present tab: the one that works when its page does.
    async fn renderer(&self) -> Pid {
        let work = "const end = performance.now() + 300;
            while (performance.now() < end); return true;";
        let before = renderers(self.chromedriver.group());
        self.js::<bool>(work, &[]).await;
        let after = renderers(self.chromedriver.group());
        let busiest = after.into_iter().max_by_key(|(pid, ticks)| {
            let had = before.iter().find(|(known, _)| known == pid);
            ticks - had.map_or(0, |(_, ticks)| *ticks)
        });
        busiest.expect("a page has a process").0
    }

    /// Gives an origin no room. Before it has stored anything: a browser counts
    /// again half a minute later only.
    pub async fn fill_storage(&self, origin: &str) {
        let quota = json!({"origin": origin, "quotaSize": 1});
        self.devtools("Storage.overrideQuotaForOrigin", quota).await;
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
            Some(("Alt", key)) => (key, 1),
            Some(("Shift", key)) => (key, 8),
            Some(("Ctrl+Shift", key)) => (key, 10),
            _ => (keys, 0),
        };
        let letter = key
            .chars()
            .next()
            .filter(|c| key.len() == 1 && c.is_ascii_lowercase());
        let letter = letter.map(|c| c.to_ascii_uppercase());
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "Backspace" => (8, ""),
            "Tab" => (9, ""),
            "PageUp" => (33, ""),
            "PageDown" => (34, ""),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowUp" => (38, ""),
            "ArrowDown" => (40, ""),
            "Space" => (32, " "),
            "/" | "?" => (191, key),
            "!" => (49, key),
            other => match letter {
                Some(letter) => (u32::from(letter), key),
                None => panic!("the harness does not know {other}"),
            },
        };
        let place = letter.map_or(key.to_owned(), |letter| format!("Key{letter}"));
        for kind in ["keyDown", "keyUp"] {
            let event = json!({
                "type": kind,
                "key": if key == "Space" { text } else { key },
                "code": place,
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

    /// Waits until the page has nothing to do; on a machine so busy that it never says so,
    /// five seconds.
    pub async fn idle(&self) {
        let idle = "return await new Promise(done =>
            requestIdleCallback(() => done(true), { timeout: 5000 }));";
        let _: bool = self.js(idle, &[]).await;
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
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The whole process group is about to end: no session to say goodbye to,
        // and asking for it from here would block the runtime that must answer.
        self.driver.clone().leak().ok();
    }
}

/// The folder of pictures.
pub fn screenshots() -> PathBuf {
    workspace().join("target/screenshots")
}

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

/// The processes of a group that draw pages, and the ticks that each has worked.
fn renderers(group: u32) -> Vec<(Pid, u64)> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|process| {
        let pid = process.file_name().to_str()?.parse().ok()?;
        let read = |name| std::fs::read_to_string(process.path().join(name)).ok();
        if !read("cmdline")?.contains("--type=renderer") {
            return None;
        }
        // proc(5): behind the name in brackets the third is the group; the twelfth
        // and thirteenth are ticks.
        let stat = read("stat")?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |i: usize| fields.get(i)?.parse::<u64>().ok();
        let is_ours = number(2)? == u64::from(group);
        is_ours.then_some((Pid::from_raw(pid)?, number(11)? + number(12)?))
    })
    .collect()
}

fn port_in(log: &str) -> Option<u16> {
    let (_, rest) = log.split_once("started successfully on port ")?;
    rest.split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

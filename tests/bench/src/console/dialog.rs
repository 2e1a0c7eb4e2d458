//! An open dialog: how soon it shows after the click, and what a key costs in its composer
//! while the list beside it has a thousand cards.

use beseda_tests::browser::Browser;
use serde::Serialize;
use serde_json::{Value, json};

use super::{SLOWER, js, spread};
use crate::sample::Spread;

/// Cards that the list has loaded meanwhile.
const CARDS: u32 = 1_000;

/// Dialogs that are opened, one after the other.
const OPENED: usize = 20;

/// Letters that are typed.
const KEYS: usize = 200;

/// See the module.
#[derive(Debug, Serialize)]
pub(super) struct Dialog {
    /// From the click to the frame that shows another dialog's messages, in ms, by how many
    /// times slower the processor is.
    pub(super) opened: Vec<(u32, Spread)>,
    /// What the handlers of each event of a key take, in ms.
    pub(super) keys: Spread,
}

/// Loads the next page until there are so many cards.
const LOAD: &str = "
    const list = document.querySelector('.list'), scroller = document.querySelector('.list-scroll');
    const card = document.querySelector('.list-row').offsetHeight;
    while (list.offsetHeight < args[0] * card) {
        scroller.scrollTop = scroller.scrollHeight;
        await new Promise(requestAnimationFrame);
    }
    scroller.scrollTop = 0;
    return null;
";

/// Opens the dialog at this place of the list and waits for the frame that shows its messages.
const OPEN: &str = "
    const link = document.querySelector(`.list-row[aria-posinset='${args[0]}'] .list-card`);
    const name = link.querySelector('strong').textContent;
    const isShown = () => {
        const pane = document.querySelector('.dialog-pane');
        return pane?.querySelector('h1')?.textContent === name && pane.querySelector('.message');
    };
    const begin = performance.now();
    link.click();
    do await new Promise(requestAnimationFrame);
    while (!isShown() && performance.now() < begin + 5000);
    return performance.now() - begin;
";

/// Takes the time of every event of a key, from the first handler to the last: what they
/// bring about in microtasks comes before the next one.
const WATCH_KEYS: &str = "
    document.querySelector('.composer textarea').focus();
    window.spent = [];
    let begun;
    for (const kind of ['keydown', 'input']) {
        window.addEventListener(kind, () => begun = performance.now(), true);
        window.addEventListener(kind, () => spent.push(performance.now() - begun));
    }
    return null;
";

impl Dialog {
    pub(super) async fn measure(browser: &Browser) -> Self {
        eprintln!("• dialogs");
        browser.resize(1440, 900).await;
        browser.js::<Value>(LOAD, &[CARDS.into()]).await;
        let mut opened = Vec::new();
        for slower in [1, SLOWER] {
            slow(browser, slower).await;
            let mut ms = Vec::new();
            for n in 0..OPENED {
                // One after the other, and each at a time of its own.
                let place = 1 + n % 8;
                ms.push(browser.js(OPEN, &[place.into()]).await);
                browser.idle().await;
            }
            opened.push((slower, spread(&ms)));
        }
        browser.js::<Value>(WATCH_KEYS, &[]).await;
        for _ in 0..KEYS {
            browser.key("a").await;
        }
        let keys: Vec<f64> = js(browser, "return window.spent;").await;
        Self {
            opened,
            keys: spread(&keys),
        }
    }
}

async fn slow(browser: &Browser, rate: u32) {
    browser
        .devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate }))
        .await;
}

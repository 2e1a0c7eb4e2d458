//! How a page made itself noticed: tones, and notifications of the desktop.

use beseda_tests::browser::Browser;
use serde::Deserialize;
use serde_json::Value;

/// What was heard and seen since [`watch`].
#[derive(Debug, Deserialize)]
pub(crate) struct Heard {
    /// Sounds begun.
    pub(crate) tones: u32,
    /// Title and text of each notification.
    pub(crate) notifications: Vec<String>,
}

/// The browser's own doors for sound and notifications, with a counter at each.
const WATCH: &str = "
    const heard = globalThis[Symbol.for('heard')] = {tones: 0, notifications: []};
    for (const kind of [OscillatorNode, AudioBufferSourceNode]) {
        const start = kind.prototype.start;
        kind.prototype.start = function(...rest) { heard.tones++; return start.apply(this, rest); };
    }
    const Real = Notification;
    globalThis.Notification = class extends Real {
        constructor(title, options) {
            super(title, options);
            heard.notifications.push(title + ': ' + (options?.body ?? ''));
            localStorage.setItem('heard', heard.notifications.join(' '));
        }
    };
    return null;
";

/// Writes down tones and notifications of a tab from now on.
pub(crate) async fn watch(browser: &Browser) {
    browser.js::<Value>(WATCH, &[]).await;
}

/// What a tab has written down.
pub(crate) async fn heard(browser: &Browser) -> Heard {
    let heard = "return globalThis[Symbol.for('heard')];";
    browser.js(heard, &[]).await
}

/// Notifications that other tabs of this tab's origin have written down: going to them
/// to ask would be looking at them.
pub(crate) async fn notified_elsewhere(browser: &Browser) -> String {
    let heard = "return localStorage.getItem('heard') ?? '';";
    browser.js(heard, &[]).await
}

/// Tones of the first so many tabs together.
pub(crate) async fn tones_of(browser: &Browser, n_tabs: usize) -> u32 {
    let mut tones = 0;
    for tab in 0..n_tabs {
        browser.tab(tab).await;
        tones += heard(browser).await.tones;
    }
    tones
}

/// Waits until the tabs together have made so many.
pub(crate) async fn are_heard(browser: &Browser, n_tabs: usize, tones: u32) {
    browser
        .wait(&format!("{tones} tones of {n_tabs} tabs"), || async {
            (tones_of(browser, n_tabs).await == tones).then_some(())
        })
        .await;
}

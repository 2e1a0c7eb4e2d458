//! One visit of a page by somebody who has not been there before.

use std::time::Duration;

use beseda_tests::browser::Browser;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{Target, page};

/// So long a page is left alone when it has loaded.
const LEFT_ALONE: Duration = Duration::from_millis(2_500);

/// So long somebody points at a launcher before he presses.
const POINTED: Duration = Duration::from_millis(1_500);

/// The network between page and servers, as the developer tools emulate it: latency to an
/// answer, bytes a second.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) what: &'static str,
    pub(super) latency_ms: u32,
    /// -1: no limit.
    pub(super) down: i64,
    pub(super) up: i64,
}

/// What a page costs that has a widget which nobody wants; times in ms.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Before {
    pub(super) lcp: f64,
    pub(super) shift: f64,
    /// Together beyond 50 ms of each task.
    pub(super) blocked: f64,
    /// The page's own button, to the next frame.
    pub(super) pressed: f64,
    pub(super) longest: f64,
    /// What was fetched besides the page.
    pub(super) requests: f64,
    pub(super) sockets: f64,
    /// Cookies and keys of storage.
    pub(super) kept: f64,
}

/// From a press to the frame that shows what was asked for, in ms.
#[derive(Debug, Serialize)]
pub(super) struct Press {
    pub(super) panel: f64,
    /// The page's own, which has nothing in it.
    pub(super) empty_box: f64,
    /// Task from the press on.
    pub(super) longest: f64,
}

/// A first message, in ms.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    /// The widget, from the press on.
    pub(super) started: f64,
    /// The message, from the press on.
    pub(super) kept: f64,
    /// The same from Enter on, which is pressed as soon as the field is there.
    pub(super) after_enter: f64,
    pub(super) longest: f64,
    /// The longest of the visit's presses and keys.
    pub(super) pressed: f64,
    /// Bytes of the whole page, after garbage was collected.
    pub(super) heap: f64,
    pub(super) wasm: f64,
}

const BEFORE: &str = "
    const { seen } = globalThis[Symbol.for('bench')];
    const databases = await indexedDB.databases();
    return {
        lcp: seen.lcp,
        shift: seen.shift,
        blocked: seen.tasks.reduce((sum, task) => sum + Math.max(0, task.ms - 50), 0),
        pressed: seen.pressed,
        longest: Math.max(0, ...seen.tasks.map(task => task.ms)),
        requests: performance.getEntriesByType('resource').length,
        sockets: seen.sockets,
        kept: localStorage.length + sessionStorage.length + databases.length
            + document.cookie.split(';').filter(Boolean).length,
    };
";

/// Waits from the next event of a kind on; the figures come under a name.
const WAIT: &str = "
    const bench = globalThis[Symbol.for('bench')];
    bench.waits[args[0]] = bench.after(args[1], args[2]);
    return null;
";

const WAITED: &str = "return await globalThis[Symbol.for('bench')].waits[args[0]];";

/// The middle of an element.
const PLACE: &str = "
    const { left, top, width, height } =
        globalThis[Symbol.for('bench')].find(args[0]).getBoundingClientRect();
    return [left + width / 2, top + height / 2];
";

/// The longest task since a time, and the longest press.
const SINCE: &str = "
    const { seen } = globalThis[Symbol.for('bench')];
    const tasks = seen.tasks.filter(task => task.at + task.ms > args[0]);
    return [Math.max(0, ...tasks.map(task => task.ms)), seen.pressed];
";

const SHOWN: &str = "return await globalThis[Symbol.for('bench')].shown(args[0]);";
const NOW: &str = "return performance.now();";
const FOCUS: &str = "globalThis[Symbol.for('bench')].find(args[0]).focus(); return null;";
const WASM: &str = "return globalThis[Symbol.for('bench')].seen.wasm?.buffer.byteLength ?? 0;";

/// A page that has loaded, and was left alone for a while.
pub(super) struct Visit<'a> {
    browser: &'a Browser,
}

impl<'a> Visit<'a> {
    /// Nothing is kept of an earlier one.
    pub(super) async fn begin(browser: &'a Browser, address: &str) -> Self {
        let visit = Self { browser };
        visit
            .line(&Line {
                what: "",
                latency_ms: 0,
                down: -1,
                up: -1,
            })
            .await;
        let origin = address.split('/').take(3).collect::<Vec<_>>().join("/");
        browser.goto("about:blank").await;
        browser
            .devtools("Network.clearBrowserCache", json!({}))
            .await;
        let all = json!({ "origin": origin, "storageTypes": "all" });
        browser.devtools("Storage.clearDataForOrigin", all).await;
        browser.goto(address).await;
        sleep(LEFT_ALONE).await;
        visit
    }

    pub(super) async fn before(self) -> Before {
        self.press_on(page::OWN.0).await;
        self.js::<Value>(SHOWN, &[page::OWN.1.into()]).await;
        // An event is told of behind its frame.
        sleep(Duration::from_millis(200)).await;
        self.js(BEFORE, &[]).await
    }

    pub(super) async fn press(self, target: &Target, is_ahead: bool) -> Press {
        self.wait("box", "click", &[page::OWN.1]).await;
        self.press_on(page::OWN.0).await;
        let [empty_box] = self.waited("box").await;
        if is_ahead {
            self.point_at(&target.launcher).await;
            sleep(POINTED).await;
        }
        let began: f64 = self.js(NOW, &[]).await;
        self.wait("panel", "click", &[&target.panel]).await;
        self.press_on(&target.launcher).await;
        let [panel] = self.waited("panel").await;
        self.js::<Value>(SHOWN, &[target.started.as_str().into()])
            .await;
        sleep(Duration::from_millis(500)).await;
        let [longest, _]: [f64; 2] = self.js(SINCE, &[began.into()]).await;
        Press {
            panel,
            empty_box,
            longest,
        }
    }

    pub(super) async fn say(self, target: &Target, line: &Line) -> Message {
        self.line(line).await;
        let began: f64 = self.js(NOW, &[]).await;
        self.wait("press", "click", &[&target.started, &target.acknowledged])
            .await;
        self.wait("enter", "keydown", &[&target.acknowledged]).await;
        self.press_on(&target.launcher).await;
        self.js::<Value>(SHOWN, &[target.field.as_str().into()])
            .await;
        self.js::<Value>(FOCUS, &[target.field.as_str().into()])
            .await;
        self.browser.insert("Is it made of brass?").await;
        self.browser.key("Enter").await;
        let [started, kept] = self.waited("press").await;
        let [after_enter] = self.waited("enter").await;
        sleep(Duration::from_millis(500)).await;
        let [longest, pressed]: [f64; 2] = self.js(SINCE, &[began.into()]).await;
        Message {
            started,
            kept,
            after_enter,
            longest,
            pressed,
            heap: self.heap().await,
            wasm: self.js(WASM, &[]).await,
        }
    }

    async fn heap(&self) -> f64 {
        self.browser
            .devtools("HeapProfiler.collectGarbage", json!({}))
            .await;
        self.browser.devtools("Performance.enable", json!({})).await;
        let told = self
            .browser
            .devtools("Performance.getMetrics", json!({}))
            .await;
        let mut metrics = told["metrics"].as_array().into_iter().flatten();
        let heap = metrics.find(|metric| metric["name"] == "JSHeapUsedSize");
        heap.and_then(|heap| heap["value"].as_f64())
            .unwrap_or_default()
    }

    /// Listens before what it waits for can happen.
    async fn wait(&self, name: &str, kind: &str, selectors: &[&str]) {
        let arguments = [name.into(), kind.into(), json!(selectors)];
        self.js::<Value>(WAIT, &arguments).await;
    }

    async fn waited<const N: usize>(&self, name: &str) -> [f64; N] {
        let told: Vec<f64> = self.js(WAITED, &[name.into()]).await;
        told.try_into().expect("as many as were waited for")
    }

    async fn point_at(&self, selector: &str) {
        self.mouse("mouseMoved", self.place(selector).await).await;
    }

    /// A press by a hand: the page is told of it as of a trusted one.
    async fn press_on(&self, selector: &str) {
        let place = self.place(selector).await;
        self.mouse("mousePressed", place).await;
        self.mouse("mouseReleased", place).await;
    }

    async fn place(&self, selector: &str) -> [f64; 2] {
        self.js::<Value>(SHOWN, &[selector.into()]).await;
        self.js(PLACE, &[selector.into()]).await
    }

    async fn mouse(&self, kind: &str, [x, y]: [f64; 2]) {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
        self.browser
            .devtools("Input.dispatchMouseEvent", event)
            .await;
    }

    async fn line(&self, line: &Line) {
        self.browser.devtools("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": false,
            "latency": line.latency_ms,
            "downloadThroughput": line.down,
            "uploadThroughput": line.up,
        });
        self.browser
            .devtools("Network.emulateNetworkConditions", conditions)
            .await;
    }

    async fn js<T: serde::de::DeserializeOwned>(&self, body: &str, arguments: &[Value]) -> T {
        self.browser.js(body, arguments).await
    }
}

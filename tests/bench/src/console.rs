//! The console of a center with 100,000 dialogs, its processor slowed down four times:
//! how evenly the list of all of them scrolls, how soon another filter's cards and a message
//! show, and what an hour's events leave in its memory. Beside it the same scrolling of a
//! page that has nothing to draw.
//!
//! | module | measures |
//! |---|---|
//! | [`dialog`] | an open dialog, and the keys of its composer |

mod dialog;

use std::fmt;
use std::time::Duration;

use beseda_tests::browser::Browser;
use beseda_tests::storage;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::beseda::{Beseda, OPERATOR, PASSWORD};
use crate::center;
use crate::crowd::Round;
use crate::sample::{Sample, Spread};
use crate::table::{Table, figure};
use dialog::Dialog;

const DIALOGS: u64 = 100_000;
/// Messages of each: what was said long ago is in no list.
const LENGTHS: [u64; 1] = [2];

/// As many times slower is the browser's processor.
const SLOWER: u32 = 4;

/// Scrolled in one go, in px a frame and in ms.
const SCROLLS: [(u32, u32); 3] = [(20, 6_000), (200, 6_000), (1_000, 6_000)];

const SENDERS: usize = 10;

/// Two or three messages a second, as they arrive one by one.
const APART: Round = Round {
    warm_up: Duration::ZERO,
    measured: Duration::from_secs(20),
    pause: Duration::from_secs(4),
};

/// What ten visitors say in an hour who write every ten seconds is said as fast as it
/// goes, in rounds after each of which the memory is looked at.
const HOUR: usize = 3_600;
const AT_ONCE: Round = Round {
    warm_up: Duration::ZERO,
    measured: Duration::from_secs(10),
    pause: Duration::from_millis(250),
};

/// A frame that takes longer is seen to stand still.
const LONG_MS: f64 = 50.0;

/// How often each filter is chosen.
const CHOSEN: usize = 5;

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Console {
    scrolls: Vec<Scroll>,
    filters: Vec<Chosen>,
    shown: Shown,
    memory: Vec<Memory>,
    dialog: Dialog,
}

#[derive(Debug, Serialize)]
struct Scroll {
    what: &'static str,
    /// For each frame.
    px: u32,
    scrolled: f64,
    frames: usize,
    between: Spread,
    longest: f64,
    /// How many took more than [`LONG_MS`].
    long: usize,
}

/// A filter, from the click on.
#[derive(Debug, Serialize)]
struct Chosen {
    what: &'static str,
    /// Until its first cards are on the page, in ms.
    ms: Spread,
}

#[derive(Debug, Serialize)]
struct Shown {
    messages: usize,
    /// Of them, shown in the frame that came next after the socket's event.
    in_next_frame: usize,
    /// From the socket's event to the list, in ms.
    ms: Spread,
}

/// After garbage was collected.
#[derive(Debug, Serialize)]
struct Memory {
    messages: usize,
    heap_bytes: f64,
    wasm_bytes: f64,
    nodes: f64,
    listeners: f64,
}

#[derive(Deserialize)]
struct Scrolled {
    px: f64,
    gaps: Vec<f64>,
}

#[derive(Deserialize)]
struct Seen {
    was_shown: bool,
    ms: f64,
}

/// Hears the socket before the console does, and finds the memory of its module.
const WATCH: &str = "
    window.seen = [];
    const Socket = WebSocket;
    window.WebSocket = class extends Socket {
        constructor(...given) {
            super(...given);
            this.addEventListener('message', event => {
                const said = [...String(event.data).matchAll(/\"preview\":\"([^\"]*)\"/g)].at(-1);
                if (!said || !window.counts) return;
                const began = performance.now();
                const shows = () => document.querySelector('.list').textContent.includes(said[1]);
                requestAnimationFrame(() => seen.push({was_shown: shows(), ms: performance.now() - began}));
            });
        }
    };
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const make = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
            const made = await make.apply(WebAssembly, given);
            const exports = Object.values((made.instance ?? made).exports);
            window.wasm = exports.find(each => each instanceof WebAssembly.Memory) ?? window.wasm;
            return made;
        };
    }
";

/// Scrolls `args[0]` by `args[1]` px in each frame, for `args[2]` ms.
const SCROLL: &str = "
    const list = document.querySelector(args[0]), gaps = [];
    const begin = await new Promise(requestAnimationFrame), from = list.scrollTop;
    let last = begin;
    while (last < begin + args[2]) {
        list.scrollBy(0, args[1]);
        const now = await new Promise(requestAnimationFrame);
        gaps.push(now - last);
        last = now;
    }
    return {px: list.scrollTop - from, gaps};
";

/// Clicks and waits for the frame in which the list shows other cards, or what it has asked
/// for: the newest dialogs of a filter may be those that it showed before.
const CHOOSE: &str = "
    const cards = () => [...document.querySelectorAll('.list-row strong')].map(one => one.textContent);
    const size = () => document.querySelector('.list-row')?.ariaSetSize;
    const isBusy = () => document.querySelector('.list').ariaBusy === 'true';
    const [before, was] = [cards().join(), size()];
    const begin = performance.now();
    document.querySelector(args[0]).click();
    let hasAsked = isBusy();
    while (performance.now() < begin + 5000) {
        await new Promise(requestAnimationFrame);
        const isOther = cards().join() !== before || size() !== was;
        if (cards().length > 0 && !isBusy() && (isOther || hasAsked)) break;
        hasAsked ||= isBusy();
    }
    return performance.now() - begin;
";

/// What is chosen, and what takes it back.
const FILTERS: [(&str, &str, &str); 3] = [
    (
        "the tab Unanswered",
        ".tab:nth-child(2)",
        ".tab:nth-child(1)",
    ),
    ("the tab Free", ".tab:nth-child(5)", ".tab:nth-child(1)"),
    (
        "a flag of the panel",
        ".filter-flags input",
        ".filter-flags input",
    ),
];

/// As high as the list of all dialogs, and empty.
const EMPTY: &str = "data:text/html,<!doctype html><style>.list-scroll{height:100vh;overflow:auto}\
    div div{height:6800000px}</style><div class=list-scroll><div></div></div>";

impl Console {
    /// Measures.
    pub(crate) async fn measure(beseda: &mut Beseda) -> Self {
        eprintln!("• {DIALOGS} dialogs");
        beseda
            .restart(|data| drop(center::fill(&storage::center(data), DIALOGS, &LENGTHS)))
            .await;
        let browser = Browser::open().await;
        let slower = json!({ "rate": SLOWER });
        browser
            .devtools("Emulation.setCPUThrottlingRate", slower)
            .await;
        let mut scrolls = Vec::new();
        for (px, ms) in SCROLLS {
            browser.goto(EMPTY).await;
            scrolls.push(Scroll::of("an empty page", &browser, px, ms).await);
        }
        sign_in(&browser, &format!("{}/?state=all", beseda.origin())).await;
        for (px, ms) in SCROLLS {
            scrolls.push(Scroll::of("the list", &browser, px, ms).await);
        }
        let filters = Chosen::all(&browser).await;
        eprintln!("• messages");
        let _: () = js(
            &browser,
            "document.querySelector('.list-scroll').scrollTop = 0; window.counts = true;",
        )
        .await;
        let mut crowd = beseda.crowd(SENDERS, 0).await;
        let mut sample = Sample::default();
        crowd.speak(APART, &mut sample).await;
        let seen: Vec<Seen> = js(&browser, "window.counts = false; return seen;").await;
        let mut memory = vec![Memory::of(&browser, sample.said()).await];
        while sample.said() < HOUR {
            // Sockets that say no pings are given up in the end.
            crowd = beseda.crowd(SENDERS, 0).await;
            beseda.lift_pace().await;
            crowd.speak(AT_ONCE, &mut sample).await;
            memory.push(Memory::of(&browser, sample.said()).await);
        }
        Self {
            scrolls,
            filters,
            shown: Shown::of(&seen),
            memory,
            dialog: Dialog::measure(&browser).await,
        }
    }
}

async fn sign_in(browser: &Browser, origin: &str) {
    let watch = json!({ "source": WATCH });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", watch)
        .await;
    browser.goto(origin).await;
    let email = browser.find("textbox", "E-mail").await;
    email.type_keys(OPERATOR).await;
    let password = browser.find("password", "Password").await;
    password.type_keys(PASSWORD).await;
    browser.press("button", "Sign in").await;
    browser.find("list", "Dialogs").await;
    browser
        .wait("the list", || async {
            let rows: usize = js(
                browser,
                "return document.querySelectorAll('.list-row').length;",
            )
            .await;
            (rows > 0).then_some(())
        })
        .await;
    browser.idle().await;
}

async fn js<T: DeserializeOwned>(browser: &Browser, body: &str) -> T {
    browser.js(body, &[]).await
}

impl Scroll {
    async fn of(what: &'static str, browser: &Browser, px: u32, ms: u32) -> Self {
        eprintln!("• {what}, {px} px a frame");
        let arguments = [".list-scroll".into(), px.into(), ms.into()];
        let Scrolled { px: scrolled, gaps } = browser.js(SCROLL, &arguments).await;
        Self {
            what,
            px,
            scrolled,
            frames: gaps.len(),
            between: spread(&gaps),
            longest: gaps.iter().copied().fold(0.0, f64::max),
            long: gaps.iter().filter(|gap| **gap > LONG_MS).count(),
        }
    }
}

impl Chosen {
    async fn all(browser: &Browser) -> Vec<Self> {
        let _: () = js(
            browser,
            "document.querySelector('.list-scroll').scrollTop = 0;",
        )
        .await;
        browser.press("button", "Filter").await;
        let mut all = Vec::new();
        for (what, on, off) in FILTERS {
            eprintln!("• {what}");
            let mut ms = Vec::new();
            for _ in 0..CHOSEN {
                ms.push(browser.js(CHOOSE, &[on.into()]).await);
                browser.idle().await;
                let _: f64 = browser.js(CHOOSE, &[off.into()]).await;
                browser.idle().await;
            }
            let ms = spread(&ms);
            all.push(Self { what, ms });
        }
        all
    }
}

impl Shown {
    fn of(seen: &[Seen]) -> Self {
        let ms: Vec<f64> = seen.iter().map(|seen| seen.ms).collect();
        Self {
            messages: seen.len(),
            in_next_frame: seen.iter().filter(|seen| seen.was_shown).count(),
            ms: spread(&ms),
        }
    }
}

impl Memory {
    async fn of(browser: &Browser, messages: usize) -> Self {
        browser
            .devtools("HeapProfiler.collectGarbage", json!({}))
            .await;
        browser.devtools("Performance.enable", json!({})).await;
        let told = browser.devtools("Performance.getMetrics", json!({})).await;
        let metric = |name: &str| {
            let mut metrics = told["metrics"].as_array().into_iter().flatten();
            let metric = metrics.find(|metric| metric["name"] == name);
            metric.and_then(|metric| metric["value"].as_f64())
        };
        Self {
            messages,
            heap_bytes: metric("JSHeapUsedSize").unwrap_or_default(),
            wasm_bytes: js(browser, "return window.wasm?.buffer.byteLength ?? 0;").await,
            nodes: metric("Nodes").unwrap_or_default(),
            listeners: metric("JSEventListeners").unwrap_or_default(),
        }
    }
}

/// Percentiles of what is in ms already.
fn spread(ms: &[f64]) -> Spread {
    let mut sorted = ms.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (sorted.len() as f64 * share) as usize;
        let place = place.min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or_default()
    };
    Spread {
        p50: at(0.50),
        p99: at(0.99),
    }
}

impl fmt::Display for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "scrolled by",
            "px a frame",
            "px in all",
            "frames",
            "ms between, p50",
            "p99",
            "longest",
            "over 50 ms",
        ]);
        for row in &self.scrolls {
            table.row([
                row.what.to_owned(),
                row.px.to_string(),
                figure(row.scrolled),
                row.frames.to_string(),
                figure(row.between.p50),
                figure(row.between.p99),
                figure(row.longest),
                row.long.to_string(),
            ]);
        }
        writeln!(f, "{table}")?;
        let mut filters = Table::new(["first cards of a filter", "ms, p50", "longest"]);
        for row in &self.filters {
            filters.row([row.what.to_owned(), figure(row.ms.p50), figure(row.ms.p99)]);
        }
        writeln!(f, "{filters}")?;
        let Shown {
            messages,
            in_next_frame,
            ms,
        } = &self.shown;
        writeln!(
            f,
            "Of {messages} messages that arrived one by one {in_next_frame} were on the list in the next
frame after the socket's event, which came {} ms later (p99 {} ms).\n",
            figure(ms.p50),
            figure(ms.p99),
        )?;
        let mut table = Table::new([
            "messages heard",
            "heap, MB",
            "wasm, MB",
            "nodes",
            "listeners",
        ]);
        for row in &self.memory {
            table.row([
                row.messages.to_string(),
                figure(row.heap_bytes / 1e6),
                figure(row.wasm_bytes / 1e6),
                figure(row.nodes),
                figure(row.listeners),
            ]);
        }
        writeln!(f, "{table}")?;
        let mut table = Table::new([
            "another dialog's messages after the click",
            "ms, p50",
            "longest",
        ]);
        for (slower, ms) in &self.dialog.opened {
            let processor = match slower {
                1 => "as it is".to_owned(),
                slower => format!("{slower} times slower"),
            };
            table.row([processor, figure(ms.p50), figure(ms.p99)]);
        }
        writeln!(f, "{table}")?;
        let Spread { p50, p99 } = self.dialog.keys;
        writeln!(
            f,
            "An event of a key in the composer takes {} ms (p99 {} ms), with a thousand cards loaded.",
            figure(p50),
            figure(p99),
        )
    }
}

//! A visitor's browser: what a widget costs the page before anybody wants it, how soon its
//! panel is painted after the press, and how soon a first message is kept on a slow line;
//! beside a page without one, a chat that a page would write for itself, and deep-chat.
//! Any other widget stands beside them by its page's address and selectors.
//!
//! | module | owns |
//! |---|---|
//! | [`page`] | the pages |
//! | [`visit`] | one visit of a page |

mod page;
mod visit;

use std::fmt;
use std::path::Path;

use beseda_tests::browser::Browser;
use beseda_tests::shop_server::ShopServer;
use serde::Serialize;
use serde_json::json;
use tempfile::TempDir;

use crate::beseda::Beseda;
use crate::table::{Table, figure};
use visit::{Before, Line, Message, Press, Visit};

/// As many visits of each page before anybody presses; the figures are their medians.
const QUIET: usize = 11;
/// The same for presses and messages.
const VISITS: usize = 5;

/// As many times slower is the browser's processor.
const SLOWER: u32 = 4;

/// Where a first message is said over.
const LINES: [Line; 2] = [
    Line {
        what: "150 ms, 1.6 Mbit/s",
        latency_ms: 150,
        down: 200_000,
        up: 93_750,
    },
    Line {
        what: "slow 4G: 562 ms, 1.44 Mbit/s",
        latency_ms: 562,
        down: 180_000,
        up: 84_375,
    },
];

/// A widget on a page, and where to find its parts: CSS selectors, ` >>> ` into an open
/// shadow root, and `:text(One|Another)` at the end for what shows one of these words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Target {
    pub(crate) name: String,
    /// A file of the shop, or an address.
    pub(crate) page: String,
    /// What the shop's page has of it.
    pub(crate) html: String,
    pub(crate) launcher: String,
    pub(crate) panel: String,
    pub(crate) field: String,
    /// What is there as soon as it has started.
    pub(crate) started: String,
    /// What is there as soon as the first message is kept.
    pub(crate) acknowledged: String,
}

impl Target {
    fn named_by_its_address(mut self) -> Self {
        self.name.clone_from(&self.page);
        self
    }

    fn is_elsewhere(&self) -> bool {
        self.page.contains("://")
    }

    fn address(&self, shop: &ShopServer) -> String {
        if self.is_elsewhere() {
            self.page.clone()
        } else {
            shop.page(&self.page)
        }
    }
}

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Widget {
    before: Vec<Row<Before>>,
    pressed: Vec<Row<Press>>,
    said: Vec<Row<Message>>,
}

/// A figure's target.
#[derive(Debug, Serialize)]
struct Row<T> {
    of: String,
    /// Of the visits, one after the other.
    visits: Vec<T>,
}

impl<T> Row<T> {
    fn of(name: &str) -> Self {
        let of = name.to_owned();
        Self {
            of,
            visits: Vec::new(),
        }
    }

    fn median(&self, figure: impl Fn(&T) -> f64) -> f64 {
        let mut all: Vec<f64> = self.visits.iter().map(figure).collect();
        all.sort_unstable_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    }
}

impl Widget {
    /// Measures; `node_modules` has deep-chat, if it could be had.
    pub(crate) async fn measure(
        host: &Path,
        workerd: &Path,
        node_modules: Option<&Path>,
        other: Option<Target>,
    ) -> Self {
        let folder = TempDir::with_prefix("beseda-shop-").expect("a temporary folder can be made");
        let shop = ShopServer::bind().await;
        let beseda = Beseda::start_for(host, workerd, &[&shop.origin()]).await;
        let (relay, key) = (beseda.origin(), &beseda.key);
        let mut targets = vec![page::beseda(&relay, key), page::floor(&relay, key)];
        if node_modules.is_some() {
            targets.push(page::deep_chat(&relay, key));
        }
        targets.extend(other.map(Target::named_by_its_address));
        let bundle = node_modules.map(|it| it.join("deep-chat/dist/deepChat.bundle.js"));
        page::write(folder.path(), &targets, bundle.as_deref());
        let shop = shop.serve(folder.path().to_owned());
        Self {
            before: before(&targets, &shop).await,
            pressed: pressed(&targets, &shop).await,
            said: said(&targets, &shop).await,
        }
    }
}

/// Nobody presses; the page without a chat is visited twice as often, as two.
async fn before(targets: &[Target], shop: &ShopServer) -> Vec<Row<Before>> {
    let plain = shop.page(page::PLAIN);
    let mut addresses = vec![
        ("no chat".to_owned(), plain.clone()),
        ("no chat, again".to_owned(), plain),
    ];
    addresses.extend(targets.iter().map(|it| (it.name.clone(), it.address(shop))));
    let mut rows: Vec<_> = addresses.iter().map(|(name, _)| Row::of(name)).collect();
    let browser = browser(1).await;
    for n in 0..=QUIET {
        eprintln!("• before anybody presses, {n} of {QUIET}");
        for (row, (_, address)) in rows.iter_mut().zip(&addresses) {
            let before = Visit::begin(&browser, address).await.before().await;
            // The first one warms the browser up.
            if n > 0 {
                row.visits.push(before);
            }
        }
    }
    rows
}

/// The press, cold and after what pointing at the launcher has fetched.
async fn pressed(targets: &[Target], shop: &ShopServer) -> Vec<Row<Press>> {
    let mut rows = Vec::new();
    let browser = browser(SLOWER).await;
    for is_ahead in [false, true] {
        for target in targets {
            eprintln!("• the press: {}", target.name);
            let way = if is_ahead { "fetched ahead" } else { "cold" };
            let mut row = Row::of(&format!("{}, {way}", target.name));
            for n in 0..=VISITS {
                let visit = Visit::begin(&browser, &target.address(shop)).await;
                let press = visit.press(target, is_ahead).await;
                if n > 0 {
                    row.visits.push(press);
                }
            }
            rows.push(row);
        }
    }
    rows
}

/// The first message, on each line.
async fn said(targets: &[Target], shop: &ShopServer) -> Vec<Row<Message>> {
    let mut rows = Vec::new();
    let browser = browser(SLOWER).await;
    for line in &LINES {
        for target in targets {
            eprintln!("• a first message: {}, {}", target.name, line.what);
            let mut row = Row::of(&format!("{}, {}", target.name, line.what));
            for n in 0..=VISITS {
                let visit = Visit::begin(&browser, &target.address(shop)).await;
                let message = visit.say(target, line).await;
                if n > 0 {
                    row.visits.push(message);
                }
            }
            rows.push(row);
        }
    }
    rows
}

/// One whose processor is so many times slower, and that watches each page.
async fn browser(slower: u32) -> Browser {
    let browser = Browser::open().await;
    let watch = json!({ "source": include_str!("widget/watch.js") });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", watch)
        .await;
    browser
        .devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slower }))
        .await;
    browser
}

impl fmt::Display for Widget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "before anybody presses",
            "LCP, ms",
            "CLS",
            "blocked (TBT), ms",
            "a press of the page, ms",
            "longest task, ms",
            "requests",
            "sockets",
            "kept",
        ]);
        for row in &self.before {
            table.row([
                row.of.clone(),
                figure(row.median(|it| it.lcp)),
                figure(row.median(|it| it.shift)),
                figure(row.median(|it| it.blocked)),
                figure(row.median(|it| it.pressed)),
                figure(row.median(|it| it.longest)),
                figure(row.median(|it| it.requests)),
                figure(row.median(|it| it.sockets)),
                figure(row.median(|it| it.kept)),
            ]);
        }
        writeln!(f, "{table}")?;
        let mut table = Table::new([
            "the press",
            "panel painted, ms",
            "an empty box, ms",
            "longest task, ms",
        ]);
        for row in &self.pressed {
            table.row([
                row.of.clone(),
                figure(row.median(|it| it.panel)),
                figure(row.median(|it| it.empty_box)),
                figure(row.median(|it| it.longest)),
            ]);
        }
        writeln!(f, "{table}")?;
        let mut table = Table::new([
            "a first message",
            "started after the press, ms",
            "kept after the press, ms",
            "after Enter, ms",
            "longest task, ms",
            "press or key (INP), ms",
            "heap, MB",
            "wasm, MB",
        ]);
        for row in &self.said {
            table.row([
                row.of.clone(),
                figure(row.median(|it| it.started)),
                figure(row.median(|it| it.kept)),
                figure(row.median(|it| it.after_enter)),
                figure(row.median(|it| it.longest)),
                figure(row.median(|it| it.pressed)),
                figure(row.median(|it| it.heap) / 1e6),
                figure(row.median(|it| it.wasm) / 1e6),
            ]);
        }
        writeln!(f, "{table}")
    }
}

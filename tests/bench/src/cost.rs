//! What the counted work costs on Cloudflare, at its published prices. Widgets and
//! consoles give receipts here as the product's do: each is a frame and a turn.

use std::fmt;
use std::time::Duration;

use beseda_protocol::dialog::Page;
use beseda_protocol::limits::{PING, PONG};
use beseda_tests::wait::until;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::beseda::Beseda;
use crate::crowd::{Crowd, Round};
use crate::sample::{Sample, Spread};
use crate::socket::Receipts;
use crate::table::{Table, figure};

/// Prices of the Workers paid plan beyond what it includes, in dollars
/// (developers.cloudflare.com/durable-objects/platform/pricing, 2026).
mod price {
    /// A request to a Worker.
    pub(super) const WORKER_REQUEST: f64 = 0.30e-6;
    /// A request to an object.
    pub(super) const OBJECT_REQUEST: f64 = 0.15e-6;
    /// Frames that come in and count as one request; what goes out, and pings
    /// that the runtime answers, are free.
    pub(super) const FRAMES_PER_REQUEST: f64 = 20.0;
    /// A second of an object that is awake, with its 128 MB.
    pub(super) const AWAKE_SECOND: f64 = 12.50e-6 * 0.128;
    pub(super) const ROW_READ: f64 = 0.001e-6;
    /// To set an alarm is one, too.
    pub(super) const ROW_WRITTEN: f64 = 1.00e-6;
    pub(super) const GIGABYTE_MONTH: f64 = 0.20;
}

/// A visitor alone, slow enough that everything of one message has come to its end
/// before the next: both receipts, and that the console's is told to the widget.
const ALONE: Round = Round {
    warm_up: Duration::from_millis(300),
    measured: Duration::from_millis(3000),
    pause: Duration::from_millis(15),
};
/// Of a console, alone: as of messages that are further apart than the 2 s that it
/// really waits for more, in less time.
pub(crate) const ONE_BY_ONE: Receipts = Receipts::After(Duration::from_millis(5));
/// Many who write as fast as they can.
const RUSH: Round = Round {
    warm_up: Duration::from_millis(300),
    measured: Duration::from_millis(1500),
    pause: Duration::ZERO,
};
/// Not counted: the compiler of the runtime warms up.
const FIRST: Round = Round {
    warm_up: Duration::from_millis(1500),
    measured: Duration::ZERO,
    pause: Duration::from_millis(1),
};
/// One message of each.
const ONCE: Round = Round {
    warm_up: Duration::ZERO,
    measured: Duration::from_millis(1),
    pause: Duration::ZERO,
};

/// As `client` gives them: `GOT_AFTER_MS` of a visitor's conversation and of an
/// operator's.
pub(crate) const OF_WIDGETS: Receipts = Receipts::After(Duration::ZERO);
const OF_CONSOLES: Receipts = Receipts::After(Duration::from_secs(2));

/// Pages that are counted.
const VISITS: usize = 200;
/// How often a connected visitor goes to another page or reloads, in a day.
const PAGES_A_DAY: f64 = 10.0;

/// Visitors whose sockets are looked after…
const CONNECTED: usize = 1_000;
/// …so often in the run…
const LOOKS: u64 = 20;
/// …and so often in a day, every three minutes (`relay/src/sweep.rs`).
const LOOK_MS: u64 = 3 * 60 * 1_000;
const LOOKS_A_DAY: f64 = (24 * 60 * 60 * 1_000 / LOOK_MS) as f64;
/// Longer than an object stays awake with nothing to do (10 s).
const ASLEEP: Duration = Duration::from_secs(12);

/// What the relay counts of itself (testing build).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) turns: u64,
    pub(crate) inputs: u64,
    pub(crate) statements: u64,
    pub(crate) rows_read: u64,
    pub(crate) rows_written: u64,
}

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Cost {
    /// A visitor's message, alone in its turn: the dearest case.
    message: Units,
    /// The same without receipts, as the other parts of the report measure it.
    bare_message: Units,
    /// The acknowledgement of the one and of the other.
    ack: Spread,
    bare_ack: Spread,
    /// A message among those of a hundred, who share turns.
    busy_message: Units,
    /// A page opened and left by a visitor who has written before: before that, a
    /// widget has no socket.
    page: Units,
    /// A look after all sockets.
    look: Units,
}

/// What one of something took.
#[derive(Debug, Default, Serialize)]
struct Units {
    /// Requests to a Worker that go on to an object.
    requests: f64,
    /// Alarms that rang; each set the next.
    alarms: f64,
    /// Frames in, as the sockets counted them that said them.
    frames: f64,
    turns: f64,
    statements: f64,
    rows_read: f64,
    rows_written: f64,
    /// The object awake, in seconds.
    awake: f64,
    /// Kept on disk, in bytes.
    bytes: f64,
}

impl Cost {
    /// Counts.
    pub(crate) async fn measure(beseda: &Beseda) -> Self {
        eprintln!("• what is billed");
        // Of a center in which nothing else will soon be due.
        let look = look(beseda).await;
        beseda.lift_pace().await;
        let alone = beseda.crowd(1, 1).await;
        let (bare_message, bare_ack) = message(beseda, alone, ALONE).await;
        let alone = beseda.crowd(1, 1).await;
        let alone = alone.with_receipts(OF_WIDGETS, ONE_BY_ONE);
        let (message_alone, ack) = message(beseda, alone, ALONE).await;
        let busy = beseda.crowd(100, 1).await;
        let busy = busy.with_receipts(OF_WIDGETS, OF_CONSOLES);
        let (busy_message, _) = message(beseda, busy, RUSH).await;
        Self {
            message: message_alone,
            bare_message,
            ack,
            bare_ack,
            busy_message,
            page: page(beseda).await,
            look,
        }
    }
}

async fn message(beseda: &Beseda, mut crowd: Crowd, round: Round) -> (Units, Spread) {
    // The first message of each also makes a client and a dialog.
    crowd.speak(FIRST, &mut Sample::default()).await;
    let (before, bytes) = (beseda.counts().await, beseda.bytes_kept());
    let said_before = crowd.n_said();
    let mut sample = Sample::default();
    crowd.speak(round, &mut sample).await;
    let frames = crowd.n_said() - said_before;
    let after = when_taken(beseda, before.inputs + frames).await;
    let (said, figure) = (sample.said() as f64, sample.figure());
    let units = Units {
        frames: frames as f64 / said,
        awake: figure.processor_us / 1e6,
        bytes: (beseda.bytes_kept() - bytes) as f64 / said,
        ..Units::between(before, after, said)
    };
    (units, figure.ack)
}

async fn page(beseda: &Beseda) -> Units {
    let tokens = beseda.tokens(VISITS).await;
    let widgets = beseda.visitors(&tokens).await;
    let mut crowd = Crowd::new(beseda.server().family(), widgets, Vec::new(), 0);
    let before = beseda.counts().await.inputs;
    crowd.speak(ONCE, &mut Sample::default()).await;
    let said = crowd.n_said();
    drop(crowd);
    // Two frames are said before: a hello and a message; and then each leaves.
    let before = when_taken(beseda, before + said).await;
    let server = beseda.server().family();
    let spent = server.processor();
    let (mut requests, mut frames) = (0, 0);
    for token in &tokens {
        let page = Page {
            url: format!("{}/lamps/{requests}", crate::beseda::SHOP),
            title: format!("Lamp {requests}"),
        };
        let (mut widget, (_, seq)) = beseda.visitor_on(token, Some(page)).await;
        widget
            .say(format!(r#"{{"t":"got","seq":{}}}"#, seq.0))
            .await;
        requests += 1;
        frames += widget.n_said();
    }
    // And a farewell of each.
    let after = when_taken(beseda, before.inputs + frames + requests).await;
    let pages = requests as f64;
    Units {
        requests: requests as f64 / pages,
        frames: frames as f64 / pages,
        awake: (server.processor() - spent).as_secs_f64() / pages,
        ..Units::between(before, after, pages)
    }
}

/// The alarm that looks after a center's sockets, and finds all of them alive.
async fn look(beseda: &Beseda) -> Units {
    let tokens = beseda.tokens(CONNECTED).await;
    let mut widgets = beseda.visitors(&tokens).await;
    for widget in &mut widgets {
        widget.say(PING.to_owned()).await;
        assert_eq!(widget.hear().await.as_str(), PONG);
    }
    sleep(ASLEEP).await;
    let server = beseda.server().family();
    let before = beseda.counts().await;
    let spent = server.processor();
    // A step of the clock lets the alarm ring that was set for then. The first wakes
    // the object, as each does that is not called otherwise: it is the one that counts.
    let first = ring(beseda, 1, before.turns).await;
    let mut last = first;
    for look in 2..=LOOKS {
        last = ring(beseda, look, last.turns).await;
    }
    let spent = (server.processor() - spent).as_secs_f64();
    let counted = Units::between(before, first, 1.0);
    Units {
        alarms: 1.0,
        awake: spent / LOOKS as f64,
        rows_written: counted.rows_written + 1.0,
        ..counted
    }
}

async fn ring(beseda: &Beseda, look: u64, n_turns: u64) -> Counts {
    beseda.step_clock(look * LOOK_MS).await;
    until("the alarm's turn", async || {
        let now = beseda.counts().await;
        (now.turns > n_turns).then_some(now)
    })
    .await
}

/// When a turn has taken all that was said.
async fn when_taken(beseda: &Beseda, n_inputs: u64) -> Counts {
    until("everything to be taken", async || {
        let now = beseda.counts().await;
        (now.inputs >= n_inputs).then_some(now)
    })
    .await
}

impl Units {
    fn between(before: Counts, after: Counts, n: f64) -> Self {
        let each = |of: fn(&Counts) -> u64| (of(&after) - of(&before)) as f64 / n;
        Self {
            turns: each(|it| it.turns),
            statements: each(|it| it.statements),
            rows_read: each(|it| it.rows_read),
            rows_written: each(|it| it.rows_written),
            ..Self::default()
        }
    }

    /// In dollars; keeping it is a price of its own.
    fn dollars(&self) -> f64 {
        self.requests * (price::WORKER_REQUEST + price::OBJECT_REQUEST)
            + self.alarms * price::OBJECT_REQUEST
            + self.frames / price::FRAMES_PER_REQUEST * price::OBJECT_REQUEST
            + self.rows_read * price::ROW_READ
            + self.rows_written * price::ROW_WRITTEN
            + self.awake * price::AWAKE_SECOND
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "at Cloudflare's prices",
            "dollars",
            "requests each",
            "frames",
            "turns",
            "statements",
            "rows read",
            "rows written",
            "awake, ms",
            "bytes kept",
        ]);
        let pages = CONNECTED as f64 * PAGES_A_DAY;
        for (what, units, n) in [
            ("a million messages, each alone", &self.message, 1e6),
            ("a million messages, at rush hour", &self.busy_message, 1e6),
            ("10,000 pages opened and left", &self.page, pages),
            ("480 alarms for 1,000 sockets", &self.look, LOOKS_A_DAY),
        ] {
            table.row([
                what.to_owned(),
                figure(units.dollars() * n),
                figure(units.requests + units.alarms),
                figure(units.frames),
                figure(units.turns),
                figure(units.statements),
                figure(units.rows_read),
                figure(units.rows_written),
                figure(units.awake * 1e3),
                figure(units.bytes),
            ]);
        }
        writeln!(f, "{table}")?;
        let (all, bare) = (self.message.dollars(), self.bare_message.dollars());
        writeln!(
            f,
            "1,000 visitors connected for a day cost {} dollars: {PAGES_A_DAY} pages of each, and
the alarm that looks every three minutes for lines that have died; sleeping sockets and
the pings that the runtime answers cost nothing. To keep a million messages costs {}
dollars a month more.

Receipts are {} dollars of a million lone messages, and {} µs of the {} µs that the
processor spends on one. Its acknowledgement takes {} ms (p99 {} ms) with them and
{} ms (p99 {} ms) without, {} ms after the one before.",
            figure(self.page.dollars() * pages + self.look.dollars() * LOOKS_A_DAY),
            figure(self.message.bytes * 1e6 / 1e9 * price::GIGABYTE_MONTH),
            figure((all - bare) * 1e6),
            figure((self.message.awake - self.bare_message.awake) * 1e6),
            figure(self.message.awake * 1e6),
            figure(self.ack.p50),
            figure(self.ack.p99),
            figure(self.bare_ack.p50),
            figure(self.bare_ack.p99),
            ALONE.pause.as_millis(),
        )
    }
}

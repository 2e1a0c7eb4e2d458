//! The relay is killed again and again while it brings the tables of the version
//! before on (C2, O1): they are brought on once, whole, and nothing is lost, neither
//! of what was there nor of what a visitor writes meanwhile.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use beseda_chaos::check::check_all;
use beseda_chaos::dump::Dump;
use beseda_chaos::ledger::{Did, Entry, Ledger};
use beseda_chaos::proxy::{Proxy, Sky, Weather};
use beseda_chaos::real::{Crew, Lasts, Order, Plan, host_dump};
use beseda_chaos::report;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::storage;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::{until, until_within};
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::time::sleep;

/// Messages to bring on: some seconds.
const FILLING: u64 = 300_000;

/// Kills, each so much later in the upgrade than the one before.
const KILLS: u32 = 20;
const LATER: Duration = Duration::from_millis(15);

fn log_of(database: &Path) -> PathBuf {
    database.with_extension("sqlite-wal")
}

/// When something was last written ahead.
fn last_written(database: &Path) -> Option<SystemTime> {
    fs::metadata(log_of(database)).ok()?.modified().ok()
}

/// What somebody has said, as it stands in the tables; the center's own remarks have no
/// cid. In a copy: nobody else shall mend the original.
fn look(database: &Path) -> (i64, Vec<String>) {
    let aside = TempDir::new().expect("a folder can be made");
    let copy = aside.path().join("copy.sqlite");
    fs::copy(database, &copy).expect("it is there");
    if log_of(database).exists() {
        fs::copy(log_of(database), log_of(&copy)).expect("it is there");
    }
    let copy = Connection::open(copy).expect("a database");
    let version = copy.query_row("SELECT version FROM schema", [], |row| row.get(0));
    let check = copy.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    assert_eq!(check.expect("a check"), "ok");
    let mut said = copy
        .prepare(
            "SELECT id || ' ' || dialog || ' ' || text FROM messages
             WHERE cid IS NOT NULL ORDER BY id",
        )
        .expect("in every version");
    let rows = said.query_map([], |row| row.get(0)).expect("messages");
    let said = rows.map(|row| row.expect("a row")).collect();
    (version.expect("a version"), said)
}

/// Puts the center back to the version before.
fn go_back(database: &Path) {
    let center = Connection::open(database).expect("a database");
    let to_5 = include_str!("../../../../center/tests/rules/before/back_to_5.sql");
    let to_3 = include_str!("upgrade_before.sql").replace(":filling", &FILLING.to_string());
    for script in [to_5, &to_3] {
        center.execute_batch(script).expect("a way back");
    }
}

/// Somebody with two tabs who writes all the time, and says each message again, under
/// its cid, until it is acknowledged.
struct Writer {
    ledger: Arc<Ledger>,
    crew: Crew,
    _proxy: Proxy,
}

/// As in every run: to come to rest, and how long nothing is heard then.
const REST_WITHIN: Duration = Duration::from_secs(150);
const SILENCE: Duration = Duration::from_secs(3);

/// The driver's note that the upgrade may go through.
const OVER: &str = "the last kill in it";

/// Checks that know everything that is stored from the ledger. Here most of it was
/// there before, or stands for what was.
const OF_ALL: &[&str] = &["nothing-invented", "places-dense"];

impl Writer {
    async fn hire(stack: &Stack) -> Self {
        let seed = std::env::var("BESEDA_SEED").map_or(1, |seed| seed.parse().expect("a number"));
        let plan = Plan {
            n_visitors: 1,
            n_consoles: 0,
            writes_every_ms: 1_000,
            ..Plan::fair(seed, Lasts::Until(0))
        };
        let proxy = Proxy::start(stack.port(), seed, Sky::Drawn(Weather::FAIR)).await;
        let proxy = proxy.expect("a port can be had");
        let ledger = Arc::new(Ledger::in_memory());
        let crew = Crew::hire(&plan, stack, proxy.address(), &ledger).await;
        Self {
            ledger,
            crew,
            _proxy: proxy,
        }
    }

    /// Waits until this many of the messages have been acknowledged.
    async fn is_heard(&self, n_acked: usize) {
        until_within(REST_WITHIN, "the writer to be heard", || async {
            (self.ledger.so_far().n_acked >= n_acked).then_some(())
        })
        .await;
    }

    /// Whatever was written, in the upgrade and after it, is stored once. Returns how
    /// much it is.
    async fn has_lost_nothing(self, stack: &Stack) -> usize {
        self.crew.order(&Order::Calm);
        let rests = self.crew.comes_to_rest(REST_WITHIN, SILENCE).await;
        assert!(rests, "{}", self.crew.progress());
        self.ledger.write(self.crew.now(), "driver", Did::Quiet {});
        let dump = Dump::read(&host_dump(&stack.data()).await).expect("a dump");
        let ledger = self.ledger.entries();
        let report = report::of(&ledger, &dump);
        let is_over = |entry: &Entry| matches!(&entry.did, Did::Fault { what } if what == OVER);
        let over = ledger.iter().position(is_over).expect("it was noted");
        let during = report::of(&ledger[..over], &dump);
        println!("until the last kill: {during}\nin all: {report}");
        assert!(during.n_written > 3 && during.n_cut > 3, "{during}");
        assert_eq!(during.n_acked, 0, "stored in what? {during}");
        let breaches = check_all(&ledger, &dump);
        let of_him = breaches.iter().filter(|b| !OF_ALL.contains(&b.check));
        let first: Vec<String> = of_him.take(10).map(ToString::to_string).collect();
        assert!(first.is_empty(), "{}", first.join("\n"));
        report.n_written
    }
}

#[tokio::test]
async fn a_relay_killed_twenty_times_in_an_upgrade_loses_nothing_of_it() {
    let mut stack = Stack::start().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let mut visitor = Visitor::start(&stack).await;
    visitor.said("before the upgrade").await;
    let dialog = anna.dialog_of("before the upgrade").await.id;
    anna.replied(dialog, "I will be brief").await;
    visitor.hears("I will be brief").await;
    let writer = Writer::hire(&stack).await;
    stack.kill().await;
    let database = storage::center(&stack.data());
    go_back(&database);
    let (_, before) = look(&database);

    writer.crew.order(&Order::Start);
    for kill in 0..KILLS {
        let written = last_written(&database);
        stack.launch();
        until("the upgrade to begin", || async {
            (last_written(&database) > written).then_some(())
        })
        .await;
        sleep(LATER * kill).await;
        stack.kill().await;
    }
    let (version, said) = look(&database);
    assert_eq!(
        version, 3,
        "the last kill came too late to be in the middle"
    );
    assert!(said == before);

    writer.crew.note(OVER);
    stack.restart().await;
    // What has waited for the upgrade is being stored: once more.
    writer.is_heard(1).await;
    stack.restart().await;
    let (mut visitor, view) = Visitor::back(&stack, &visitor.token).await;
    let texts = visitor.transcript(&stack).await;
    assert_eq!(texts, ["you: before the upgrade", "Anna: I will be brief"]);
    assert_eq!(view.messages.len(), 2);
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    visitor.said("after the upgrade").await;
    assert_eq!(anna.dialog_of("after the upgrade").await.id, dialog);
    let n_written = writer.has_lost_nothing(&stack).await;
    stack.kill().await;
    let (version, said) = look(&database);
    assert_eq!(version, beseda_center::schema::VERSION as i64);
    assert!(said.starts_with(&before), "every message is there");
    assert_eq!(said.len(), before.len() + 1 + n_written);
}

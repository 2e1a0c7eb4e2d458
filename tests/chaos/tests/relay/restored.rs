//! A backup while everybody writes, then the disk is lost and the backup put back.
//! The ledger judges: what was promised before the backup began is kept, what is
//! promised after the return is kept, and nobody goes on unawares from between.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use beseda_chaos::check::check_all;
use beseda_chaos::dump::Dump;
use beseda_chaos::ledger::{Did, Digest, Entry, Ledger, Side, Sight, Told};
use beseda_chaos::proxy::{After, End, Fate, Pace, Proxy, Sky, Weather};
use beseda_chaos::real::{Crew, Lasts, Order, Plan, host_dump};
use beseda_chaos::report;
use beseda_protocol::operator::FromOperator;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use tempfile::TempDir;
use tokio::time::sleep;

/// How long everybody writes before the backup, after it, and after the return.
const A_WHILE: Duration = Duration::from_secs(5);

/// As in every run: to come to rest, and how long nothing is heard then.
const REST_WITHIN: Duration = Duration::from_secs(150);
const SILENCE: Duration = Duration::from_secs(3);

/// How often the early bird writes into each dialog, at least: more than a visitor
/// can have missed.
const ROUNDS_MIN: usize = 20;

/// Every connection ends before anything is said.
const NOBODY_GETS_IN: Sky = Sky::Fixed(Fate {
    pace: Pace::Free,
    end: Some((After::Bytes(1), End::Cut)),
});

/// Events that may have come between the look at the lost log and its loss.
const MARGIN: u64 = 200;

const BEGUN: &str = "backup";
const RESTORED: &str = "restored";

/// The entries between the beginning of the backup and the relay's return.
fn lost(ledger: &[Entry]) -> Range<usize> {
    let place = |word: &str| {
        let is_it = |entry: &Entry| matches!(&entry.did, Did::Fault { what } if what == word);
        ledger.iter().position(is_it).expect("it was noted")
    };
    place(BEGUN)..place(RESTORED)
}

/// The ledger without what was told after the backup began by the relay whose disk
/// was lost: no backup can keep that. What clients did stays.
fn without_the_lost(ledger: Vec<Entry>) -> Vec<Entry> {
    let lost = lost(&ledger);
    let mut parties = HashMap::new();
    let (mut cids, mut files) = (HashSet::new(), HashSet::new());
    for (place, entry) in ledger.iter().enumerate() {
        if let Did::Began { party, .. } = &entry.did {
            parties.insert(entry.who.clone(), party.clone());
        }
        match &entry.did {
            Did::Heard {
                told: Told::Acked { cid, .. },
                ..
            } if lost.contains(&place) => {
                cids.insert((parties[&entry.who].clone(), cid.clone()));
            }
            Did::Uploaded { file, .. } if lost.contains(&place) => {
                files.insert(file.clone());
            }
            _ => {}
        }
    }
    let stays = |(place, entry): &(usize, Entry)| match &entry.did {
        Did::Heard { .. } | Did::Shown { .. } | Did::Stored { .. } => !lost.contains(place),
        Did::Wrote { cid, .. } => !cids.contains(&(parties[&entry.who].clone(), cid.clone())),
        Did::Uploaded { file, .. } | Did::Fetched { file, .. } => !files.contains(file),
        _ => true,
    };
    let entries = ledger.into_iter().enumerate().filter(stays);
    entries.map(|(_, entry)| entry).collect()
}

async fn stored(stack: &Stack) -> Dump {
    Dump::read(&host_dump(&stack.data()).await).expect("a dump")
}

/// Anna is back before everybody else, and writes so much that the log is longer
/// than the one that was lost: whoever went on from his old place would be shown
/// what is another's, and miss what he was not shown.
async fn early_bird(stack: &Stack, crew: &Crew, ledger: &Ledger, lost_log: u64) {
    const NAME: &str = "early.0";
    let mut anna = Operator::sign_in(stack, &stack.anna()).await;
    let note = |did| ledger.write(crew.now(), NAME, did);
    note(Did::Began {
        side: Side::Operator,
        party: format!("o{}", anna.desk.me.id),
        sight: Sight::default(),
    });
    let dialogs = anna.list().await;
    let mut round = 0;
    while round < ROUNDS_MIN || anna.line.seq().0 <= lost_log + MARGIN {
        round += 1;
        let text = format!("we are back, {round}");
        let mut cids = Vec::new();
        for dialog in &dialogs {
            let cid = anna.reply(dialog.id, &text).await;
            note(Did::Said {
                line: 0,
                cid: cid.0.clone(),
                body: Digest::of_text(&text),
                dialog: Some(dialog.id.0),
            });
            cids.push(cid);
        }
        for cid in &cids {
            anna.acked(cid).await;
        }
        let seq = anna.line.seq();
        anna.line.say(&FromOperator::Got { seq }).await;
        anna.line.drain();
    }
    note(Did::Left {});
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_backup_keeps_what_was_promised_before_it_and_after_it() {
    let seed = std::env::var("BESEDA_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let plan = Plan {
        n_visitors: 20,
        files: 0.1,
        ..Plan::fair(seed, Lasts::For(A_WHILE))
    };
    let mut stack = Stack::start().await;
    let proxy = Proxy::start(stack.port(), seed, Sky::Drawn(Weather::FAIR)).await;
    let proxy = proxy.expect("a port can be had");
    let ledger = Arc::new(Ledger::in_memory());
    let crew = Crew::hire(&plan, &stack, proxy.address(), &ledger).await;
    crew.order(&Order::Start);
    sleep(A_WHILE).await;

    let place = TempDir::with_prefix("beseda-backup-").expect("a folder can be made");
    let backup = place.path().join("backup");
    let backup = backup.to_str().expect("its path is UTF-8");
    crew.note(BEGUN);
    let made = stack.verb(&["backup", "--to", backup]).await;
    made.expect("a backup is made while everybody writes");
    sleep(A_WHILE).await;
    crew.note("the disk is lost");
    let lost_log = stored(&stack).await.events.len() as u64;
    stack.kill().await;
    fs::remove_dir_all(stack.data()).expect("the folder is ours");
    let put_back = stack.verb(&["restore", "--from", backup]).await;
    put_back.expect("a backup is restored");
    crew.note(RESTORED);
    proxy.set(NOBODY_GETS_IN);
    stack.restart().await;
    early_bird(&stack, &crew, &ledger, lost_log).await;
    proxy.set(Sky::Drawn(Weather::FAIR));
    sleep(A_WHILE).await;

    crew.order(&Order::Calm);
    if crew.comes_to_rest(REST_WITHIN, SILENCE).await {
        crew.fetch_files(&stack).await;
        ledger.write(crew.now(), "driver", Did::Quiet {});
    }
    let dump = stored(&stack).await;
    let whole = ledger.entries();
    let n_told = |entries: &[Entry]| {
        let heard = entries
            .iter()
            .filter(|entry| matches!(entry.did, Did::Heard { .. }));
        heard.count()
    };
    let n_lost = n_told(&whole[lost(&whole)]);
    let kept = without_the_lost(whole);
    let report = report::of(&kept, &dump);
    println!("seed {seed}: {report}; {n_lost} frames told by the lost relay");
    let breaches = check_all(&kept, &dump);
    let first: Vec<String> = breaches.iter().take(10).map(ToString::to_string).collect();
    assert!(first.is_empty(), "seed {seed}:\n{}", first.join("\n"));
    assert!(
        report.n_reset >= 2 * (report.n_readers - 1),
        "all told anew: {report}"
    );
    assert!(n_lost > 100 && report.n_files > 5, "{n_lost}, {report}");
    stack.kill().await;
}

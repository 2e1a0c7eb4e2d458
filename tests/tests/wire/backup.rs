//! A backup taken while everybody writes, and put back onto an empty disk.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use beseda_protocol::ids::{Cid, Epoch, MessageId, Seq};
use beseda_protocol::message::{Draft, File};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::visitor::ToVisitor;
use beseda_tests::artifacts;
use beseda_tests::cid::{hex, new_cid};
use beseda_tests::http::Uploader;
use beseda_tests::operator::{self, Operator};
use beseda_tests::process::Process;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::scene;

/// Who write all the while, besides an operator.
const VISITORS: usize = 5;

/// What a writer was told is stored.
#[derive(Debug, Clone)]
struct Told {
    cid: Cid,
    id: MessageId,
}

type Log = Arc<Mutex<Vec<Told>>>;

/// A visitor's widget, when he has stopped: all that its outbox ever had.
struct Stopped {
    token: String,
    place: (Epoch, Seq),
    said: Vec<(Cid, Draft)>,
    files: Vec<(File, String)>,
}

/// Everybody who writes.
struct Crowd {
    log: Log,
    stop: Arc<AtomicBool>,
    visitors: Vec<JoinHandle<Stopped>>,
    anna: JoinHandle<(String, Epoch, Seq)>,
}

impl Crowd {
    async fn start(stack: &Arc<Stack>) -> Self {
        stack.door().post("/host/lift-pace", &json!({})).await;
        let (log, stop) = (Log::default(), Arc::new(AtomicBool::new(false)));
        let (_, anna, dialog) = scene::dialog(stack, "the first of all").await;
        let mut visitors = Vec::new();
        for number in 0..VISITORS {
            let token = stack.http().start(stack.key()).await;
            let (visitor, view) = Visitor::back(stack, &token).await;
            let writing = write(
                Arc::clone(stack),
                number,
                visitor,
                view.epoch,
                Arc::clone(&log),
                Arc::clone(&stop),
            );
            visitors.push(tokio::spawn(writing));
        }
        let (answers, told) = (Arc::clone(&stop), Arc::clone(&log));
        let anna = tokio::spawn(async move {
            let mut anna: Operator = anna;
            while !answers.load(Ordering::Relaxed) {
                let cid = anna.reply(dialog.id, "one moment").await;
                let id = anna.acked(&cid).await;
                note(&told, cid, id);
                let seq = anna.line.seq();
                anna.line.say(&FromOperator::Got { seq }).await;
                anna.line.drain();
            }
            (anna.cookie, anna.desk.epoch, anna.line.seq())
        });
        Self {
            log,
            stop,
            visitors,
            anna,
        }
    }

    fn told(&self) -> Vec<Told> {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.clone()
    }

    async fn writes(&self, more: usize) {
        let enough = self.told().len() + more;
        until("more to be written", || async {
            (self.told().len() >= enough).then_some(())
        })
        .await;
    }

    async fn stop(self) -> (Vec<Stopped>, (String, Epoch, Seq)) {
        self.stop.store(true, Ordering::Relaxed);
        let mut stopped = Vec::new();
        for visitor in self.visitors {
            stopped.push(visitor.await.expect("a writer fails nowhere"));
        }
        (stopped, self.anna.await.expect("nor does Anna"))
    }
}

fn note(log: &Log, cid: Cid, id: MessageId) {
    let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
    log.push(Told { cid, id });
}

/// Files of one visitor.
const FILES_MAX: usize = 8;

/// Writes until told to stop; at first every third message is a file. The last is
/// said when nobody waits for its acknowledgement any more.
async fn write(
    stack: Arc<Stack>,
    number: usize,
    mut visitor: Visitor,
    epoch: Epoch,
    log: Log,
    stop: Arc<AtomicBool>,
) -> Stopped {
    let (mut said, mut files) = (Vec::new(), Vec::new());
    while !stop.load(Ordering::Relaxed) {
        let (cid, text) = (new_cid(), format!("{number}.{}", said.len()));
        let draft = match said.len() % 3 {
            2 if files.len() < FILES_MAX => {
                let (file, digest) = upload(&stack, &visitor.token, &text).await;
                files.push((file.clone(), digest));
                Draft::File { file: file.id }
            }
            _ => Draft::Text { text },
        };
        visitor.draft(&cid, draft.clone()).await;
        let id = visitor.acked(&cid).await;
        said.push((cid.clone(), draft));
        note(&log, cid, id);
        visitor.got().await;
        visitor.line.drain();
    }
    let (cid, text) = (new_cid(), format!("{number}, the last"));
    visitor.say_as(&cid, &text).await;
    said.push((cid, Draft::Text { text }));
    Stopped {
        place: (epoch, visitor.line.seq()),
        token: visitor.token,
        said,
        files,
    }
}

/// A file of more than one piece.
async fn upload(stack: &Stack, token: &str, name: &str) -> (File, String) {
    let mut bytes = vec![0; 700_000];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    let digest = hex(&Sha256::digest(&bytes));
    let who = Uploader::Visitor(token);
    let answer = stack.http().upload(who, &new_cid(), name, bytes).await;
    (answer.json(), digest)
}

/// What a dump tells, by the place of each line in the center's log.
struct Dump {
    messages: BTreeMap<u64, Value>,
    events: BTreeMap<u64, Value>,
    by_cid: HashMap<String, Vec<u64>>,
}

async fn dump(stack: &Stack) -> Dump {
    let lines = stack.verb(&["dump"]).await.expect("a dump");
    let (mut messages, mut events) = (BTreeMap::new(), BTreeMap::new());
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let number = |value: &Value| value.as_u64().expect("a number");
        let doubled = match (line.get("event"), line.get("message")) {
            (Some(event), _) => events.insert(number(&event["seq"]), line.clone()),
            (_, Some(message)) => messages.insert(number(&message["id"]), line.clone()),
            _ => {
                assert_eq!(line["log"]["pruned"], 0, "this log is short");
                continue;
            }
        };
        assert_eq!(doubled, None, "each place once");
    }
    let dense: Vec<u64> = (1..=events.len() as u64).collect();
    assert_eq!(events.keys().copied().collect::<Vec<_>>(), dense);
    let mut by_cid: HashMap<String, Vec<u64>> = HashMap::new();
    for (id, line) in &messages {
        if let Some(cid) = line["message"]["cid"].as_str() {
            by_cid.entry(cid.to_owned()).or_default().push(*id);
        }
    }
    Dump {
        messages,
        events,
        by_cid,
    }
}

impl Dump {
    /// What was told up to a place in the log.
    fn upto(mut self, last: u64) -> Self {
        self.messages.split_off(&(last + 1));
        self.events.split_off(&(last + 1));
        self
    }

    /// The ids of the messages with this cid.
    fn with_cid(&self, cid: &Cid) -> &[u64] {
        self.by_cid.get(cid.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// Where a backup may go, and its path as an argument.
fn target() -> (TempDir, String) {
    let place = TempDir::with_prefix("beseda-backup-").expect("a folder can be made");
    let target = place.path().join("backup");
    let text = target.to_str().expect("its path is UTF-8").to_owned();
    (place, text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_under_load_brings_back_all_that_was_acknowledged_before_it() {
    let stack = Arc::new(Stack::start().await);
    let crowd = Crowd::start(&stack).await;
    crowd.writes(60).await;
    let before = crowd.told();
    let (_place, backup) = target();
    let said = stack.verb(&["backup", "--to", &backup]).await;
    let said = said.expect("a backup is made while the relay serves");
    assert!(said.contains("1 center, "), "{said}");
    crowd.writes(60).await;
    let (visitors, (cookie, epoch, seq)) = crowd.stop().await;
    let lost = dump(&stack).await;
    let mut stack = Arc::into_inner(stack).expect("nobody writes any more");
    stack.kill().await;

    // The disk is gone with everything on it.
    fs::remove_dir_all(stack.data()).expect("the folder is ours");
    let said = stack.verb(&["restore", "--from", &backup]).await;
    said.expect("a backup is restored");
    stack.restart().await;
    stack.door().post("/host/lift-pace", &json!({})).await;

    // It is the log as it was at one moment, to the last line.
    let restored = dump(&stack).await;
    let last = restored.events.len() as u64;
    assert!(last < lost.events.len() as u64, "writing went on");
    let lost = lost.upto(last);
    assert_eq!(restored.events, lost.events);
    assert_eq!(restored.messages, lost.messages);
    for told in &before {
        assert_eq!(restored.with_cid(&told.cid), [told.id.0], "{told:?}");
    }

    // Nobody goes on from what he had; all is told anew.
    let mut line = Operator::try_connect(&stack, &cookie, &stack.origin())
        .await
        .expect("the session is in the backup");
    let had = Some((epoch.clone(), seq));
    line.say(&operator::hello(had)).await;
    let view = line.expect("a reset", operator::desk_of).await;
    assert_ne!(view.epoch, epoch);
    let resumed = |frame: &ToOperator| matches!(frame, ToOperator::Resumed { .. });
    assert!(!line.drain().iter().any(resumed));

    let (mut n_files, mut n_missing) = (0, 0);
    for visitor in &visitors {
        let mut widget = Visitor::connect(&stack, &visitor.token).await;
        widget.hello(Some(visitor.place.clone())).await;
        let view = widget.view().await;
        assert_ne!(view.epoch, visitor.place.0);
        let resumed = |frame: &ToVisitor| matches!(frame, ToVisitor::Resumed { .. });
        assert!(!widget.line.drain().iter().any(resumed));

        for (file, digest) in &visitor.files {
            let draft = Draft::File {
                file: file.id.clone(),
            };
            let (cid, _) = visitor
                .said
                .iter()
                .find(|(_, said)| *said == draft)
                .expect("said");
            if restored.with_cid(cid).is_empty() {
                continue;
            }
            let got = stack.http().download(&visitor.token, file).await;
            assert_eq!(hex(&Sha256::digest(&got.body)), *digest, "{}", file.name);
            n_files += 1;
        }
        // His outbox says what it was not told is there, and more.
        for (cid, draft) in visitor.said.iter().chain(&visitor.said) {
            let known = restored.with_cid(cid);
            if let (Draft::File { .. }, []) = (draft, known) {
                continue;
            }
            widget.draft(cid, draft.clone()).await;
            let id = widget.acked(cid).await;
            n_missing += usize::from(known.is_empty());
            assert!(
                known.is_empty() || known == [id.0],
                "{cid}: the first answer"
            );
        }
    }
    assert!(n_files >= VISITORS, "{n_files} files came back");
    assert!(
        n_missing >= VISITORS,
        "{n_missing} messages were said again"
    );
    let whole = dump(&stack).await;
    for (cid, draft) in visitors.iter().flat_map(|visitor| &visitor.said) {
        if matches!(draft, Draft::Text { .. }) {
            assert_eq!(whole.with_cid(cid).len(), 1, "{cid}: once");
        }
    }
}

#[tokio::test]
async fn a_backup_of_a_relay_that_does_not_run_is_as_good() {
    let mut stack = Stack::start().await;
    let (mut visitor, ..) = scene::dialog(&stack, "before the stop").await;
    let last = visitor.said("the last word").await;
    stack.kill().await;
    let (_place, backup) = target();
    let said = stack.verb(&["backup", "--to", &backup]).await;
    said.expect("nobody has to serve for it");
    fs::remove_dir_all(stack.data()).expect("the folder is ours");
    let said = stack.verb(&["restore", "--from", &backup]).await;
    said.expect("a backup is restored");
    stack.restart().await;
    let (mut visitor, view) = Visitor::back(&stack, &visitor.token).await;
    assert_eq!(view.messages.last().map(|message| message.id), Some(last));
    visitor.said("and it goes on").await;
}

#[tokio::test]
async fn a_backup_goes_where_nothing_is_and_comes_back_where_nothing_is() {
    let stack = Stack::start().await;
    let (mut visitor, ..) = scene::dialog(&stack, "where nothing is").await;
    let (place, backup) = target();
    let make = ["backup", "--to", &backup];
    stack.verb(&make).await.expect("a backup is made");
    let said = stack.verb(&make).await.expect_err("it is there already");
    assert!(said.contains("never written over"), "{said}");

    let put_back = ["restore", "--from", &backup];
    let said = stack.verb(&put_back).await.expect_err("a relay runs");
    assert!(said.contains("a relay runs on"), "{said}");
    let full = place.path().join("full");
    fs::create_dir(&full).expect("a folder can be made");
    fs::write(full.join("letter.txt"), "dear").expect("and a file");
    let said = stack.verb_on(&full, &put_back).await.expect_err("full");
    assert!(said.contains("is not empty"), "{said}");
    let nothing = place.path().to_str().expect("UTF-8").to_owned();
    let empty = place.path().join("empty");
    let no_backup = ["restore", "--from", &nothing];
    let said = stack.verb_on(&empty, &no_backup).await.expect_err("none");
    assert!(said.contains("is no backup"), "{said}");
    visitor.said("and the relay serves on").await;
}

#[tokio::test]
async fn a_backup_is_not_served_as_it_is() {
    let stack = Stack::shared().await;
    let (_place, backup) = target();
    let made = stack.verb(&["backup", "--to", &backup]).await;
    made.expect("a backup is made");
    let mut command = artifacts::host();
    command.args(["serve", "--port", "0", "--data", &backup, "--dist"]);
    let mut host = Process::start(command.arg(artifacts::dist()));
    assert!(!host.ended().await, "it refuses");
    // Its last words may be read a moment after its end.
    until("the reason", || async {
        host.log().contains("is a backup").then_some(())
    })
    .await;
}

//! A damaged storage fails loud and narrow, and is tried again by itself (C14).

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use beseda_protocol::message::File;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::ToVisitor;
use beseda_protocol::{VERSION, close};
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::{self, Operator};
use beseda_tests::stack::Stack;
use beseda_tests::storage::{Objects, databases};
use beseda_tests::visitor::{View, Visitor};
use beseda_tests::wait::until;
use serde_json::{Value, json};

use crate::scene;

/// Stands somewhere in the content of a file, and nowhere else.
const MARK: &[u8] = b"changed behind everybody's back";

/// Copies of files, to put back.
struct Saved(Vec<(PathBuf, Vec<u8>)>);

impl Saved {
    fn of<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let read = |path: &PathBuf| (path.clone(), fs::read(path).expect("it is there"));
        Self(paths.into_iter().map(read).collect())
    }

    fn put_back(&self) {
        for (path, bytes) in &self.0 {
            fs::write(path, bytes).expect("the folder is ours");
        }
    }
}

/// Writes nonsense over a stretch of a file.
fn spoil(path: &Path, from: u64, n_bytes: usize) {
    let mut file = OpenOptions::new()
        .write(true)
        .open(path)
        .expect("it is there");
    file.seek(SeekFrom::Start(from))
        .expect("a file can be moved in");
    file.write_all(&vec![0xa5; n_bytes])
        .expect("the folder is ours");
}

/// Puts everything that a stopped relay's log has into the database itself: as many
/// writes as make the runtime do so, just now, so that it is long until the next time.
async fn settle(stack: &Stack, visitor: &mut Visitor) {
    stack.door().post("/host/lift-pace", &json!({})).await;
    for n in 0..200 {
        visitor.said(&format!("{n} {}", "x".repeat(8_000))).await;
    }
    let before = changed_at(stack);
    while changed_at(stack) == before {
        visitor.said("and on").await;
    }
}

/// When the databases of centers were written, apart from their logs.
fn changed_at(stack: &Stack) -> Vec<SystemTime> {
    let files = databases(&stack.data(), Objects::Centers).into_iter();
    let databases = files.filter(|path| path.extension().is_some_and(|end| end == "sqlite"));
    let changed = |path: PathBuf| fs::metadata(path).and_then(|file| file.modified());
    databases
        .map(|path| changed(path).expect("it is there"))
        .collect()
}

/// It stands in the log.
async fn told(stack: &Stack, what: &str) {
    until(what, || async { stack.log().contains(what).then_some(()) }).await;
}

/// Another object of the same process works as ever.
async fn others_work(stack: &Stack) {
    let answer = stack.door().post("/host/storage-suite", &Value::Null).await;
    let outcome: Result<Vec<String>, String> = answer.json();
    outcome.expect("every check passes");
    let console = stack.http().get("/").await;
    assert!(console.status.is_success(), "{}", console.status);
}

#[tokio::test]
async fn a_center_whose_file_is_damaged_says_so_and_is_back_when_it_is_mended() {
    let mut stack = Stack::start().await;
    let (mut visitor, anna, _) = scene::dialog(&stack, "before the damage").await;
    settle(&stack, &mut visitor).await;
    stack.kill().await;
    let files = databases(&stack.data(), Objects::Centers);
    for offset in [0, 4_096] {
        let saved = Saved::of(&files);
        for file in &files {
            let n_bytes = fs::metadata(file).map_or(0, |metadata| metadata.len());
            let rest = usize::try_from(n_bytes.saturating_sub(offset)).expect("a small file");
            spoil(file, offset, rest);
        }
        stack.restart().await;
        for _ in 0..3 {
            let start = stack
                .http()
                .try_start(stack.key(), &stack.demo_origin())
                .await;
            assert_eq!(start.code(), Code::Broken, "{offset}");
            assert_ne!(start.header("retry-after"), "");
            let origin = stack.demo_origin();
            let socket = Visitor::try_connect(&stack, &visitor.token, &origin).await;
            let refused = socket.expect_err("there is no center to speak to");
            assert_eq!(refused.status, 503, "{offset}: {}", refused.body);
            assert!(refused.body.contains("\"broken\""), "{}", refused.body);
            let me = stack.http().get_as("/v1/me", &anna.cookie).await;
            assert_eq!(me.code(), Code::Broken);
        }
        others_work(&stack).await;
        told(&stack, "the storage of eu-main").await;
        assert!(!stack.log().contains("panicked"), "{}", stack.log());

        saved.put_back();
        let token = visitor.token.clone();
        until("the center to be back", || async {
            let origin = stack.demo_origin();
            Visitor::try_connect(&stack, &token, &origin).await.ok()
        })
        .await;
        visitor = Visitor::back(&stack, &token).await.0;
        visitor.said(&format!("mended {offset}")).await;
        stack.kill().await;
    }
    stack.restart().await;
    let (_, view) = Visitor::back(&stack, &visitor.token).await;
    assert!(view.messages.len() > 2, "all is there");
}

#[tokio::test]
async fn a_center_damaged_in_the_middle_ends_seldom_however_often_it_is_asked() {
    let mut stack = Stack::start().await;
    let (mut visitor, ..) = scene::dialog(&stack, "before the hole").await;
    settle(&stack, &mut visitor).await;
    stack.kill().await;
    let files = databases(&stack.data(), Objects::Centers);
    let saved = Saved::of(&files);
    for (file, bytes) in &saved.0 {
        // Of the database its newer half, and of its log everything.
        let from = match file.extension().is_some_and(|end| end == "sqlite") {
            true => bytes.len() / 2 / 4_096 * 4_096,
            false => 0,
        };
        spoil(file, from as u64, bytes.len() - from);
    }
    stack.restart().await;
    let (token, origin) = (visitor.token.clone(), stack.demo_origin());
    let mut n_refused = 0;
    for _ in 0..40 {
        match Visitor::try_connect(&stack, &token, &origin).await {
            Err(refused) => {
                assert_eq!(refused.status, 503, "{}", refused.body);
                n_refused += 1;
            }
            Ok(line) => {
                let mut again = Visitor::on(line, &token);
                again.hello(None).await;
                again.line.end().await;
            }
        }
    }
    assert!(n_refused > 20, "{n_refused}");
    let n_ends = stack.log().matches("fault: ").count();
    assert!((1..=5).contains(&n_ends), "{n_ends}: {}", stack.log());
    others_work(&stack).await;
    stack.kill().await;
    saved.put_back();
    stack.restart().await;
    let (mut visitor, _) = Visitor::back(&stack, &token).await;
    visitor.said("mended").await;
}

#[tokio::test]
async fn a_center_of_a_newer_build_is_refused_by_name_and_tried_again() {
    let stack = Stack::start().await;
    let (mut visitor, ..) = scene::dialog(&stack, "before the newer build").await;
    stack.door().plant("too_new").await;
    visitor.say("into the newer build").await;
    visitor.line.end().await;
    let origin = stack.demo_origin();
    let refused = Visitor::try_connect(&stack, &visitor.token, &origin).await;
    let refused = refused.expect_err("this build can't read it");
    assert_eq!(refused.status, 503);
    assert!(refused.body.contains("\"broken\""), "{}", refused.body);
    told(&stack, "wants code of schema 99").await;
    others_work(&stack).await;
    // The cause is gone with the plant: nobody has to start anything.
    let token = visitor.token.clone();
    until("the center to be tried again", || async {
        Visitor::try_connect(&stack, &token, &origin).await.ok()
    })
    .await;
    let said = visitor.transcript(&stack).await;
    assert_eq!(
        said,
        ["you: before the newer build"],
        "rolled back, not acknowledged"
    );
}

#[tokio::test]
async fn a_center_that_lost_its_log_gives_whole_views_and_no_holes() {
    let mut stack = Stack::start().await;
    let (mut visitor, mut anna, ..) = scene::dialog(&stack, "before the loss").await;
    settle(&stack, &mut visitor).await;
    // More than one is said behind the loss: else the place that was told is reached again.
    visitor.said("one before it").await;
    visitor.said("another before it").await;
    visitor.said("the last before it").await;
    anna.dialog_of("the last before it").await;
    let (desk, had) = (anna.desk.epoch.clone(), anna.line.seq());
    let (_, View { epoch, .. }) = Visitor::back(&stack, &visitor.token).await;
    let seq = visitor.line.seq();
    stack.kill().await;
    let logs: Vec<PathBuf> = databases(&stack.data(), Objects::Centers)
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with("-wal"))
        .collect();
    assert_eq!(logs.len(), 1, "{logs:?}");
    fs::remove_file(&logs[0]).expect("the folder is ours");
    stack.restart().await;
    let mut again = Visitor::connect(&stack, &visitor.token).await;
    again.hello(Some((epoch, seq))).await;
    let resumes = |frame: &ToVisitor| match frame {
        ToVisitor::Reset { .. } => Some(false),
        ToVisitor::Resumed { .. } => Some(true),
        _ => None,
    };
    let resumes = again.line.expect("an answer to hello", resumes).await;
    assert!(!resumes, "he was told more than the center knows");
    told(&stack, "has lost what it had confirmed").await;
    again.said("after the loss").await;
    // Of a visitor's word nobody else hears. A console's counts for everybody: whoever
    // is here may have the same hole, and comes back to a view with another name.
    let origin = stack.origin();
    let line = Operator::try_connect(&stack, &anna.cookie, &origin).await;
    let mut line = line.expect("the socket opens");
    line.say(&FromOperator::Hello {
        v: VERSION,
        epoch: Some(desk.clone()),
        seq: Some(had),
        me: None,
    })
    .await;
    let anew = line.expect("a whole view", operator::desk_of).await;
    assert_ne!(anew.epoch, desk);
    assert_eq!(line.end().await.code, close::RESTART);
    assert_eq!(again.line.end().await.code, close::RESTART);
    others_work(&stack).await;
}

#[tokio::test]
async fn damaged_files_of_one_client_are_refused_and_all_others_are_served() {
    let mut stack = Stack::start().await;
    let (mut hurt, anna, dialog) = scene::dialog(&stack, "whose files are hurt").await;
    let (fine, ..) = scene::dialog(&stack, "whose files are not").await;
    let mut content: Vec<u8> = (0..1_500_000_u32).map(|n| (n % 251) as u8).collect();
    content[700_000..700_000 + MARK.len()].copy_from_slice(MARK);
    let before = databases(&stack.data(), Objects::Files);
    let upload = async |token: &str| {
        let who = Uploader::Visitor(token);
        let http = stack.http();
        http.upload(who, &new_cid(), "a.bin", content.clone()).await
    };
    let theirs: File = upload(&hurt.token).await.json();
    // As many more as bring the first from the log into the database itself.
    for n in 0..6 {
        let (http, cid) = (stack.http(), new_cid());
        let who = Uploader::Visitor(&hurt.token);
        let more = http.upload(who, &cid, "b.bin", vec![n; 1_500_000]);
        more.await.json::<File>();
    }
    let store: BTreeSet<PathBuf> = &databases(&stack.data(), Objects::Files) - &before;
    let others: File = upload(&fine.token).await.json();
    stack.kill().await;

    // A few bytes inside the content, the whole file, and no file at all.
    for damage in ["changed", "spoilt", "gone"] {
        let saved = Saved::of(&store);
        for (file, bytes) in &saved.0 {
            match damage {
                "changed" if file.extension().is_some_and(|end| end == "sqlite") => {
                    let place = bytes.windows(MARK.len()).position(|part| part == MARK);
                    spoil(file, place.expect("it is there") as u64, 3);
                }
                "changed" => {}
                "spoilt" => spoil(file, 0, bytes.len()),
                _ => fs::remove_file(file).expect("the folder is ours"),
            }
        }
        stack.restart().await;
        let http = stack.http();
        for got in [
            http.download(&hurt.token, &theirs).await,
            http.download_as_operator(&anna.cookie, &theirs).await,
        ] {
            assert_eq!(got.code(), Code::Broken, "{damage}");
        }
        told(&stack, "the storage of files:eu-main:").await;
        let got = http.download(&fine.token, &others).await;
        assert!(got.body == content, "{damage}: the other's bytes");
        let (mut again, _) = Visitor::back(&stack, &hurt.token).await;
        again.said(&format!("{damage}, and the talk goes on")).await;
        stack.kill().await;
        for file in databases(&stack.data(), Objects::Files).intersection(&store) {
            fs::remove_file(file).expect("the folder is ours");
        }
        saved.put_back();
        stack.restart().await;
        let got = stack.http().download(&hurt.token, &theirs).await;
        assert!(got.body == content, "{damage}: mended");
        stack.kill().await;
    }
    stack.restart().await;
    hurt = Visitor::back(&stack, &hurt.token).await.0;
    hurt.said("at the end").await;
    assert!(dialog.id.0 > 0);
}

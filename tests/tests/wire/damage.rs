//! A damaged storage fails loud and narrow, and is tried again by itself (C14).

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use beseda_protocol::message::File;
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::ToVisitor;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::{View, Visitor};
use beseda_tests::wait::until;
use serde_json::{Value, json};

use crate::scene;

/// The databases of a kind of object, with their logs.
fn databases(stack: &Stack, kind: &str) -> BTreeSet<PathBuf> {
    let of_kind = |path: &PathBuf| {
        let names = path.to_string_lossy();
        names.contains(kind) && names.contains(".sqlite") && !names.contains("metadata")
    };
    stack.files().into_iter().filter(of_kind).collect()
}

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
/// writes as make the runtime do so.
async fn settle(stack: &Stack, visitor: &mut Visitor) {
    stack.door().post("/host/lift-pace", &json!({})).await;
    for n in 0..200 {
        visitor.said(&format!("{n} {}", "x".repeat(8_000))).await;
    }
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
    let files = databases(&stack, "beseda-center");
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
        let log = stack.log();
        assert!(log.contains("storage"), "it is told: {log}");
        assert!(!log.contains("panicked"), "{log}");

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
    assert!(
        stack.log().contains("wants code of schema 99"),
        "it is told"
    );
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
    let (mut visitor, ..) = scene::dialog(&stack, "before the loss").await;
    settle(&stack, &mut visitor).await;
    let (_, View { epoch, .. }) = Visitor::back(&stack, &visitor.token).await;
    let seq = visitor.line.seq();
    stack.kill().await;
    let logs: Vec<PathBuf> = databases(&stack, "beseda-center")
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
    again.said("after the loss").await;
    others_work(&stack).await;
}

#[tokio::test]
async fn damaged_files_of_one_client_are_refused_and_all_others_are_served() {
    let mut stack = Stack::start().await;
    let (mut hurt, anna, dialog) = scene::dialog(&stack, "whose files are hurt").await;
    let (fine, ..) = scene::dialog(&stack, "whose files are not").await;
    let content: Vec<u8> = (0..1_500_000_u32).map(|n| (n % 251) as u8).collect();
    let before = databases(&stack, "beseda-files");
    let upload = async |token: &str| {
        let who = Uploader::Visitor(token);
        let http = stack.http();
        http.upload(who, &new_cid(), "a.bin", content.clone()).await
    };
    let theirs: File = upload(&hurt.token).await.json();
    let store: BTreeSet<PathBuf> = &databases(&stack, "beseda-files") - &before;
    let others: File = upload(&fine.token).await.json();
    stack.kill().await;

    // A few bytes inside the content, the whole file, and no file at all.
    for damage in ["changed", "spoilt", "gone"] {
        let saved = Saved::of(&store);
        let mut n_bytes_spoilt = 0;
        for file in &store {
            let size = fs::metadata(file).map_or(0, |metadata| metadata.len());
            match damage {
                "changed" if size > 400_000 => spoil(file, size / 2, 3),
                "changed" => continue,
                "spoilt" => spoil(file, 0, usize::try_from(size).expect("a small file")),
                _ => fs::remove_file(file).expect("the folder is ours"),
            }
            n_bytes_spoilt += size;
        }
        assert!(n_bytes_spoilt > 0);
        stack.restart().await;
        let http = stack.http();
        for got in [
            http.download(&hurt.token, &theirs).await,
            http.download_as_operator(&anna.cookie, &theirs).await,
        ] {
            assert_eq!(got.code(), Code::Broken, "{damage}");
        }
        let log = stack.log();
        assert!(log.contains("files:") || log.contains("storage:"), "{log}");
        let got = http.download(&fine.token, &others).await;
        assert!(got.body == content, "{damage}: the other's bytes");
        let (mut again, _) = Visitor::back(&stack, &hurt.token).await;
        again.said(&format!("{damage}, and the talk goes on")).await;
        stack.kill().await;
        for file in databases(&stack, "beseda-files").intersection(&store) {
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

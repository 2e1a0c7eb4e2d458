//! An upload that a kill has cut is complete or absent, and what it leaves behind
//! goes within the hour (F3). Each test kills the relay once at each point; F3 says
//! 30 times, which `BESEDA_ROUNDS=30` does at each.

use beseda_protocol::ids::Cid;
use beseda_protocol::message::{Draft, File};
use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use serde_json::{Value, json};

use crate::rounds::rounds;

/// An hour and a minute, in ms: a file that was never sent is kept for an hour.
const HOUR_MS: u64 = 61 * 60 * 1_000;

/// Where an upload is killed, in the order of its way.
const POINTS: &[&str] = &["upload_in_the_middle", "upload_stored", "upload_told"];

/// More than one stored piece, and no whole number of them.
const SIZE: usize = 1_300_000;

fn content() -> Vec<u8> {
    let mut bytes = vec![0; SIZE];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

/// How much lies in the store of a visitor's files.
async fn held(stack: &Stack, token: &str) -> Value {
    stack.door().post("/host/store", &json!(token)).await.json()
}

/// The relay's clock is so far ahead from now on; a restart sets it right.
async fn be_ahead(stack: &Stack, ms: u64) {
    let answer = stack.door().post("/host/clock", &json!(ms)).await;
    assert!(answer.status.is_success(), "{}", answer.text());
}

/// Starts an upload, lets it get to the planted point, and kills the relay there.
async fn cut(stack: &mut Stack, point: &str, token: &str, cid: &Cid, bytes: &[u8]) {
    stack.door().plant(point).await;
    let (http, token, cid, bytes) = (stack.http(), token.to_owned(), cid.clone(), bytes.to_vec());
    let upload = tokio::spawn(async move {
        let who = Uploader::Visitor(&token);
        http.upload(who, &cid, "cut.bin", bytes).await
    });
    until("the upload to get there", || async {
        stack
            .log()
            .contains("planted: an upload stops")
            .then_some(())
    })
    .await;
    stack.kill().await;
    upload.await.expect_err("nobody answered it");
    stack.restart().await;
}

#[tokio::test]
async fn an_upload_cut_anywhere_is_absent_and_complete_when_it_is_sent_again() {
    let mut stack = Stack::start().await;
    for round in 0..rounds(1) {
        cut_everywhere(&mut stack, round).await;
    }
}

/// One visitor's uploads: nobody has room for those of all rounds.
async fn cut_everywhere(stack: &mut Stack, round: u32) {
    let token = stack.http().start(stack.key()).await;
    let (mut visitor, _) = Visitor::back(stack, &token).await;
    visitor.said("files follow").await;
    for point in POINTS {
        let (cid, bytes) = (new_cid(), content());
        cut(stack, point, &token, &cid, &bytes).await;
        let http = stack.http();
        let who = Uploader::Visitor(&token);
        let sent = http.upload(who, &cid, "cut.bin", bytes.clone()).await;
        let file: File = sent.json();
        assert_eq!(file.size, SIZE as u64, "{point}, round {round}");
        let got = http.download(&token, &file).await;
        assert!(got.body == bytes, "{point}, round {round}: other bytes");
        let (mut visitor, _) = Visitor::back(stack, &token).await;
        let message = new_cid();
        visitor.draft(&message, Draft::File { file: file.id }).await;
        visitor.acked(&message).await;
    }
    assert_eq!(held(stack, &token).await["files"], 3, "round {round}");
}

#[tokio::test]
async fn what_a_cut_upload_leaves_behind_is_gone_within_the_hour() {
    for _ in 0..rounds(1) {
        for point in POINTS {
            goes_within_the_hour(point).await;
        }
    }
}

async fn goes_within_the_hour(point: &str) {
    // A relay of its own: what has passed is forgotten by a restart.
    let mut stack = Stack::start().await;
    let token = stack.http().start(stack.key()).await;
    let cid = new_cid();
    cut(&mut stack, point, &token, &cid, &content()).await;
    let left = held(&stack, &token).await;
    assert_ne!(left["pieces"], 0, "{point}: nothing was there to be left");

    be_ahead(&stack, HOUR_MS).await;
    // The next upload clears up after those that broke off…
    let http = stack.http();
    let who = Uploader::Visitor(&token);
    let next: File = http
        .upload(who, &new_cid(), "next.bin", vec![1])
        .await
        .json();
    // …and the center tells the store what nobody has sent.
    until(
        &format!("{point}: only the next file to be left"),
        || async {
            let left = held(&stack, &token).await;
            (left == json!({"files": 1, "attempts": 0, "pieces": 1})).then_some(())
        },
    )
    .await;
    be_ahead(&stack, 2 * HOUR_MS).await;
    until("the next file to go too", || async {
        let left = held(&stack, &token).await;
        (left["pieces"] == 0).then_some(())
    })
    .await;
    let gone = http.download(&token, &next).await;
    assert_eq!(gone.code(), Code::NotFound);
}

/// The center says once that a file is to go; a crash may come between.
#[tokio::test]
async fn what_a_store_was_not_told_to_drop_it_finds_out_by_asking() {
    let stack = Stack::start().await;
    let token = stack.http().start(stack.key()).await;
    let http = stack.http();
    let upload = async |name: &str| -> File {
        let who = Uploader::Visitor(&token);
        http.upload(who, &new_cid(), name, vec![1]).await.json()
    };
    let unsent = upload("unsent.bin").await;
    let (mut visitor, _) = Visitor::back(&stack, &token).await;
    let (message, file) = (new_cid(), upload("sent.bin").await.id);
    visitor.draft(&message, Draft::File { file }).await;
    visitor.acked(&message).await;

    stack.door().plant("drop_unsaid").await;
    be_ahead(&stack, HOUR_MS).await;
    until("the center to have forgotten it", || async {
        let answer = http.download(&token, &unsent).await;
        (!answer.status.is_success()).then_some(())
    })
    .await;
    assert_eq!(held(&stack, &token).await["files"], 2, "not told");

    be_ahead(&stack, 2 * HOUR_MS).await;
    upload("next.bin").await;
    until("only what was sent and the next to be left", || async {
        let left = held(&stack, &token).await;
        (left == json!({"files": 2, "attempts": 0, "pieces": 2})).then_some(())
    })
    .await;
}

//! What was acknowledged survives whatever happens to the relay (G1).

use beseda_protocol::close;
use beseda_protocol::ids::Cid;
use beseda_protocol::message::File;
use beseda_protocol::visitor::ToVisitor;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::{View, Visitor};
use beseda_tests::wait::until;
use serde_json::json;
use tokio::task::JoinSet;

use crate::scene;

#[tokio::test]
async fn after_a_kill_everything_acknowledged_is_there_and_the_sequence_goes_on() {
    let mut stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "kept 0").await;
    let mut wanted = vec!["you: kept 0".to_owned()];
    let mut last = dialog.last.id;
    for round in 1..=3 {
        // With the first one 25 in all: what a visitor may say in one breath is 30,
        // however fast the machine is.
        for n in 0..8 {
            let text = format!("kept {round}.{n}");
            let id = visitor.said(&text).await;
            assert!(id > last, "ids rise across restarts");
            last = id;
            wanted.push(format!("you: {text}"));
        }
        let reply = format!("reply {round}");
        last = anna.replied(dialog.id, &reply).await;
        wanted.push(format!("Anna: {reply}"));
        visitor.hears(&reply).await;
        let (_, before) = Visitor::back(&stack, &visitor.token).await;

        stack.restart().await;
        let (again, view) = Visitor::back(&stack, &visitor.token).await;
        assert_eq!(view, before, "a restart changes nothing that is seen");
        anna = Operator::with_cookie(&stack, &anna.cookie).await;
        visitor = again;
        assert_eq!(visitor.transcript(&stack).await, wanted);
    }
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_burst_loses_nothing_acknowledged_and_doubles_nothing() {
    let mut stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "burst").await;
    let cids: Vec<_> = (0..200).map(|_| new_cid()).collect();
    for (n, cid) in cids.iter().enumerate() {
        anna.reply_as(cid, dialog.id, &format!("burst {n}")).await;
    }
    // The kill comes while most of them are on their way.
    let mut acked = Vec::new();
    for cid in &cids[..20] {
        acked.push(anna.acked(cid).await);
    }
    stack.kill().await;
    anna.line.end().await;
    stack.restart().await;

    let mut anna = Operator::with_cookie(&stack, &anna.cookie).await;
    for (n, cid) in cids.iter().enumerate() {
        anna.reply_as(cid, dialog.id, &format!("burst {n}")).await;
    }
    for (n, cid) in cids.iter().enumerate() {
        let id = anna.acked(cid).await;
        if let Some(first) = acked.get(n) {
            assert_eq!(id, *first, "the answer stays the same");
        }
    }
    visitor.line.end().await;
    let (mut visitor, View { mut messages, .. }) = Visitor::back(&stack, &visitor.token).await;
    loop {
        let (mut older, more) = visitor.history(messages[0].id).await;
        older.append(&mut messages);
        messages = older;
        if !more {
            break;
        }
    }
    assert_eq!(messages.len(), 201);
}

#[tokio::test]
async fn a_panic_in_a_turn_closes_the_lines_and_loses_nothing_of_the_neighbours() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "before the panic").await;
    let mut neighbour = Visitor::start(&stack).await;
    neighbour.said("neighbour before").await;

    stack.door().plant("panic_after").await;
    let (mine, theirs, reply) = (new_cid(), new_cid(), new_cid());
    visitor.say_as(&mine, "in the panic").await;
    neighbour.say_as(&theirs, "beside the panic").await;
    anna.reply_as(&reply, dialog.id, "reply beside").await;
    // No line stays open in silence: each ends, so that each client comes back.
    visitor.line.end().await;
    neighbour.line.end().await;
    anna.line.end().await;

    let (mut visitor, _) = Visitor::back(&stack, &visitor.token).await;
    let (mut neighbour, _) = Visitor::back(&stack, &neighbour.token).await;
    let mut anna = Operator::with_cookie(&stack, &anna.cookie).await;
    visitor.say_as(&mine, "in the panic").await;
    neighbour.say_as(&theirs, "beside the panic").await;
    anna.reply_as(&reply, dialog.id, "reply beside").await;
    visitor.acked(&mine).await;
    neighbour.acked(&theirs).await;
    anna.acked(&reply).await;
    let mut said = visitor.transcript(&stack).await;
    said[1..].sort();
    assert_eq!(
        said,
        [
            "you: before the panic",
            "Anna: reply beside",
            "you: in the panic"
        ]
    );
    assert_eq!(
        neighbour.transcript(&stack).await,
        ["you: neighbour before", "you: beside the panic"]
    );
}

/// Whether a frame is what became of a message.
fn answers(frame: &ToVisitor, cid: &Cid) -> Option<()> {
    match frame {
        ToVisitor::Ack { cid: told, .. } => (told == cid).then_some(()),
        ToVisitor::Refused { cid: told, .. } => (told.as_ref() == Some(cid)).then_some(()),
        _ => None,
    }
}

/// Says one thing after the other until the line ends; says what had no answer.
async fn talks_on(mut visitor: Visitor) -> (String, Cid) {
    loop {
        let cid = visitor.say("and another thing").await;
        let line = &mut visitor.line;
        let answer = line.expect_or_end("an answer", |frame| answers(frame, &cid));
        if answer.await.is_none() {
            return (visitor.token, cid);
        }
    }
}

#[tokio::test]
async fn a_panic_in_a_turn_that_waited_for_the_disk_ends_as_any_other() {
    let stack = Stack::start().await;
    let mut visitors = Vec::new();
    for _ in 0..8 {
        visitors.push(Visitor::start(&stack).await);
    }
    for _ in 0..5 {
        stack.door().post("/host/lift-pace", &json!({})).await;
        // So many that a turn is always on its way, and the next begins when it is
        // on disk.
        let mut talks = JoinSet::new();
        for visitor in visitors.drain(..) {
            talks.spawn(talks_on(visitor));
        }
        stack.door().plant("panic_after").await;
        for (token, cid) in talks.join_all().await {
            let (mut visitor, _) = Visitor::back(&stack, &token).await;
            visitor.say_as(&cid, "and another thing").await;
            visitor.acked(&cid).await;
            visitors.push(visitor);
        }
    }
}

#[tokio::test]
async fn a_task_that_begins_as_its_object_ends_holds_up_nobody() {
    let stack = Stack::start().await;
    let (mut visitor, ..) = scene::dialog(&stack, "before the fault").await;
    stack.door().plant("fault_before_task").await;
    let cid = visitor.say("in the fault").await;
    visitor.line.end().await;
    let (mut visitor, _) = Visitor::back(&stack, &visitor.token).await;
    visitor.say_as(&cid, "in the fault").await;
    visitor.acked(&cid).await;
}

#[tokio::test]
async fn a_file_is_given_though_a_panic_took_its_store_along() {
    let stack = Stack::start().await;
    let (mut visitor, ..) = scene::dialog(&stack, "before the panic").await;
    let http = stack.http();
    let who = Uploader::Visitor(&visitor.token);
    let bytes = b"kept".to_vec();
    let file = http.upload(who, &new_cid(), "a.bin", bytes.clone()).await;
    let file: File = file.json();
    stack.door().plant("panic_after").await;
    visitor.say_as(&new_cid(), "in the panic").await;
    visitor.line.end().await;
    let got = http.download(&visitor.token, &file).await;
    assert!(got.body == bytes, "{}: {}", got.status, got.text());
}

#[tokio::test]
async fn an_end_between_the_write_and_the_answer_loses_nothing_and_doubles_nothing() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "before the end").await;
    let mut wanted = vec!["you: before the end".to_owned()];
    for round in 0..3 {
        stack.door().plant("mute_after").await;
        let (mine, reply) = (new_cid(), new_cid());
        let (said, answered) = (format!("said {round}"), format!("answered {round}"));
        visitor.say_as(&mine, &said).await;
        // Nobody is told anything: every line ends, and every client comes back.
        visitor.line.end().await;
        anna.line.end().await;
        let (again, view) = Visitor::back(&stack, &visitor.token).await;
        visitor = again;
        let stored = view
            .messages
            .iter()
            .filter(|m| m.cid.as_ref() == Some(&mine));
        assert_eq!(stored.count(), 1, "it had got to the disk");
        visitor.say_as(&mine, &said).await;
        let id = visitor.acked(&mine).await;
        assert_eq!(view.messages.last().map(|m| m.id), Some(id));
        wanted.push(format!("you: {said}"));

        anna = Operator::with_cookie(&stack, &anna.cookie).await;
        stack.door().plant("mute_after").await;
        anna.reply_as(&reply, dialog.id, &answered).await;
        visitor.line.end().await;
        anna.line.end().await;
        anna = Operator::with_cookie(&stack, &anna.cookie).await;
        anna.reply_as(&reply, dialog.id, &answered).await;
        anna.acked(&reply).await;
        wanted.push(format!("Anna: {answered}"));
        visitor = Visitor::back(&stack, &visitor.token).await.0;
    }
    assert_eq!(visitor.transcript(&stack).await, wanted);
    assert!(!stack.log().contains("is it full"), "no false alarm");
}

#[tokio::test]
async fn stopping_the_host_closes_lines_as_a_restart_and_leaves_nothing_running() {
    let mut stack = Stack::start().await;
    let (mut visitor, mut anna, _) = scene::dialog(&stack, "the host stops").await;
    stack.terminate();
    assert_eq!(visitor.line.end().await.code, close::RESTART);
    assert_eq!(anna.line.end().await.code, close::RESTART);
    stack.stopped().await;
    stack.restart().await;
    assert_eq!(visitor.transcript(&stack).await, ["you: the host stops"]);
}

#[tokio::test]
async fn a_second_host_on_the_same_folder_refuses_to_start() {
    let stack = Stack::shared().await;
    let mut second = stack.second_host();
    assert!(!second.ended().await, "it fails");
    // Its last words are read a moment after its end.
    let folder = stack.data().display().to_string();
    let said = until("the reason", || async {
        let said = second.log();
        said.contains(&folder).then_some(said)
    })
    .await;
    assert!(!said.contains("panicked"), "it says why: {said}");
    Visitor::start(&stack)
        .await
        .said("the first lives on")
        .await;
}

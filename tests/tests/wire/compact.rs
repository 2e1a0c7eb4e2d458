//! What was deleted is gone from the disk after `compact`.

use std::fs;

use beseda_protocol::ask::clients::SetClientComment;
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::FILE_BYTES_MAX;
use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::scene;

const CANARY: &str = "a canary that nobody may find";

/// Files of the data folder that have the canary in them.
fn found(stack: &Stack) -> Vec<String> {
    let has = |bytes: &[u8]| {
        bytes
            .windows(CANARY.len())
            .any(|part| part == CANARY.as_bytes())
    };
    let files = stack.files().into_iter();
    files
        .filter(|file| fs::read(file).is_ok_and(|bytes| has(&bytes)))
        .map(|file| file.display().to_string())
        .collect()
}

/// Writes another comment on a client's card.
async fn comments(anna: &mut Operator, client: ClientId, replaced: &str, comment: &str) {
    let asked = SetClientComment {
        client,
        comment: comment.to_owned(),
        replaced: replaced.to_owned(),
    };
    anna.question(asked).await.expect("she sees the client");
}

#[tokio::test]
async fn compacting_leaves_no_byte_of_what_was_deleted_and_the_relay_serves_on() {
    let mut stack = Stack::start().await;
    let (visitor, mut anna, dialog) = scene::dialog(&stack, "this stays").await;
    // In the center's database: a comment that was written over.
    let client = dialog.client.id;
    comments(&mut anna, client, "", CANARY).await;
    comments(&mut anna, client, CANARY, "another comment").await;
    // In his files' database: the pieces of an upload that was too long.
    let bytes = CANARY.repeat(FILE_BYTES_MAX as usize / CANARY.len() + 1);
    let who = Uploader::Visitor(&visitor.token);
    let refused = stack
        .http()
        .upload(who, &new_cid(), "long.txt", bytes.into_bytes())
        .await;
    assert_eq!(refused.code(), Code::FileTooLarge);
    let kept = stack
        .http()
        .upload(who, &new_cid(), "kept.txt", b"this stays too".to_vec())
        .await;
    let kept: beseda_protocol::message::File = kept.json();

    let said = stack.verb(&["compact"]).await.expect_err("a relay runs");
    assert!(said.contains("stop it"), "{said}");
    stack.terminate();
    stack.stopped().await;
    let before = found(&stack);
    for kind in ["beseda-center", "beseda-files"] {
        let is_there = before.iter().any(|file| file.contains(kind));
        assert!(is_there, "a deletion alone leaves bytes: {before:?}");
    }
    let size = stack.bytes_on_disk();
    let said = stack.verb(&["compact"]).await.expect("it compacts");
    assert!(said.contains("bytes before"), "{said}");
    assert_eq!(found(&stack), Vec::<String>::new());
    assert!(stack.bytes_on_disk() < size);

    stack.restart().await;
    let mut anna = Operator::with_cookie(&stack, &anna.cookie).await;
    let (mut visitor, view) = Visitor::back(&stack, &visitor.token).await;
    assert_eq!(view.messages.len(), 1);
    let got = stack.http().download(&visitor.token, &kept).await;
    assert_eq!(got.text(), "this stays too");
    anna.replied(dialog.id, "and it goes on").await;
    visitor.hears("and it goes on").await;
}

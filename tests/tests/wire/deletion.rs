//! A client who is deleted for good leaves no byte, however often the relay is killed
//! meanwhile (P1).

use std::fs;

use beseda_protocol::ask::clients::{
    AddClientNote, AddContact, DeleteClient, SetClientComment, SetClientName, SetClientVariable,
};
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::dialog::Page;
use beseda_protocol::ids::ClientId;
use beseda_protocol::message::{Draft, File};
use beseda_protocol::operator::{OperatorEvent, ToOperator};
use beseda_protocol::visitor::FromVisitor;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use serde_json::json;

use crate::scene;

/// Deletions that are killed in their midst.
const KILLS: usize = 20;

/// Replies to each client: more than goes in one slice.
const REPLIES: usize = 120;

/// What nobody may find of a client, each in another place: ten.
fn canary(client: usize, place: &str) -> String {
    let word = letters(client).repeat(2);
    format!("canary {client:02} in the {place} {word}")
}

/// Letters that only this client's texts have. In the search index a word lies in pieces of
/// three letters, each without what it has in common with the one before: two of four that
/// are alike lie side by side.
fn letters(client: usize) -> String {
    let yi = 0xA000 + u32::try_from(client).expect("few");
    let letter = char::from_u32(yi).expect("a syllable of Yi");
    format!("{letter}{letter}")
}

const PLACES: [&str; 10] = [
    "message",
    "reply",
    "note",
    "file",
    "file name",
    "page",
    "name",
    "comment",
    "variable",
    "card note",
];

/// A client of whom all that can be known is known; and his token.
async fn client(stack: &Stack, anna: &mut Operator, n: usize) -> (ClientId, String) {
    let canary = |place| canary(n, place);
    let mut visitor = Visitor::start(stack).await;
    let title = canary("page");
    let url = "http://localhost/demo/".to_owned();
    let page = Page { url, title };
    visitor.line.say(&FromVisitor::Page { page }).await;
    visitor.said(&canary("message")).await;
    let dialog = anna.dialog_of(&canary("message")).await;
    let mut cids = Vec::new();
    for _ in 0..REPLIES {
        cids.push(anna.reply(dialog.id, &canary("reply")).await);
    }
    for cid in &cids {
        anna.acked(cid).await;
    }
    let note = beseda_protocol::operator::FromOperator::Note {
        cid: new_cid(),
        dialog: dialog.id,
        text: canary("note"),
    };
    anna.line.say(&note).await;
    let who = Uploader::Visitor(&visitor.token);
    let (name, bytes) = (canary("file name"), canary("file").repeat(1_000));
    let (http, cid) = (stack.http(), new_cid());
    let sent = http.upload(who, &cid, &name, bytes.into_bytes());
    let file: File = sent.await.json();
    let cid = new_cid();
    visitor.draft(&cid, Draft::File { file: file.id }).await;
    visitor.acked(&cid).await;
    let client = dialog.client.id;
    let name = Some(canary("name"));
    let named = SetClientName {
        client,
        name,
        replaced: None,
    };
    anna.question(named).await.expect("an operator may");
    let (comment, replaced) = (canary("comment"), String::new());
    let commented = SetClientComment {
        client,
        comment,
        replaced,
    };
    anna.question(commented).await.expect("an operator may");
    let (name, value) = ("Plan".to_owned(), Some(canary("variable")));
    let set = SetClientVariable {
        client,
        name,
        value,
        replaced: None,
    };
    anna.question(set).await.expect("an operator may");
    let text = canary("card note");
    anna.question(AddClientNote { client, text })
        .await
        .expect("an operator may");
    let (kind, value) = (ContactKind::Email, format!("canary{n:02}@example.com"));
    let contact = Contact { kind, value };
    anna.question(AddContact { client, contact })
        .await
        .expect("an operator may");
    (client, visitor.token)
}

/// Files of the data folder that have any of these words in them.
fn found(stack: &Stack, words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for file in stack.files() {
        let bytes = fs::read(&file).unwrap_or_default();
        let has = |word: &&String| {
            let word = word.as_bytes();
            bytes.windows(word.len()).any(|part| part == word)
        };
        let words = words.iter().filter(has);
        found.extend(words.map(|word| format!("{word:?} in {}", file.display())));
    }
    found
}

#[tokio::test]
async fn of_a_deleted_client_no_byte_is_left_however_often_the_relay_is_killed_meanwhile() {
    let mut stack = Stack::start().await;
    let (mut kept, mut anna, dialog) = scene::dialog(&stack, "this stays").await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let mut clients = Vec::new();
    for n in 0..=KILLS {
        clients.push(client(&stack, &mut anna, n).await);
    }
    let words: Vec<String> = (0..=KILLS)
        .flat_map(|n| PLACES.map(|place| canary(n, place)))
        .chain((0..=KILLS).map(|n| format!("canary{n:02}@")))
        .chain((0..=KILLS).map(letters))
        .collect();

    let there = found(&stack, &words[..1]);
    assert!(
        !there.is_empty(),
        "what is looked for is found while it is there"
    );

    for (client, _) in &clients[..KILLS] {
        let deleted = owner.question(DeleteClient { client: *client }).await;
        deleted.expect("an owner may");
        stack.restart().await;
        owner = Operator::with_cookie(&stack, &owner.cookie).await;
    }
    // What is left resumes by itself. The last is not killed, and seen to its end.
    let (client, _) = clients[KILLS];
    let deleted = owner.question(DeleteClient { client }).await;
    deleted.expect("an owner may");
    let ended = |frame: &ToOperator| match frame {
        ToOperator::Jobs { jobs } => jobs.is_empty().then_some(()),
        _ => None,
    };
    owner.line.expect("the end of all jobs", ended).await;
    // What was not told to a store before the kill is told again a minute later.
    stack.door().post("/host/clock", &json!(61_000)).await;
    for (_, token) in &clients {
        until("a store to be empty", || async {
            let left = stack.door().post("/host/store", &json!(token)).await;
            let left: serde_json::Value = left.json();
            (left["files"] == 0).then_some(())
        })
        .await;
    }

    stack.terminate();
    stack.stopped().await;
    stack.verb(&["compact"]).await.expect("it compacts");
    assert_eq!(found(&stack, &words), Vec::<String>::new());

    stack.restart().await;
    let mut anna = Operator::with_cookie(&stack, &anna.cookie).await;
    kept.line.end().await;
    let (mut kept, view) = Visitor::back(&stack, &kept.token).await;
    assert_eq!(view.messages.len(), 1);
    anna.replied(dialog.id, "and it goes on").await;
    kept.hears("and it goes on").await;
}

#[tokio::test]
async fn an_open_widget_and_console_hear_that_the_conversation_was_deleted() {
    let stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "soon gone").await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let client = dialog.client.id;
    let deleted = owner.question(DeleteClient { client }).await;
    deleted.expect("an owner may");
    let is_it = |event: &OperatorEvent| match event {
        OperatorEvent::Deleted { dialog } => Some(*dialog),
        _ => None,
    };
    assert_eq!(anna.event("the end of a dialog", is_it).await, dialog.id);
    let view = visitor.view().await;
    assert_eq!(view.messages.len(), 0);
    visitor.said("who writes again is a new client").await;
    let again = anna.dialog_of("who writes again is a new client").await;
    assert!(again.id > dialog.id && again.client.id > client);
}

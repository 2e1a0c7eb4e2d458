//! A message said many times is stored once (G2).

use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;

use crate::scene;

#[tokio::test]
async fn the_same_cid_over_two_sockets_is_one_message_with_one_answer() {
    let stack = Stack::shared().await;
    let mut one = Visitor::start(&stack).await;
    let (mut two, _) = Visitor::back(&stack, &one.token).await;
    let cid = new_cid();
    for _ in 0..3 {
        one.say_as(&cid, "only once").await;
        two.say_as(&cid, "only once").await;
    }
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(one.acked(&cid).await);
        ids.push(two.acked(&cid).await);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "each repeat gets the first answer: {ids:?}");
    assert_eq!(one.transcript(&stack).await, ["you: only once"]);

    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let dialogs = anna.list().await;
    let dialog = dialogs.iter().find(|d| d.last.preview == "only once");
    let dialog = dialog.expect("the dialog is on the list");
    assert_eq!((dialog.unread_count, dialog.awaiting_reply_count), (1, 1));
}

#[tokio::test]
async fn the_same_cid_with_another_body_is_refused_and_the_first_body_kept() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "the same cid").await;
    let cid = new_cid();
    visitor.say_as(&cid, "first").await;
    visitor.acked(&cid).await;
    visitor.say_as(&cid, "second").await;
    assert_eq!(visitor.refused(&cid).await.code, Code::CidReused);

    let cid = new_cid();
    anna.reply_as(&cid, dialog.id, "answer").await;
    anna.acked(&cid).await;
    anna.reply_as(&cid, dialog.id, "another answer").await;
    let answer = anna.answer(&cid).await;
    assert_eq!(answer.expect_err("refused").code, Code::CidReused);
    assert_eq!(
        visitor.transcript(&stack).await,
        ["you: the same cid", "you: first", "Anna: answer"]
    );
}

#[tokio::test]
async fn an_operators_cid_in_another_dialog_is_refused() {
    let stack = Stack::shared().await;
    let (_here, mut anna, here) = scene::dialog(&stack, "cid here").await;
    let (there, _, other) = scene::dialog(&stack, "cid there").await;
    let cid = new_cid();
    anna.reply_as(&cid, here.id, "same words").await;
    anna.acked(&cid).await;
    anna.reply_as(&cid, other.id, "same words").await;
    let answer = anna.answer(&cid).await;
    assert_eq!(answer.expect_err("refused").code, Code::CidReused);
    assert_eq!(there.transcript(&stack).await, ["you: cid there"]);
}

#[tokio::test]
async fn another_senders_same_cid_is_another_message() {
    let stack = Stack::shared().await;
    let mut one = Visitor::start(&stack).await;
    let mut two = Visitor::start(&stack).await;
    let cid = new_cid();
    one.say_as(&cid, "mine").await;
    two.say_as(&cid, "also mine").await;
    assert_ne!(one.acked(&cid).await, two.acked(&cid).await);
    assert_eq!(two.transcript(&stack).await, ["you: also mine"]);
}

#[tokio::test]
async fn the_same_cid_after_a_restart_gets_the_first_answer() {
    let mut stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "before").await;
    let (said, replied) = (new_cid(), new_cid());
    visitor.say_as(&said, "said once").await;
    let first = visitor.acked(&said).await;
    anna.reply_as(&replied, dialog.id, "replied once").await;
    let reply = anna.acked(&replied).await;

    stack.restart().await;
    let (mut visitor, _) = Visitor::back(&stack, &visitor.token).await;
    visitor.say_as(&said, "said once").await;
    assert_eq!(visitor.acked(&said).await, first);
    visitor.say_as(&said, "said otherwise").await;
    assert_eq!(visitor.refused(&said).await.code, Code::CidReused);
    let mut anna = Operator::with_cookie(&stack, &anna.cookie).await;
    anna.reply_as(&replied, dialog.id, "replied once").await;
    assert_eq!(anna.acked(&replied).await, reply);
    assert_eq!(
        visitor.transcript(&stack).await,
        ["you: before", "you: said once", "Anna: replied once"]
    );
}

#[tokio::test]
async fn an_upload_repeated_under_its_cid_is_the_same_file() {
    let stack = Stack::shared().await;
    let (visitor, ..) = scene::dialog(&stack, "an upload repeated").await;
    let (http, cid) = (stack.http(), new_cid());
    let who = Uploader::Visitor(&visitor.token);
    let first = http.upload(who, &cid, "a.txt", b"abc".to_vec()).await;
    let again = http.upload(who, &cid, "a.txt", b"abc".to_vec()).await;
    let first: beseda_protocol::message::File = first.json();
    assert_eq!(first, again.json());
}

//! What the owner of a machine does with the host's other verbs.

use beseda_protocol::refusal::Code;
use beseda_tests::stack::Stack;

use crate::scene;

#[tokio::test]
async fn a_lost_password_is_set_anew_by_a_link_while_the_relay_serves() {
    let stack = Stack::start().await;
    let (http, owner) = (stack.http(), stack.owner());
    let before = http.sign_in(&owner).await;
    let said = stack
        .verb(&["reset-password", "--email", &owner.email])
        .await;
    let said = said.expect("the account exists");
    let start = said.find("/reset/").expect("a link");
    let token = said[start + "/reset/".len()..].trim();
    let path = format!("/v1/reset/{token}");
    let body = serde_json::json!({"password": "a new long phrase"});
    http.post(&path, &body, None).await.cookie();
    let again = http.post(&path, &body, None).await;
    assert_eq!(again.code(), Code::LinkExpired, "it works once");

    let old = http.get_as("/v1/me", &before).await;
    assert_eq!(old.code(), Code::Unauthorized, "old sessions have ended");
    let wrong = http.try_sign_in(&owner.email, &owner.password).await;
    assert_eq!(wrong.code(), Code::SignInFailed);
    http.try_sign_in(&owner.email, "a new long phrase")
        .await
        .cookie();

    let nobody = stack.verb(&["reset-password", "--email", "nobody@example.com"]);
    assert!(nobody.await.is_err(), "there is no such account");
}

#[tokio::test]
async fn a_dump_tells_every_message_while_serving_and_when_stopped() {
    let mut stack = Stack::start().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "to be dumped").await;
    anna.replied(dialog.id, "dumped as well").await;
    visitor.hears("dumped as well").await;
    let serving = stack.verb(&["dump"]).await.expect("it is told");
    for text in ["to be dumped", "dumped as well"] {
        let lines = serving.lines().filter(|line| line.contains(text));
        assert!(lines.count() >= 1, "{text}: {serving}");
    }
    for line in serving.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
    }
    stack.kill().await;
    let stopped = stack.verb(&["dump"]).await.expect("it is told");
    assert_eq!(stopped, serving);
}

#[tokio::test]
async fn conversations_of_another_service_move_in_while_the_relay_serves_and_once() {
    let stack = Stack::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("moved.jsonl");
    let lines = concat!(
        r#"{"client":{"id":"own:1","name":"Anna","contacts":["anna@example.org"]}}"#,
        "\n",
        r#"{"dialog":{"id":"own:5","client":"own:1"}}"#,
        "\n",
        r#"{"message":{"id":"own:7","dialog":"own:5","at":1600000000000,"author":{"client":{}},"text":"Do you ship?"}}"#,
        "\n",
    );
    std::fs::write(&file, lines).expect("it is written");
    let path = file.to_str().expect("a path");
    let said = stack.verb(&["import", path]).await.expect("it moves in");
    assert!(said.contains("3 new, 0 were there"), "{said}");
    let again = stack.verb(&["import", path]).await.expect("it is read");
    assert!(again.contains("0 new, 3 were there"), "{again}");
    let dump = stack.verb(&["dump"]).await.expect("it is told");
    let told = dump.lines().filter(|line| line.contains("Do you ship?"));
    let told: Vec<&str> = told.collect();
    assert_eq!(told.len(), 1, "{dump}");
    assert!(told[0].contains("1600000000000"), "{told:?}");
}

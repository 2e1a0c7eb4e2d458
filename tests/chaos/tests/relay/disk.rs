//! A full disk and a damaged one (C10, C14): loud, narrow, and over when the
//! cause is gone.

use std::collections::BTreeMap;
use std::time::Duration;

use beseda_chaos::dump::Dump;
use beseda_chaos::ledger::Digest;
use beseda_chaos::real::host_dump;
use beseda_protocol::frames;
use beseda_protocol::message::File;
use beseda_protocol::refusal::Code;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::stack::Stack;
use beseda_tests::wait::until;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::small_disk::{SmallDisk, with_the_right_to_mount};
use crate::sockets::Bare;

/// Of each message, in characters: few of them fill a small disk.
const MESSAGE_CHARS: usize = 8_000;

/// What became of a message.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Acked,
    Refused(String),
    Cut(u16),
    Nothing,
}

async fn say(socket: &mut Bare, cid: &str, body: &str) -> Said {
    let body = json!({"t": "text", "text": body});
    socket
        .say(json!({"t": "say", "cid": cid, "body": body}).to_string())
        .await;
    let answer = timeout(
        Duration::from_secs(5),
        socket.hears(&format!("\"cid\":\"{cid}\"")),
    )
    .await;
    match answer {
        Err(_) => Said::Nothing,
        Ok(Err(code)) => Said::Cut(code),
        Ok(Ok(message)) => {
            let frames: Vec<Value> = frames::from_text(&message).expect("frames");
            let code = |frame: &Value| Some(frame["refusal"]["code"].as_str()?.to_owned());
            // The event may come before the acknowledgement: both mean stored.
            frames
                .iter()
                .find_map(code)
                .map_or(Said::Acked, Said::Refused)
        }
    }
}

async fn come(stack: &Stack, token: &str) -> Option<Bare> {
    let mut socket = Bare::visitor(stack, token).await.ok()?;
    socket.hello(true).await;
    let view = timeout(Duration::from_secs(5), socket.hears("\"t\":\"reset\"")).await;
    view.ok()?.ok()?;
    Some(socket)
}

/// Says it again and again, until there is room for it.
async fn until_stored(stack: &Stack, token: &str, cid: &str, body: &str) {
    until("room to be noticed", || async {
        let mut socket = come(stack, token).await?;
        let outcome = say(&mut socket, cid, body).await;
        (outcome == Said::Acked).then_some(())
    })
    .await;
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_promised_reading_goes_on_and_room_ends_it() {
    let test = "disk::on_a_full_disk_nothing_is_promised_reading_goes_on_and_room_ends_it";
    with_the_right_to_mount(test, fill_with_messages()).await;
}

async fn fill_with_messages() {
    let mut stack = Stack::start().await;
    let disk = SmallDisk::under(&mut stack, 2).await;
    stack.door().post("/host/lift-pace", &json!({})).await;
    let token = stack.http().start(stack.key()).await;
    // Signing in writes: whoever is to read on a full disk has done so before.
    let cookie = stack.http().sign_in(&stack.anna()).await;
    let mut socket = come(&stack, &token).await.expect("a view");
    let mut acked = BTreeMap::new();
    let (mut said, mut refused) = (Vec::new(), Vec::new());
    // Until it is told three times that there is no room.
    while said
        .iter()
        .filter(|s| matches!(s, Said::Refused(code) if code == "storage_full"))
        .count()
        < 3
    {
        assert!(
            said.len() < 2_000,
            "never told that the disk is full: {:?}",
            said.last()
        );
        let (cid, body) = (
            new_cid().0,
            format!("{} {}", said.len(), "x".repeat(MESSAGE_CHARS)),
        );
        let outcome = say(&mut socket, &cid, &body).await;
        println!("{}: {outcome:?}", said.len());
        match outcome {
            Said::Acked => drop(acked.insert(cid, body)),
            Said::Refused(_) => refused.push(cid),
            Said::Cut(_) | Said::Nothing => {
                socket = until("a view on a full disk", || come(&stack, &token)).await;
            }
        }
        said.push(outcome);
    }
    // What was acknowledged is there, and reading goes on, for operators too.
    let view = come(&stack, &token).await;
    drop(view.expect("a view on a full disk"));
    let mut console = Bare::operator(&stack, &cookie).await.expect("a socket");
    console.hello(false).await;
    console.hears("\"t\":\"reset\"").await.expect("a view");
    disk.grow(64);
    let (cid, body) = (new_cid().0, "room again".to_owned());
    until_stored(&stack, &token, &cid, &body).await;
    acked.insert(cid, body);
    stack.restart().await;
    let dump = Dump::read(&host_dump(&stack.data()).await).expect("a dump");
    for (cid, body) in &acked {
        let rows: Vec<_> = dump
            .messages
            .iter()
            .filter(|m| m.cid.as_deref() == Some(cid))
            .collect();
        assert_eq!(rows.len(), 1, "{cid}");
        assert_eq!(rows[0].body, Digest::of_text(body));
    }
    let is_refused = |cid: &Option<String>| cid.as_ref().is_some_and(|cid| refused.contains(cid));
    assert!(
        !dump.messages.iter().any(|m| is_refused(&m.cid)),
        "what was refused is not stored"
    );
    stack.kill().await;
}

/// Ten seconds before a file that was never sent is an hour old, in ms.
const NEARLY_AN_HOUR_MS: u64 = (60 * 60 - 10) * 1_000;

#[tokio::test]
async fn what_falls_due_on_a_full_disk_is_done_when_there_is_room() {
    let test = "disk::what_falls_due_on_a_full_disk_is_done_when_there_is_room";
    with_the_right_to_mount(test, let_something_fall_due()).await;
}

async fn let_something_fall_due() {
    let mut stack = Stack::start().await;
    let disk = SmallDisk::under(&mut stack, 2).await;
    stack.door().post("/host/lift-pace", &json!({})).await;
    let token = stack.http().start(stack.key()).await;
    let mut socket = come(&stack, &token).await.expect("a view");
    assert_eq!(say(&mut socket, &new_cid().0, "Hello").await, Said::Acked);
    let http = stack.http();
    let who = Uploader::Visitor(&token);
    let unsent = http.upload(who, &new_cid(), "a.bin", vec![1; 1_000]).await;
    let unsent: File = unsent.json();
    let ahead = json!(NEARLY_AN_HOUR_MS);
    stack.door().post("/host/clock", &ahead).await;
    let full = Said::Refused("storage_full".to_owned());
    loop {
        let outcome = say(&mut socket, &new_cid().0, &"x".repeat(MESSAGE_CHARS)).await;
        if outcome == full {
            break;
        }
        if outcome != Said::Acked {
            socket = until("a view on a full disk", || come(&stack, &token)).await;
        }
    }
    until("the alarm to find no room", || async {
        let log = stack.log();
        log.contains("the storage takes nothing").then_some(())
    })
    .await;
    assert_eq!(http.download(&token, &unsent).await.body, vec![1; 1_000]);
    disk.grow(64);
    until_stored(&stack, &token, &new_cid().0, "room again").await;
    until("the old file to go", || async {
        let answer = http.download(&token, &unsent).await;
        (answer.code() == Code::NotFound).then_some(())
    })
    .await;
    stack.kill().await;
}

#[tokio::test]
async fn files_that_fill_the_disk_are_refused_and_those_before_them_are_given() {
    let test = "disk::files_that_fill_the_disk_are_refused_and_those_before_them_are_given";
    with_the_right_to_mount(test, fill_with_files()).await;
}

async fn fill_with_files() {
    let mut stack = Stack::start().await;
    let token = stack.http().start(stack.key()).await;
    let mut socket = come(&stack, &token).await.expect("a view");
    assert_eq!(
        say(&mut socket, &new_cid().0, "files follow").await,
        Said::Acked
    );
    let disk = SmallDisk::under(&mut stack, 2).await;
    let http = stack.http();
    let who = Uploader::Visitor(&token);
    let content = |n: u8| vec![n; 1_500_000];
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    while refused.len() < 3 {
        let (n, cid) = (kept.len() as u8, new_cid());
        let answer = http.upload(who, &cid, "a.bin", content(n)).await;
        println!("{n}: {} {}", answer.status, answer.text());
        match answer.status.is_success() {
            true => kept.push(answer.json::<File>()),
            false => refused.push((cid, answer.code())),
        }
        assert!(kept.len() < 10, "an 8 MB disk");
    }
    // Of an end in the middle only this is known: it may be sent again.
    let honest = [Code::StorageFull, Code::Broken, Code::Fault];
    assert!(
        refused.iter().all(|(_, code)| honest.contains(code)),
        "{refused:?}"
    );
    assert_eq!(refused[2].1, Code::StorageFull, "it is told");
    for (n, file) in kept.iter().enumerate() {
        let got = http.download(&token, file).await;
        assert!(got.body == content(n as u8), "{n}: {}", got.status);
    }
    disk.grow(64);
    let again = until("room to be noticed", || async {
        let answer = http.upload(who, &refused[0].0, "a.bin", content(7)).await;
        answer.status.is_success().then(|| answer.json::<File>())
    })
    .await;
    assert!(http.download(&token, &again).await.body == content(7));
    stack.kill().await;
}

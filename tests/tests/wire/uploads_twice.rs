//! One file on its way twice: its sender has lost the first connection, and the relay
//! does not know yet (F3, F8).

use beseda_protocol::ids::Cid;
use beseda_protocol::message::{Draft, File};
use beseda_tests::cid::new_cid;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use beseda_tests::wait::until;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const BYTES: &[u8] = &[7; 1_000];

/// An upload of which half has left.
struct Halfway(TcpStream);

impl Halfway {
    async fn begin(stack: &Stack, token: &str, cid: &Cid) -> Self {
        let head = format!(
            "PUT /v1/visitor/files/{cid} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {}\r\n\
             Authorization: Bearer {token}\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n",
            stack.port(),
            stack.demo_origin(),
            BYTES.len(),
        );
        let mut line = TcpStream::connect(("127.0.0.1", stack.port()))
            .await
            .expect("the relay listens");
        line.write_all(head.as_bytes()).await.expect("it reads");
        line.write_all(&BYTES[..500]).await.expect("it reads");
        Self(line)
    }

    /// The rest leaves; what the relay answers.
    async fn end(mut self) -> String {
        self.0.write_all(&BYTES[500..]).await.expect("it reads");
        let mut answer = String::new();
        self.0
            .read_to_string(&mut answer)
            .await
            .expect("it answers");
        answer
    }
}

async fn held(stack: &Stack, token: &str) -> Value {
    stack.door().post("/host/store", &json!(token)).await.json()
}

async fn attempts_become(stack: &Stack, token: &str, n: u64) {
    let what = format!("{n} uploads to be on their way");
    until(&what, || async {
        (held(stack, token).await["attempts"] == n).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_first_upload_that_ends_late_does_not_take_the_second_along() {
    let stack = Stack::start().await;
    let mut visitor = Visitor::start(&stack).await;
    let token = visitor.token.clone();
    let cid = new_cid();
    let first = Halfway::begin(&stack, &token, &cid).await;
    attempts_become(&stack, &token, 1).await;
    let second = Halfway::begin(&stack, &token, &cid).await;
    attempts_become(&stack, &token, 2).await;
    drop(first);
    attempts_become(&stack, &token, 1).await;
    let answer = second.end().await;
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let file: File = serde_json::from_str(body).expect(&answer);
    let message = new_cid();
    visitor.draft(&message, Draft::File { file: file.id }).await;
    visitor.acked(&message).await;
}

#[tokio::test]
async fn a_file_that_was_given_up_leaves_no_bytes_when_its_upload_ends_after_all() {
    let stack = Stack::start().await;
    let token = stack.http().start(stack.key()).await;
    let cid = new_cid();
    let first = Halfway::begin(&stack, &token, &cid).await;
    attempts_become(&stack, &token, 1).await;
    let second = Halfway::begin(&stack, &token, &cid).await;
    attempts_become(&stack, &token, 2).await;
    drop(second);
    attempts_become(&stack, &token, 1).await;
    let answer = first.end().await;
    assert!(answer.contains("file_unknown"), "{answer}");
    let nothing = json!({"files": 0, "attempts": 0, "pieces": 0});
    assert_eq!(held(&stack, &token).await, nothing);
}

//! Senders of files who lie, dawdle or never end, in HTTP as they speak it (F2).

use std::time::Duration;

use beseda_protocol::limits::FILE_BYTES_MAX;
use beseda_protocol::message::File;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::raw::{Outcome, pour, speak};
use beseda_tests::stack::Stack;

const LIMIT: usize = FILE_BYTES_MAX as usize;

/// A visitor who knows how to ask by hand.
struct Sender<'a> {
    stack: &'a Stack,
    token: String,
}

impl<'a> Sender<'a> {
    async fn new(stack: &'a Stack) -> Self {
        let token = stack.http().start(stack.key()).await;
        Self { stack, token }
    }

    fn head(&self, cid: &str, lines: &str) -> String {
        format!(
            "PUT /v1/visitor/files/{cid} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {}\r\n\
             Authorization: Bearer {}\r\nX-File-Name: a.bin\r\n{lines}\r\n\r\n",
            self.stack.port(),
            self.stack.demo_origin(),
            self.token,
        )
    }

    /// Nothing was kept under this name: another file takes it.
    async fn is_free(&self, cid: &beseda_protocol::ids::Cid, what: &str) {
        let http = self.stack.http();
        let who = Uploader::Visitor(&self.token);
        let sent = http.upload(who, cid, "a.bin", b"abc".to_vec()).await;
        let file: File = sent.json();
        assert_eq!(file.size, 3, "{what}");
        assert_eq!(
            http.download(&self.token, &file).await.body,
            b"abc",
            "{what}"
        );
    }
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("{:x}\r\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\r\n");
    out
}

fn chunked(size: usize) -> Vec<u8> {
    let bytes = vec![7; size];
    let mut out: Vec<u8> = bytes.chunks(64 * 1024).flat_map(chunk).collect();
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

#[tokio::test]
async fn lengths_that_no_http_allows_are_refused() {
    let stack = Stack::shared().await;
    let sender = Sender::new(&stack).await;
    for (what, lines) in [
        ("two lengths", "Content-Length: 3\r\nContent-Length: 5"),
        ("a sign", "Content-Length: +5"),
        ("less than nothing", "Content-Length: -5"),
    ] {
        let cid = new_cid();
        let head = sender.head(cid.as_str(), lines);
        let first = speak(stack.port(), &head, b"abcde", true).await;
        assert!(first.is_empty() || first.contains(" 4"), "{what}: {first}");
        sender.is_free(&cid, what).await;
    }
}

#[tokio::test]
async fn with_a_length_and_chunks_the_chunks_count() {
    let stack = Stack::shared().await;
    let sender = Sender::new(&stack).await;
    let both = "Content-Length: 3\r\nTransfer-Encoding: chunked";
    let cid = new_cid();
    let head = sender.head(cid.as_str(), both);
    let first = speak(stack.port(), &head, &chunked(1_000), false).await;
    // Refused as two truths, or read as HTTP says: never three bytes of a thousand.
    if first.contains(" 200") {
        let who = Uploader::Visitor(&sender.token);
        let http = stack.http();
        let kept: File = http.upload(who, &cid, "a.bin", vec![7; 1_000]).await.json();
        assert_eq!(kept.size, 1_000);
    } else {
        assert!(first.is_empty() || first.contains(" 4"), "{first}");
        sender.is_free(&cid, "both").await;
    }
    let cid = new_cid();
    let head = sender.head(cid.as_str(), both);
    let first = speak(stack.port(), &head, &chunked(LIMIT + 1), false).await;
    assert!(!first.contains(" 2"), "{first}");
    sender.is_free(&cid, "both, too much").await;
}

#[tokio::test]
async fn chunks_are_counted_to_the_byte() {
    let stack = Stack::shared().await;
    let sender = Sender::new(&stack).await;
    let cid = new_cid();
    let head = sender.head(cid.as_str(), "Transfer-Encoding: chunked");
    let first = speak(stack.port(), &head, &chunked(LIMIT), false).await;
    assert!(first.contains(" 200"), "{first}");
    let cid = new_cid();
    let head = sender.head(cid.as_str(), "Transfer-Encoding: chunked");
    let first = speak(stack.port(), &head, &chunked(LIMIT + 1), false).await;
    assert!(first.contains(" 413"), "{first}");
    sender.is_free(&cid, "one more").await;
}

#[tokio::test]
async fn chunks_without_an_end_are_cut_off() {
    let stack = Stack::shared().await;
    let sender = Sender::new(&stack).await;
    let cid = new_cid();
    let head = sender.head(cid.as_str(), "Transfer-Encoding: chunked");
    let piece = chunk(&[7; 64 * 1024]);
    let Outcome { first, sent } = pour(stack.port(), &head, &piece, None).await;
    assert!(first.is_empty() || first.contains(" 413"), "{first}");
    // What the two sides' buffers hold comes on top of what is read and thrown away.
    assert!(sent < 16 * LIMIT, "{sent} bytes were taken");
    sender.is_free(&cid, "endless").await;
}

#[tokio::test]
async fn a_body_without_an_end_is_not_gathered_in_memory() {
    let stack = Stack::start().await;
    let sender = Sender::new(&stack).await;
    let piece = chunk(&[7; 64 * 1024]);
    let mut rises = Vec::new();
    for _ in 0..15 {
        let head = sender.head(new_cid().as_str(), "Transfer-Encoding: chunked");
        let before = stack.family().resident();
        pour(stack.port(), &head, &piece, None).await;
        rises.push(stack.family().resident().saturating_sub(before));
    }
    // One by one: a young process grows with whatever it does, by leaps, until it has
    // the heap that it likes.
    rises.sort_unstable();
    let usual = rises[rises.len() / 2];
    assert!(usual <= 4 * 1024 * 1024, "{usual} bytes more, of {rises:?}");
}

#[tokio::test]
async fn a_body_that_drips_is_cut_within_half_a_minute() {
    let stack = Stack::shared().await;
    let sender = Sender::new(&stack).await;
    let cid = new_cid();
    let head = sender.head(cid.as_str(), "Content-Length: 1000");
    let begun = tokio::time::Instant::now();
    let Outcome { first, sent } =
        pour(stack.port(), &head, b"x", Some(Duration::from_secs(1))).await;
    let took = begun.elapsed();
    assert!(first.is_empty() || first.contains(" 4"), "{first}");
    assert!(took <= Duration::from_secs(30), "{took:?}, {sent} bytes");
    sender.is_free(&cid, "drips").await;
}

#[tokio::test]
async fn who_asks_before_he_sends_fares_as_who_does_not() {
    let stack = Stack::shared().await;
    let sender = Sender::new(&stack).await;
    let asks = |cid: &str, size: usize| {
        let lines = format!("Content-Length: {size}\r\nExpect: 100-continue");
        sender.head(cid, &lines)
    };
    let (short, long) = (new_cid(), new_cid());
    // He need not wait for the answer (RFC 9110, section 10.1.1).
    let first = speak(stack.port(), &asks(short.as_str(), 3), b"abc", false).await;
    assert!(first.contains(" 200") || first.contains(" 100"), "{first}");
    let http = stack.http();
    beseda_tests::wait::until("the file to be whole", || async {
        let who = Uploader::Visitor(&sender.token);
        let again = http.upload(who, &short, "a.bin", b"abc".to_vec()).await;
        again.status.is_success().then_some(())
    })
    .await;
    // The runtime may bid him go on before anybody has looked at the length.
    let first = speak(stack.port(), &asks(long.as_str(), LIMIT + 1), b"", true).await;
    assert!(first.contains(" 413") || first.contains(" 100"), "{first}");
    sender.is_free(&long, "too long").await;
}

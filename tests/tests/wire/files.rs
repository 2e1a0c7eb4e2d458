//! Files up to 2 MB, both ways, byte for byte (F1, F2, F5, F7).

use beseda_protocol::ids::DialogId;
use beseda_protocol::limits::FILE_BYTES_MAX;
use beseda_protocol::message::{Body, Content, Draft, File, VisitorContent};
use beseda_protocol::operator::OperatorEvent;
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::VisitorEvent;
use beseda_tests::cid::{hex, new_cid};
use beseda_tests::http::{Answer, Uploader};
use beseda_tests::operator::Operator;
use beseda_tests::raw::speak;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use sha2::{Digest, Sha256};

use crate::scene;

const LIMIT: usize = FILE_BYTES_MAX as usize;

/// Bytes of no pattern that a compression or a chunk border could hide behind.
fn bytes(size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

async fn arrives_at_operator(anna: &mut Operator, name: &str) -> (DialogId, File) {
    let is_it = |event: &OperatorEvent| match event {
        OperatorEvent::Message { message, .. } => match &message.content {
            Content::Visitor {
                body: Body::File { file },
            } if file.name == name => Some((message.dialog, file.clone())),
            _ => None,
        },
        _ => None,
    };
    anna.event(&format!("the file {name}"), is_it).await
}

async fn arrives_at_visitor(visitor: &mut Visitor, name: &str) -> File {
    let is_it = |event: &VisitorEvent| match event {
        VisitorEvent::Message { message } => match &message.content {
            VisitorContent::Operator {
                body: Body::File { file },
                ..
            } if file.name == name => Some(file.clone()),
            _ => None,
        },
        _ => None,
    };
    visitor.event(&format!("the file {name}"), is_it).await
}

/// Criteria: CQ-20, X12
#[tokio::test]
async fn a_visitors_file_of_any_allowed_size_reaches_the_operator_unchanged() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, _) = scene::dialog(&stack, "a visitor's files").await;
    let http = stack.http();
    for size in [1, LIMIT - 1, LIMIT] {
        let sent = bytes(size);
        let name = format!("visitor {size}.bin");
        let who = Uploader::Visitor(&visitor.token);
        let upload = http.upload(who, &new_cid(), &name, sent.clone()).await;
        let file: File = upload.json();
        assert_eq!(
            (file.size, file.name.as_str()),
            (size as u64, name.as_str())
        );

        let cid = new_cid();
        let draft = Draft::File { file: file.id };
        visitor.draft(&cid, draft).await;
        visitor.acked(&cid).await;
        let (_, file) = arrives_at_operator(&mut anna, &name).await;
        let got = http.download_as_operator(&anna.cookie, &file).await;
        assert_eq!(digest(&got.body), digest(&sent), "{size}");
        let own = http.download(&visitor.token, &file).await;
        assert_eq!(digest(&own.body), digest(&sent), "{size}");
    }
}

/// Criteria: CQ-20, X12
#[tokio::test]
async fn an_operators_file_of_any_allowed_size_reaches_the_visitor_unchanged() {
    let stack = Stack::shared().await;
    let (mut visitor, mut anna, dialog) = scene::dialog(&stack, "an operator's files").await;
    let http = stack.http();
    for size in [1, LIMIT - 1, LIMIT] {
        let sent = bytes(size);
        let name = format!("operator {size}.bin");
        let cookie = anna.cookie.clone();
        let who = Uploader::Operator(&cookie, dialog.id);
        let upload = http.upload(who, &new_cid(), &name, sent.clone()).await;
        let file: File = upload.json();

        let cid = new_cid();
        anna.draft(&cid, dialog.id, Draft::File { file: file.id })
            .await;
        anna.acked(&cid).await;
        let file = arrives_at_visitor(&mut visitor, &name).await;
        let got = http.download(&visitor.token, &file).await;
        assert_eq!(digest(&got.body), digest(&sent), "{size}");
    }
}

/// Criteria: X12
#[tokio::test]
async fn a_file_of_nothing_or_of_one_byte_too_many_is_refused_and_leaves_nothing() {
    let stack = Stack::start().await;
    let (mut visitor, anna, dialog) = scene::dialog(&stack, "no such files").await;
    let http = stack.http();
    let token = visitor.token.clone();
    // A file that is accepted first: the store of this client exists from here on.
    let who = Uploader::Visitor(&token);
    http.upload(who, &new_cid(), "a.bin", bytes(1)).await;
    for (size, code) in [(0, Code::FileEmpty), (LIMIT + 1, Code::FileTooLarge)] {
        for who in [who, Uploader::Operator(&anna.cookie, dialog.id)] {
            let cid = new_cid();
            let refused = http.upload(who, &cid, "b.bin", bytes(size)).await;
            assert_eq!(refused.code(), code, "{size}");
            // The same name is still free for a file that is allowed.
            let file: File = http.upload(who, &cid, "b.bin", bytes(2)).await.json();
            assert_eq!(file.size, 2);
        }
    }
    // Kept, eight of them would be 16 MB; the log of the storage alone may grow.
    let before = stack.bytes_on_disk();
    for _ in 0..8 {
        let cid = new_cid();
        let refused = http.upload(who, &cid, "c.bin", bytes(LIMIT + 1)).await;
        assert_eq!(refused.code(), Code::FileTooLarge);
    }
    let grown = stack.bytes_on_disk().saturating_sub(before);
    assert!(grown < 3 * LIMIT as u64, "{grown} bytes more on disk");
    visitor.settle().await;
}

#[tokio::test]
async fn a_length_header_that_lies_leaves_no_file() {
    let stack = Stack::shared().await;
    let (visitor, ..) = scene::dialog(&stack, "a lying length").await;
    let (http, who) = (stack.http(), Uploader::Visitor(&visitor.token));
    let head = |cid: &str, length: &str| {
        format!(
            "PUT /v1/visitor/files/{cid} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {}\r\n\
             Authorization: Bearer {}\r\nX-File-Name: a.bin\r\n{length}\r\n\r\n",
            stack.port(),
            stack.demo_origin(),
            visitor.token,
        )
    };
    let megabyte = bytes(1024 * 1024);
    let too_much = bytes(LIMIT + 64 * 1024);
    let chunked = chunks(&too_much);
    for (what, length, body, ends) in [
        ("promises more", "Content-Length: 2097152", &megabyte, true),
        (
            "promises too much",
            "Content-Length: 3000000",
            &megabyte,
            false,
        ),
        ("negative", "Content-Length: -5", &megabyte, true),
        ("no number", "Content-Length: five", &megabyte, true),
        (
            "too many chunks",
            "Transfer-Encoding: chunked",
            &chunked,
            false,
        ),
        (
            "a broken chunk",
            "Transfer-Encoding: chunked",
            &b"zz\r\nx".to_vec(),
            true,
        ),
    ] {
        let cid = new_cid();
        let first = speak(stack.port(), &head(cid.as_str(), length), body, ends).await;
        let is_success = first.contains(" 2");
        assert!(!is_success, "{what}: {first}");
        // Nothing was kept under that name: another file takes it.
        let file: File = http
            .upload(who, &cid, "a.bin", b"abc".to_vec())
            .await
            .json();
        assert_eq!(file.size, 3, "{what}");
        let got = http.download(&visitor.token, &file).await;
        assert_eq!(got.body, b"abc", "{what}");
    }
    // Fewer bytes promised than sent: HTTP itself cuts the file there.
    let cid = new_cid();
    let short = head(cid.as_str(), "Content-Length: 10");
    let first = speak(stack.port(), &short, &megabyte, false).await;
    assert!(first.contains(" 200"), "{first}");
    let file: File = http
        .upload(who, &cid, "a.bin", b"other".to_vec())
        .await
        .json();
    assert_eq!(file.size, 10, "the first upload counts");
}

fn chunks(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for piece in bytes.chunks(16 * 1024) {
        out.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        out.extend_from_slice(piece);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

#[tokio::test]
async fn a_files_answer_can_neither_run_nor_be_kept_nor_be_guessed() {
    let stack = Stack::shared().await;
    let (visitor, anna, _) = scene::dialog(&stack, "headers of files").await;
    let (http, who) = (stack.http(), Uploader::Visitor(&visitor.token));
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for (name, content, mime) in [
        ("счёт №7 \"x\".png", png.as_slice(), "image/png"),
        ("picture.svg", svg, "application/octet-stream"),
        (
            "page.html",
            b"<script>1</script>",
            "application/octet-stream",
        ),
        ("not a picture.png", b"MZ......", "application/octet-stream"),
        (
            "a\r\nSet-Cookie: x=1.txt",
            b"abc",
            "application/octet-stream",
        ),
    ] {
        let file: File = http
            .upload(who, &new_cid(), name, content.to_vec())
            .await
            .json();
        assert_eq!(file.mime, mime, "{name}");
        assert!(file.id.as_str().len() >= 32, "128 bits");
        for got in [
            http.download(&visitor.token, &file).await,
            http.download_as_operator(&anna.cookie, &file).await,
        ] {
            assert_eq!(got.body, content, "{name}");
            check_headers(&got, mime);
        }
    }
}

/// F5.
fn check_headers(got: &Answer, mime: &str) {
    assert_eq!(got.header("content-type"), mime);
    let disposition = got.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; filename*=UTF-8''"),
        "{disposition}"
    );
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    let csp = got.header("content-security-policy");
    assert!(
        csp.contains("sandbox") && csp.contains("default-src 'none'"),
        "{csp}"
    );
    assert_eq!(got.header("referrer-policy"), "no-referrer");
    assert!(!got.header("cross-origin-resource-policy").is_empty());
    let cache = got.header("cache-control");
    assert!(
        cache.contains("private") && cache.contains("no-store"),
        "{cache}"
    );
    assert_eq!(got.header("set-cookie"), "");
}

#[tokio::test]
async fn a_file_is_not_found_for_anybody_else() {
    let stack = Stack::shared().await;
    let (visitor, ..) = scene::dialog(&stack, "somebody's file").await;
    let http = stack.http();
    let who = Uploader::Visitor(&visitor.token);
    let file: File = http
        .upload(who, &new_cid(), "a.txt", b"abc".to_vec())
        .await
        .json();

    let (other, ..) = scene::dialog(&stack, "somebody else").await;
    let stranger = http.start(stack.key()).await;
    let absent = File {
        id: "0".repeat(32).as_str().into(),
        ..file.clone()
    };
    let odd = File {
        id: "..%2f..%2fa".into(),
        ..file.clone()
    };
    let not_found = [
        http.download(&other.token, &file).await,
        http.download(&stranger, &file).await,
        http.download(&visitor.token, &absent).await,
    ];
    for answer in &not_found {
        assert_eq!(answer.code(), Code::NotFound);
        assert_eq!(answer.body, not_found[0].body, "all the same");
    }
    let answer = http.download(&visitor.token, &odd).await;
    assert_eq!(answer.code(), Code::NotFound);
    let nobody = http
        .download_as_operator("beseda_session=none", &file)
        .await;
    assert_eq!(nobody.code(), Code::Unauthorized);

    // Nor can it be sent by another.
    let mut other = other;
    let cid = new_cid();
    other.draft(&cid, Draft::File { file: file.id }).await;
    assert_eq!(other.refused(&cid).await.code, Code::FileUnknown);
}

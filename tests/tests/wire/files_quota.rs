//! The room for a dialog's files and a client's, when many are sent at once (F8).

use beseda_protocol::ask::dialogs::Close;
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::limits::{CLIENT_FILES_BYTES_MAX, DIALOG_FILES_BYTES_MAX, FILE_BYTES_MAX};
use beseda_protocol::refusal::Code;
use beseda_protocol::site::Reopening;
use beseda_tests::cid::new_cid;
use beseda_tests::http::Uploader;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// Files that are sent at the same time.
const AT_ONCE: u64 = 200;

/// Sends many files of a size at the same time; says how many were taken. All
/// others were refused for want of room.
async fn taken_of_many(stack: &Stack, token: &str, size: u64) -> u64 {
    let mut uploads = JoinSet::new();
    for number in 0..AT_ONCE {
        let (http, token) = (stack.http(), token.to_owned());
        let bytes = vec![b'a'; usize::try_from(size).expect("a file fits into memory")];
        uploads.spawn(async move {
            let name = format!("{number}.bin");
            let who = Uploader::Visitor(&token);
            let answer = http.upload(who, &new_cid(), &name, bytes).await;
            if !answer.status.is_success() {
                assert_eq!(answer.code(), Code::FilesQuota);
            }
            answer.status.is_success()
        });
    }
    let taken = uploads.join_all().await;
    taken.into_iter().map(u64::from).sum()
}

/// Fills a room of so many bytes, with files of a size and then of a byte each; says
/// how many it took.
async fn fill(stack: &Stack, token: &str, room: u64, size: u64) -> u64 {
    let (n_whole, rest) = (room / size, room % size);
    assert!(n_whole < AT_ONCE && rest < AT_ONCE);
    assert_eq!(taken_of_many(stack, token, size).await, n_whole);
    assert_eq!(taken_of_many(stack, token, 1).await, rest);
    n_whole + rest
}

/// Closes the one dialog; the next message begins another.
async fn end_dialog(stack: &Stack) {
    let mut owner = Operator::sign_in(stack, &stack.owner()).await;
    let [site] = &owner.desk.sites[..] else {
        panic!("one site");
    };
    let never_reopen = SaveSite {
        site: site.id.clone(),
        version: site.reopening.version,
        section: Reopening { within_ms: 0 }.into(),
    };
    owner.question(never_reopen).await.expect("an owner may");
    let dialog = owner.list().await[0].id;
    let closed = owner.question(Close { dialog }).await;
    closed.expect("the dialog is open");
}

async fn held(stack: &Stack, token: &str) -> Value {
    stack.door().post("/host/store", &json!(token)).await.json()
}

#[tokio::test]
async fn two_hundred_files_at_once_fill_a_dialogs_room_and_a_clients_to_the_byte() {
    let stack = Stack::start().await;
    let mut anna = Visitor::start(&stack).await;
    let token = anna.token.clone();
    let size = FILE_BYTES_MAX - 1;

    anna.said("Here are the plans").await;
    let n_first = fill(&stack, &token, DIALOG_FILES_BYTES_MAX, size).await;
    assert_eq!(held(&stack, &token).await["files"], n_first);

    end_dialog(&stack).await;
    let rest = CLIENT_FILES_BYTES_MAX - DIALOG_FILES_BYTES_MAX;
    let n_rest = fill(&stack, &token, rest, size).await;
    assert_eq!(held(&stack, &token).await["files"], n_first + n_rest);

    let neighbour = stack.http().start(stack.key()).await;
    assert_eq!(taken_of_many(&stack, &neighbour, 1).await, AT_ONCE);
}

//! Files: reserved, stored, sent, found, dropped.

use beseda_center::turn::Output;
use beseda_center::turn::command::{Asker, Command, FileOwner, Reply};
use beseda_protocol::ids::{Cid, DialogId, FileId};
use beseda_protocol::limits::FILE_BYTES_MAX;
use beseda_protocol::message::{Draft, File};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Role;
use beseda_protocol::visitor::FromVisitor;

use crate::harness::{CenterTest, identity, session};

pub(crate) const HOUR_MS: u64 = 60 * 60 * 1000;

pub(crate) fn by(name: &str) -> FileOwner {
    FileOwner::Visitor(identity(name), "s1".into())
}

pub(crate) fn by_operator(name: &str, dialog: u64) -> FileOwner {
    FileOwner::Operator(session(name), DialogId(dialog))
}

pub(crate) fn reserve(
    test: &mut CenterTest,
    owner: FileOwner,
    cid: &str,
    size: u64,
) -> Result<FileId, Refusal> {
    let (cid, name) = (Cid::from(cid), "plan.pdf".to_owned());
    match test.command(Command::ReserveFile {
        owner,
        cid,
        name,
        size,
    })? {
        Reply::Reserved { file, .. } => Ok(file),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn stored(test: &mut CenterTest, file: &FileId, size: u64) -> Result<File, Refusal> {
    let (file, mime) = (file.clone(), "image/png".to_owned());
    match test.command(Command::FileStored { file, size, mime })? {
        Reply::File(file) => Ok(file),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn fail(test: &mut CenterTest, file: &FileId, attempt: u64) {
    let file = file.clone();
    test.command(Command::FileFailed { file, attempt }).unwrap();
}

pub(crate) fn upload(test: &mut CenterTest, owner: FileOwner, cid: &str) -> FileId {
    let file = reserve(test, owner, cid, 10).unwrap();
    stored(test, &file, 10).unwrap();
    file
}

pub(crate) fn send(test: &mut CenterTest, cid: &str, file: &FileId) -> Option<Code> {
    let body = Draft::File { file: file.clone() };
    let said = FromVisitor::Say {
        cid: Cid::from(cid),
        body,
        quote: None,
    };
    test.quiet().visitor("anna", said);
    test.refusal("anna").map(|refusal| refusal.code)
}

fn find(test: &mut CenterTest, owner: Asker, file: &FileId) -> Result<Reply, Refusal> {
    test.command(Command::FindFile {
        owner,
        file: file.clone(),
    })
}

fn dropped(file: &FileId) -> Output {
    Output::DropFiles {
        center: "eu-acme".into(),
        identity: identity("anna"),
        files: vec![file.clone()],
    }
}

fn room(test: &CenterTest) -> i64 {
    test.sql
        .number("SELECT coalesce(sum(bytes), 0) FROM stores")
}

pub(crate) fn anna() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator).widget("anna").quiet();
    test
}

#[test]
fn a_first_message_may_be_a_file() {
    let mut test = anna();
    let file = upload(&mut test, by("anna"), "f1");
    assert_eq!(send(&mut test, "c1", &file), None);
    let body = Draft::File { file };
    test.quiet().visitor(
        "anna",
        FromVisitor::Say {
            cid: "c1".into(),
            body,
            quote: None,
        },
    );
    assert_eq!(
        test.transcript(),
        "  anna < ack c1: #6\n",
        "and again: the same answer"
    );
    test.hello_with("ada", None);
    let story = test.transcript();
    assert!(story.contains("1 unread"), "{story}");
    assert_eq!(
        test.sql.column("SELECT last_preview FROM dialogs"),
        ["plan.pdf"]
    );
}

#[test]
fn an_operator_sends_a_file_into_the_clients_store() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?");
    let file = upload(&mut test, by_operator("ada", 1), "f1");
    assert!(
        find(&mut test, Asker::Visitor(identity("anna")), &file).is_err(),
        "not sent yet"
    );
    let body = Draft::File { file: file.clone() };
    test.quiet().operator(
        "ada",
        FromOperator::Reply {
            cid: "r1".into(),
            dialog: DialogId(1),
            body,
            quote: None,
        },
    );
    assert!(
        test.transcript()
            .contains("Ada: [plan.pdf, 10 bytes, image/png]")
    );
    let found = find(&mut test, Asker::Visitor(identity("anna")), &file).unwrap();
    assert!(matches!(found, Reply::FileIn { store, .. } if store == identity("anna")));
}

#[test]
fn a_draft_needs_a_stored_file_of_this_client_that_was_not_sent() {
    let mut test = anna();
    let reserved = reserve(&mut test, by("anna"), "f1", 10).unwrap();
    let others = upload(&mut test, by("vera"), "f1");
    let sent = upload(&mut test, by("anna"), "f2");
    assert_eq!(send(&mut test, "c1", &sent), None);
    let operators = upload(&mut test, by_operator("ada", 1), "f1");
    for file in [reserved, others, sent, operators, FileId::from("none")] {
        assert_eq!(send(&mut test, "c2", &file), Some(Code::FileUnknown));
    }
}

#[test]
fn an_operators_file_is_not_a_colleagues_and_not_another_clients() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?")
        .widget("vera")
        .say("vera", "c1", "Hi");
    let file = upload(&mut test, by_operator("ada", 1), "f1");
    for (name, dialog) in [("boris", 1), ("ada", 2)] {
        let body = Draft::File { file: file.clone() };
        let dialog = DialogId(dialog);
        test.quiet().operator(
            name,
            FromOperator::Reply {
                cid: "r1".into(),
                dialog,
                body,
                quote: None,
            },
        );
        assert_eq!(
            test.refusal(name).map(|refusal| refusal.code),
            Some(Code::FileUnknown)
        );
    }
}

#[test]
fn sizes_are_bounded_and_nothing_is_kept_of_what_is_not() {
    let mut test = anna();
    let before = test.sql.content();
    assert_eq!(
        reserve(&mut test, by("anna"), "f1", 0).unwrap_err().code,
        Code::FileEmpty
    );
    assert_eq!(
        reserve(&mut test, by("anna"), "f1", FILE_BYTES_MAX + 1)
            .unwrap_err()
            .code,
        Code::FileTooLarge
    );
    assert_eq!(test.sql.content(), before);
    assert!(reserve(&mut test, by("anna"), "f1", FILE_BYTES_MAX).is_ok());
}

#[test]
fn the_same_upload_gets_the_same_answer() {
    let mut test = anna();
    let file = reserve(&mut test, by("anna"), "f1", 10).unwrap();
    assert_eq!(reserve(&mut test, by("anna"), "f1", 10).unwrap(), file);
    assert_eq!(room(&test), 10, "reserved once");
    assert_eq!(
        reserve(&mut test, by("anna"), "f1", 11).unwrap_err().code,
        Code::CidReused
    );
    stored(&mut test, &file, 10).unwrap();
    let again = Command::ReserveFile {
        owner: by("anna"),
        cid: "f1".into(),
        name: "plan.pdf".into(),
        size: 10,
    };
    assert!(matches!(test.command(again), Ok(Reply::File(stored)) if stored.id == file));
    assert!(stored(&mut test, &file, 10).is_ok());
}

#[test]
fn an_operators_files_count_for_the_client_they_go_to() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?");
    reserve(&mut test, by_operator("ada", 1), "f1", 7).unwrap();
    reserve(&mut test, by("anna"), "f1", 5).unwrap();
    assert_eq!(room(&test), 12);
    let unknown = reserve(&mut test, by_operator("ada", 9), "f2", 7);
    assert_eq!(unknown.unwrap_err().code, Code::NotFound);
    let nobody = reserve(&mut test, by_operator("eve", 1), "f2", 7);
    assert_eq!(nobody.unwrap_err().code, Code::Unauthorized);
}

#[test]
fn a_failed_upload_frees_its_room_and_cannot_be_finished() {
    let mut test = anna();
    let file = reserve(&mut test, by("anna"), "f1", 10).unwrap();
    fail(&mut test, &file, 1);
    assert!(test.outputs.contains(&dropped(&file)));
    assert_eq!(room(&test), 0);
    assert_eq!(
        stored(&mut test, &file, 10).unwrap_err().code,
        Code::FileUnknown
    );
    assert!(
        reserve(&mut test, by("anna"), "f1", 20).is_ok(),
        "the cid is free again"
    );
}

#[test]
fn an_upload_that_fails_late_leaves_the_one_that_followed_alone() {
    let mut test = anna();
    let file = reserve(&mut test, by("anna"), "f1", 10).unwrap();
    assert_eq!(reserve(&mut test, by("anna"), "f1", 10).unwrap(), file);
    fail(&mut test, &file, 1);
    assert_eq!(room(&test), 10);
    assert!(stored(&mut test, &file, 10).is_ok());
    fail(&mut test, &file, 2);
    assert_eq!(send(&mut test, "c1", &file), None);
}

#[test]
fn a_store_is_told_which_of_its_files_are_to_stay() {
    let mut test = anna();
    let sent = upload(&mut test, by("anna"), "f1");
    assert_eq!(send(&mut test, "c1", &sent), None);
    let unsent = upload(&mut test, by("anna"), "f2");
    let reserved = reserve(&mut test, by("anna"), "f3", 1).unwrap();
    let veras = upload(&mut test, by("vera"), "f1");
    let files = [&sent, &unsent, &reserved, &veras, &FileId::from("none")];
    let asked = Command::KnowFiles {
        store: identity("anna"),
        files: files.map(FileId::clone).into(),
    };
    let known = Reply::Known {
        sent: vec![sent],
        unsent: vec![unsent, reserved],
    };
    assert_eq!(test.command(asked).unwrap(), known);
}

#[test]
fn what_was_not_sent_within_an_hour_is_dropped() {
    let mut test = anna();
    let reserved = reserve(&mut test, by("anna"), "f1", 10).unwrap();
    let unsent = upload(&mut test, by("anna"), "f2");
    let sent = upload(&mut test, by("anna"), "f3");
    assert_eq!(send(&mut test, "c1", &sent), None);
    test.pass(HOUR_MS - 1).alarm();
    assert_eq!(room(&test), 30);
    test.pass(1).alarm();
    for file in [reserved, unsent] {
        assert!(test.outputs.contains(&dropped(&file)));
    }
    assert_eq!(room(&test), 10);
    assert!(find(&mut test, Asker::Visitor(identity("anna")), &sent).is_ok());
}

#[test]
fn a_file_is_found_by_its_client_and_by_operators_only() {
    let mut test = anna();
    let file = upload(&mut test, by("anna"), "f1");
    assert_eq!(send(&mut test, "c1", &file), None);
    assert!(find(&mut test, Asker::Visitor(identity("anna")), &file).is_ok());
    assert!(find(&mut test, Asker::Operator(session("boris")), &file).is_ok());
    let vera = find(&mut test, Asker::Visitor(identity("vera")), &file);
    assert_eq!(vera.unwrap_err().code, Code::NotFound);
    let stranger = find(&mut test, Asker::Operator(session("eve")), &file);
    assert_eq!(stranger.unwrap_err().code, Code::Unauthorized);
    let reserved = reserve(&mut test, by("anna"), "f2", 1).unwrap();
    let unfinished = find(&mut test, Asker::Visitor(identity("anna")), &reserved);
    assert_eq!(unfinished.unwrap_err().code, Code::NotFound);
}

#[test]
fn a_long_name_is_cut_and_keeps_its_ending() {
    let mut test = anna();
    let name = format!("{}.tar.gz", "ё".repeat(400));
    let owner = by("anna");
    test.command(Command::ReserveFile {
        owner,
        cid: "f1".into(),
        name,
        size: 1,
    })
    .unwrap();
    let kept = test.sql.column("SELECT name FROM files").remove(0);
    assert_eq!(kept.chars().count(), 200);
    assert!(kept.ends_with("ё.tar.gz"));
}

/// Field F1.
#[test]
fn a_name_that_hides_its_ending_is_kept_without_the_disguise() {
    let mut test = anna();
    let owner = by("anna");
    test.command(Command::ReserveFile {
        owner,
        cid: "f1".into(),
        name: "photo\u{202e}gpj.exe".into(),
        size: 1,
    })
    .unwrap();
    assert_eq!(test.sql.column("SELECT name FROM files"), ["photogpj.exe"]);
}

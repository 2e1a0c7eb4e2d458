//! Room for files: exact for a client, a dialog and a site, whatever becomes of a
//! file (F8).

use beseda_center::command::{Command, FileOwner};
use beseda_center::turn::Output;
use beseda_protocol::ids::{Ask, Cid, DialogId, FileId};
use beseda_protocol::limits::{
    CLIENT_FILES_BYTES_MAX, DIALOG_FILES_BYTES_MAX, FILE_BYTES_MAX, REOPEN_WITHIN_MS,
    SITE_FILES_BYTES_MAX,
};
use beseda_protocol::message::Draft;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;

use crate::harness::{CenterTest, client};
use crate::uploads::{anna, by, by_operator, reserve, send, stored, upload};

/// What is counted is what the files are: a holder's bytes and files, each.
pub(crate) fn check_rooms(test: &CenterTest) {
    let counted = "SELECT concat_ws(' ', holder, bytes, files) AS line
        FROM (SELECT * FROM rooms UNION ALL SELECT * FROM stores) WHERE files != 0 OR bytes != 0
        ORDER BY line";
    let are = "SELECT concat_ws(' ', holder, sum(size), count(*)) AS line FROM (
            SELECT client AS holder, size FROM files
            UNION ALL SELECT iif(dialog IS NULL, 'next:' || client, 'dialog:' || dialog), size
                FROM files
            UNION ALL SELECT 'site:' || site, size FROM files)
        GROUP BY holder ORDER BY line";
    assert_eq!(test.sql.column(counted), test.sql.column(are));
}

fn taken(test: &CenterTest, holder: &str) -> i64 {
    let bytes = format!("SELECT coalesce(sum(bytes), 0) FROM rooms WHERE holder = '{holder}'");
    test.sql.number(&bytes)
}

/// Reserves whole files until so many bytes are left.
fn fill(test: &mut CenterTest, visitor: &str, uploads: &str, bytes: u64) {
    for n in 0..bytes / FILE_BYTES_MAX {
        reserve(test, by(visitor), &format!("{uploads}{n}"), FILE_BYTES_MAX).unwrap();
    }
    match bytes % FILE_BYTES_MAX {
        0 => {}
        rest => drop(reserve(test, by(visitor), uploads, rest).unwrap()),
    }
}

fn check_full(test: &mut CenterTest, visitor: &str, size: u64, whose: &str) {
    let refusal = reserve(test, by(visitor), "more", size).unwrap_err();
    assert_eq!(refusal.code, Code::FilesQuota);
    assert!(refusal.text.contains(whose), "{}", refusal.text);
}

fn answer_with(test: &mut CenterTest, cid: &str, dialog: u64, file: &FileId) {
    let reply = FromOperator::Reply {
        cid: Cid::from(cid),
        dialog: DialogId(dialog),
        body: Draft::File { file: file.clone() },
        quote: None,
    };
    test.operator("ada", reply);
    assert!(test.refusal("ada").is_none());
}

#[test]
fn a_dialogs_room_is_exact_to_the_byte_before_it_begins_and_after() {
    let mut test = anna();
    fill(&mut test, "anna", "before", DIALOG_FILES_BYTES_MAX - 1);
    check_full(&mut test, "anna", 2, "dialog");
    let last = reserve(&mut test, by("anna"), "last", 1).unwrap();
    check_full(&mut test, "anna", 1, "dialog");
    assert!(reserve(&mut test, by("vera"), "her", 1).is_ok());

    stored(&mut test, &last, 1).unwrap();
    assert_eq!(send(&mut test, "c1", &last), None);
    assert_eq!(taken(&test, "dialog:1"), 1, "it went with the file");
    // An operator's files are in the dialog, too.
    let answer = upload(&mut test, by_operator("ada", 1), "r1");
    answer_with(&mut test, "r1", 1, &answer);
    assert_eq!(taken(&test, "dialog:1"), 11);
    check_rooms(&test);
}

#[test]
fn a_clients_room_is_exact_to_the_byte_over_all_his_dialogs() {
    let mut test = anna();
    fill(&mut test, "anna", "first", DIALOG_FILES_BYTES_MAX);
    test.say("anna", "c1", "Hello?");
    let rest = CLIENT_FILES_BYTES_MAX - DIALOG_FILES_BYTES_MAX;
    fill(&mut test, "anna", "second", rest - FILE_BYTES_MAX);
    let last = reserve(&mut test, by("anna"), "last", FILE_BYTES_MAX - 1).unwrap();
    check_full(&mut test, "anna", 2, "client");
    let one = reserve(&mut test, by("anna"), "one", 1).unwrap();
    check_full(&mut test, "anna", 1, "client");
    assert!(reserve(&mut test, by("vera"), "her", 1).is_ok());

    // What was counted is less than what was reserved: the rest is free again.
    stored(&mut test, &last, 1).unwrap();
    test.command(Command::FileFailed { file: one }).unwrap();
    assert!(reserve(&mut test, by("anna"), "again", FILE_BYTES_MAX - 1).is_ok());
    check_full(&mut test, "anna", 1, "client");
    check_rooms(&test);
}

#[test]
fn a_sites_room_is_exact_to_the_byte_and_one_site_does_not_fill_another() {
    let mut test = anna();
    let file = reserve(&mut test, by("anna"), "f1", 10).unwrap();
    // As if many had sent what a test has no time for.
    let nearly = SITE_FILES_BYTES_MAX - 5;
    let fill = format!("UPDATE rooms SET bytes = {nearly} WHERE holder = 'site:s1'");
    test.sql.raw().execute_batch(&fill).unwrap();
    check_full(&mut test, "vera", 6, "site");
    assert!(reserve(&mut test, by("vera"), "f1", 5).is_ok());
    check_full(&mut test, "vera", 1, "site");
    assert_eq!(
        taken(&test, "next:00000000000000000000000076657261"),
        5,
        "what was refused took no room anywhere"
    );

    let site = FromOperator::AddSite {
        ask: Ask(1),
        name: "Blog".into(),
        origins: vec!["https://blog.example".into()],
    };
    test.operator("ada", site);
    let elsewhere = FileOwner::Visitor(client("oleg"), "s2".into());
    assert!(reserve(&mut test, elsewhere, "f1", 1).is_ok());

    test.command(Command::FileFailed { file }).unwrap();
    assert!(reserve(&mut test, by("vera"), "f2", 10).is_ok());
}

#[test]
fn small_files_are_counted_too() {
    for (holder, files, whose) in [("site:s1", 500_000, "site"), ("dialog:1", 1_200, "dialog")] {
        let mut test = anna();
        test.say("anna", "c1", "Hello?");
        let many = format!("INSERT INTO rooms VALUES ('{holder}', 0, {files} - 1)");
        test.sql.raw().execute_batch(&many).unwrap();
        assert!(reserve(&mut test, by("anna"), "f1", 1).is_ok());
        check_full(&mut test, "anna", 1, whose);
    }
}

#[test]
fn a_file_counts_in_the_dialog_that_it_was_sent_into() {
    let mut test = anna();
    let first = upload(&mut test, by("anna"), "f1");
    let second = upload(&mut test, by("anna"), "f2");
    assert_eq!(send(&mut test, "c1", &first), None);
    assert_eq!(taken(&test, "dialog:1"), 10);
    check_rooms(&test);

    upload(&mut test, by("anna"), "f3");
    assert_eq!(taken(&test, "dialog:1"), 20, "reserved where it would go");
    test.close("ada", 1).pass(REOPEN_WITHIN_MS / 48);
    upload(&mut test, by("anna"), "f4");
    assert_eq!(taken(&test, "dialog:1"), 30, "it would open it again");
    test.close("ada", 1);
    assert_eq!(send(&mut test, "c2", &second), None);
    assert_eq!(taken(&test, "dialog:1"), 40);

    test.close("ada", 1).pass(REOPEN_WITHIN_MS + 1).alarm();
    let next = upload(&mut test, by("anna"), "f5");
    assert_eq!(taken(&test, "dialog:1"), 20, "what was not sent is gone");
    assert_eq!(send(&mut test, "c3", &next), None);
    assert_eq!(taken(&test, "dialog:2"), 10);
    let answer = upload(&mut test, by_operator("ada", 1), "f1");
    answer_with(&mut test, "r1", 1, &answer);
    assert_eq!(taken(&test, "dialog:1"), 30);
    assert_eq!(taken(&test, "site:s1"), 40);
    check_rooms(&test);
}

#[test]
fn files_of_the_versions_before_are_counted() {
    let mut test = CenterTest::of_storage(include_str!("before/version_3.sql"));
    let files = "
        INSERT INTO files VALUES ('a', (SELECT client FROM dialogs WHERE id = 1),
            (SELECT client FROM dialogs WHERE id = 1), 'f1', 'a.pdf', 7, 'text/plain', 7);
        INSERT INTO files VALUES ('b', (SELECT client FROM dialogs WHERE id = 2),
            'op:1', 'f1', 'b.pdf', 5, 'text/plain', 19);
        INSERT INTO stores SELECT client, size, 1 FROM files;";
    test.sql.raw().execute_batch(files).unwrap();
    test.console("ada");
    let holders = ["dialog:1", "dialog:2", "site:s1"].map(|holder| taken(&test, holder));
    assert_eq!(holders, [7, 5, 12]);
    check_rooms(&test);
}

#[test]
fn a_file_that_the_version_before_took_counts_when_it_is_sent() {
    let mut test = anna();
    let [sent, unsent] = ["f1", "f2"].map(|cid| upload(&mut test, by("anna"), cid));
    // Version 5 knows nothing of places and rooms.
    let as_before = "UPDATE files SET dialog = NULL, site = NULL; DELETE FROM rooms;";
    test.sql.raw().execute_batch(as_before).unwrap();
    assert_eq!(send(&mut test, "c1", &sent), None);
    test.pass(REOPEN_WITHIN_MS).alarm();
    assert!(
        test.outputs
            .contains(&Output::DropFiles(client("anna"), vec![unsent]))
    );
    assert_eq!(
        ["dialog:1", "site:s1"].map(|holder| taken(&test, holder)),
        [10, 10]
    );
    check_rooms(&test);
}

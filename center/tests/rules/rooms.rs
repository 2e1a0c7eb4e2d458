//! Room for files: exact for a client, a dialog and a site, whatever becomes of a
//! file (F8).

use beseda_center::turn::command::FileOwner;
use beseda_protocol::ask::sites::{AddSite, SaveSite};
use beseda_protocol::ids::{Ask, Cid, DialogId, FileId};
use beseda_protocol::limits::{
    CLIENT_FILES_BYTES_MAX, DIALOG_FILES_BYTES_MAX, FILE_BYTES_MAX, REOPEN_WITHIN_MS,
    SITE_FILES_BYTES_MAX,
};
use beseda_protocol::message::Draft;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::site::Reopening;

use crate::harness::{CenterTest, identity};
use crate::uploads::{HOUR_MS, anna, by, by_operator, fail, reserve, send, stored, upload};

/// What is counted is what the files are: a client's and a site's bytes and files.
pub(crate) fn check_rooms(test: &CenterTest) {
    let counted = "SELECT concat_ws(' ', holder, bytes, files) AS line
        FROM (SELECT site AS holder, bytes, files FROM site_stores
            UNION ALL SELECT * FROM stores)
        WHERE files != 0 OR bytes != 0 ORDER BY line";
    let are = "SELECT concat_ws(' ', holder, sum(size), count(*)) AS line
        FROM (SELECT site AS holder, size FROM files UNION ALL SELECT identity, size FROM files)
        WHERE holder IS NOT NULL GROUP BY holder ORDER BY line";
    assert_eq!(test.sql.column(counted), test.sql.column(are));
}

fn of_dialog(test: &CenterTest, dialog: u64) -> i64 {
    let bytes = format!("SELECT ifnull(sum(size), 0) FROM files WHERE dialog = {dialog}");
    test.sql.number(&bytes)
}

fn of_site(test: &CenterTest) -> i64 {
    test.sql
        .number("SELECT bytes FROM site_stores WHERE site = 's1'")
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

/// From now on each message to a closed dialog begins another.
fn never_reopen(test: &mut CenterTest) {
    let site = FromOperator::ask(
        Ask(1),
        SaveSite {
            site: "s1".into(),
            version: 0,
            section: Reopening { within_ms: 0 }.into(),
        },
    );
    test.operator("ada", site);
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
    // The others may still be sent into it, so that they count there.
    check_full(&mut test, "anna", 1, "dialog");
    let operators = reserve(&mut test, by_operator("ada", 1), "r1", 1);
    assert_eq!(operators.unwrap_err().code, Code::FilesQuota);

    test.pass(HOUR_MS).alarm();
    fill(&mut test, "anna", "after", DIALOG_FILES_BYTES_MAX - 11);
    let answer = upload(&mut test, by_operator("ada", 1), "r1");
    answer_with(&mut test, "r1", 1, &answer);
    check_full(&mut test, "anna", 1, "dialog");
    check_rooms(&test);
}

#[test]
fn a_clients_room_is_exact_to_the_byte_over_all_his_dialogs() {
    let mut test = anna();
    test.say("anna", "c1", "Hello?");
    fill(&mut test, "anna", "first", DIALOG_FILES_BYTES_MAX);
    test.close("ada", 1).pass(1);
    never_reopen(&mut test);
    let rest = CLIENT_FILES_BYTES_MAX - DIALOG_FILES_BYTES_MAX;
    fill(&mut test, "anna", "second", rest - FILE_BYTES_MAX);
    let last = reserve(&mut test, by("anna"), "last", FILE_BYTES_MAX - 1).unwrap();
    check_full(&mut test, "anna", 2, "client");
    let one = reserve(&mut test, by("anna"), "one", 1).unwrap();
    check_full(&mut test, "anna", 1, "client");
    assert!(reserve(&mut test, by("vera"), "her", 1).is_ok());

    // What was counted is less than what was reserved: the rest is free again.
    stored(&mut test, &last, 1).unwrap();
    fail(&mut test, &one, 1);
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
    let fill = format!("UPDATE site_stores SET bytes = {nearly} WHERE site = 's1'");
    test.sql.raw().execute_batch(&fill).unwrap();
    check_full(&mut test, "vera", 6, "site");
    assert!(reserve(&mut test, by("vera"), "f1", 5).is_ok());
    check_full(&mut test, "vera", 1, "site");

    let site = FromOperator::ask(
        Ask(1),
        AddSite {
            name: "Blog".into(),
            origins: vec!["https://blog.example".into()],
            look: None,
        },
    );
    test.operator("ada", site);
    let elsewhere = FileOwner::Visitor(identity("oleg"), "s2".into());
    assert!(reserve(&mut test, elsewhere, "f1", 1).is_ok());

    fail(&mut test, &file, 1);
    assert!(reserve(&mut test, by("vera"), "f2", 10).is_ok());
}

#[test]
fn small_files_are_counted_too() {
    let mut test = anna();
    for n in 0..1_200 {
        reserve(&mut test, by("anna"), &format!("f{n}"), 1).unwrap();
    }
    check_full(&mut test, "anna", 1, "dialog");
    let many = "UPDATE site_stores SET files = 500000 - 1";
    test.sql.raw().execute_batch(many).unwrap();
    assert!(reserve(&mut test, by("vera"), "f1", 1).is_ok());
    check_full(&mut test, "vera", 1, "site");
}

#[test]
fn a_file_counts_in_the_dialog_that_it_was_sent_into() {
    let mut test = anna();
    let first = upload(&mut test, by("anna"), "f1");
    let second = upload(&mut test, by("anna"), "f2");
    assert_eq!(send(&mut test, "c1", &first), None);
    assert_eq!(of_dialog(&test, 1), 10);

    upload(&mut test, by("anna"), "f3");
    assert_eq!(of_dialog(&test, 1), 20, "reserved where it would go");
    test.close("ada", 1).pass(REOPEN_WITHIN_MS / 48);
    upload(&mut test, by("anna"), "f4");
    assert_eq!(of_dialog(&test, 1), 30, "it would open it again");
    test.close("ada", 1);
    assert_eq!(send(&mut test, "c2", &second), None);
    assert_eq!(of_dialog(&test, 1), 40);

    test.close("ada", 1).pass(REOPEN_WITHIN_MS + 1).alarm();
    let next = upload(&mut test, by("anna"), "f5");
    assert_eq!(of_dialog(&test, 1), 20, "what was not sent is gone");
    assert_eq!(send(&mut test, "c3", &next), None);
    assert_eq!(of_dialog(&test, 2), 10);
    let answer = upload(&mut test, by_operator("ada", 1), "f1");
    answer_with(&mut test, "r1", 1, &answer);
    assert_eq!((of_dialog(&test, 1), of_site(&test)), (30, 40));
    check_rooms(&test);
}

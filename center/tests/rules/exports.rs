//! Exports: files of clients, dialogs and conversations, made in slices, fetched by whoever
//! may make them, dropped a day later.

use std::io::Cursor;

use beseda_center::turn::command::{Asker, Command, Reply};
use beseda_center::turn::{Input, Output};
use beseda_protocol::ask::clients::{
    AddClient, AddClientNote, DeleteClient, MarkClient, OpenClient, SetClientName,
    SetClientVariable,
};
use beseda_protocol::ask::dialogs::{History, TagDialog, WithdrawMessage};
use beseda_protocol::ask::jobs::{BeginExport, CancelJob, DismissJob};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::team::{ChangeRole, SetAccess};
use beseda_protocol::export::{DialogFormat, Download, Export, TableFormat};
use beseda_protocol::filter::{Filter, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, JobId, MarkId, MessageId};
use beseda_protocol::job::{Job, JobState, SkipReason};
use beseda_protocol::limits::{EXPORT_KEPT_MS, EXPORTS_MAX};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::Message;
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Access, Others, Role};
use calamine::{Data, Reader, Xlsx};

use crate::harness::{CenterTest, Heard, ORIGIN, session};
use crate::jobs::talking;

/// A day, and what a test of its end waits beyond it.
const A_DAY_MS: u64 = EXPORT_KEPT_MS + 1;

fn clients(all_of: Vec<Predicate>, format: TableFormat) -> Export {
    Export::Clients { all_of, format }
}

fn begin(test: &mut CenterTest, name: &str, what: Export) -> Result<JobId, Refusal> {
    let locale = "en".to_owned();
    let begun = test.asked(name, BeginExport { what, locale })?;
    Ok(begun.job)
}

fn demoted(test: &CenterTest, name: &str) -> ChangeRole {
    ChangeRole {
        employee: test.id(name),
        from: Role::Administrator,
        to: Role::Operator,
    }
}

/// What somebody sees of a job.
fn told(test: &mut CenterTest, name: &str, id: &JobId) -> Option<Job> {
    let heard = test.quiet().console(name).heard(name);
    let jobs = heard.into_iter().find_map(|heard| match heard {
        Heard::Operator(ToOperator::Jobs { jobs }) => Some(jobs),
        _ => None,
    });
    let mut jobs = jobs.unwrap_or_default().into_iter();
    jobs.find(|job| job.id == *id)
}

/// A file as its name and its bytes, as the relay puts them together.
fn fetched(test: &mut CenterTest, name: &str, job: &JobId) -> Result<(String, Vec<u8>), Refusal> {
    let of = || (Asker::Operator(session(name)), job.clone());
    let (asker, job) = of();
    let file = match test.command(Command::FindExport { asker, job })? {
        Reply::Export(file) => file,
        Reply::Done => return Err(Refusal::new(Code::NotFound, "It is being made.")),
        other => panic!("{other:?}"),
    };
    let (mut whole, mut behind) = (Vec::new(), None);
    loop {
        let (asker, job) = of();
        let next = Command::ExportBytes { asker, job, behind };
        let Reply::ExportBytes { bytes, last } = test.command(next)? else {
            panic!("of another kind");
        };
        whole.extend(bytes);
        match last {
            Some(_) => behind = last,
            None => break,
        }
    }
    assert_eq!(whole.len() as u64, file.size);
    Ok((file.name, whole))
}

/// Makes a file to the end, and fetches it.
fn made(test: &mut CenterTest, what: Export) -> Vec<u8> {
    let job = begin(test, "ada", what).unwrap();
    test.settle();
    fetched(test, "ada", &job).unwrap().1
}

fn text(test: &mut CenterTest, what: Export) -> String {
    String::from_utf8(made(test, what)).unwrap()
}

/// As a reader of CSV has it that knows nothing of us but the separator.
fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(b';').has_headers(false);
    let records = reader.from_reader(bytes).into_records();
    let row = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    records.map(|record| row(record.unwrap())).collect()
}

fn xlsx_rows(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let sheet = book.worksheet_range(&names[0]).unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn label(test: &mut CenterTest, kind: MarkKind, name: &str) -> MarkId {
    let name = name.to_owned();
    test.asked("ada", AddMark { kind, name }).unwrap().id
}

fn set_variable(test: &mut CenterTest, client: u64, name: &str, value: &str) {
    let asked = SetClientVariable {
        client: ClientId(client),
        name: name.into(),
        value: Some(value.into()),
        replaced: None,
    };
    test.asked("ada", asked).unwrap();
}

fn rename(test: &mut CenterTest, client: u64, name: &str) {
    let asked = SetClientName {
        client: ClientId(client),
        name: Some(name.into()),
        replaced: None,
    };
    test.asked("ada", asked).unwrap();
}

/// Three clients, of whom one has everything, and one has never written.
fn three() -> CenterTest {
    let mut test = talking(2);
    let vip = label(&mut test, MarkKind::Label, "VIP; gold");
    let list = label(&mut test, MarkKind::List, "Autumn");
    rename(&mut test, 1, "Ксения \"Xena\"");
    for mark in [vip, list] {
        let client = ClientId(1);
        test.asked("ada", MarkClient { client, mark }).unwrap();
    }
    set_variable(&mut test, 1, "size", "XS");
    set_variable(&mut test, 2, "city", "=HYPERLINK(\"http://x\")");
    let asked = AddClient {
        name: Some("By hand".into()),
        contacts: Vec::new(),
    };
    test.asked("ada", asked).unwrap();
    test.settle();
    test
}

/// Criteria: SB-44, SB-45, SB-46, X17
#[test]
fn clients_are_11_columns_and_one_for_each_variable() {
    let mut test = three();
    let text = text(&mut test, clients(Vec::new(), TableFormat::Csv));
    let expected = "\u{feff}client_id;Name;Messenger;Bot;ID in the messenger;First contact;\
        Last activity;Avatar URL;Block ID;Block history;Tag;city;size\r\n\
        3;By hand;;;;2023-11-15 00:13:20;;;;;;;\r\n\
        2;;Site chat;Shop;;2023-11-15 00:13:20;2023-11-15 00:13:20;;;;;\
        \"'=HYPERLINK(\"\"http://x\"\")\";\r\n\
        1;\"Ксения \"\"Xena\"\"\";Site chat;Shop;;2023-11-15 00:13:20;2023-11-15 00:13:20;\
        ;;;\"VIP; gold\";;XS\r\n";
    assert_eq!(text, expected);
    let rows = csv_rows(text.as_bytes());
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.len() == 13), "{rows:?}");
    assert_eq!(rows[3][1], "Ксения \"Xena\"");
    assert_eq!(rows[3][10], "VIP; gold");
}

/// Criteria: SB-46, X17
#[test]
fn a_workbook_has_the_11_columns_only() {
    let mut test = three();
    let bytes = made(&mut test, clients(Vec::new(), TableFormat::Xlsx));
    let rows = xlsx_rows(bytes.clone());
    let texts = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].len(), 11);
    assert_eq!(texts(&rows[0])[..2], ["client_id", "Name"]);
    assert_eq!(rows[3][0], Data::Float(1.0));
    assert_eq!(rows[3][1], Data::String("Ксения \"Xena\"".into()));
    assert_eq!(rows[3][10], Data::String("VIP; gold".into()));
    assert_eq!(rows[1][2], Data::Empty, "he has never written");
    // The same content is the same file.
    let again = made(&mut test, clients(Vec::new(), TableFormat::Xlsx));
    assert!(bytes == again);
}

/// Criteria: SB-47, SB-48
#[test]
fn what_is_filtered_is_exported_and_a_list_by_itself() {
    let mut test = three();
    let list = MarkId(test.sql.number("SELECT id FROM marks WHERE kind = 'list'") as u64);
    let of_list = vec![Predicate::Marked { any_of: vec![list] }];
    let rows = csv_rows(&made(&mut test, clients(of_list, TableFormat::Csv)));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][0], "1");
    let found = vec![Predicate::Search {
        part: "by h".into(),
    }];
    let rows = csv_rows(&made(&mut test, clients(found, TableFormat::Csv)));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][1], "By hand");
}

#[test]
fn many_clients_take_many_slices_and_all_of_them_are_there_once() {
    for format in [TableFormat::Csv, TableFormat::Xlsx] {
        let mut test = talking(230);
        let job = begin(&mut test, "ada", clients(Vec::new(), format)).unwrap();
        let mut n_slices = 1;
        while test.slice() {
            n_slices += 1;
            // The center dies, now before a slice, now in it.
            match n_slices % 2 {
                0 => test.reload(),
                _ => test.die_in(vec![Input::Slice]),
            };
        }
        assert_eq!(n_slices, 5);
        let ready = told(&mut test, "ada", &job).unwrap();
        assert_eq!(ready.download.map(|file| file.rows), Some(230));
        let bytes = fetched(&mut test, "ada", &job).unwrap().1;
        let numbers: Vec<String> = match format {
            TableFormat::Csv => {
                let rows = csv_rows(&bytes).into_iter();
                rows.skip(1).map(|row| row[0].clone()).collect()
            }
            TableFormat::Xlsx => {
                let rows = xlsx_rows(bytes).into_iter();
                rows.skip(1).map(|row| row[0].to_string()).collect()
            }
        };
        let expected: Vec<String> = (1..=230).rev().map(|n: u64| n.to_string()).collect();
        assert_eq!(numbers, expected);
    }
}

#[test]
fn dialogs_are_one_row_each() {
    let mut test = talking(2);
    let tag = label(&mut test, MarkKind::Tag, "Refund");
    let dialog = DialogId(2);
    test.asked("ada", TagDialog { dialog, tag }).unwrap();
    test.close("boris", 1).settle();
    let filter = Filter {
        state: StateFilter::All,
        tab: Tab::All,
        all_of: Vec::new(),
    };
    let format = TableFormat::Csv;
    let of_all = Export::Dialogs {
        filter: filter.clone(),
        format,
    };
    let rows = csv_rows(&made(&mut test, of_all));
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.len() == 14), "{rows:?}");
    let cells = |n: usize| [0, 1, 5, 6, 7, 13].map(|cell| rows[n][cell].clone());
    assert_eq!(cells(1), ["2", "2", "Shop", "open", "Boris", "Refund"]);
    assert_eq!(cells(2), ["1", "1", "Shop", "closed", "Boris", ""]);
    let format = TableFormat::Xlsx;
    let rows = xlsx_rows(made(&mut test, Export::Dialogs { filter, format }));
    assert_eq!(rows.len(), 3);
}

#[test]
fn one_dialog_is_read_as_it_was_said_without_notes() {
    let mut test = talking(1);
    let note = FromOperator::Note {
        cid: "n1".into(),
        dialog: DialogId(1),
        text: "He is a <regular>".into(),
    };
    test.operator("boris", note);
    for n in 0..120 {
        test.reply("boris", 1, &format!("m{n}"), &format!("Line {n} & <b>"));
    }
    let newest = test.sql.number("SELECT max(id) FROM messages") as u64;
    let withdrawn = WithdrawMessage {
        dialog: DialogId(1),
        message: MessageId(newest),
    };
    test.asked("boris", withdrawn).unwrap();
    test.settle();
    let dialog = DialogId(1);
    let format = DialogFormat::Text;
    let text = text(&mut test, Export::Dialog { dialog, format });
    let begins = "Dialog 1: Client\nAcme, Shop\n2023-11-15 00:13:20\n\n\
        Client, 2023-11-15 00:13:20\nHello\n\nBoris, 2023-11-15 00:13:20\nHi\n\n\
        Boris, 2023-11-15 00:13:20\nLine 0 & <b>\n\n";
    assert!(text.starts_with(begins), "{text}");
    assert!(
        text.ends_with(
            "Line 118 & <b>\n\nBoris, 2023-11-15 00:13:20\nThe message was withdrawn\n\n"
        )
    );
    assert!(!text.contains("regular"));
    let lines = text.lines().filter(|line| line.starts_with("Line "));
    let expected: Vec<String> = (0..119).map(|n| format!("Line {n} & <b>")).collect();
    assert_eq!(lines.collect::<Vec<_>>(), expected);
    let format = DialogFormat::Html;
    let page = self::text(&mut test, Export::Dialog { dialog, format });
    assert!(page.starts_with("<!doctype html><html lang=\"en\">"));
    assert!(page.ends_with("</body></html>\n"));
    assert!(page.contains("Line 5 &amp; &lt;b&gt;") && !page.contains("<b>"));
    assert_eq!(page.matches("<article>").count(), 122);
}

/// P2: what is exported is what the API shows.
#[test]
fn everything_of_a_client_is_json_of_what_consoles_are_told() {
    let mut test = talking(1);
    for n in 0..60 {
        test.reply("boris", 1, &format!("m{n}"), "One more");
    }
    rename(&mut test, 1, "Ксения");
    set_variable(&mut test, 1, "size", "XS");
    let client = ClientId(1);
    let text = "Likes <tea>".to_owned();
    test.asked("ada", AddClientNote { client, text }).unwrap();
    // A second dialog of his.
    test.close("boris", 1);
    test.pass(48 * 60 * 60 * 1000);
    let again = crate::harness::say("c2", "Me again");
    test.turn(vec![Input::FromVisitor(crate::jobs::visitor(1), again)]);
    test.settle();
    let bytes = made(&mut test, Export::Client { client });
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let card = test.asked("ada", OpenClient { client }).unwrap();
    let profile = serde_json::to_value(&card.profile).unwrap();
    assert_eq!(json["profile"], profile);
    assert_eq!(json["client"], serde_json::to_value(&card.client).unwrap());
    assert_eq!(
        json["identities"],
        serde_json::to_value(&card.identities).unwrap()
    );
    assert_eq!(json["files_at"], format!("{ORIGIN}/v1/operator/files/"));
    let dialogs = json["dialogs"].as_array().unwrap();
    assert_eq!(dialogs.len(), 2);
    for (dialog, id) in dialogs.iter().zip([DialogId(1), DialogId(2)]) {
        let mut shown: Vec<Message> = Vec::new();
        loop {
            let before = shown
                .first()
                .map_or(MessageId((1 << 53) - 1), |first| first.id);
            let dialog = id;
            let page = test.asked("ada", History { dialog, before }).unwrap();
            shown.splice(0..0, page.messages);
            if !page.more {
                break;
            }
        }
        let told: Vec<Message> = serde_json::from_value(dialog["messages"].clone()).unwrap();
        assert_eq!(told, shown);
        let summary = card.dialogs.iter().find(|summary| summary.id == id);
        assert_eq!(dialog["dialog"], serde_json::to_value(summary).unwrap());
    }
}

#[test]
fn a_client_who_has_never_written_is_exported_as_well() {
    let mut test = three();
    let client = ClientId(3);
    let bytes = made(&mut test, Export::Client { client });
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(json["client"]["name"], "By hand");
    assert_eq!(json["dialogs"], serde_json::json!([]));
}

#[test]
fn a_dialog_is_fetched_in_one_go_and_leaves_nothing() {
    let mut test = talking(1);
    let session = || session("boris");
    let what = Export::Dialog {
        dialog: DialogId(1),
        format: DialogFormat::Text,
    };
    let locale = "ru".to_owned();
    let begin = Command::BeginExport {
        session: session(),
        what,
        locale,
    };
    let Ok(Reply::Begun(job)) = test.command(begin) else {
        panic!("it begins");
    };
    let find = Command::FindExport {
        asker: Asker::Operator(session()),
        job: job.clone(),
    };
    assert_eq!(test.command(find), Ok(Reply::Done), "it is being made");
    test.turn(vec![Input::Slice]).settle();
    let (name, bytes) = fetched(&mut test, "boris", &job).unwrap();
    assert_eq!(name, "Диалог 1.txt");
    assert!(
        String::from_utf8(bytes)
            .unwrap()
            .starts_with("Диалог 1: Клиент\n")
    );
    let asker = Asker::Operator(session());
    let end = Command::EndExport { asker, job };
    assert_eq!(test.command(end), Ok(Reply::Done));
    ring_out(&mut test);
    assert_eq!(test.sql.number("SELECT count(*) FROM jobs"), 0);
    assert_eq!(test.sql.number("SELECT count(*) FROM export_pieces"), 0);
}

#[test]
fn only_administrators_export_and_a_dialog_whoever_sees_it() {
    let mut test = talking(2);
    test.hire("sue", Role::Supervisor)
        .hire("adam", Role::Administrator);
    let all = || clients(Vec::new(), TableFormat::Csv);
    let client = ClientId(1);
    for name in ["boris", "sue"] {
        for what in [all(), Export::Client { client }] {
            let refused = begin(&mut test, name, what).unwrap_err();
            assert_eq!(refused.code, Code::Forbidden, "{name}");
        }
    }
    let dialog = DialogId(1);
    let format = DialogFormat::Text;
    let of_dialog = begin(&mut test, "boris", Export::Dialog { dialog, format }).unwrap();
    let by_adam = begin(&mut test, "adam", all()).unwrap();
    test.settle();
    assert!(fetched(&mut test, "boris", &of_dialog).is_ok());
    assert!(fetched(&mut test, "ada", &of_dialog).is_ok(), "administers");
    assert!(fetched(&mut test, "ada", &by_adam).is_ok(), "administers");
    for job in [&of_dialog, &by_adam] {
        let refused = fetched(&mut test, "sue", job).unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
    }
    // What was his to make is not his to have any more.
    let demoted = demoted(&test, "adam");
    test.asked("ada", demoted).unwrap();
    assert!(fetched(&mut test, "adam", &by_adam).is_err());
    // Nor is a dialog that he does not see any more.
    let hidden = SetAccess {
        employee: test.id("boris"),
        from: Access::WHOLE,
        to: Access {
            others: Others::Hidden,
            channels: Some(Vec::new()),
        },
    };
    test.asked("ada", hidden).unwrap();
    assert!(fetched(&mut test, "boris", &of_dialog).is_err());
}

#[test]
fn a_file_waits_for_a_day_and_then_no_byte_of_it_is_left() {
    let mut test = talking(120);
    rename(&mut test, 7, "Philomena Unmistakable");
    test.settle();
    let job = begin(&mut test, "ada", clients(Vec::new(), TableFormat::Csv)).unwrap();
    test.settle();
    let ready = told(&mut test, "ada", &job).unwrap();
    let Some(Download { until, bytes, rows }) = ready.download else {
        panic!("it is ready");
    };
    assert_eq!((ready.state, rows), (JobState::Done, 120));
    assert!(bytes > 5_000);
    assert_eq!(until, test.now.plus_ms(EXPORT_KEPT_MS));
    test.pass(EXPORT_KEPT_MS - 1).alarm();
    let (name, _) = fetched(&mut test, "ada", &job).unwrap();
    assert_eq!(name, "Clients 2023-11-15.csv");
    test.pass(A_DAY_MS);
    ring_out(&mut test);
    assert_eq!(
        fetched(&mut test, "ada", &job).unwrap_err().code,
        Code::NotFound
    );
    assert_eq!(told(&mut test, "ada", &job), None);
    assert_eq!(test.sql.number("SELECT count(*) FROM export_pieces"), 0);
    assert_eq!(test.sql.number("SELECT count(*) FROM exports"), 0);
}

/// Whatever is due by now happens.
fn ring_out(test: &mut CenterTest) {
    for _ in 0..20 {
        test.alarm();
        let now = test.now;
        let is_due = |output: &Output| matches!(output, Output::Alarm(at) if *at <= now);
        if !test.outputs.iter().any(is_due) {
            return;
        }
    }
    panic!("it never ends");
}

#[test]
fn what_is_cancelled_or_dismissed_leaves_nothing() {
    let mut test = talking(120);
    let job = begin(&mut test, "ada", clients(Vec::new(), TableFormat::Xlsx)).unwrap();
    test.slice();
    assert!(test.sql.number("SELECT count(*) FROM export_pieces") > 0);
    assert_eq!(
        fetched(&mut test, "ada", &job).unwrap_err().code,
        Code::NotFound
    );
    test.asked("ada", CancelJob { job: job.clone() }).unwrap();
    assert_eq!(told(&mut test, "ada", &job), None);
    ring_out(&mut test);
    assert_eq!(test.sql.number("SELECT count(*) FROM export_pieces"), 0);
    let job = begin(&mut test, "ada", clients(Vec::new(), TableFormat::Xlsx)).unwrap();
    test.settle();
    test.asked("ada", DismissJob { job: job.clone() }).unwrap();
    ring_out(&mut test);
    assert_eq!(test.sql.number("SELECT count(*) FROM export_pieces"), 0);
    assert_eq!(
        fetched(&mut test, "ada", &job).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn who_loses_the_right_meanwhile_gets_no_file() {
    let mut test = talking(120);
    test.hire("adam", Role::Administrator);
    let job = begin(&mut test, "adam", clients(Vec::new(), TableFormat::Csv)).unwrap();
    test.slice();
    let demoted = demoted(&test, "adam");
    test.asked("ada", demoted).unwrap();
    test.settle();
    let report = told(&mut test, "ada", &job).unwrap();
    assert_eq!(report.download, None);
    assert_eq!(report.skipped[0].reason, SkipReason::Forbidden);
    ring_out(&mut test);
    assert_eq!(test.sql.number("SELECT count(*) FROM export_pieces"), 0);
}

#[test]
fn a_client_who_is_deleted_meanwhile_is_not_handed_out() {
    let mut test = talking(1);
    for n in 0..120 {
        test.reply("boris", 1, &format!("m{n}"), "One more");
    }
    let client = ClientId(1);
    let job = begin(&mut test, "ada", Export::Client { client }).unwrap();
    test.slice();
    test.asked("ada", DeleteClient { client }).unwrap();
    test.settle();
    let report = told(&mut test, "ada", &job).unwrap();
    assert_eq!(report.download, None);
    assert_eq!(report.skipped[0].reason, SkipReason::Gone);
    ring_out(&mut test);
    assert_eq!(test.sql.number("SELECT count(*) FROM export_pieces"), 0);
}

#[test]
fn what_cannot_be_made_is_refused_at_once() {
    let mut test = talking(1);
    let all = || clients(Vec::new(), TableFormat::Csv);
    let asked = BeginExport {
        what: all(),
        locale: "xx".into(),
    };
    assert_eq!(test.asked("ada", asked).unwrap_err().code, Code::Invalid);
    let client = ClientId(77);
    let refused = begin(&mut test, "ada", Export::Client { client }).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    let found = vec![Predicate::Registered {
        from: Some("tomorrow".into()),
        before: None,
    }];
    let refused = begin(&mut test, "ada", clients(found, TableFormat::Csv)).unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    for _ in 0..EXPORTS_MAX {
        begin(&mut test, "ada", all()).unwrap();
    }
    let refused = begin(&mut test, "ada", all()).unwrap_err();
    assert_eq!(refused.code, Code::LimitReached);
    test.settle();
    // They wait, so they still count.
    let refused = begin(&mut test, "ada", all()).unwrap_err();
    assert_eq!(refused.code, Code::LimitReached);
}

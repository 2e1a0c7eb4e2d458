//! Clients who are deleted for good (P1, X13): nobody finds anything of them, nor do the
//! tables hold it.

use beseda_center::turn::command::{Command, FileOwner, Reply};
use beseda_center::turn::{Input, Output};
use beseda_protocol::ask::clients::{
    AddClientNote, AddContact, ClientExtent, DeleteClient, MarkClient, MeasureClient,
    RemoveClientNote, SetClientComment, SetClientName, SetClientVariable,
};
use beseda_protocol::ask::dialogs::{
    Assign, EditMessage, OpenDialog, SaveDraft, TagDialog, WithdrawMessage,
};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::client::{Contact, ContactKind};
use beseda_protocol::draft::Composed;
use beseda_protocol::ids::{Cid, ClientId, DialogId, FileId, MessageId, NoteId};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::Draft;
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{ASK, CenterTest, Heard, identity, page};

const ANNA: ClientId = ClientId(1);
const DELETE: DeleteClient = DeleteClient { client: ANNA };

/// A word that is in all that is known of Anna, and in nothing else.
const CANARY: &str = "kanarienvogel";

/// Anna, of whom everything is known that can be, and Vera.
fn two_clients() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    for visitor in ["anna", "vera"] {
        test.widget(visitor)
            .say(visitor, "c1", &format!("Hello from {visitor}"));
    }
    let (client, canary) = (ANNA, || CANARY.to_owned());
    let at = page(&format!("/{CANARY}"));
    test.visitor("anna", FromVisitor::Page { page: at });
    test.say("anna", "c2", CANARY)
        .reply("boris", 1, "r1", CANARY);
    let (cid, dialog) = (Cid::from("n1"), DialogId(1));
    test.operator(
        "boris",
        FromOperator::Note {
            cid,
            dialog,
            text: canary(),
        },
    );
    // Changed and withdrawn: what they said at first is kept, too.
    let last = |test: &CenterTest, kind: &str| {
        let id = format!("SELECT max(id) FROM messages WHERE kind = '{kind}'");
        MessageId(test.sql.number(&id).unsigned_abs())
    };
    let (message, text) = (last(&test, "operator"), format!("Another {CANARY}"));
    let edit = EditMessage {
        dialog,
        message,
        text,
    };
    test.asked("boris", edit).unwrap();
    let message = last(&test, "note");
    test.asked("boris", WithdrawMessage { dialog, message })
        .unwrap();
    let file = upload(&mut test, "f1");
    let (cid, body) = (Cid::from("c3"), Draft::File { file });
    test.visitor(
        "anna",
        FromVisitor::Say {
            cid,
            body,
            quote: None,
        },
    );
    upload(&mut test, "f2");
    let contact = |kind, value: &str| Contact {
        kind,
        value: value.into(),
    };
    for contact in [
        contact(ContactKind::Email, &format!("{CANARY}@example.com")),
        contact(ContactKind::Phone, "+371 20 98 76 54"),
    ] {
        test.ask("boris", AddContact { client, contact });
    }
    let (name, value) = (canary(), Some(canary()));
    test.ask(
        "boris",
        SetClientVariable {
            client,
            name,
            value,
            replaced: None,
        },
    );
    for text in [canary(), format!("Another {CANARY}")] {
        test.ask("boris", AddClientNote { client, text });
    }
    let note = test
        .sql
        .number("SELECT min(id) FROM client_notes")
        .unsigned_abs();
    test.ask(
        "boris",
        RemoveClientNote {
            client,
            note: NoteId(note),
        },
    );
    let name = Some(canary());
    test.ask(
        "boris",
        SetClientName {
            client,
            name,
            replaced: None,
        },
    );
    let (comment, replaced) = (canary(), String::new());
    test.ask(
        "boris",
        SetClientComment {
            client,
            comment,
            replaced,
        },
    );
    for kind in [MarkKind::Label, MarkKind::Tag] {
        let name = "VIP".into();
        let mark = test.asked("ada", AddMark { kind, name }).unwrap().id;
        match kind {
            MarkKind::Tag => test.ask("boris", TagDialog { dialog, tag: mark }),
            _ => test.ask("boris", MarkClient { client, mark }),
        };
    }
    let half = Composed {
        is_note: true,
        text: canary(),
        quote: None,
    };
    let draft = SaveDraft {
        dialog,
        version: 0,
        composed: Some(half),
    };
    test.ask("boris", draft);
    test.quiet();
    test
}

/// A file of Anna's, whole.
fn upload(test: &mut CenterTest, cid: &str) -> FileId {
    let reserved = test.command(Command::ReserveFile {
        owner: FileOwner::Visitor(identity("anna"), "s1".into()),
        cid: cid.into(),
        name: format!("{CANARY}.txt"),
        size: 7,
    });
    let Ok(Reply::Reserved { file, .. }) = reserved else {
        panic!("{reserved:?}")
    };
    let (stored, mime) = (file.clone(), "text/plain".into());
    test.command(Command::FileStored {
        file: stored,
        size: 7,
        mime,
    })
    .unwrap();
    file
}

/// All that is left to do is done.
fn finish(test: &mut CenterTest) {
    while test.wants_slice() {
        test.slice();
    }
    let told = Command::FilesDeleted {
        store: identity("anna"),
        files: files(test),
    };
    test.command(told).unwrap();
}

/// Files whose bytes a store is still to delete.
fn files(test: &CenterTest) -> Vec<FileId> {
    let ids = test.sql.column("SELECT id FROM deleted_files");
    ids.into_iter().map(FileId).collect()
}

#[test]
fn of_a_deleted_client_the_tables_hold_nothing_and_of_others_everything() {
    let mut test = two_clients();
    let his = identity("anna").0;
    // The index of cards has three letters at a time.
    let words = [CANARY, &CANARY[8..11], &his, "98 76 54", "from anna"];
    test.settle();
    assert!(words.iter().all(|word| test.sql.holds(word)));
    test.asked("ada", DELETE).unwrap();
    finish(&mut test);
    for word in words {
        assert!(!test.sql.holds(word), "{word}");
    }
    assert!(test.sql.holds("from vera"));
    let none = [
        "SELECT count(*) FROM jobs",
        "SELECT count(*) FROM deleted_chains",
        "SELECT count(*) FROM deleted_files",
        "SELECT count(*) FROM client_marks",
        "SELECT sum(n) FROM marks",
        "SELECT count(*) FROM dialog_marks",
        "SELECT count(*) FROM due WHERE kind IN ('job', 'deleted_files')",
        "SELECT count(*) FROM events
         WHERE kind NOT IN ('moved', 'deleted') AND dialog = 1 OR kind = 'client' AND subject = 1",
    ];
    for counted in none {
        assert_eq!(test.sql.number(counted), 0, "{counted}");
    }
    assert_eq!(
        test.sql
            .number("SELECT files FROM site_stores WHERE site = 's1'"),
        0
    );
}

#[test]
fn a_deleted_client_is_found_by_nobody_from_that_turn_on() {
    let mut test = two_clients();
    let dialog = DialogId(1);
    let asked_in_the_same_turn = Input::FromOperator(
        test.peer("boris"),
        FromOperator::ask(ASK, OpenDialog { dialog }),
    );
    let delete = Input::FromOperator(test.peer("ada"), FromOperator::ask(ASK, DELETE));
    test.turn(vec![delete, asked_in_the_same_turn]);
    let refused = test.refusal("boris").unwrap();
    assert_eq!(refused.code, Code::NotFound);
    let refused = test.asked("ada", DELETE).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    let Ok(Reply::Dump { lines, .. }) = test.command(Command::Dump { after: 0 }) else {
        panic!()
    };
    assert!(
        !lines.contains(CANARY) && lines.contains("from vera"),
        "{lines}"
    );
    let find = test.sql.column("SELECT id FROM deleted_files").remove(0);
    let owner = beseda_center::turn::command::Asker::Visitor(identity("anna"));
    let found = test.command(Command::FindFile {
        owner,
        file: FileId(find),
    });
    assert_eq!(found.unwrap_err().code, Code::NotFound);
    let unread = test.command(Command::Unread {
        identity: identity("anna"),
    });
    assert_eq!(unread, Ok(Reply::Unread(0)));
    test.console("ada");
    assert!(!format!("{:?}", test.heard("ada")).contains(CANARY));
}

#[test]
fn what_would_be_deleted_is_counted_before() {
    let mut test = two_clients();
    let extent = ClientExtent {
        dialogs: 1,
        messages: 8,
        files: 2,
    };
    assert_eq!(
        test.asked("ada", MeasureClient { client: ANNA }),
        Ok(extent)
    );
    let operator = test.asked("boris", DELETE).unwrap_err();
    assert_eq!(operator.code, Code::Forbidden);
}

#[test]
fn an_open_widget_is_emptied_and_who_writes_again_is_a_new_client() {
    let mut test = two_clients();
    test.quiet().asked("ada", DELETE).unwrap();
    let heard = test.heard("anna");
    let [Heard::Visitor(ToVisitor::Reset { messages, more, .. })] = &heard[..] else {
        panic!("{heard:?}");
    };
    assert!(messages.is_empty() && !more);
    // Under a cid of before, too, and before the old message is gone.
    test.say("anna", "c9", "It is me");
    assert_eq!(
        test.sql.number("SELECT max(id) FROM clients"),
        3,
        "no number is given again"
    );
    assert_eq!(test.sql.number("SELECT max(id) FROM dialogs"), 3);
    finish(&mut test);
    test.reload().say("anna", "c10", "Still me");
    assert_eq!(
        test.sql
            .number("SELECT n_messages FROM dialogs WHERE id = 3"),
        3
    );
    test.widget("anna");
    assert!(matches!(
        test.last("anna"),
        Some(Heard::Visitor(ToVisitor::Resumed { .. }))
    ));
}

#[test]
fn numbers_are_not_given_again_though_nothing_of_them_is_left() {
    let mut test = two_clients();
    test.asked("ada", DELETE).unwrap();
    test.asked(
        "ada",
        DeleteClient {
            client: ClientId(2),
        },
    )
    .unwrap();
    finish(&mut test);
    let last = test.sql.number("SELECT max(seq) FROM events");
    test.reload().widget("zoe").say("zoe", "c1", "Hello");
    assert_eq!(test.sql.number("SELECT id FROM clients"), 3);
    assert_eq!(test.sql.number("SELECT id FROM dialogs"), 3);
    assert!(test.sql.number("SELECT min(id) FROM messages") > last);
}

#[test]
fn a_widget_that_comes_back_later_finds_nothing_and_nobody_takes_the_disk_for_lost() {
    let mut test = two_clients();
    test.cut("anna").asked("ada", DELETE).unwrap();
    finish(&mut test);
    let day_ms = 24 * 60 * 60 * 1000;
    test.pass(40 * day_ms).alarm().alarm().reload().quiet();
    test.widget("anna");
    let lost = |output: &Output| matches!(output, Output::WentBack { .. });
    assert!(!test.outputs.iter().any(lost));
    let heard = test.heard("anna");
    let [Heard::Visitor(ToVisitor::Reset { messages, .. })] = &heard[..] else {
        panic!("{heard:?}");
    };
    assert!(messages.is_empty());
    test.console("ada");
    assert!(!test.outputs.iter().any(lost));
}

/// The dialogs that somebody heard to be deleted, and those that he heard to be gone.
fn deleted(heard: &[Heard]) -> (Vec<DialogId>, Vec<DialogId>) {
    let (mut deleted, mut gone) = (vec![], vec![]);
    for heard in heard {
        if let Heard::Operator(ToOperator::Events { events, .. }) = heard {
            for event in events {
                match event {
                    OperatorEvent::Deleted { dialog } => deleted.push(*dialog),
                    OperatorEvent::Gone { dialog } => gone.push(*dialog),
                    _ => {}
                }
            }
        }
    }
    (deleted, gone)
}

#[test]
fn consoles_hear_which_dialogs_were_deleted_live_and_on_resume() {
    for is_restricted in [false, true] {
        let mut test = two_clients();
        for name in ["olga", "hugo"] {
            test.hire(name, Role::Operator);
        }
        if is_restricted {
            let hugo = test.id("hugo");
            let set = format!("UPDATE employees SET others = 'hidden' WHERE id = {hugo}");
            test.sql.raw().execute_batch(&set).unwrap();
            test.reload().console("hugo");
        }
        let (dialog, to) = (DialogId(1), Some(test.id("boris")));
        test.cut("olga").quiet();
        test.ask("ada", Assign { dialog, to });
        test.asked("ada", DELETE).unwrap();
        let told = (vec![dialog], vec![]);
        assert_eq!(deleted(&test.heard("boris")), told);
        let seen_by_hugo = match is_restricted {
            true => (vec![], vec![]),
            false => told.clone(),
        };
        assert_eq!(deleted(&test.heard("hugo")), seen_by_hugo);
        finish(&mut test);
        test.console("olga");
        assert_eq!(deleted(&test.heard("olga")), told);
    }
}

#[test]
fn a_store_is_told_of_deleted_files_until_it_answers() {
    let mut test = two_clients();
    test.asked("ada", DELETE).unwrap();
    let told = |test: &CenterTest| {
        test.outputs.iter().find_map(|output| match output {
            Output::DeleteFiles {
                identity, files, ..
            } => Some((identity.clone(), files.clone())),
            _ => None,
        })
    };
    let wanted = files(&test);
    assert_eq!(wanted.len(), 2);
    assert_eq!(told(&test), Some((identity("anna"), wanted.clone())));
    while test.slice() {}
    // The object dies before the store has answered.
    test.reload().pass(60_000).alarm();
    assert_eq!(told(&test), Some((identity("anna"), wanted.clone())));
    let deleted = Command::FilesDeleted {
        store: identity("anna"),
        files: wanted,
    };
    test.command(deleted).unwrap();
    test.pass(60_000).alarm();
    assert_eq!(told(&test), None);
    assert_eq!(
        test.sql
            .number("SELECT count(*) FROM due WHERE kind = 'deleted_files'"),
        0
    );
}

#[test]
fn long_talk_is_deleted_in_slices() {
    let mut test = two_clients();
    for n in 0..230 {
        test.pass(1_000).say("anna", &format!("m{n}"), CANARY);
    }
    test.quiet().asked("ada", DELETE).unwrap();
    let mut left = vec![];
    while test.wants_slice() {
        test.slice();
        left.push(
            test.sql
                .number("SELECT count(*) FROM messages WHERE dialog = 1"),
        );
    }
    assert_eq!(left, [138, 38, 0, 0]);
}

#[test]
fn a_full_storage_deletes_nothing_in_part() {
    let mut test = two_clients();
    let before = test.sql.content();
    let delete = Input::FromOperator(test.peer("ada"), FromOperator::ask(ASK, DELETE));
    test.turn_without_room(vec![delete]);
    assert_eq!(test.refusal("ada").unwrap().code, Code::StorageFull);
    assert_eq!(test.sql.content(), before);
}

//! An operator changes and withdraws a message of his own.

use beseda_center::turn::Output;
use beseda_center::turn::command::{Asker, Command};
use beseda_protocol::ask::Done;
use beseda_protocol::ask::dialogs::{
    EditMessage, FirstSaid, FirstText, OpenDialog, WithdrawMessage,
};
use beseda_protocol::ask::search::SearchMessages;
use beseda_protocol::ids::{Cid, DialogId, FileId, MessageId};
use beseda_protocol::limits::{REVISE_MS_MAX, TEXT_CHARS_MAX};
use beseda_protocol::message::{Draft, Message};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;
use insta::assert_snapshot;

use crate::clients::refused;
use crate::harness::{CenterTest, Heard, identity, reply, session};
use crate::rooms::check_rooms;
use crate::uploads::{by_operator, upload};

const DIALOG: DialogId = DialogId(1);

/// Anna has asked, and Boris has answered: the message of this number.
fn answered() -> (CenterTest, MessageId) {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "When do you open?")
        .reply("boris", 1, "r1", "At eihgt")
        .quiet();
    let id = last_of(&test, "operator");
    (test, id)
}

/// The newest message of a kind.
fn last_of(test: &CenterTest, kind: &str) -> MessageId {
    let id = format!("SELECT max(id) FROM messages WHERE kind = '{kind}'");
    MessageId(test.sql.number(&id).unsigned_abs())
}

fn edit(message: MessageId, text: &str) -> EditMessage {
    EditMessage {
        dialog: DIALOG,
        message,
        text: text.into(),
    }
}

fn withdraw(message: MessageId) -> WithdrawMessage {
    WithdrawMessage {
        dialog: DIALOG,
        message,
    }
}

fn first(test: &mut CenterTest, message: MessageId) -> Result<FirstSaid, Code> {
    let dialog = DIALOG;
    let first = test.asked("ada", FirstText { dialog, message });
    first.map_err(|refusal| refusal.code)
}

fn stored(test: &mut CenterTest, id: MessageId) -> Message {
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    let mut messages = opened.messages.into_iter();
    messages.find(|message| message.id == id).expect("there")
}

fn preview(test: &mut CenterTest) -> String {
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    opened.dialog.last.preview
}

#[test]
fn who_sees_a_message_sees_at_once_what_its_author_makes_of_it() {
    let (mut test, id) = answered();
    test.pass(60_000).ask("boris", edit(id, "At eight"));
    assert_snapshot!(test.transcript(), @r"
    boris < done 1
    anna < revised #8 Boris: At eight
    ada < revised #8 o2: At eight (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < revised #8 o2: At eight (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ");
    let message = stored(&mut test, id);
    assert_eq!(message.text(), Some("At eight"));
    assert_eq!(message.revised_at, Some(test.now));
    assert_eq!(preview(&mut test), "At eight");
    test.quiet().ask("boris", withdraw(id));
    assert_snapshot!(test.transcript(), @r"
    boris < done 1
    anna < revised #8 Boris: [withdrawn]
    ada < revised #8 o2: [withdrawn] (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    boris < revised #8 o2: [withdrawn] (dialog 1 open, o2, unread 1, awaiting 0, delivered 0, read 0, opened 0)
    ");
    assert!(stored(&mut test, id).is_withdrawn());
    assert_eq!(preview(&mut test), "");
}

#[test]
fn who_was_away_hears_of_it_and_who_comes_anew_sees_it_as_it_is() {
    let (mut test, id) = answered();
    test.cut("anna").cut("ada");
    test.ask("boris", edit(id, "At eight")).quiet();
    test.widget("anna").console("ada");
    let told = test.transcript();
    assert!(told.contains("anna < revised #8 Boris: At eight"), "{told}");
    assert!(told.contains("ada < revised #8 o2: At eight"), "{told}");
    test.hello_with("anna", None);
    let told = test.transcript();
    assert!(told.contains("anna < | #8 Boris: At eight"), "{told}");
    assert!(!told.contains("eihgt"), "{told}");
}

#[test]
fn a_note_is_changed_and_withdrawn_and_the_client_hears_nothing() {
    let (mut test, _) = answered();
    let (cid, dialog) = (Cid::from("n1"), DIALOG);
    let text = "Our best clinet".into();
    test.operator("boris", FromOperator::Note { cid, dialog, text })
        .quiet();
    let note = last_of(&test, "note");
    test.ask("boris", edit(note, "Our best client"));
    test.ask("boris", withdraw(note));
    let told = test.transcript();
    assert!(
        told.contains("ada < revised #9 o2 notes: Our best client"),
        "{told}"
    );
    assert!(!told.contains("anna <"), "{told}");
}

#[test]
fn only_its_author_may_and_for_five_minutes_only() {
    let (mut test, id) = answered();
    let question = last_of(&test, "visitor");
    let began = last_of(&test, "system");
    for (who, message) in [("ada", id), ("boris", question), ("boris", began)] {
        assert_eq!(
            refused(&mut test, who, edit(message, "Never")),
            Code::Forbidden
        );
        assert_eq!(refused(&mut test, who, withdraw(message)), Code::Forbidden);
    }
    let nowhere = MessageId(77);
    assert_eq!(refused(&mut test, "boris", edit(nowhere, "x")), Code::Stale);
    assert_eq!(refused(&mut test, "boris", withdraw(nowhere)), Code::Stale);
    test.widget("vera").say("vera", "v1", "Hi");
    let elsewhere = EditMessage {
        dialog: DialogId(2),
        ..edit(id, "x")
    };
    assert_eq!(refused(&mut test, "boris", elsewhere), Code::Stale);
    for (text, code) in [
        (" \n", Code::Empty),
        (&"x".repeat(TEXT_CHARS_MAX + 1), Code::TextTooLong),
    ] {
        assert_eq!(refused(&mut test, "boris", edit(id, text)), code);
    }
    test.pass(REVISE_MS_MAX);
    assert_eq!(test.asked("boris", edit(id, "At eight")), Ok(Done {}));
    test.pass(1);
    assert_eq!(
        refused(&mut test, "boris", edit(id, "At nine")),
        Code::TooLate
    );
    assert_eq!(refused(&mut test, "boris", withdraw(id)), Code::TooLate);
    // Asked once more, since the line was cut: it is so already.
    test.quiet();
    assert_eq!(test.asked("boris", edit(id, "At eight")), Ok(Done {}));
    assert_eq!(test.transcript().trim(), "boris < done 1");
}

#[test]
fn what_was_withdrawn_stays_so() {
    let (mut test, id) = answered();
    test.asked("boris", withdraw(id)).unwrap();
    assert_eq!(
        refused(&mut test, "boris", edit(id, "At eight")),
        Code::Stale
    );
    test.quiet();
    assert_eq!(test.asked("boris", withdraw(id)), Ok(Done {}));
    assert_eq!(test.transcript().trim(), "boris < done 1");
}

#[test]
fn administrators_see_what_it_said_at_first_however_often_it_was_changed() {
    let (mut test, id) = answered();
    assert_eq!(first(&mut test, id), Err(Code::NotFound), "it is as it was");
    test.asked("boris", edit(id, "At nine")).unwrap();
    test.asked("boris", edit(id, "At eight")).unwrap();
    test.asked("boris", withdraw(id)).unwrap();
    let said = FirstSaid {
        text: "At eihgt".into(),
        is_file: false,
    };
    assert_eq!(first(&mut test, id), Ok(said));
    let message = id;
    let elsewhere = FirstText {
        dialog: DialogId(2),
        message,
    };
    assert_eq!(refused(&mut test, "ada", elsewhere), Code::NotFound);
    let dialog = DIALOG;
    let by_operator = FirstText { dialog, message };
    assert_eq!(refused(&mut test, "boris", by_operator), Code::Forbidden);
}

#[test]
fn a_message_of_before_leaves_the_card_as_it_is() {
    let (mut test, id) = answered();
    test.reply("boris", 1, "r2", "Come in!");
    test.asked("boris", edit(id, "At eight")).unwrap();
    assert_eq!(preview(&mut test), "Come in!");
}

/// The line was cut before the acknowledgement came; meanwhile another console of his has
/// changed the message.
#[test]
fn a_reply_that_is_sent_again_has_its_first_answer_though_it_was_changed() {
    let (mut test, id) = answered();
    test.asked("boris", edit(id, "At eight")).unwrap();
    for _ in 0..2 {
        test.quiet().reply("boris", 1, "r1", "At eihgt");
        assert_eq!(test.transcript().trim(), format!("boris < ack r1: #{id}"));
        assert_eq!(
            refused_message(&mut test, reply(1, "r1", "At eight")),
            Code::CidReused
        );
        test.asked("boris", withdraw(id)).unwrap();
    }
}

fn refused_message(test: &mut CenterTest, said: FromOperator) -> Code {
    test.quiet().operator("boris", said);
    test.refusal("boris").expect("refused").code
}

#[test]
fn a_withdrawn_file_is_nobodys_any_more_and_its_bytes_go() {
    let (mut test, _) = answered();
    let file = upload(&mut test, by_operator("boris", 1), "f1");
    let said = |file: &FileId| FromOperator::Reply {
        cid: "r2".into(),
        dialog: DIALOG,
        body: Draft::File { file: file.clone() },
        quote: None,
    };
    test.operator("boris", said(&file));
    let id = last_of(&test, "operator");
    assert_eq!(refused(&mut test, "boris", edit(id, "x")), Code::Invalid);
    test.asked("boris", withdraw(id)).unwrap();
    assert!(stored(&mut test, id).is_withdrawn());
    for owner in [
        Asker::Visitor(identity("anna")),
        Asker::Operator(session("boris")),
    ] {
        let file = file.clone();
        let found = test.command(Command::FindFile { owner, file });
        assert_eq!(found.unwrap_err().code, Code::NotFound);
    }
    test.alarm();
    let deletes = test.outputs.iter().any(
        |output| matches!(output, Output::DeleteFiles { files, .. } if *files == [file.clone()]),
    );
    assert!(deletes, "{:?}", test.outputs);
    check_rooms(&test);
    let said_first = FirstSaid {
        text: "plan.pdf".into(),
        is_file: true,
    };
    assert_eq!(first(&mut test, id), Ok(said_first));
    test.quiet().operator("boris", said(&file));
    let heard = test.heard("boris");
    assert!(
        matches!(&heard[..], [Heard::Operator(ToOperator::Ack { id: again, .. })] if *again == id),
        "{heard:?}"
    );
}

#[test]
fn the_text_of_before_is_found_no_more_whether_the_index_has_it_or_not() {
    let (mut test, id) = answered();
    test.asked("boris", edit(id, "Opening hours: eight"))
        .unwrap();
    assert_eq!(n_found(&mut test, "eihgt"), 0);
    assert_eq!(n_found(&mut test, "opening hours"), 1);
    for n in 0..12 {
        test.pass(1_000).say("anna", &format!("m{n}"), "Hm");
    }
    test.settle();
    assert_eq!(n_found(&mut test, "opening hours"), 1);
    test.asked("boris", edit(id, "Closing time: nine")).unwrap();
    assert_eq!(n_found(&mut test, "opening hours"), 0);
    assert_eq!(n_found(&mut test, "closing time"), 1);
    test.asked("boris", withdraw(id)).unwrap();
    assert_eq!(n_found(&mut test, "closing time"), 0);
}

fn n_found(test: &mut CenterTest, text: &str) -> usize {
    let (text, behind) = (text.to_owned(), None);
    let found = test.asked("ada", SearchMessages { text, behind }).unwrap();
    found.messages.len()
}

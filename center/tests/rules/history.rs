//! The history of a dialog (KC-19): what is done with it, and with who writes in it, stands
//! in it, for operators only.

use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::clients::{
    AddClient, BlockClient, MergeClients, PauseClient, UnblockClient, UnpauseClient,
};
use beseda_protocol::ask::dialogs::{
    Assign, Close, DialogQuestion, MarkRead, MarkSpam, MarkUnread, NoReplyNeeded, OpenDialog,
    PinDialog, Reopen, SaveDraft, SeeMention, SnoozeDialog, SnoozeUntil, Spammed, TagDialog,
    TransferDialog, UndoSpam, UnpinDialog, UntagDialog, WakeDialog,
};
use beseda_protocol::ask::jobs::{BeginBulk, UndoJob};
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::bulk::Act;
use beseda_protocol::dialog::{Summary, TransferTo};
use beseda_protocol::draft::Composed;
use beseda_protocol::ids::{ClientId, DialogId, MarkId, OperatorId, Timestamp};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::selection::Selection;
use beseda_protocol::team::Role;

use crate::harness::CenterTest;

const DIALOG: DialogId = DialogId(1);
const CLIENT: ClientId = ClientId(1);
const ADA: OperatorId = OperatorId(1);
const BORIS: OperatorId = OperatorId(2);

/// Anna has written; there is a tag, "Refund".
fn center() -> (CenterTest, MarkId) {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    let (kind, name) = (MarkKind::Tag, "Refund".to_owned());
    let tag = test.asked("ada", AddMark { kind, name }).unwrap().id;
    test.widget("anna").say("anna", "c1", "Hello?").quiet();
    (test, tag)
}

/// What the system has told in the dialog, and the card.
fn history(test: &mut CenterTest) -> (Vec<Happened>, Summary) {
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    let told = opened.messages.into_iter();
    let told = told.filter_map(|message| match message.content {
        Content::System { happened } => Some(happened),
        _ => None,
    });
    (told.collect(), opened.dialog)
}

/// What the system has told since there were so many.
fn told_after(test: &mut CenterTest, n: usize) -> Vec<Happened> {
    history(test).0.split_off(n)
}

/// Every question about a dialog is carried out in turn, each where it changes something.
/// One that has no place here fails it.
///
/// Criteria: KC-19
#[test]
fn whatever_is_done_with_a_dialog_stands_in_it() {
    let (mut test, tag) = center();
    let (dialog, by) = (DIALOG, BORIS);
    let mut spammed = Spammed {
        is_newly_blocked: false,
        closed: vec![],
    };
    // The order of their definition, but for what takes back what another one has done.
    for word in DialogQuestion::WORDS {
        let n = history(&mut test).0.len();
        let expected = match *word {
            // Looks: who has read is told by the marks of reading.
            "open" | "history" => vec![],
            "mark_read" => {
                test.asked("boris", MarkRead { dialog }).unwrap();
                vec![]
            }
            // His own: nobody else is told.
            "pin" => {
                test.asked("boris", PinDialog { dialog }).unwrap();
                vec![]
            }
            "unpin" => {
                test.asked("boris", UnpinDialog { dialog }).unwrap();
                vec![]
            }
            "see_mention" => {
                let at = Timestamp(0);
                test.asked("boris", SeeMention { dialog, at }).unwrap();
                vec![]
            }
            "save_draft" => {
                let composed = Some(Composed {
                    is_note: false,
                    text: "Half a thought".into(),
                    quote: None,
                });
                let version = 0;
                let draft = SaveDraft {
                    dialog,
                    version,
                    composed,
                };
                test.asked("boris", draft).unwrap();
                vec![]
            }
            "close" => {
                test.asked("boris", Close { dialog }).unwrap();
                vec![Happened::Closed { by }]
            }
            "reopen" => {
                test.asked("boris", Reopen { dialog }).unwrap();
                vec![Happened::Reopened { by: Some(by) }]
            }
            "no_reply_needed" => {
                test.asked("boris", NoReplyNeeded { dialog }).unwrap();
                vec![Happened::NoReplyNeeded { by }]
            }
            "mark_unread" => {
                test.asked("boris", MarkUnread { dialog }).unwrap();
                vec![Happened::MarkedUnread { by }]
            }
            "spam" => {
                spammed = test.asked("boris", MarkSpam { dialog }).unwrap();
                vec![
                    Happened::Spam { by },
                    Happened::Blocked { by },
                    Happened::Closed { by },
                ]
            }
            "undo_spam" => {
                let spammed = spammed.clone();
                test.asked("boris", UndoSpam { dialog, spammed }).unwrap();
                vec![
                    Happened::NoSpam { by },
                    Happened::Reopened { by: Some(by) },
                    Happened::Unblocked { by },
                ]
            }
            "snooze" => {
                let until = SnoozeUntil::Written {};
                test.asked("boris", SnoozeDialog { dialog, until }).unwrap();
                vec![Happened::Snoozed { by, until: None }]
            }
            "wake" => {
                test.asked("boris", WakeDialog { dialog }).unwrap();
                vec![Happened::Woken { by: Some(by) }]
            }
            "assign" => {
                let to = Some(BORIS);
                test.asked("boris", Assign { dialog, to }).unwrap();
                vec![Happened::Assigned { by, to }]
            }
            "transfer" => {
                let (to, note) = (TransferTo::Person { to: ADA }, String::new());
                let transfer = TransferDialog { dialog, to, note };
                test.asked("boris", transfer).unwrap();
                let to = Some(ADA);
                vec![Happened::Assigned { by, to }]
            }
            "tag" => {
                test.asked("boris", TagDialog { dialog, tag }).unwrap();
                let tag = "Refund".into();
                vec![Happened::Tagged { by, tag }]
            }
            "untag" => {
                test.asked("boris", UntagDialog { dialog, tag }).unwrap();
                let tag = "Refund".into();
                vec![Happened::Untagged { by, tag }]
            }
            // It stands in the message itself, and what it said at first is for administrators.
            "edit_message" | "withdraw_message" | "first_text" => vec![],
            // Told in the one that stays: see `joining`.
            "preview_merge" | "merge" => vec![],
            // How far a message is on its way is told beside it.
            "resend_message" => vec![],
            other => panic!("{other} has no place in the history yet"),
        };
        assert_eq!(told_after(&mut test, n), expected, "{word}");
    }
}

/// Criteria: KC-19
#[test]
fn what_is_done_with_who_writes_in_it_and_with_his_site_stands_in_it_too() {
    let (mut test, _) = center();
    let (client, by) = (CLIENT, BORIS);
    let n = history(&mut test).0.len();
    let reason = String::new();
    test.asked("boris", BlockClient { client, reason }).unwrap();
    test.asked("boris", UnblockClient { client }).unwrap();
    test.asked("boris", PauseClient { client }).unwrap();
    test.asked("boris", UnpauseClient { client }).unwrap();
    let add = AddClient {
        name: Some("Anna Berg".into()),
        contacts: vec![],
    };
    let into = test.asked("boris", add).unwrap().id;
    test.asked("boris", MergeClients { client, into }).unwrap();
    let name = "Sales".to_owned();
    let channel = test.asked("ada", AddChannel { name }).unwrap().id;
    let site = "s1".into();
    test.asked("ada", MoveSite { site, channel }).unwrap();
    while test.slice() {}
    let expected = [
        Happened::Blocked { by },
        Happened::Unblocked { by },
        Happened::Paused { by },
        Happened::Unpaused { by },
        Happened::Merged { by, client },
        Happened::Moved {
            by: ADA,
            to: "Sales".into(),
        },
    ];
    assert_eq!(told_after(&mut test, n), expected);
}

/// Criteria: KC-19
#[test]
fn what_is_done_with_many_at_once_stands_in_each_and_so_does_what_takes_it_back() {
    let (mut test, tag) = center();
    test.widget("vera").say("vera", "v1", "Hello!");
    let n = history(&mut test).0.len();
    let bulk = BeginBulk {
        act: Act::Mark { marks: vec![tag] },
        on: Selection::Dialogs {
            ids: vec![DIALOG, DialogId(2)],
        },
        counted: 2,
    };
    let job = test.asked("boris", bulk).unwrap().job;
    while test.slice() {}
    let by = BORIS;
    let name = || "Refund".to_owned();
    let told = "SELECT count(*) FROM messages WHERE happened ->> 't' = 'tagged'";
    assert_eq!(test.sql.number(told), 2);
    test.asked("boris", UndoJob { job }).unwrap();
    while test.slice() {}
    let expected = [
        Happened::Tagged { by, tag: name() },
        Happened::Untagged { by, tag: name() },
    ];
    assert_eq!(told_after(&mut test, n), expected);
}

/// A dialog is not moved, counted or shown otherwise for it, and nobody else hears of it.
#[test]
fn a_system_message_leaves_the_card_as_it_was_and_never_reaches_the_visitor() {
    let (mut test, tag) = center();
    let before = history(&mut test).1;
    test.pass(60_000).quiet();
    let (client, dialog) = (CLIENT, DIALOG);
    test.asked("boris", TagDialog { dialog, tag }).unwrap();
    test.asked("boris", PauseClient { client }).unwrap();
    test.asked("boris", UnpauseClient { client }).unwrap();
    test.asked("boris", UntagDialog { dialog, tag }).unwrap();
    assert_eq!(history(&mut test).1, before);
    let story = test.transcript();
    assert!(!story.contains("anna <"), "{story}");
}

#[test]
fn a_tag_is_told_by_the_name_that_it_had() {
    use beseda_protocol::ask::marks::DeleteMark;
    let (mut test, tag) = center();
    let n = history(&mut test).0.len();
    let (dialog, by) = (DIALOG, BORIS);
    test.asked("boris", TagDialog { dialog, tag }).unwrap();
    test.asked("ada", DeleteMark { mark: tag }).unwrap();
    let tag = "Refund".into();
    assert_eq!(told_after(&mut test, n), [Happened::Tagged { by, tag }]);
}

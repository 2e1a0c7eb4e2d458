//! Dialogs that are handed on, to somebody or to another channel, and clients who are bound to
//! somebody.

use beseda_protocol::ask::channels::{AddChannel, DeleteChannel, SaveChannel};
use beseda_protocol::ask::clients::{BindClient, PauseClient};
use beseda_protocol::ask::dialogs::{
    OpenDialog, OpenedDialog, TagDialog, TransferDialog, UntagDialog,
};
use beseda_protocol::ask::marks::{AddMark, RouteTag};
use beseda_protocol::ask::sites::MoveSite;
use beseda_protocol::ask::team::{SetAccess, SetAvailability};
use beseda_protocol::channel::{Assignment, AssignmentRule};
use beseda_protocol::dialog::TransferTo;
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, OperatorId};
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Access, Availability, Others, Role};

use crate::harness::CenterTest;

const CLIENT: ClientId = ClientId(1);
const DIALOG: DialogId = DialogId(1);

/// Ada, Boris and Clara; Anna waits for Boris.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .hire("clara", Role::Operator)
        .widget("anna")
        .say("anna", "c1", "Hello?")
        .reply("boris", 1, "r1", "Yes?")
        .say("anna", "c2", "My invoice is wrong");
    test
}

fn channel(test: &mut CenterTest, name: &str) -> ChannelId {
    let name = name.to_owned();
    test.asked("ada", AddChannel { name }).unwrap().id
}

fn only(channel: ChannelId) -> Access {
    Access {
        others: Others::Answerable,
        channels: Some(vec![channel]),
    }
}

fn sees_only(test: &mut CenterTest, name: &str, channel: ChannelId) {
    let set = SetAccess {
        employee: test.id(name),
        from: Access::WHOLE,
        to: only(channel),
    };
    test.asked("ada", set).unwrap();
}

fn transfer(test: &mut CenterTest, by: &str, to: TransferTo, note: &str) -> Result<(), Refusal> {
    let asked = TransferDialog {
        dialog: DIALOG,
        to,
        note: note.to_owned(),
    };
    test.asked(by, asked).map(drop)
}

fn opened(test: &mut CenterTest, id: u64) -> OpenedDialog {
    let dialog = DialogId(id);
    test.asked("ada", OpenDialog { dialog }).unwrap()
}

fn responsible(test: &mut CenterTest, id: u64) -> Option<OperatorId> {
    opened(test, id).dialog.responsible
}

fn last_two(test: &mut CenterTest) -> [Content; 2] {
    let mut messages = opened(test, 1).messages.into_iter().rev();
    let mut next = || messages.next().unwrap().content;
    let last = next();
    [next(), last]
}

/// Criteria: X26, YU-04
#[test]
fn a_dialog_is_handed_on_to_a_colleague_with_a_word() {
    let mut test = center();
    let (boris, clara) = (test.id("boris"), test.id("clara"));
    let to = TransferTo::Person { to: clara };
    transfer(&mut test, "boris", to, "She pays by card").unwrap();
    assert_eq!(responsible(&mut test, 1), Some(clara));
    let note = Content::Note {
        by: boris,
        text: "She pays by card".to_owned(),
        mentions: vec![],
    };
    let to = Some(clara);
    let happened = Happened::Assigned { by: boris, to };
    assert_eq!(last_two(&mut test), [note, Content::System { happened }]);
    // Still unanswered: a note clears nothing.
    assert!(opened(&mut test, 1).dialog.waiting_since.is_some());
}

/// Criteria: X26, C2D-18
#[test]
fn a_dialog_is_handed_on_to_a_department_and_leaves_who_does_not_see_it_there() {
    let mut test = center();
    let (boris, clara) = (test.id("boris"), test.id("clara"));
    let accounting = channel(&mut test, "Accounting");
    sees_only(&mut test, "clara", accounting);
    sees_only(&mut test, "boris", ChannelId::FIRST);
    test.quiet();
    let to = TransferTo::Channel {
        channel: accounting,
    };
    transfer(&mut test, "boris", to, "An invoice").unwrap();
    let dialog = opened(&mut test, 1).dialog;
    assert_eq!((dialog.channel, dialog.responsible), (accounting, None));
    let note = Content::Note {
        by: boris,
        text: "An invoice".to_owned(),
        mentions: vec![],
    };
    let to = "Accounting".to_owned();
    let happened = Happened::Transferred { by: boris, to };
    assert_eq!(last_two(&mut test), [note, Content::System { happened }]);
    let unseen = test.asked("boris", OpenDialog { dialog: DIALOG });
    assert_eq!(unseen.unwrap_err().code, Code::NotFound);
    test.reply("clara", 1, "r2", "Let me see");
    assert_eq!(responsible(&mut test, 1), Some(clara));
    // The client goes on in the same dialog.
    test.say("anna", "c3", "Thank you");
    assert_eq!(opened(&mut test, 1).dialog.channel, accounting);
}

/// Criteria: C2D-18
#[test]
fn a_tag_hands_a_dialog_on_to_its_department() {
    let mut test = center();
    let accounting = channel(&mut test, "Accounting");
    let (kind, name) = (MarkKind::Tag, "Invoice".to_owned());
    let tag = test.asked("ada", AddMark { kind, name }).unwrap().id;
    let route = |mark, channel| RouteTag { mark, channel };
    test.asked("ada", route(tag, Some(accounting))).unwrap();
    let dialog = DIALOG;
    test.asked("boris", TagDialog { dialog, tag }).unwrap();
    let opened = opened(&mut test, 1);
    assert_eq!(opened.tags, [tag]);
    let place = (opened.dialog.channel, opened.dialog.responsible);
    assert_eq!(place, (accounting, None));
    // Given once more it is where it is, and a channel that is gone leads nowhere.
    let to = TransferTo::Channel {
        channel: ChannelId::FIRST,
    };
    transfer(&mut test, "ada", to, "").unwrap();
    test.asked("boris", TagDialog { dialog, tag }).unwrap();
    test.asked("boris", UntagDialog { dialog, tag }).unwrap();
    let channel = accounting;
    test.asked("ada", DeleteChannel { channel }).unwrap();
    test.asked("boris", TagDialog { dialog, tag }).unwrap();
    assert_eq!(self::opened(&mut test, 1).dialog.channel, ChannelId::FIRST);
    let gone = test.asked("ada", route(tag, Some(accounting)));
    assert_eq!(gone.unwrap_err().code, Code::NotFound);
}

#[test]
fn a_channel_that_gives_in_turn_gives_what_is_handed_on_to_it() {
    let mut test = center();
    let accounting = channel(&mut test, "Accounting");
    let assignment = Assignment {
        rule: AssignmentRule::RoundRobin,
        ..Assignment::default()
    };
    let save = SaveChannel {
        channel: accounting,
        version: 0,
        section: assignment.into(),
    };
    test.asked("ada", save).unwrap();
    for name in ["ada", "boris"] {
        let availability = Availability::Away;
        test.asked(name, SetAvailability { availability }).unwrap();
    }
    let to = TransferTo::Channel {
        channel: accounting,
    };
    transfer(&mut test, "boris", to, "").unwrap();
    let clara = test.id("clara");
    assert_eq!(responsible(&mut test, 1), Some(clara));
}

#[test]
fn what_cannot_be_handed_on_stays_as_it_is_with_its_note_unwritten() {
    let mut test = center();
    let sales = channel(&mut test, "Sales");
    sees_only(&mut test, "clara", sales);
    let before = opened(&mut test, 1);
    let clara = test.id("clara");
    for (to, code) in [
        (TransferTo::Person { to: clara }, Code::ChannelUnseen),
        (TransferTo::Person { to: OperatorId(99) }, Code::NotFound),
        (
            TransferTo::Channel {
                channel: ChannelId(99),
            },
            Code::NotFound,
        ),
    ] {
        let refused = transfer(&mut test, "boris", to, "Please").unwrap_err();
        assert_eq!(refused.code, code);
    }
    assert_eq!(opened(&mut test, 1).messages, before.messages);
    let boris = test.id("boris");
    let taken = transfer(&mut test, "clara", TransferTo::Person { to: boris }, "");
    assert_eq!(
        taken.unwrap_err().code,
        Code::NotFound,
        "she does not see it"
    );
}

#[test]
fn a_site_that_moves_leaves_what_was_handed_on_where_it_is() {
    let mut test = center();
    test.widget("ben").say("ben", "c1", "Hi");
    let (accounting, sales) = (
        channel(&mut test, "Accounting"),
        channel(&mut test, "Sales"),
    );
    let to = TransferTo::Channel {
        channel: accounting,
    };
    transfer(&mut test, "ada", to, "").unwrap();
    let (site, channel) = ("s1".into(), sales);
    test.asked("ada", MoveSite { site, channel }).unwrap();
    test.settle();
    assert_eq!(opened(&mut test, 1).dialog.channel, accounting);
    assert_eq!(opened(&mut test, 2).dialog.channel, sales);
}

fn bind(test: &mut CenterTest, to: Option<OperatorId>) {
    let client = CLIENT;
    test.asked("ada", BindClient { client, to }).unwrap();
}

/// Closes Anna's dialog, and lets so much time pass that the next is another one.
fn done(test: &mut CenterTest, id: u64) {
    const DAYS_MS: u64 = 2 * 24 * 60 * 60 * 1000;
    test.close("ada", id).pass(DAYS_MS);
}

/// Criteria: X4
#[test]
fn the_next_dialogs_of_a_bound_client_are_whose_he_is_bound_to_when_he_is_there() {
    let mut test = center();
    let clara = test.id("clara");
    bind(&mut test, Some(clara));
    let boris = test.id("boris");
    assert_eq!(responsible(&mut test, 1), Some(boris), "this one stays");
    done(&mut test, 1);
    test.say("anna", "c3", "Another thing");
    assert_eq!(responsible(&mut test, 2), Some(clara));
    let kept = Content::System {
        happened: Happened::Kept { to: clara },
    };
    assert!(
        opened(&mut test, 2)
            .messages
            .iter()
            .any(|message| message.content == kept)
    );
    done(&mut test, 2);
    let availability = Availability::Away;
    test.asked("clara", SetAvailability { availability })
        .unwrap();
    test.say("anna", "c4", "And another");
    assert_eq!(responsible(&mut test, 3), None, "she is away");
    // Opened again, it is hers when she is back.
    test.close("ada", 3);
    let availability = Availability::Online;
    test.asked("clara", SetAvailability { availability })
        .unwrap();
    test.say("anna", "c5", "One more thing");
    assert_eq!(responsible(&mut test, 3), Some(clara));
    done(&mut test, 3);
    bind(&mut test, None);
    test.say("anna", "c6", "The last one");
    assert_eq!(responsible(&mut test, 4), None);
}

#[test]
fn nobody_is_kept_for_who_does_not_see_the_channel_nor_while_he_is_paused() {
    let mut test = center();
    let sales = channel(&mut test, "Sales");
    let clara = test.id("clara");
    bind(&mut test, Some(clara));
    sees_only(&mut test, "clara", sales);
    done(&mut test, 1);
    test.say("anna", "c3", "Another thing");
    assert_eq!(responsible(&mut test, 2), None);
    let boris = test.id("boris");
    bind(&mut test, Some(boris));
    let client = CLIENT;
    test.asked("ada", PauseClient { client }).unwrap();
    done(&mut test, 2);
    test.say("anna", "c4", "And another");
    assert_eq!(responsible(&mut test, 3), None);
    let to = Some(OperatorId(99));
    let nobody = test.asked("ada", BindClient { client, to });
    assert_eq!(nobody.unwrap_err().code, Code::NotFound);
}

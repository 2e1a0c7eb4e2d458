//! A client who is blocked can't write, and is told so; one who is paused can (SB-50, SB-58,
//! X10, X25).

use beseda_center::turn::command::{Command, FileOwner, Reply};
use beseda_protocol::ask::clients::{
    BlockClient, MergeClients, OpenClient, PauseClient, UnblockClient, UnpauseClient,
};
use beseda_protocol::ask::dialogs::{Close, OpenDialog};
use beseda_protocol::client::{Block, Pause};
use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::message::{Content, Happened};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;
use beseda_protocol::visitor::{FromVisitor, ToVisitor};

use crate::harness::{CenterTest, Heard, identity};

const VERA: ClientId = ClientId(1);
const DIALOG: DialogId = DialogId(1);

fn block(reason: &str) -> BlockClient {
    BlockClient {
        client: VERA,
        reason: reason.into(),
    }
}

const UNBLOCK: UnblockClient = UnblockClient { client: VERA };
const PAUSE: PauseClient = PauseClient { client: VERA };
const UNPAUSE: UnpauseClient = UnpauseClient { client: VERA };

/// Vera has written.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("max", Role::Operator).widget("vera");
    test.say("vera", "c1", "Buy gold").quiet();
    test
}

/// What a widget was told of being blocked, in order.
fn told(heard: Vec<Heard>) -> Vec<bool> {
    let told = heard.into_iter().filter_map(|heard| match heard {
        Heard::Visitor(
            ToVisitor::Blocked { on }
            | ToVisitor::Resumed { is_blocked: on, .. }
            | ToVisitor::Reset { is_blocked: on, .. },
        ) => Some(on),
        _ => None,
    });
    told.collect()
}

/// By what a visitor's message was refused, told by its cid.
fn refused(test: &mut CenterTest, visitor: &str, cid: &str) -> Option<Code> {
    test.quiet().say(visitor, cid, "Silver, too");
    let heard = test.heard(visitor);
    heard.into_iter().find_map(|heard| match heard {
        Heard::Visitor(ToVisitor::Refused {
            cid: of, refusal, ..
        }) => {
            assert_eq!(of, Some(cid.into()));
            Some(refusal.code)
        }
        _ => None,
    })
}

fn card(test: &mut CenterTest) -> Summary {
    test.asked("max", OpenDialog { dialog: DIALOG })
        .unwrap()
        .dialog
}

/// What the system has told in a dialog.
fn history(test: &mut CenterTest, dialog: DialogId) -> Vec<Happened> {
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    let told = opened.messages.into_iter();
    told.filter_map(|message| match message.content {
        Content::System { happened } => Some(happened),
        _ => None,
    })
    .collect()
}

/// Criteria: SB-58
#[test]
fn who_is_blocked_hears_it_at_once_and_is_refused_by_his_messages_name() {
    let mut test = center();
    test.widget("vera.2").quiet().ask("max", block(""));
    assert_eq!(told(test.heard("vera")), [true]);
    assert_eq!(told(test.heard("vera.2")), [true], "in each of his tabs");
    assert_eq!(refused(&mut test, "vera", "c2"), Some(Code::Unavailable));
    assert!(test.heard("max").is_empty(), "nobody hears of it");
    test.quiet().ask("max", UNBLOCK);
    assert_eq!(told(test.heard("vera")), [false]);
    assert_eq!(
        refused(&mut test, "vera", "c2"),
        None,
        "the same message goes now"
    );
}

#[test]
fn a_message_that_was_stored_before_is_acknowledged_again() {
    let mut test = center();
    test.ask("max", block("")).quiet();
    test.say("vera", "c1", "Buy gold");
    let heard = test.heard("vera");
    assert!(
        matches!(heard[..], [Heard::Visitor(ToVisitor::Ack { .. })]),
        "{heard:?}"
    );
}

#[test]
fn every_greeting_says_whether_he_is_blocked() {
    let mut test = center();
    test.ask("max", block(""));
    for _ in 0..2 {
        test.reload().quiet().hello("vera");
        assert_eq!(told(test.heard("vera")), [true], "as it was");
        test.quiet().hello_with("vera", None);
        assert_eq!(told(test.heard("vera")), [true], "from the start");
    }
    test.leave("vera").ask("max", UNBLOCK);
    test.widget("vera");
    assert_eq!(told(test.heard("vera")), [false]);
}

#[test]
fn he_neither_types_nor_uploads() {
    let mut test = center();
    test.ask("max", block("")).quiet();
    test.visitor("vera", FromVisitor::Typing { on: true });
    assert!(test.heard("max").is_empty());
    let upload = Command::ReserveFile {
        owner: FileOwner::Visitor(identity("vera"), "s1".into()),
        cid: "f1".into(),
        name: "gold.png".into(),
        size: 10,
    };
    let refused = test.command(upload.clone()).unwrap_err();
    assert_eq!(refused.code, Code::Unavailable);
    test.ask("max", UNBLOCK);
    let reserved = test.command(upload);
    assert!(
        matches!(reserved, Ok(Reply::Reserved { .. })),
        "{reserved:?}"
    );
}

#[test]
fn the_card_says_who_has_blocked_him_when_and_why() {
    let mut test = center();
    let (at, by) = (test.now, test.id("max"));
    test.ask("max", block(" Advertises\n"));
    let profile = test
        .asked("ada", OpenClient { client: VERA })
        .unwrap()
        .profile;
    let reason = "Advertises".to_owned();
    assert_eq!(profile.block, Some(Block { at, by, reason }));
    // Said again, it is known who has blocked him first; another reason is taken.
    test.pass(1_000);
    test.ask("ada", block(""))
        .ask("ada", block("Writes to everybody"));
    let profile = test
        .asked("ada", OpenClient { client: VERA })
        .unwrap()
        .profile;
    let reason = "Writes to everybody".to_owned();
    assert_eq!(profile.block, Some(Block { at, by, reason }));
    assert_eq!(
        history(&mut test, DIALOG),
        [Happened::Begun {}, Happened::Blocked { by },]
    );
}

/// Criteria: SB-50, X10
#[test]
fn blocked_paused_and_closed_are_apart_from_each_other() {
    let mut test = center();
    let of = |card: Summary| {
        let is_open = matches!(card.state, DialogState::Open {});
        (is_open, card.client.is_blocked, card.client.is_paused)
    };
    test.ask("max", PAUSE);
    assert_eq!(of(card(&mut test)), (true, false, true));
    assert_eq!(
        refused(&mut test, "vera", "c2"),
        None,
        "a paused one writes"
    );
    test.ask("max", block(""));
    assert_eq!(of(card(&mut test)), (true, true, true));
    test.ask("max", Close { dialog: DIALOG });
    assert_eq!(of(card(&mut test)), (false, true, true));
    test.ask("max", UNBLOCK).ask("max", UNPAUSE);
    assert_eq!(of(card(&mut test)), (false, false, false));
    let by = test.id("max");
    assert_eq!(
        history(&mut test, DIALOG),
        [
            Happened::Begun {},
            Happened::Paused { by },
            Happened::Blocked { by },
            Happened::Closed { by },
            Happened::Unblocked { by },
            Happened::Unpaused { by },
        ]
    );
}

#[test]
fn the_card_says_who_has_paused_him_and_when() {
    let mut test = center();
    let (at, by) = (test.now, test.id("max"));
    test.ask("max", PAUSE);
    test.pass(1_000);
    test.ask("ada", PAUSE);
    let profile = test
        .asked("ada", OpenClient { client: VERA })
        .unwrap()
        .profile;
    assert_eq!(profile.pause, Some(Pause { at, by }));
}

#[test]
fn all_consoles_see_it_on_the_cards_of_his_dialogs() {
    use beseda_protocol::operator::OperatorEvent;
    let mut test = center();
    test.quiet().ask("max", block(""));
    let heard = test.heard("ada");
    let events = heard.into_iter().flat_map(|heard| match heard {
        Heard::Operator(ToOperator::Events { events, .. }) => events,
        _ => vec![],
    });
    let told = events.filter_map(|event| match event {
        OperatorEvent::Client { client, .. } => Some(client.is_blocked),
        OperatorEvent::Message { dialog, .. } => Some(dialog.client.is_blocked),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [true, true]);
}

/// Two turned out to be one: he is blocked as both, in the browsers of both.
#[test]
fn who_is_merged_with_a_blocked_one_is_blocked() {
    let mut test = center();
    test.widget("paul").say("paul", "p1", "Hello");
    test.ask("max", block("Advertises")).quiet();
    test.ask(
        "max",
        MergeClients {
            client: VERA,
            into: ClientId(2),
        },
    );
    assert_eq!(told(test.heard("paul")), [true]);
    assert_eq!(refused(&mut test, "paul", "p2"), Some(Code::Unavailable));
    assert_eq!(refused(&mut test, "vera", "c2"), Some(Code::Unavailable));
}

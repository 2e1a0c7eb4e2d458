//! Spam goes in one act, and comes back as it was when it was none.

use beseda_protocol::ask::clients::UnblockClient;
use beseda_protocol::ask::dialogs::{
    Close, MarkRead, MarkSpam, MarkUnread, OpenDialog, Reopen, Spammed, UndoSpam,
};
use beseda_protocol::dialog::{DialogState, Summary};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;

use crate::harness::CenterTest;

const DIALOG: DialogId = DialogId(1);

fn card(test: &mut CenterTest, dialog: DialogId) -> Summary {
    test.asked("ada", OpenDialog { dialog }).unwrap().dialog
}

/// All that a card says but for what was said last.
fn facts(card: &Summary) -> (bool, bool, u32, u32, bool, bool) {
    (
        matches!(card.state, DialogState::Open {}),
        card.client.is_blocked,
        card.unread_count,
        card.awaiting_reply_count,
        card.waiting_since.is_some(),
        card.marked_unread_at.is_some(),
    )
}

fn unanswered(test: &mut CenterTest) -> (u32, u32) {
    let view = test.hello_with("ada", None).heard("ada");
    let counts = view.into_iter().find_map(|heard| match heard {
        crate::harness::Heard::Operator(beseda_protocol::operator::ToOperator::Reset {
            counts,
            ..
        }) => Some(counts),
        _ => None,
    });
    let counts = counts.expect("a view");
    let sum = |of: fn(&beseda_protocol::filter::Count) -> u32| counts.iter().map(of).sum();
    (sum(|count| count.open), sum(|count| count.unanswered))
}

/// Vera and Paul have written.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("max", Role::Operator).widget("vera");
    test.say("vera", "c1", "Buy gold");
    test.widget("paul").say("paul", "p1", "Hello?").quiet();
    test
}

#[test]
fn spam_is_blocked_closed_and_leaves_the_counts_and_undone_is_as_it_was() {
    let mut test = center();
    let (before, counted) = (card(&mut test, DIALOG), unanswered(&mut test));
    let spammed = test.asked("max", MarkSpam { dialog: DIALOG }).unwrap();
    let closed = vec![DIALOG];
    assert_eq!(
        spammed,
        Spammed {
            is_newly_blocked: true,
            closed
        }
    );
    assert_eq!(
        facts(&card(&mut test, DIALOG)),
        (false, true, 1, 0, false, false)
    );
    assert_eq!(unanswered(&mut test), (counted.0 - 1, counted.1 - 1));
    let dialog = DIALOG;
    test.asked("max", UndoSpam { dialog, spammed }).unwrap();
    assert_eq!(facts(&card(&mut test, DIALOG)), facts(&before));
    assert_eq!(unanswered(&mut test), counted);
}

/// He was answered, and somebody has marked it unread.
#[test]
fn a_mark_by_hand_comes_back_too() {
    let mut test = center();
    test.reply("max", 1, "r1", "No");
    test.asked("max", MarkUnread { dialog: DIALOG }).unwrap();
    let before = card(&mut test, DIALOG);
    let spammed = test.asked("max", MarkSpam { dialog: DIALOG }).unwrap();
    assert!(!card(&mut test, DIALOG).is_unread() || before.unread_count > 0);
    let dialog = DIALOG;
    test.asked("max", UndoSpam { dialog, spammed }).unwrap();
    assert_eq!(facts(&card(&mut test, DIALOG)), facts(&before));
    // As if it had been closed and opened again by hand.
    test.asked("max", Close { dialog }).unwrap();
    test.asked("max", Reopen { dialog }).unwrap();
    assert_eq!(facts(&card(&mut test, DIALOG)), facts(&before));
}

#[test]
fn what_was_so_before_is_not_undone() {
    let mut test = center();
    let dialog = DIALOG;
    let first = test.asked("max", MarkSpam { dialog }).unwrap();
    let again = test.asked("max", MarkSpam { dialog }).unwrap();
    let nothing = Spammed {
        is_newly_blocked: false,
        closed: vec![],
    };
    assert_eq!(again, nothing);
    let undo = UndoSpam {
        dialog,
        spammed: again,
    };
    test.asked("max", undo).unwrap();
    let (is_open, is_blocked, ..) = facts(&card(&mut test, DIALOG));
    assert_eq!((is_open, is_blocked), (false, true), "it stays as it was");
    // Somebody else has let him in meanwhile.
    let client = ClientId(1);
    test.asked("ada", UnblockClient { client }).unwrap();
    let spammed = first;
    test.asked("max", UndoSpam { dialog, spammed }).unwrap();
    let (is_open, is_blocked, ..) = facts(&card(&mut test, DIALOG));
    assert_eq!((is_open, is_blocked), (true, false));
}

#[test]
fn nothing_of_another_client_is_opened_by_it() {
    let mut test = center();
    let other = DialogId(2);
    test.asked("max", Close { dialog: other }).unwrap();
    let undo = UndoSpam {
        dialog: DIALOG,
        spammed: Spammed {
            is_newly_blocked: false,
            closed: vec![other],
        },
    };
    assert_eq!(test.asked("max", undo).unwrap_err().code, Code::NotFound);
    assert!(!facts(&card(&mut test, other)).0);
}

/// Criteria: X1
#[test]
fn marked_read_by_hand_is_opened_and_still_awaits_a_reply() {
    let mut test = center();
    let dialog = DIALOG;
    test.asked("max", MarkUnread { dialog }).unwrap();
    test.asked("max", MarkRead { dialog }).unwrap();
    let card = card(&mut test, DIALOG);
    assert!(!card.is_unread());
    assert_eq!(card.awaiting_reply_count, 1);
    assert_eq!(card.opened_upto, card.last.id);
}

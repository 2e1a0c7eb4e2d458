//! How a conversation ends: by its client, too, who is asked how it was.

use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ask::clients::{BlockClient, DeleteClient, OpenClient};
use beseda_protocol::ask::dialogs::{OpenDialog, Reopen};
use beseda_protocol::ask::sites::SaveSite;
use beseda_protocol::dialog::{DialogState, Rated};
use beseda_protocol::http::Rate;
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::limits::RATED_WITHIN_MS;
use beseda_protocol::message::{Content, Happened, Rating};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::Asking;
use beseda_protocol::team::Role;
use beseda_protocol::visitor::ToVisitor;

use crate::harness::{CenterTest, Heard, identity};

const DIALOG: DialogId = DialogId(1);
const ANNA: ClientId = ClientId(1);

/// Anna has written, and Ada has replied.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("anna").say("anna", "c1", "Is it open?");
    test.reply("ada", 1, "r1", "It is").quiet();
    test
}

/// The same, of a site that asks how it was.
fn asking() -> CenterTest {
    let mut test = center();
    let save = SaveSite {
        site: "s1".into(),
        version: 0,
        section: Asking {
            rating: true,
            ..Asking::default()
        }
        .into(),
    };
    test.asked("ada", save).unwrap();
    test.quiet();
    test
}

fn end(test: &mut CenterTest, who: &str) -> Result<(), Refusal> {
    let identity = identity(who);
    match test.command(Command::End { identity })? {
        Reply::Done => Ok(()),
        other => panic!("{other:?}"),
    }
}

fn rate(
    test: &mut CenterTest,
    who: &str,
    dialog: u64,
    rating: Option<Rating>,
    comment: &str,
) -> Result<(), Refusal> {
    let rate = Rate {
        dialog: DialogId(dialog),
        rating,
        comment: comment.into(),
    };
    let identity = identity(who);
    test.command(Command::Rate { identity, rate }).map(drop)
}

/// What a widget was told of how its conversation stands, since it was asked last.
fn told(test: &mut CenterTest, who: &str) -> Vec<(bool, Option<u64>)> {
    let heard = test.heard(who).into_iter();
    let told = heard.filter_map(|heard| match heard {
        Heard::Visitor(ToVisitor::Ended { by_you, rate }) => Some((by_you, rate.map(|id| id.0))),
        _ => None,
    });
    let told = told.collect();
    test.quiet();
    told
}

/// What the system has told last in the dialog.
fn last_happened(test: &mut CenterTest) -> Happened {
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    let mut told = opened.messages.into_iter().rev();
    let happened = told.find_map(|message| match message.content {
        Content::System { happened } => Some(happened),
        _ => None,
    });
    test.quiet();
    happened.unwrap()
}

fn is_open(test: &mut CenterTest) -> bool {
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    opened.dialog.state == DialogState::Open {}
}

fn rated(test: &mut CenterTest, who: &str) -> Option<Rated> {
    let client = ANNA;
    test.asked(who, OpenClient { client }).unwrap().rated
}

#[test]
fn a_visitor_ends_his_conversation_and_writing_opens_it_again() {
    let mut test = center();
    test.widget("anna.2").quiet();
    end(&mut test, "anna").unwrap();
    // Each of his widgets knows.
    assert_eq!(told(&mut test, "anna"), [(true, None)]);
    assert!(!is_open(&mut test));
    assert_eq!(last_happened(&mut test), Happened::Ended {});
    // Once more is as once.
    end(&mut test, "anna").unwrap();
    assert_eq!(told(&mut test, "anna"), []);
    test.reload();
    test.hello("anna.2");
    assert_eq!(told(&mut test, "anna.2"), [(true, None)]);
    test.say("anna", "c2", "One thing more").quiet();
    assert!(is_open(&mut test));
    test.hello("anna");
    assert_eq!(told(&mut test, "anna"), []);
}

#[test]
fn who_has_said_nothing_and_who_is_blocked_ends_nothing() {
    let mut test = center();
    end(&mut test, "boris").unwrap();
    let block = BlockClient {
        client: ANNA,
        reason: String::new(),
    };
    test.asked("ada", block).unwrap();
    let refusal = end(&mut test, "anna").unwrap_err();
    assert_eq!(refusal.code, Code::Unavailable);
    assert!(is_open(&mut test));
}

#[test]
fn an_employee_who_opens_it_again_tells_the_visitor_that_it_goes_on() {
    let mut test = center();
    end(&mut test, "anna").unwrap();
    test.quiet();
    test.asked("ada", Reopen { dialog: DIALOG }).unwrap();
    assert_eq!(told(&mut test, "anna"), [(false, None)]);
}

#[test]
fn nobody_is_asked_how_it_was_where_the_site_does_not_ask() {
    let mut test = center();
    test.close("ada", 1);
    assert_eq!(told(&mut test, "anna"), []);
    test.hello("anna");
    assert_eq!(told(&mut test, "anna"), []);
}

#[test]
fn a_visitor_is_asked_once_for_each_closing_by_whomever_it_was_made() {
    let mut test = asking();
    test.close("ada", 1);
    assert_eq!(told(&mut test, "anna"), [(false, Some(1))]);
    test.reload();
    test.hello("anna");
    assert_eq!(told(&mut test, "anna"), [(false, Some(1))]);
    rate(&mut test, "anna", 1, Some(Rating::Good), " Quick \n").unwrap();
    assert_eq!(told(&mut test, "anna"), [(false, None)]);
    let given = Happened::Rated {
        rating: Rating::Good,
        comment: "Quick".into(),
    };
    assert_eq!(last_happened(&mut test), given);
    test.hello("anna");
    assert_eq!(told(&mut test, "anna"), []);
    // A new closing is a new question, which he may pass over.
    test.pass(1_000).say("anna", "c2", "And on Sunday?").quiet();
    end(&mut test, "anna").unwrap();
    assert_eq!(told(&mut test, "anna"), [(true, Some(1))]);
    rate(&mut test, "anna", 1, None, "").unwrap();
    assert_eq!(told(&mut test, "anna"), [(true, None)]);
    assert_eq!(last_happened(&mut test), Happened::Ended {});
}

#[test]
fn the_same_rating_twice_is_one_and_another_one_comes_too_late() {
    let mut test = asking();
    test.close("ada", 1);
    for _ in 0..2 {
        rate(&mut test, "anna", 1, Some(Rating::Bad), "Slow").unwrap();
    }
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    let is_rated = |content: &Content| {
        let happened = |happened: &Happened| matches!(happened, Happened::Rated { .. });
        matches!(content, Content::System { happened: told } if happened(told))
    };
    let messages = opened.messages.iter();
    let n = messages
        .filter(|message| is_rated(&message.content))
        .count();
    assert_eq!(n, 1);
    let refusal = rate(&mut test, "anna", 1, Some(Rating::Good), "").unwrap_err();
    assert_eq!(refusal.code, Code::Stale);
    assert_eq!(rated(&mut test, "ada").unwrap().rating, Rating::Bad);
}

#[test]
fn what_is_open_of_somebody_else_or_long_ago_is_not_rated() {
    let mut test = asking();
    let good = Some(Rating::Good);
    let code = |outcome: Result<(), Refusal>| outcome.unwrap_err().code;
    assert_eq!(code(rate(&mut test, "anna", 1, good, "")), Code::NotClosed);
    test.close("ada", 1);
    assert_eq!(code(rate(&mut test, "boris", 1, good, "")), Code::NotFound);
    assert_eq!(code(rate(&mut test, "anna", 9, good, "")), Code::NotFound);
    let long = "Ж".repeat(1_001);
    assert_eq!(code(rate(&mut test, "anna", 1, good, &long)), Code::Invalid);
    test.quiet().pass(RATED_WITHIN_MS + 1);
    assert_eq!(code(rate(&mut test, "anna", 1, good, "")), Code::TooLate);
    test.hello("anna");
    assert_eq!(told(&mut test, "anna"), []);
    assert_eq!(rated(&mut test, "ada"), None);
}

#[test]
fn the_card_shows_the_last_rating_of_the_dialogs_that_its_reader_sees() {
    let mut test = asking();
    test.hire("boris", Role::Operator);
    test.close("ada", 1);
    rate(&mut test, "anna", 1, Some(Rating::Bad), "Slow").unwrap();
    let expected = Rated {
        dialog: DIALOG,
        rating: Rating::Bad,
        comment: "Slow".into(),
        at: test.now,
    };
    for who in ["ada", "boris"] {
        assert_eq!(rated(&mut test, who), Some(expected.clone()));
    }
    test.reload();
    assert_eq!(rated(&mut test, "ada"), Some(expected));
}

#[test]
fn a_rating_goes_with_its_dialog_and_with_its_client() {
    let mut test = asking();
    test.close("ada", 1);
    rate(&mut test, "anna", 1, Some(Rating::Good), "").unwrap();
    let client = ANNA;
    test.asked("ada", DeleteClient { client }).unwrap();
    assert_eq!(test.sql.number("SELECT count(*) FROM closings"), 0);
}

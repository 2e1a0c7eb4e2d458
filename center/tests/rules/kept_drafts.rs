//! What somebody has typed and not sent is in every console of his, and in nobody else's.

use beseda_protocol::ask::clients::{AddClient, DeleteClient, MergeClients};
use beseda_protocol::ask::dialogs::{SaveDraft, SavedDraft};
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::draft::{Composed, KeptDraft};
use beseda_protocol::ids::{ChannelId, ClientId, DialogId, MessageId};
use beseda_protocol::limits::{DRAFTS_MAX, TEXT_CHARS_MAX};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Access, Others, Role};

use crate::harness::{CenterTest, Heard, START, second};

const HERE: DialogId = DialogId(1);

/// Boris with two consoles, Olga with one, and a dialog.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .hire("olga", Role::Operator);
    test.widget("anna").say("anna", "c1", "Do you have oolong?");
    test.second_console("boris").quiet();
    test
}

fn half(text: &str) -> Composed {
    Composed {
        is_note: false,
        text: text.into(),
        quote: None,
    }
}

fn save(version: u64, composed: Option<Composed>) -> SaveDraft {
    SaveDraft {
        dialog: HERE,
        version,
        composed,
    }
}

/// Boris keeps a text, made of a version.
fn keep(test: &mut CenterTest, who: &str, version: u64, text: &str) -> SavedDraft {
    test.asked(who, save(version, Some(half(text)))).unwrap()
}

fn kept(version: u64) -> SavedDraft {
    SavedDraft {
        version,
        newer: None,
    }
}

/// What a console has been told of drafts.
fn told(test: &mut CenterTest, console: &str) -> Vec<KeptDraft> {
    let heard = test.heard(console).into_iter();
    let drafts = heard.filter_map(|heard| match heard {
        Heard::Operator(ToOperator::Draft { draft }) => Some(draft),
        _ => None,
    });
    drafts.collect()
}

/// The drafts that somebody has when his console begins anew, and when it goes on.
fn drafts(test: &mut CenterTest, who: &str) -> Vec<KeptDraft> {
    let of = |heard: Vec<Heard>| {
        let found = heard.into_iter().find_map(|heard| match heard {
            Heard::Operator(
                ToOperator::Reset { drafts, .. } | ToOperator::Resumed { drafts, .. },
            ) => Some(drafts),
            _ => None,
        });
        found.expect("a view")
    };
    let anew = of(test.quiet().hello_with(who, None).heard(who));
    let resumed = of(test.quiet().hello(who).heard(who));
    assert_eq!(anew, resumed);
    anew
}

#[test]
fn a_draft_is_told_to_the_other_consoles_of_its_author_and_to_nobody_else() {
    let mut test = center();
    let composed = Some(Composed {
        is_note: true,
        text: "He is kidding".into(),
        quote: Some(MessageId(7)),
    });
    let saved = test.asked("boris", save(0, composed.clone())).unwrap();
    assert_eq!(saved, kept(START.0));
    let draft = KeptDraft {
        dialog: HERE,
        version: START.0,
        composed,
    };
    assert_eq!(
        told(&mut test, &second("boris")),
        std::slice::from_ref(&draft)
    );
    for console in ["boris", "olga", "ada"] {
        assert_eq!(told(&mut test, console), [], "{console}");
    }
    test.reload();
    assert_eq!(drafts(&mut test, "boris"), [draft]);
    assert_eq!(drafts(&mut test, "olga"), []);
    // Another one's in the same dialog is his own.
    assert_eq!(keep(&mut test, "olga", 0, "We do"), kept(START.0));
}

#[test]
fn of_two_consoles_that_changed_the_same_version_the_slower_one_is_told_and_nothing_is_lost() {
    let mut test = center();
    let first = keep(&mut test, "boris", 0, "We").version;
    let second_one = keep(&mut test, "boris", first, "We do").version;
    assert!(second_one > first, "though the clock stood still");
    let late = keep(&mut test, &second("boris"), first, "We don't");
    let newer = Some(half("We do"));
    let version = second_one;
    assert_eq!(late, SavedDraft { version, newer });
    let cleared = test.asked(&second("boris"), save(first, None)).unwrap();
    assert_eq!(cleared.newer, Some(half("We do")), "nor is it taken away");
    // Having seen it, he may.
    let third = keep(&mut test, &second("boris"), second_one, "We don't");
    assert_eq!(third.newer, None);
    let after = drafts(&mut test, "boris").remove(0);
    assert_eq!(after.composed, Some(half("We don't")));
}

#[test]
fn who_asks_again_finds_his_own_work() {
    let mut test = center();
    let first = keep(&mut test, "boris", 0, "We do");
    test.pass(5_000).quiet();
    assert_eq!(keep(&mut test, "boris", 0, "We do"), first);
    assert_eq!(test.asked("boris", save(first.version, None)), Ok(kept(0)));
    assert_eq!(told(&mut test, &second("boris")).len(), 1);
    assert_eq!(test.asked("boris", save(first.version, None)), Ok(kept(0)));
    assert_eq!(told(&mut test, &second("boris")), []);
}

#[test]
fn a_draft_that_was_sent_is_gone_and_its_version_is_never_given_again() {
    let mut test = center();
    let first = keep(&mut test, "boris", 0, "We do").version;
    test.pass(1_000).reply("boris", 1, "r1", "We do");
    assert_eq!(test.asked("boris", save(first, None)), Ok(kept(0)));
    assert_eq!(drafts(&mut test, "boris"), []);
    let next = keep(&mut test, "boris", 0, "And more").version;
    assert!(next > first);
    // Whoever still has the first one does not cover the next.
    let late = keep(&mut test, &second("boris"), first, "We do, indeed");
    assert_eq!(late.newer, Some(half("And more")));
    // Where there is none, nothing is covered.
    test.asked("boris", save(next, None)).unwrap();
    let late = keep(&mut test, &second("boris"), first, "We do, indeed");
    assert_eq!(late.newer, None);
}

#[test]
fn what_says_nothing_is_no_draft() {
    let mut test = center();
    assert_eq!(keep(&mut test, "boris", 0, ""), kept(0));
    assert_eq!(told(&mut test, &second("boris")), []);
    let quote = Some(MessageId(7));
    let quoting = Composed { quote, ..half("") };
    assert_eq!(
        test.asked("boris", save(0, Some(quoting))).unwrap().newer,
        None
    );
    assert_eq!(drafts(&mut test, "boris").len(), 1);
}

#[test]
fn a_draft_is_as_long_as_a_message_may_be() {
    let mut test = center();
    let longest = "ы".repeat(TEXT_CHARS_MAX);
    let first = keep(&mut test, "boris", 0, &longest).version;
    let longer = half(&format!("{longest}!"));
    let refused = test.asked("boris", save(first, Some(longer))).unwrap_err();
    assert_eq!(refused.code, Code::TextTooLong);
    assert_eq!(drafts(&mut test, "boris").len(), 1);
}

#[test]
fn nobody_has_more_drafts_than_may_be() {
    let mut test = center();
    for n in 2..=DRAFTS_MAX + 1 {
        let visitor = format!("v{n}");
        test.widget(&visitor).say(&visitor, "c1", "Hello?");
    }
    let asked = |n: usize| SaveDraft {
        dialog: DialogId(n as u64),
        ..save(0, Some(half("Half a thought")))
    };
    for n in 1..=DRAFTS_MAX {
        test.asked("boris", asked(n)).unwrap();
    }
    let refused = test.asked("boris", asked(DRAFTS_MAX + 1)).unwrap_err();
    assert_eq!(refused.code, Code::LimitReached);
    // One that there is may still change.
    let first = drafts(&mut test, "boris").remove(0).version;
    assert_eq!(keep(&mut test, "boris", first, "A thought").newer, None);
    test.asked("olga", asked(DRAFTS_MAX + 1)).unwrap();
}

fn boris_sees(test: &mut CenterTest, to: Access) {
    let employee = test.id("boris");
    let from = test.stored_access(employee);
    let asked = SetAccess { employee, from, to };
    test.asked("ada", asked).unwrap();
}

#[test]
fn a_draft_in_a_dialog_that_was_lost_stays_its_authors_who_can_only_take_it_away() {
    let mut test = center();
    let first = keep(&mut test, "boris", 0, "We do").version;
    let others = Others::Answerable;
    let channels = Some(vec![]);
    boris_sees(&mut test, Access { others, channels });
    let left = drafts(&mut test, "boris").remove(0);
    assert_eq!(left.composed, Some(half("We do")));
    let refused = test.asked("boris", save(first, Some(half("We do not"))));
    assert_eq!(refused.map_err(code), Err(Code::NotFound));
    assert_eq!(test.asked("boris", save(first, None)), Ok(kept(0)));
    // It comes back to where he may write again.
    let channels = Some(vec![ChannelId::FIRST]);
    boris_sees(&mut test, Access { others, channels });
    assert_eq!(keep(&mut test, "boris", 0, "We do").newer, None);
}

fn code(refusal: Refusal) -> Code {
    refusal.code
}

#[test]
fn a_draft_outlives_a_merge_of_its_client_and_ends_with_his_deletion() {
    let mut test = center();
    keep(&mut test, "boris", 0, "We do");
    let (name, contacts) = (Some("Anna".into()), vec![]);
    let into = test.asked("boris", AddClient { name, contacts });
    let (client, into) = (ClientId(1), into.unwrap().id);
    test.asked("boris", MergeClients { client, into }).unwrap();
    assert_eq!(drafts(&mut test, "boris").len(), 1);
    test.asked("ada", DeleteClient { client: into }).unwrap();
    assert_eq!(drafts(&mut test, "boris"), []);
    assert_eq!(test.sql.number("SELECT count(*) FROM drafts"), 0);
}

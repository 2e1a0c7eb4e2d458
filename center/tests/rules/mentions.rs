//! A note calls colleagues by `@` and their names, and dialogs are handed to them: both stand
//! under the mentions of whom they concern (ux C10).

use beseda_protocol::ask::clients::DeleteClient;
use beseda_protocol::ask::dialogs::{
    Assign, EditMessage, OpenDialog, SeeMention, TransferDialog, WithdrawMessage,
};
use beseda_protocol::ask::jobs::BeginBulk;
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::team::{RenameMe, SetAccess};
use beseda_protocol::bulk::Act;
use beseda_protocol::dialog::TransferTo;
use beseda_protocol::filter::{Filter, Order, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, MessageId, OperatorId, Timestamp};
use beseda_protocol::limits::MENTIONED_MAX;
use beseda_protocol::mention::{Mention, Mentioned};
use beseda_protocol::message::{Content, Message};
use beseda_protocol::operator::{FromOperator, ToOperator};
use beseda_protocol::selection::Selection;
use beseda_protocol::team::{Access, Others, Role};

use crate::harness::{CenterTest, Heard};

const DIALOG: DialogId = DialogId(1);

/// Ada, Boris and Olga; Anna and Max have written.
fn center() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .hire("olga", Role::Operator);
    for (visitor, cid) in [("anna", "c1"), ("max", "c2")] {
        test.widget(visitor).say(visitor, cid, "Hello?");
    }
    test.quiet();
    test
}

fn note(test: &mut CenterTest, by: &str, dialog: DialogId, cid: &str, text: &str) -> Timestamp {
    let (cid, text) = (cid.into(), text.to_owned());
    test.pass(1_000);
    test.operator(by, FromOperator::Note { cid, dialog, text });
    test.now
}

/// What stands under somebody's mentions, as a console that comes now is told: each dialog,
/// when, whether he has seen it.
fn mentions(test: &mut CenterTest, name: &str) -> Vec<(u64, Timestamp, bool)> {
    test.hello_with(name, None);
    let told = test.heard(name).into_iter().rev();
    let told = told.into_iter().find_map(|heard| match heard {
        Heard::Operator(ToOperator::Reset { mentioned, .. }) => Some(plain(mentioned)),
        _ => None,
    });
    told.unwrap()
}

/// What his console was told last without asking, if anything.
fn told(test: &mut CenterTest, name: &str) -> Option<Vec<(u64, Timestamp, bool)>> {
    let heard = test.heard(name).into_iter().rev();
    heard.into_iter().find_map(|heard| match heard {
        Heard::Operator(ToOperator::Mentioned { dialogs }) => Some(plain(dialogs)),
        _ => None,
    })
}

fn plain(mentioned: Vec<Mentioned>) -> Vec<(u64, Timestamp, bool)> {
    let one = |one: Mentioned| (one.dialog.0, one.at, one.is_seen);
    mentioned.into_iter().map(one).collect()
}

fn newest(test: &mut CenterTest) -> Message {
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    opened.messages.last().unwrap().clone()
}

/// Whom the newest message calls, and as what.
fn called(test: &mut CenterTest) -> Vec<(OperatorId, String)> {
    match newest(test).content {
        Content::Note { mentions, .. } => {
            let one = |Mention { who, name }| (who, name);
            mentions.into_iter().map(one).collect()
        }
        _ => panic!("no note"),
    }
}

fn behind_the_tab(test: &mut CenterTest, name: &str, state: StateFilter) -> Vec<u64> {
    let tab = Tab::Mentions;
    let filter = Filter {
        state,
        tab,
        all_of: vec![],
    };
    let (order, behind) = (Order::usual(tab), None);
    let asked = ListDialogs {
        filter,
        order,
        behind,
    };
    let page = test.asked(name, asked).unwrap();
    page.dialogs.iter().map(|dialog| dialog.id.0).collect()
}

fn see_only_their_own(test: &mut CenterTest, name: &str) {
    let employee = test.id(name);
    let from = test.stored_access(employee);
    let to = Access {
        others: Others::Hidden,
        channels: None,
    };
    test.asked("ada", SetAccess { employee, from, to }).unwrap();
}

#[test]
fn a_dialog_that_mentions_somebody_names_the_last_message_that_does() {
    let mut test = center();
    let named = |test: &mut CenterTest| {
        let heard = test.heard("boris").into_iter().rev();
        let told = heard.into_iter().find_map(|heard| match heard {
            Heard::Operator(ToOperator::Mentioned { dialogs }) => Some(dialogs),
            _ => None,
        });
        told.map(|dialogs| dialogs.iter().map(|one| one.message).collect::<Vec<_>>())
    };
    for (cid, text) in [("n1", "@boris?"), ("n2", "It is urgent, @boris")] {
        note(&mut test, "ada", DIALOG, cid, text);
        let told = named(&mut test);
        assert_eq!(told, Some(vec![newest(&mut test).id]), "{text}");
    }
    let (dialog, to) = (DIALOG, test.id("boris"));
    let handed = Assign {
        dialog,
        to: Some(to),
    };
    test.asked("ada", handed).unwrap();
    let told = named(&mut test);
    let opened = test.asked("ada", OpenDialog { dialog }).unwrap();
    let known: Vec<MessageId> = opened.messages.iter().map(|message| message.id).collect();
    let named = told.and_then(|told| told.first().copied()).unwrap();
    assert!(known.contains(&named), "{named} of {known:?}");
}

#[test]
fn whom_a_note_calls_is_told_at_once_and_with_every_hello_and_nobody_else_is() {
    let mut test = center();
    let at = note(&mut test, "ada", DIALOG, "n1", "Is it so, @boris? @Olgas");
    let expected = vec![(1, at, false)];
    assert_eq!(told(&mut test, "boris"), Some(expected.clone()));
    assert_eq!(told(&mut test, "ada"), None);
    assert_eq!(told(&mut test, "olga"), None);
    assert_eq!(mentions(&mut test, "boris"), expected);
    assert_eq!(mentions(&mut test, "ada"), []);
    // A line that was cut goes on.
    test.hello("boris");
    let resumed = test
        .heard("boris")
        .into_iter()
        .find_map(|heard| match heard {
            Heard::Operator(ToOperator::Resumed { mentioned, .. }) => Some(plain(mentioned)),
            _ => None,
        });
    assert_eq!(resumed, Some(expected));
}

#[test]
fn who_is_called_is_kept_by_id_whatever_he_is_called_later() {
    let mut test = center();
    let (ada, boris) = (test.id("ada"), test.id("boris"));
    note(&mut test, "ada", DIALOG, "n1", "@boris and @Ada");
    let expected = [(ada, "Ada".to_owned()), (boris, "boris".to_owned())];
    assert_eq!(called(&mut test), expected);
    let name = "Robert".to_owned();
    test.asked("boris", RenameMe { name }).unwrap();
    test.reload();
    assert_eq!(called(&mut test), expected);
    assert_eq!(mentions(&mut test, "boris").len(), 1);
    let edit = EditMessage {
        dialog: DIALOG,
        message: newest(&mut test).id,
        text: "It is @boris and @Ada".to_owned(),
    };
    test.asked("ada", edit).unwrap();
    assert_eq!(called(&mut test), expected);
    // One does not call oneself.
    assert_eq!(mentions(&mut test, "ada"), []);
}

#[test]
fn being_handed_a_dialog_stands_under_the_mentions_and_taking_it_oneself_does_not() {
    let mut test = center();
    let (boris, olga) = (test.id("boris"), test.id("olga"));
    let to = |to| Assign {
        dialog: DIALOG,
        to: Some(to),
    };
    test.asked("boris", to(boris)).unwrap();
    assert_eq!(mentions(&mut test, "boris"), []);
    test.asked("boris", to(olga)).unwrap();
    assert_eq!(mentions(&mut test, "olga"), [(1, test.now, false)]);
    test.pass(1_000);
    let handed = TransferDialog {
        dialog: DialogId(2),
        to: TransferTo::Person { to: olga },
        note: "@Boris knows more".to_owned(),
    };
    test.asked("ada", handed).unwrap();
    let now = test.now;
    assert_eq!(mentions(&mut test, "boris"), [(2, now, false)]);
    assert_eq!(mentions(&mut test, "olga").last(), Some(&(2, now, false)));
}

#[test]
fn what_is_handed_on_in_bulk_mentions_nobody() {
    let mut test = center();
    let olga = test.id("olga");
    let begin = BeginBulk {
        on: Selection::Dialogs {
            ids: vec![DIALOG, DialogId(2)],
        },
        act: Act::Assign { to: Some(olga) },
        counted: 2,
    };
    test.asked("ada", begin).unwrap();
    test.settle();
    let opened = test.asked("ada", OpenDialog { dialog: DIALOG }).unwrap();
    assert_eq!(opened.dialog.responsible, Some(olga));
    assert_eq!(mentions(&mut test, "olga"), []);
}

#[test]
fn the_newest_mention_stands_first_in_open_dialogs_and_closed_ones() {
    let mut test = center();
    note(&mut test, "ada", DialogId(1), "n1", "@Boris");
    note(&mut test, "ada", DialogId(2), "n2", "@Boris");
    let shown = |test: &mut CenterTest, state| behind_the_tab(test, "boris", state);
    assert_eq!(shown(&mut test, StateFilter::Open), [2, 1]);
    note(&mut test, "ada", DialogId(1), "n3", "@Boris, once more");
    test.close("ada", 2);
    assert_eq!(shown(&mut test, StateFilter::All), [1, 2]);
    assert_eq!(shown(&mut test, StateFilter::Closed), [2]);
    assert_eq!(behind_the_tab(&mut test, "olga", StateFilter::All), [0; 0]);
}

#[test]
fn what_was_looked_at_is_seen_and_what_came_later_is_not() {
    let mut test = center();
    let first = note(&mut test, "ada", DIALOG, "n1", "@Boris");
    test.second_console("boris").quiet();
    let dialog = DIALOG;
    test.asked("boris", SeeMention { dialog, at: first })
        .unwrap();
    let seen = Some(vec![(1, first, true)]);
    assert_eq!(told(&mut test, &crate::harness::second("boris")), seen);
    let second = note(&mut test, "ada", DIALOG, "n2", "@Boris again");
    test.asked("boris", SeeMention { dialog, at: first })
        .unwrap();
    assert_eq!(mentions(&mut test, "boris"), [(1, second, false)]);
    // Said again, it is not mentioned again.
    test.asked("boris", SeeMention { dialog, at: second })
        .unwrap();
    note(&mut test, "ada", DIALOG, "n2", "@Boris again");
    assert_eq!(mentions(&mut test, "boris"), [(1, second, true)]);
}

#[test]
fn a_changed_note_calls_whom_it_names_now_and_a_withdrawn_one_nobody() {
    let mut test = center();
    note(&mut test, "ada", DIALOG, "n1", "@Boris, look");
    let message: MessageId = newest(&mut test).id;
    let (dialog, text) = (DIALOG, "@Olga, look".to_owned());
    let edit = EditMessage {
        dialog,
        message,
        text,
    };
    test.asked("ada", edit).unwrap();
    assert_eq!(told(&mut test, "boris"), Some(vec![]));
    assert_eq!(mentions(&mut test, "olga"), [(1, test.now, false)]);
    let olga = test.id("olga");
    assert_eq!(called(&mut test), [(olga, "Olga".to_owned())]);
    let withdraw = WithdrawMessage { dialog, message };
    test.asked("ada", withdraw).unwrap();
    assert_eq!(mentions(&mut test, "olga"), []);
    assert_eq!(called(&mut test), []);
}

#[test]
fn who_does_not_see_a_dialog_is_not_called_in_it_and_loses_its_mentions_with_it() {
    let mut test = center();
    let boris = test.id("boris");
    see_only_their_own(&mut test, "olga");
    let to = |to| Assign { dialog: DIALOG, to };
    test.asked("ada", to(Some(boris))).unwrap();
    note(&mut test, "ada", DIALOG, "n1", "@Olga, @Boris");
    assert_eq!(called(&mut test), [(boris, "Boris".to_owned())]);
    assert_eq!(mentions(&mut test, "olga"), []);
    let olga = Some(test.id("olga"));
    test.asked("ada", to(olga)).unwrap();
    let handed = vec![(1, test.now, false)];
    assert_eq!(told(&mut test, "olga"), Some(handed.clone()));
    test.asked("ada", to(Some(boris))).unwrap();
    assert_eq!(told(&mut test, "olga"), Some(vec![]));
    assert_eq!(mentions(&mut test, "olga"), []);
    assert_eq!(behind_the_tab(&mut test, "olga", StateFilter::All), [0; 0]);
    // It is hers again.
    test.pass(1_000);
    test.asked("ada", to(olga)).unwrap();
    assert_eq!(mentions(&mut test, "olga"), [(1, test.now, false)]);
}

#[test]
fn a_deleted_client_leaves_no_mentions() {
    let mut test = center();
    note(&mut test, "ada", DIALOG, "n1", "@Boris");
    test.quiet();
    let client = ClientId(1);
    test.asked("ada", DeleteClient { client }).unwrap();
    test.settle();
    assert_eq!(told(&mut test, "boris"), Some(vec![]));
    for table in ["mentions", "mentioned"] {
        let n = test.sql.number(&format!("SELECT count(*) FROM {table}"));
        assert_eq!(n, 0, "{table}");
    }
}

#[test]
fn of_many_mentions_the_newest_are_kept() {
    let mut test = center();
    let n = MENTIONED_MAX as u64 + 2;
    for id in 3..=n {
        let name = format!("v{id}");
        test.widget(&name).say(&name, "c1", "Hello?").quiet();
    }
    for id in 1..=n {
        note(&mut test, "ada", DialogId(id), &format!("n{id}"), "@Boris");
        test.quiet();
    }
    let kept: Vec<u64> = mentions(&mut test, "boris")
        .iter()
        .map(|one| one.0)
        .collect();
    assert_eq!(kept, (3..=n).collect::<Vec<_>>());
}

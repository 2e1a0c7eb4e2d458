//! Two dialogs of one client become one: in the order of time, under both numbers.

use beseda_protocol::ask::clients::{DeleteClient, MergeClients};
use beseda_protocol::ask::dialogs::{
    Assign, DialogMerge, History, MergeDialogs, OpenDialog, OpenedDialog, PinDialog,
    PreviewDialogMerge, SaveDraft, TagDialog,
};
use beseda_protocol::ask::list::ListDialogs;
use beseda_protocol::ask::marks::AddMark;
use beseda_protocol::ask::search::SearchMessages;
use beseda_protocol::draft::Composed;
use beseda_protocol::filter::{Filter, Order, Predicate, StateFilter, Tab};
use beseda_protocol::ids::{ClientId, DialogId, MarkId, MessageId};
use beseda_protocol::limits::HISTORY_PAGE;
use beseda_protocol::mark::MarkKind;
use beseda_protocol::message::{Content, Happened, Message};
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_protocol::refusal::Code;
use beseda_protocol::team::Role;
use beseda_protocol::visitor::ToVisitor;

use crate::harness::{CenterTest, Heard};

const FIRST: DialogId = DialogId(1);
const SECOND: DialogId = DialogId(2);
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Anna has two dialogs: the first was closed long ago, and Boris has opened it again while
/// she writes in the second, so that what is said in both lies between each other.
fn two_dialogs() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "a1", "One")
        .reply("boris", 1, "b1", "Two")
        .close("boris", 1)
        .pass(2 * DAY_MS)
        .say("anna", "a2", "Three")
        .reply("boris", 1, "b2", "Four")
        .say("anna", "a3", "Five")
        .reply("boris", 1, "b3", "Six")
        .reply("boris", 2, "b4", "Seven")
        .say("anna", "a4", "Eight")
        .quiet();
    test
}

fn opened(test: &mut CenterTest, dialog: DialogId) -> OpenedDialog {
    test.asked("boris", OpenDialog { dialog }).unwrap()
}

fn merge(test: &mut CenterTest, dialog: DialogId, into: DialogId) -> Option<Code> {
    let merged = test.asked("boris", MergeDialogs { dialog, into });
    merged.err().map(|refusal| refusal.code)
}

fn texts<'m>(messages: impl IntoIterator<Item = &'m Message>) -> Vec<&'m str> {
    messages.into_iter().filter_map(Message::text).collect()
}

#[test]
fn a_search_for_the_number_that_has_gone_finds_the_dialog_that_stays() {
    let mut test = two_dialogs();
    assert_eq!(merge(&mut test, FIRST, SECOND), None);
    let mut found = |part: &str| {
        let asked = ListDialogs {
            filter: Filter {
                state: StateFilter::All,
                tab: Tab::All,
                all_of: vec![Predicate::Search { part: part.into() }],
            },
            order: Order::usual(Tab::All),
            behind: None,
        };
        let page = test.asked("boris", asked).unwrap();
        let found = page.dialogs.iter().map(|dialog| dialog.id);
        found.collect::<Vec<_>>()
    };
    assert_eq!(found("2"), [SECOND]);
    assert_eq!(found("1"), [SECOND]);
    assert_eq!(found("3"), []);
}

#[test]
fn messages_stand_in_the_order_of_time_and_both_numbers_lead_there() {
    let mut test = two_dialogs();
    let (dialog, into) = (FIRST, SECOND);
    let preview = test.asked("boris", PreviewDialogMerge { dialog, into });
    let n_messages = opened(&mut test, FIRST).messages.len() as u64;
    assert_eq!(preview, Ok(DialogMerge { n_messages }));
    assert_eq!(merge(&mut test, FIRST, SECOND), None);
    for _ in 0..2 {
        let by_old = opened(&mut test, FIRST);
        let by_new = opened(&mut test, SECOND);
        assert_eq!(by_old, by_new);
        assert_eq!(by_new.dialog.id, SECOND);
        let all = [
            "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight",
        ];
        assert_eq!(texts(&by_new.messages), all);
        assert!(
            by_new
                .messages
                .iter()
                .all(|message| message.dialog == SECOND)
        );
        assert!(by_new.messages.is_sorted_by_key(|message| message.id));
        test.reload();
    }
    let last = opened(&mut test, SECOND).messages.pop().unwrap();
    let by = test.id("boris");
    let dialog = FIRST;
    let happened = Happened::DialogMerged { by, dialog };
    assert_eq!(last.content, Content::System { happened });
    // Neither is there any more under the old number, nor is that given again.
    let (dialog, into) = (FIRST, SECOND);
    assert_eq!(merge(&mut test, dialog, into), Some(Code::NotFound));
    assert_eq!(test.sql.number("SELECT count(*) FROM dialogs"), 1);
    test.widget("vera").say("vera", "v1", "Hello");
    assert_eq!(test.sql.number("SELECT max(id) FROM dialogs"), 3);
}

#[test]
fn the_other_way_round_the_newer_number_leads_to_the_older_one_and_is_never_given_again() {
    let mut test = two_dialogs();
    assert_eq!(merge(&mut test, SECOND, FIRST), None);
    let merged = opened(&mut test, SECOND);
    assert_eq!(merged.dialog.id, FIRST);
    assert_eq!(texts(&merged.messages).len(), 8);
    test.reload().widget("vera").say("vera", "v1", "Hello");
    assert_eq!(test.sql.number("SELECT max(id) FROM dialogs"), 3);
    // What the client writes next goes to the one that is left.
    test.say("anna", "a5", "Nine");
    assert_eq!(opened(&mut test, FIRST).dialog.last.preview, "Nine");
}

#[test]
fn its_visitor_sees_what_he_saw_and_goes_on_without_a_gap() {
    let mut test = two_dialogs();
    let before = test.view("anna");
    merge(&mut test, FIRST, SECOND);
    assert!(test.heard("anna").is_empty(), "nothing has changed for him");
    test.reply("boris", 2, "b5", "Nine");
    let told = test.heard("anna");
    assert!(
        matches!(&told[..], [Heard::Visitor(ToVisitor::Events { .. })]),
        "{told:?}"
    );
    // From before, and from nothing.
    test.hello_with("anna", before);
    let resumed = test.heard("anna");
    assert!(
        matches!(resumed[0], Heard::Visitor(ToVisitor::Resumed { .. })),
        "{resumed:?}"
    );
    test.hello_with("anna", None);
    let shown = test
        .heard("anna")
        .into_iter()
        .find_map(|heard| match heard {
            Heard::Visitor(ToVisitor::Reset { messages, .. }) => Some(messages.len()),
            _ => None,
        });
    assert_eq!(shown, Some(9));
}

#[test]
fn marks_and_what_is_kept_of_either_follow_and_the_responsible_is_that_of_the_one_that_stays() {
    let mut test = two_dialogs();
    let kind = MarkKind::Tag;
    let mut tag = |name: &str| {
        let name = name.to_owned();
        test.asked("ada", AddMark { kind, name }).unwrap().id
    };
    let (refund, urgent) = (tag("Refund"), tag("Urgent"));
    let put = |test: &mut CenterTest, dialog, tag| {
        test.asked("boris", TagDialog { dialog, tag }).unwrap();
    };
    put(&mut test, FIRST, refund);
    put(&mut test, FIRST, urgent);
    put(&mut test, SECOND, urgent);
    let composed = |text: &str| {
        Some(Composed {
            is_note: false,
            text: text.into(),
            quote: None,
        })
    };
    let draft = |dialog, text| SaveDraft {
        dialog,
        version: 0,
        composed: composed(text),
    };
    test.asked("boris", draft(FIRST, "In the first")).unwrap();
    test.asked("boris", draft(SECOND, "In the second")).unwrap();
    test.asked("ada", draft(FIRST, "Hers")).unwrap();
    test.asked("ada", PinDialog { dialog: FIRST }).unwrap();
    let (dialog, to) = (FIRST, Some(test.id("ada")));
    test.asked("ada", Assign { dialog, to }).unwrap();
    test.quiet();
    merge(&mut test, FIRST, SECOND);

    let merged = opened(&mut test, SECOND);
    assert_eq!(merged.tags, [refund, urgent]);
    assert_eq!(merged.dialog.responsible, Some(test.id("boris")));
    let heard = test.heard("ada");
    let hers = heard.iter().find_map(|heard| match heard {
        Heard::Operator(ToOperator::Draft { draft }) => {
            let composed = draft.composed.as_ref()?;
            Some((draft.dialog, composed.text.clone()))
        }
        _ => None,
    });
    assert_eq!(hers, Some((SECOND, "Hers".to_owned())));
    let pinned = heard.iter().find_map(|heard| match heard {
        Heard::Operator(ToOperator::Pins { dialogs }) => Some(dialogs.clone()),
        _ => None,
    });
    assert_eq!(pinned, Some(vec![SECOND]));
    let texts = test.sql.column("SELECT text FROM drafts ORDER BY employee");
    assert_eq!(texts, ["Hers", "In the second\nIn the first"]);
    for table in ["pins", "drafts", "dialog_marks"] {
        let left = format!("SELECT count(*) FROM {table} WHERE dialog = 1");
        assert_eq!(test.sql.number(&left), 0, "{table}");
    }
    let counted = "SELECT n FROM marks ORDER BY id";
    assert_eq!(
        test.sql
            .column(&counted.replace("n FROM", "CAST(n AS TEXT) FROM")),
        ["1", "1"]
    );
    let _: MarkId = refund;
}

#[test]
fn what_the_center_has_said_by_itself_in_either_it_need_not_say_again() {
    let mut test = two_dialogs();
    let said = "INSERT INTO automatic_replies (dialog, rule, at)
        VALUES (1, 'after_hours', 50), (1, 'nobody_online', 70), (2, 'nobody_online', 60)";
    test.sql.raw().execute_batch(said).unwrap();
    merge(&mut test, FIRST, SECOND);
    let said = "SELECT dialog || ' ' || rule || ' ' || at FROM automatic_replies ORDER BY rule";
    let said = test.sql.column(said);
    assert_eq!(said, ["2 after_hours 50", "2 nobody_online 70"]);
}

#[test]
fn what_is_unread_and_unanswered_in_either_is_so_in_both_and_is_opened_at_once() {
    let mut test = two_dialogs();
    // Everything was opened in the second, nothing in the first, which is closed.
    let (dialog, upto) = (SECOND, opened(&mut test, SECOND).dialog.last.id);
    test.operator("boris", FromOperator::Opened { dialog, upto });
    test.close("boris", 1);
    let unread = opened(&mut test, FIRST).dialog.unread_count;
    let before = opened(&mut test, SECOND).dialog;
    assert!(unread > 0 && before.unread_count == 0);
    merge(&mut test, FIRST, SECOND);
    let after = opened(&mut test, SECOND).dialog;
    assert_eq!(after.unread_count, unread);
    assert_eq!(after.awaiting_reply_count, before.awaiting_reply_count);
    assert_eq!(after.waiting_since, before.waiting_since);
    let (dialog, upto) = (SECOND, after.last.id);
    test.operator("boris", FromOperator::Opened { dialog, upto });
    assert_eq!(opened(&mut test, SECOND).dialog.unread_count, 0);
    // What counts them agrees, whether the object has slept or not.
    let open = |test: &mut CenterTest| {
        let heard = test.hello_with("boris", None).heard("boris");
        heard.into_iter().find_map(|heard| match heard {
            Heard::Operator(ToOperator::Reset { counts, .. }) => Some(counts),
            _ => None,
        })
    };
    let counted = open(&mut test);
    test.reload();
    assert_eq!(open(&mut test), counted);
}

#[test]
fn consoles_follow_at_once_and_when_they_were_away() {
    let mut test = two_dialogs();
    let before = test.view("ada");
    merge(&mut test, FIRST, SECOND);
    let events = |heard: Vec<Heard>| {
        let events = heard.into_iter().flat_map(|heard| match heard {
            Heard::Operator(ToOperator::Events { events, .. }) => events,
            _ => vec![],
        });
        let of_merge = events.filter(|event| {
            matches!(
                event,
                OperatorEvent::DialogMerged { .. } | OperatorEvent::Gone { .. }
            )
        });
        of_merge.collect::<Vec<_>>()
    };
    let live = events(test.heard("ada"));
    let into = opened(&mut test, SECOND).dialog;
    let expected = [
        OperatorEvent::DialogMerged {
            dialog: FIRST,
            into,
        },
        OperatorEvent::Gone { dialog: FIRST },
    ];
    assert_eq!(live, expected);
    test.reload().hello_with("ada", before);
    assert_eq!(events(test.heard("ada")), expected);
}

#[test]
fn what_was_said_in_the_one_that_has_gone_is_found_in_the_other() {
    let mut test = two_dialogs();
    test.settle();
    merge(&mut test, FIRST, SECOND);
    let (text, behind) = ("Four".to_owned(), None);
    let found = test
        .asked("boris", SearchMessages { text, behind })
        .unwrap();
    let [found] = &found.messages[..] else {
        panic!("{found:?}");
    };
    assert_eq!(found.dialog.id, SECOND);
}

#[test]
fn a_reply_that_was_on_its_way_to_the_one_that_has_gone_arrives() {
    let mut test = two_dialogs();
    merge(&mut test, FIRST, SECOND);
    test.reply("boris", 1, "b9", "Late");
    assert_eq!(opened(&mut test, SECOND).dialog.last.preview, "Late");
    // And a repeat of what was said there before gets its first answer.
    test.quiet().reply("boris", 1, "b2", "Four");
    let heard = test.heard("boris");
    assert!(
        matches!(&heard[..], [Heard::Operator(ToOperator::Ack { .. })]),
        "{heard:?}"
    );
}

#[test]
fn only_dialogs_at_one_address_of_one_client_are_merged_and_none_with_itself() {
    let mut test = two_dialogs();
    assert_eq!(merge(&mut test, FIRST, FIRST), Some(Code::Invalid));
    test.widget("vera").say("vera", "v1", "Hello");
    let third = DialogId(3);
    assert_eq!(merge(&mut test, third, FIRST), Some(Code::OtherAddress));
    // Who turned out to be the same person still has two browsers.
    let (client, into) = (ClientId(2), ClientId(1));
    test.asked("boris", MergeClients { client, into }).unwrap();
    assert_eq!(merge(&mut test, third, FIRST), Some(Code::OtherAddress));
}

#[test]
fn a_number_that_leads_on_leads_to_the_last_and_goes_with_its_client() {
    let mut test = two_dialogs();
    test.close("boris", 2)
        .close("boris", 1)
        .pass(2 * DAY_MS)
        .say("anna", "a9", "Nine");
    let third = DialogId(3);
    merge(&mut test, FIRST, SECOND);
    merge(&mut test, SECOND, third);
    assert_eq!(opened(&mut test, FIRST).dialog.id, third);
    let client = ClientId(1);
    test.asked("ada", DeleteClient { client }).unwrap();
    test.settle();
    assert_eq!(test.sql.number("SELECT count(*) FROM merged_dialogs"), 0);
    assert_eq!(test.sql.number("SELECT count(*) FROM messages"), 0);
}

/// As somebody reads it upwards, page by page.
#[test]
fn long_dialogs_are_read_whole_after_they_were_merged() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator)
        .widget("anna")
        .say("anna", "a0", "0")
        .close("boris", 1)
        .pass(2 * DAY_MS)
        .say("anna", "a1", "1");
    let n = 3 * HISTORY_PAGE as u64;
    for i in 2..n {
        // Now in the one, now in the other, some at a time.
        let dialog = 1 + (i / 7) % 2;
        test.reply("boris", dialog, &format!("b{i}"), &i.to_string());
    }
    merge(&mut test, FIRST, SECOND);
    let mut said = Vec::new();
    let mut before = MessageId(u64::from(u32::MAX));
    loop {
        let dialog = SECOND;
        let page = test.asked("boris", History { dialog, before }).unwrap();
        let Some(first) = page.messages.first() else {
            break;
        };
        before = first.id;
        let mut older: Vec<Message> = page.messages;
        older.append(&mut said);
        said = older;
        if !page.more {
            break;
        }
    }
    let texts: Vec<u64> = texts(&said)
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
    assert_eq!(texts, (0..n).collect::<Vec<_>>());
}

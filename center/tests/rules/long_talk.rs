//! Dialogs of many messages: any place is found, and not by reading all of them.

use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::ask::dialogs::History;
use beseda_protocol::ids::{Ask, DialogId, MessageId, Seq};
use beseda_protocol::limits::{HISTORY_PAGE, REOPEN_WITHIN_MS};
use beseda_protocol::visitor::{FromVisitor, ToVisitor, VisitorEvent};

use crate::harness::{CenterTest, Heard, identity};

/// Anna's two dialogs, and Vera's that goes on meanwhile.
fn talks(n_replies: u64) -> CenterTest {
    let mut test = CenterTest::new();
    test.widget("anna").widget("vera");
    test.say("vera", "v", "Good day!");
    for dialog in [2, 3] {
        test.say("anna", &format!("a{dialog}"), "Hello?");
        for n in 0..n_replies {
            test.reply("ada", dialog, &format!("a{dialog}.{n}"), "Hm");
            if n % 3 == 0 {
                test.reply("ada", 1, &format!("v{dialog}.{n}"), "Hm");
            }
            test.quiet();
        }
        test.close("ada", dialog).pass(REOPEN_WITHIN_MS + 1);
    }
    test
}

fn page(test: &mut CenterTest, dialog: u64, before: MessageId) -> Vec<MessageId> {
    let dialog = DialogId(dialog);
    let page = test
        .quiet()
        .asked("ada", History { dialog, before })
        .unwrap();
    page.messages.iter().map(|message| message.id).collect()
}

fn visitors_page(test: &mut CenterTest, before: MessageId) -> Vec<MessageId> {
    let ask = Ask(1);
    test.quiet()
        .visitor("anna", FromVisitor::History { ask, before });
    match test.last("anna") {
        Some(Heard::Visitor(ToVisitor::History { messages, .. })) => {
            messages.iter().map(|message| message.id).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// The same by reading every message.
fn plainly(test: &CenterTest, which: &str, before: MessageId) -> Vec<MessageId> {
    let mut ids = all(test, &format!("{which} AND id < {before}"));
    ids.split_off(ids.len().saturating_sub(HISTORY_PAGE))
}

fn all(test: &CenterTest, which: &str) -> Vec<MessageId> {
    let all = format!("SELECT id FROM messages WHERE {which} ORDER BY id");
    let mut statement = test.sql.raw().prepare(&all).unwrap();
    let ids = statement.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    ids.map(|id| MessageId(id.unwrap() as u64)).collect()
}

#[test]
fn a_page_begins_at_any_place() {
    let mut test = talks(150);
    let newest = test.sql.number("SELECT max(id) FROM messages") as u64;
    assert!(newest > 300);
    for before in (0..newest + 3).map(MessageId) {
        for dialog in [1, 2, 3] {
            let which = format!("dialog = {dialog}");
            let wanted = plainly(&test, &which, before);
            assert_eq!(page(&mut test, dialog, before), wanted, "{before}");
        }
        let which = "dialog IN (2, 3) AND kind IN ('visitor', 'operator')";
        let wanted = plainly(&test, which, before);
        assert_eq!(visitors_page(&mut test, before), wanted, "{before}");
    }
}

#[test]
fn the_beginning_of_a_long_dialog_is_found_by_its_milestones() {
    let mut test = talks(2_000);
    let steps = |test: &mut CenterTest, before| {
        test.sql.listen();
        page(test, 2, MessageId(before));
        test.sql.heard().iter().map(|heard| heard.n_steps).sum()
    };
    let first = test
        .sql
        .number("SELECT min(id) FROM messages WHERE dialog = 2") as u64;
    let newest: i64 = steps(&mut test, 1 << 40);
    let oldest: i64 = steps(&mut test, first + 70);
    assert!(oldest < 2 * newest, "{oldest} steps instead of {newest}");
    let of_a_short_dialog: i64 = steps(&mut talks(60), 1 << 40);
    assert!(newest < 2 * of_a_short_dialog, "{newest} steps for a page");
}

#[test]
fn who_comes_back_gets_what_he_missed_through_all_his_dialogs() {
    let mut test = talks(40);
    let (epoch, _) = test.view("anna").expect("her view");
    let hers = "dialog IN (2, 3) AND kind IN ('visitor', 'operator')";
    for MessageId(place) in std::iter::once(MessageId(0)).chain(all(&test, hers)) {
        let view = Some((epoch.clone(), Seq(place)));
        test.quiet().hello_with("anna", view);
        let heard = test.heard("anna").into_iter();
        let missed = heard.flat_map(|heard| match heard {
            Heard::Visitor(ToVisitor::Events { events, .. }) => events,
            _ => Vec::new(),
        });
        let missed: Vec<MessageId> = missed
            .filter_map(|event| match event {
                VisitorEvent::Message { message } => Some(message.id),
                _ => None,
            })
            .collect();
        let which =
            format!("dialog IN (2, 3) AND kind IN ('visitor', 'operator') AND id > {place}");
        assert_eq!(missed, all(&test, &which), "{place}");
    }
}

#[test]
fn what_a_visitor_has_not_read_is_counted_through_all_his_dialogs() {
    let mut test = talks(40);
    let from_operators = "dialog IN (2, 3) AND kind = 'operator'";
    for upto in all(&test, from_operators) {
        test.visitor("anna", FromVisitor::Read { upto });
        let left = all(&test, &format!("{from_operators} AND id > {upto}"));
        let identity = identity("anna");
        let unread = test.command(Command::Unread { identity });
        assert_eq!(unread, Ok(Reply::Unread(left.len() as u32)), "{upto}");
        let marks = test.sql.number("SELECT max(read_upto) FROM dialogs");
        assert_eq!(marks as u64, upto.0);
    }
}
